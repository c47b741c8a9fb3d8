"""One form per step: who and where, and how they take part."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from conference.forms import EmailField, OrcidField, SiteForm
from conference.text import typography
from workshops.models import Track

from .base import ON_BEHALF, StepForm
from .fields import (
    CountryField,
    LatinNameField,
    NameField,
    address_field,
    attendance_field,
    language_field,
    text_field,
    yes_no,
)

AS_SPOKEN = _("Family name first in Russian; a patronymic if there is one")
INTERPRETATION = _("I need interpretation between Russian and English")
ORDER_OF_NAMES = _("Given name Family name")
"""In Russian «Фамилия Имя»: letters and badges rely on this order."""


class AddressForm(SiteForm):
    """Where to send the link that leads back to the draft."""

    email = EmailField(label=_("E-mail"), help_text=_("The link opens your draft on any device for 60 days"))


# -- who and where --------------------------------------------------------------------------------------------


class CountryForm(StepForm):
    PAIRS = ("body",)

    country = CountryField(label=_("Country you represent"))
    body_ru = text_field(_("Ministry or body, in Russian"), max_length=250, error=_("Enter the name of the ministry"))
    body_en = text_field(_("Ministry or body, in English"), max_length=250, error=_("Enter the name of the ministry"))


class CommissionForm(CountryForm):
    """The country and its National Commission for UNESCO."""

    body_ru = text_field(
        _("National Commission, in Russian"), max_length=250, error=_("Enter the name of the National Commission")
    )
    body_en = text_field(
        _("National Commission, in English"), max_length=250, error=_("Enter the name of the National Commission")
    )


class BodyForm(StepForm):
    PAIRS = ("body",)

    body_ru = text_field(_("UNESCO unit or office, in Russian"), max_length=250, error=_("Enter the name of the body"))
    body_en = text_field(_("UNESCO unit or office, in English"), max_length=250, error=_("Enter the name of the body"))
    country = CountryField(label=_("Country of the office"))


class WhoForm(StepForm):
    who = forms.ChoiceField(
        label=_("Whom are you registering?"),
        choices=[
            ("self_head", _("Myself, the head of the delegation")),
            (ON_BEHALF, _("The head of the delegation: I am filling the form in for them")),
            ("self_member", _("Myself, a member of the delegation")),
        ],
        error_messages={"required": _("Choose whom you are registering")},
        widget=forms.RadioSelect,
    )
    email = EmailField(
        label=_("Your e-mail"),
        domain="ministry.am",
        help_text=_("We send a code there to confirm the registration, and then all letters"),
    )
    helper_name = NameField(
        label=_("Your name"),
        help_text=_("Only if you are filling the form in for somebody else"),
        error=_("Enter your name: you are filling the form in for somebody else"),
        required=False,
    )

    def arrange(self) -> None:
        if self.visit.person:
            del self.fields["email"], self.fields["helper_name"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        helper = self.fields.get("helper_name")
        is_nameless = not data.get("helper_name") and "helper_name" not in self.errors
        if isinstance(helper, NameField) and data.get("who") == ON_BEHALF and is_nameless:
            self.add_error("helper_name", helper.error)
        return data


class PersonForm(StepForm):
    """Name and post of a guest of ministries and UNESCO."""

    PAIRS = ("position",)

    full_name = NameField(help_text=AS_SPOKEN, placeholder=ORDER_OF_NAMES)
    latin_name = LatinNameField()
    native_name = NameField(label=_("Name in its own script"), required=False)
    honorific = text_field(
        _("Form of address"), max_length=60, required=False,
        help_text=_("As it should be printed, for example Mr, Ms, Dr"),
        widget=forms.TextInput(attrs={"list": "honorifics", "autocomplete": "honorific-prefix", "class": "short"}),
    )  # fmt: skip
    position_ru = text_field(
        _("Post, in Russian"), max_length=200, error=_("Enter the post"), help_text=_("As it will be announced")
    )
    position_en = text_field(
        _("Post, in English"), max_length=200, error=_("Enter the post"), help_text=_("As it will be announced")
    )
    email = EmailField(help_text=_("We send a code there to confirm the registration, and then all letters"))
    head_email = EmailField(
        label=_("E-mail of the head of the delegation"),
        domain="ministry.am",
        help_text=_("For a copy of all letters. Without it they come to you alone"),
        required=False,
    )
    language = language_field(_("In which language shall we write?"))

    def arrange(self) -> None:
        self.fields["native_name"].help_text = format_html(
            '{} <span lang="hy">{}</span>', gettext("For the badge, for example"), "Արամ Մելքոնյան"
        )
        if self.visit.is_on_behalf:
            self.fields["full_name"].label = _("Full name of the head of delegation")
            self.fields["language"].label = _("In which language shall we write to the head of the delegation?")
            for name in ("full_name", "latin_name", "native_name", "honorific", "head_email"):
                self.fields[name].widget.attrs["autocomplete"] = "off"  # the browser knows the officer, not the head
        else:
            del self.fields["head_email"]
        if self.visit.person or "who" in self.visit.told:  # ministries have told the address in the step before
            del self.fields["email"]


class NameForm(StepForm):
    """The name of whoever comes alone."""

    full_name = NameField(help_text=AS_SPOKEN, placeholder=ORDER_OF_NAMES)
    latin_name = LatinNameField()
    address_as = address_field()
    email = EmailField(help_text=_("We send a code there to confirm the registration, and then all letters"))
    language = language_field(_("In which language shall we write to you?"))

    def arrange(self) -> None:
        if self.visit.person:
            del self.fields["email"]


class AcademicForm(NameForm):
    latin_name = LatinNameField(
        help_text=_("As in the passport and in your publications: given name, then family name")
    )


class SchoolForm(StepForm):
    PAIRS = ("body",)

    body_ru = text_field(_("School or organisation, in Russian"), max_length=250, error=_("Enter the organisation"))
    body_en = text_field(_("School or organisation, in English"), max_length=250, error=_("Enter the organisation"))
    country = CountryField()


class PressForm(StepForm):
    PAIRS = ("body",)

    body_ru = text_field(_("Publication or channel, in Russian"), max_length=250, error=_("Enter the publication"))
    body_en = text_field(_("Publication or channel, in English"), max_length=250, error=_("Enter the publication"))
    country = CountryField()


class AffiliationForm(StepForm):
    PAIRS = ("body",)

    body_ru = text_field(_("University or organisation, in Russian"), max_length=250, error=_("Enter the organisation"))
    body_en = text_field(_("University or organisation, in English"), max_length=250, error=_("Enter the organisation"))
    country = CountryField()
    degree = text_field(_("Academic degree"), max_length=120, required=False)
    orcid = OrcidField(required=False, widget=forms.TextInput(attrs={"spellcheck": "false", "class": "short"}))


class ListenerForm(StepForm):
    """The whole of a listener's questions on one page."""

    full_name = NameField(help_text=AS_SPOKEN, placeholder=ORDER_OF_NAMES, error=_("Enter your name"))
    email = EmailField(label=_("E-mail"), help_text=_("We send a code there, and later the link to the sessions"))
    city = text_field(_("City"), max_length=120, error=_("Enter the city"))
    country = CountryField()
    attendance = forms.ChoiceField(
        label=_("How will you take part?"), choices=[("online", _("Online")), ("hall", _("In the hall"))],
        error_messages={"required": _("Choose how you will take part")}, widget=forms.RadioSelect,
    )  # fmt: skip
    language = language_field(_("In which language shall we write to you?"))
    interpretation_wanted = yes_no(INTERPRETATION)
    question = text_field(
        _("A question to the speakers"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def arrange(self) -> None:
        if self.visit.person:
            del self.fields["email"]
        drop_interpretation_unless_needed(self)


# -- how ----------------------------------------------------------------------------------------------------


class StaffParticipationForm(StepForm):
    """How press, interpreters and organisers take part: they work, and need neither a track nor interpretation."""

    attendance = attendance_field()


class ParticipationForm(StepForm):
    attendance = attendance_field()
    track = forms.TypedChoiceField(
        label=_("Which track?"), coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )
    interpretation_wanted = yes_no(INTERPRETATION)

    def arrange(self) -> None:
        drop_interpretation_unless_needed(self)
        tracks = list(Track.objects.of(self.visit.conference))
        if not tracks:
            del self.fields["track"]
            return
        self.fields["track"].choices = [  # type: ignore[attr-defined]
            *((track.number, track_label(track)) for track in tracks), ("", _("I have not decided yet")),
        ]  # fmt: skip


def drop_interpretation_unless_needed(form: StepForm) -> None:
    """Interpretation is asked about where a conference works in two languages or more."""
    languages = [code for code in form.visit.conference.working_languages.split(",") if code.strip()]
    if len(languages) < 2:
        del form.fields["interpretation_wanted"]


def track_label(track: Track) -> SafeString:
    """«Секция 1. …», marked with its language when the title exists in the other one only."""
    here = get_language() or "ru"
    other = "en" if here == "ru" else "ru"
    language = here if getattr(track, f"title_{here}") else other
    title = typography(getattr(track, f"title_{language}") or "", language)
    number = gettext("Track %(number)d.") % {"number": track.number}
    if language == here:
        return format_html("{} {}", number, title)
    return format_html('{} <span lang="{}">{}</span>', number, language, title)


class DelegateParticipationForm(ParticipationForm):
    statement_wanted = yes_no(_("We wish to make a statement, up to seven minutes"))


class UnescoParticipationForm(ParticipationForm):
    statement_wanted = yes_no(_("I wish to make a statement, up to seven minutes"))
