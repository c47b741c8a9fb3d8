"""One form per step. A form knows the visit it serves: conference, visitor, what was told before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from conference.forms import SiteForm
from conference.models import Conference, ConsentText, Person
from conference.text import typography
from registration.models import AccessNeeds
from workshops.models import Track

from .fields import (
    CountryField,
    EmailField,
    LatinNameField,
    LatinNameInput,
    NameField,
    language_field,
    orcid_field,
    text_field,
    yes_no,
)

ON_BEHALF = "head"
ACCOUNT_KNOWS = ("latin_name", "native_name", "position_ru", "position_en", "orcid", "language", "city", "honorific")
AS_SPOKEN = _("Family name first in Russian; a patronymic if there is one")


@dataclass
class Visit:
    """Whose form this is: the conference, the signed-in visitor if any, and all answers so far."""

    conference: Conference
    person: Person | None = None
    told: dict[str, Any] = field(default_factory=dict)
    needs: AccessNeeds | None = None

    @property
    def is_on_behalf(self) -> bool:
        return self.told.get("who") == ON_BEHALF


class StepForm(SiteForm):
    """The questions of one step."""

    PAIRS: tuple[str, ...] = ()
    """Names of fields that exist as ``name_ru`` and ``name_en``; the page's language comes first and is required."""
    keeps_unfinished = True

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        self.visit = visit
        super().__init__(*args, **kwargs)
        self.arrange()
        for name in self.PAIRS:
            self._arrange_pair(name)
        self.suggest_latin_name()

    @classmethod
    def with_typed(cls, typed: QueryDict | None, **kwargs: Any) -> Any:
        form = super().with_typed(typed, **kwargs)
        form.suggest_latin_name()
        return form

    def suggest_latin_name(self) -> None:
        latin = self.fields.get("latin_name")
        if latin and isinstance(latin.widget, LatinNameInput):
            latin.widget.suggest_for(self.value_of("full_name"))

    def arrange(self) -> None:
        """Fit the fields to the visit: drop what is known, put in what depends on it."""

    def _arrange_pair(self, name: str) -> None:
        first, second = ("ru", "en") if get_language() == "ru" else ("en", "ru")
        self.fields[f"{name}_{second}"].required = False
        self.fields[f"{name}_{second}"].help_text = _("For the invitation letter, which is printed in both languages")
        order = list(self.fields)
        at = min(order.index(f"{name}_ru"), order.index(f"{name}_en"))
        rest = [field for field in order if field not in (f"{name}_ru", f"{name}_en")]
        rest[at:at] = [f"{name}_{first}", f"{name}_{second}"]
        self.order_fields(rest)
        if self.value_of(f"{name}_{second}"):  # one of the two is enough, in whichever language it was typed
            self.fields[f"{name}_{first}"].required = False

    def value_of(self, name: str) -> str:
        """What the field shows: typed just now, or kept before."""
        value = self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name)
        return str(value or "").strip()

    def answers(self) -> dict[str, Any]:
        """What the draft keeps of this step."""
        return dict(self.cleaned_data)

    @classmethod
    def initial_from(cls, visit: Visit) -> dict[str, Any]:
        """What the fields show at first: told before, else what the account knows."""
        return known_of(visit) | visit.told

    def rows(self) -> list[dict[str, Any]]:
        """Questions and answers as the summary shows them: ``label``, ``value``, ``name`` of the field."""
        told = self.visit.told
        return [
            {"label": field.label, "value": shown(field, told.get(name)), "name": name}
            for name, field in self.fields.items()
            if not field.widget.is_hidden
        ]


def known_of(visit: Visit) -> dict[str, Any]:
    """Nothing is asked twice: what the account holds is filled in, but not for somebody else."""
    known: dict[str, Any] = {"language": get_language()}
    if visit.person is None or visit.is_on_behalf:
        return known
    person = visit.person
    known |= {name: getattr(person, name) for name in ACCOUNT_KNOWS}
    known["country"] = person.country.code or ""
    known["full_name"] = person.full_name if person.full_name != person.email else ""
    return known


def shown(field: forms.Field, value: Any) -> Any:
    """An answer in words."""
    if isinstance(field, forms.BooleanField):
        return gettext("Yes") if value else gettext("No")
    if isinstance(field, forms.ChoiceField):
        return next((label for key, label in field.choices if str(key) == str(value or "")), "") if value else ""
    return value or ""


class AddressForm(SiteForm):
    """Where to send the link that leads back to the draft."""

    email = EmailField(label=_("E-mail"), help_text=_("The link opens your draft on any device for 60 days"))


# -- who and where --------------------------------------------------------------------------------------------


class CountryForm(StepForm):
    PAIRS = ("body",)

    country = CountryField(label=_("Country you represent"))
    body_ru = text_field(_("Ministry or body, in Russian"), max_length=250, error=_("Enter the name of the ministry"))
    body_en = text_field(_("Ministry or body, in English"), max_length=250, error=_("Enter the name of the ministry"))


class BodyForm(StepForm):
    PAIRS = ("body",)

    body_ru = text_field(
        _("UNESCO unit or National Commission, in Russian"), max_length=250, error=_("Enter the name of the body")
    )
    body_en = text_field(
        _("UNESCO unit or National Commission, in English"), max_length=250, error=_("Enter the name of the body")
    )
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
        label=_("Your e-mail"), help_text=_("We send a code there to confirm the registration, and then all letters")
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

    full_name = NameField(label=_("Full name"), help_text=AS_SPOKEN)
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
        help_text=_("For a copy of all letters. Without it they come to you alone"),
        required=False,
    )
    language = language_field(_("In which language shall we write?"))

    def arrange(self) -> None:
        self.fields["native_name"].help_text = format_html(
            '{} <span lang="hy">{}</span>', gettext("For the badge, for example"), "Արամ Մելքոնյան"
        )
        if self.visit.is_on_behalf:
            self.fields["language"].label = _("In which language shall we write to the head of the delegation?")
        else:
            del self.fields["head_email"]
        if self.visit.person or "who" in self.visit.told:  # ministries have told the address in the step before
            del self.fields["email"]


class AcademicForm(StepForm):
    full_name = NameField(label=_("Full name"), help_text=AS_SPOKEN)
    latin_name = LatinNameField(
        help_text=_("As in the passport and in your publications: given name, then family name")
    )
    email = EmailField(help_text=_("We send a code there to confirm the registration, and then all letters"))
    language = language_field(_("In which language shall we write to you?"))

    def arrange(self) -> None:
        if self.visit.person:
            del self.fields["email"]


class AffiliationForm(StepForm):
    PAIRS = ("body",)

    body_ru = text_field(_("University or organisation, in Russian"), max_length=250, error=_("Enter the organisation"))
    body_en = text_field(_("University or organisation, in English"), max_length=250, error=_("Enter the organisation"))
    country = CountryField()
    degree = text_field(_("Academic degree"), max_length=120, required=False)
    orcid = orcid_field()


class ListenerForm(StepForm):
    """The whole of a listener's questions on one page."""

    full_name = NameField(label=_("Your name"), error=_("Enter your name"))
    email = EmailField(label=_("E-mail"), help_text=_("We send a code there, and later the link to the sessions"))
    city = text_field(_("City"), max_length=120, error=_("Enter the city"))
    country = CountryField()
    attendance = forms.ChoiceField(
        label=_("How will you take part?"), choices=[("online", _("Online")), ("hall", _("In the hall"))],
        error_messages={"required": _("Choose how you will take part")}, widget=forms.RadioSelect,
    )  # fmt: skip
    language = language_field(_("In which language shall we write to you?"))
    question = text_field(
        _("A question to the speakers"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def arrange(self) -> None:
        if self.visit.person:
            del self.fields["email"]


# -- how ----------------------------------------------------------------------------------------------------


class ParticipationForm(StepForm):
    attendance = forms.ChoiceField(
        label=_("How will you take part?"), choices=[("hall", _("In the hall")), ("online", _("Online"))],
        error_messages={"required": _("Choose how you will take part")}, widget=forms.RadioSelect,
    )  # fmt: skip
    track = forms.TypedChoiceField(
        label=_("Which track?"), coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )

    def arrange(self) -> None:
        tracks = list(Track.objects.of(self.visit.conference))
        if not tracks:
            del self.fields["track"]
            return
        self.fields["track"].choices = [  # type: ignore[attr-defined]
            *((track.number, track_label(track)) for track in tracks), ("", _("I have not decided yet")),
        ]  # fmt: skip


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
    interpretation_wanted = yes_no(_("I need interpretation between Russian and English"))
    statement_wanted = yes_no(_("I wish to make a statement, up to seven minutes"))


NEEDED = _("Without this consent we may not keep your registration. Tick the box to go on")


# -- access needs and consents ------------------------------------------------------------------------------


def service_choices() -> list[tuple[str, str]]:
    return [(value, capfirst(label)) for value, label in AccessNeeds.Service.choices]


class AccessForm(StepForm):
    """Services wanted, never a diagnosis. The consent is asked for only when there is something to guard."""

    keeps_unfinished = False

    services = forms.MultipleChoiceField(
        label=_("What should we prepare for you?"), choices=service_choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    note = text_field(
        _("Something else, in your own words"), max_length=1000, required=False,
        help_text=_("For example diet. Please name the service, not a diagnosis"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    agree = forms.BooleanField(required=False)

    def arrange(self) -> None:
        self.text = ConsentText.objects.in_force(self.visit.conference, ConsentText.Kind.SPECIAL_CATEGORY)
        if self.text is None:
            del self.fields["agree"]
            return
        self.fields["agree"].label = consent_label(self.text)

    @classmethod
    def initial_from(cls, visit: Visit) -> dict[str, Any]:
        needs = visit.needs
        initial = {"services": needs.services, "note": needs.note} if needs else {}
        return initial | {"agree": bool(visit.told.get("access_consent"))}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        is_filled = bool(data.get("services") or data.get("note", "").strip())
        if self.text and is_filled and not data.get("agree"):
            self.add_error(
                "agree", _("Agree to the use of these answers so that we can prepare the services, or clear them")
            )
        return data

    def consent(self) -> dict[str, Any] | None:
        """The consent to keep with the needs, when there are any."""
        if not self.text or not (self.cleaned_data["services"] or self.cleaned_data["note"]):
            return None
        return {"text": self.text.pk, "language": get_language()}

    def rows(self) -> list[dict[str, Any]]:
        needs = self.visit.needs
        names = "\n".join(capfirst(name) for name in needs.service_names()) if needs else ""
        return [
            {"label": self.fields["services"].label, "value": names, "name": "services"},
            {"label": self.fields["note"].label, "value": needs.note if needs else "", "name": "note"},
        ]


class ConsentsForm(StepForm):
    """Each consent is a document of its own with a box of its own; only the first is needed to take part."""

    keeps_unfinished = False

    def arrange(self) -> None:
        self.texts = [
            text
            for kind in ConsentText.Kind
            if kind != ConsentText.Kind.SPECIAL_CATEGORY
            and (text := ConsentText.objects.in_force(self.visit.conference, kind))
        ]
        for text in self.texts:
            is_needed = text.kind in ConsentText.REQUIRED_KINDS
            self.fields[f"consent_{text.kind}"] = forms.BooleanField(
                label=consent_label(text), required=is_needed,
                error_messages={"required": NEEDED},
            )  # fmt: skip
            self.fields[f"shown_{text.kind}"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
            self.initial[f"shown_{text.kind}"] = text.pk

    def documents(self) -> list[dict[str, Any]]:
        """Each text with its box, for the page."""
        return [
            {"text": text, "field": self[f"consent_{text.kind}"], "shown": self[f"shown_{text.kind}"],
             "is_needed": text.kind in ConsentText.REQUIRED_KINDS}
            for text in self.texts
        ]  # fmt: skip

    @classmethod
    def initial_from(cls, visit: Visit) -> dict[str, Any]:
        agreed = {entry["text"] for entry in visit.told.get("consents", [])}
        kinds = ConsentText.objects.of(visit.conference).filter(pk__in=agreed).values_list("kind", flat=True)
        return {f"consent_{kind}": True for kind in kinds}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for text in self.texts:
            if data.get(f"consent_{text.kind}") and data.get(f"shown_{text.kind}") != text.pk:
                self.add_error(f"consent_{text.kind}", _("This text has changed meanwhile. Read it again, please"))
        return data

    def answers(self) -> dict[str, Any]:
        given = [text for text in self.texts if self.cleaned_data[f"consent_{text.kind}"]]
        return {"consents": [{"text": text.pk, "language": get_language()} for text in given]}

    def rows(self) -> list[dict[str, Any]]:
        agreed = {entry["text"] for entry in self.visit.told.get("consents", [])}
        return [
            {
                "label": typography(text.title, get_language() or "ru"),
                "value": gettext("I agree") if text.pk in agreed else gettext("I do not agree"),
                "name": f"consent_{text.kind}",
            }
            for text in self.texts
        ]


def consent_label(text: ConsentText) -> str:
    """What ticking the box says, in words that do not depend on who ticks it."""
    here = get_language() or "ru"
    title = typography(getattr(text, f"title_{here}") or text.title, here)
    return gettext("I have read the text and give the “%(title)s”") % {"title": title}
