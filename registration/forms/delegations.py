"""Forms of delegations: the code, who fills it in, one member, and what all share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from conference.forms import EmailField, SiteForm
from conference.models import Conference
from registration.documents.addressing import is_russian
from registration.models import Category, Delegation, Registration
from registration.services.delegations.members import resolved
from registration.services.delegations.ranks import rank_of
from registration.services.delegations.watching import hold_by
from workshops.models import Track

from .consents import ASSISTANT, AccessForm
from .fields import (
    CountryField,
    LatinNameField,
    LatinNameInput,
    NameField,
    language_field,
    text_field,
    yes_no,
)
from .steps import AS_SPOKEN, ORDER_OF_NAMES, track_label
from .travel import TravelForm
from .uploads import LetterField

Role, Rank, Attendance = Registration.DelegationRole, Registration.Rank, Registration.Attendance
FORMULA = ("=", "+", "@")
NAME_THE_MINISTRY = _("Enter the name of the ministry")


class CodeForm(SiteForm):
    code = forms.CharField(
        label=_("Code from the letter"), max_length=40,
        help_text=_("Ten letters and digits. Spaces, hyphens and small letters do not matter"),
        error_messages={"required": _("Enter the code from the letter")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "short"}),
    )  # fmt: skip


class OfficerForm(SiteForm):
    """Who fills the delegation in. Nothing is asked of who is signed in."""

    name = NameField(label=_("Your name"), help_text=AS_SPOKEN, error=_("Enter your name"))
    email = EmailField(
        label=_("Your e-mail"),
        help_text=_("We send a code there now, and later all letters about the delegation"),
    )  # fmt: skip


class HandoverForm(SiteForm):
    email = EmailField(
        label=_("E-mail of the colleague"),
        help_text=_("We send a link there. You lead the delegation until the colleague accepts"),
    )  # fmt: skip


class MemberForm(SiteForm):
    """One member. A draft may be saved with the name alone; what is missing is shown on the task list."""

    FIRST = ("full_name", "latin_name", "position_ru", "position_en", "delegation_role", "rank")
    WANTED = ("latin_name", "position_ru", "position_en")

    full_name = NameField(help_text=AS_SPOKEN, placeholder=ORDER_OF_NAMES, autocomplete="off")
    latin_name = LatinNameField()
    position_ru = text_field(_("Post, in Russian"), max_length=200, error=_("Enter the post"))
    position_en = text_field(_("Post, in English"), max_length=200, error=_("Enter the post"))
    delegation_role = forms.ChoiceField(
        label=_("Role in the delegation"), choices=lambda: choices_of(Role), initial=Role.DELEGATE,
        error_messages={"required": _("Choose the role")},
    )  # fmt: skip
    rank = forms.TypedChoiceField(
        label=_("Rank for the protocol order"), choices=lambda: choices_of(Rank), coerce=int, initial=Rank.OTHER,
        required=False, empty_value=Rank.OTHER,
        help_text=_("Left at “other”, it is taken from the post: minister, deputy minister, ambassador"),
    )  # fmt: skip
    track = forms.TypedChoiceField(label=_("Track"), coerce=int, empty_value=None, required=False)
    statement_wanted = yes_no(_("Makes a statement, up to seven minutes"))
    member_email = EmailField(
        label=_("E-mail of this person"), required=False,
        help_text=_("For a copy of the letters. Without it they come to you alone"),
    )  # fmt: skip
    honorific = text_field(
        _("Form of address"), max_length=60, required=False,
        help_text=_("As it should be printed, for example Mr, Ms, Dr"),
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )  # fmt: skip
    native_name = NameField(label=_("Name in its own script"), required=False, autocomplete="off")
    language = forms.ChoiceField(label=_("Language of letters"), required=False)
    attendance = forms.ChoiceField(label=_("Attendance"), required=False)
    body_ru = text_field(_("Ministry or body, in Russian"), max_length=250, required=False)
    body_en = text_field(_("Ministry or body, in English"), max_length=250, required=False)

    def __init__(
        self, *args: Any, delegation: Delegation, is_sent: bool = False, is_head: bool = False,
        is_successor: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        self.delegation, self.is_sent, self.is_head = delegation, is_sent or is_successor, is_head
        self.guesses_rank = is_successor or not is_sent
        super().__init__(*args, **kwargs)
        self._arrange_posts()
        self._offer_shared_answers()
        if is_head:
            self._ask_language_of_head()
            del self.fields["delegation_role"]
        if is_successor:  # these pass on with the place
            for name in ("delegation_role", "attendance", "track"):
                self.fields.pop(name, None)
        self._suggest()

    @classmethod
    def with_typed(cls, typed: QueryDict | None, **kwargs: Any) -> Any:
        form = super().with_typed(typed, **kwargs)
        form._suggest()
        return form

    def _arrange_posts(self) -> None:
        """The post in the page's language first; one of the two is enough."""
        first, second = ("ru", "en") if get_language() == "ru" else ("en", "ru")
        rest = [name for name in self.fields if name not in ("position_ru", "position_en")]
        rest[2:2] = [f"position_{first}", f"position_{second}"]
        self.order_fields(rest)
        self.fields[f"position_{second}"].required = False
        if self.value_of(f"position_{second}") and not self.value_of(f"position_{first}"):
            self.fields[f"position_{first}"].required = False

    def _offer_shared_answers(self) -> None:
        shared = resolved(self.delegation, {})
        names = dict(settings.LANGUAGES)
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            ("", gettext("as for the delegation: %(answer)s") % {"answer": names[shared["language"]]}), *names.items()
        ]  # fmt: skip
        self.fields["attendance"].choices = [  # type: ignore[attr-defined]
            ("", gettext("as for the delegation: %(answer)s") % {"answer": Attendance(shared["attendance"]).label}),
            *choices_of(Attendance),
        ]
        for name in ("body_ru", "body_en"):
            self.fields[name].help_text = gettext("Only if it is another one than %(body)s") % {"body": shared[name]}
            self.fields[name].widget.attrs["autocomplete"] = "off"
        tracks = list(Track.objects.of(self.delegation.conference))
        if not tracks:
            del self.fields["track"]
            return
        self.fields["track"].choices = [  # type: ignore[attr-defined]
            ("", gettext("Not decided yet")),
            *((track.number, track_label(track)) for track in tracks),
        ]

    def _ask_language_of_head(self) -> None:
        """The one shared answer that is asked of the head beside the name."""
        field = language_field(_("In which language shall we write to the head of the delegation?"))
        self.fields["language"] = field
        self.initial["language"] = self.initial.get("language") or self.delegation.language

    def _suggest(self) -> None:
        widget = self.fields["latin_name"].widget
        if isinstance(widget, LatinNameInput):
            widget.suggest_for(self.value_of("full_name"), self.value_of("latin_name"))

    def value_of(self, name: str) -> str:
        value = self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name)
        return str(value or "").strip()

    def full_clean(self) -> None:
        """What a draft may still lack is not asked for when it is saved, though it is not called optional."""
        relaxed = [] if self.is_sent else [self.fields[name] for name in self.WANTED if self.fields[name].required]
        for field in relaxed:
            field.required = False
        super().full_clean()
        for field in relaxed:
            field.required = True

    def first_fields(self) -> list[forms.BoundField]:
        own = (*self.FIRST, "language") if self.is_head else self.FIRST
        return [self[name] for name in self.fields if name in own]

    def other_fields(self) -> list[forms.BoundField]:
        own = (*self.FIRST, "language") if self.is_head else self.FIRST
        return [self[name] for name in self.fields if name not in own]

    def has_other_errors(self) -> bool:
        return any(field.errors for field in self.other_fields())

    def told(self) -> dict[str, Any]:
        """What the verbs keep."""
        told = dict(self.cleaned_data)
        if self.guesses_rank and told.get("rank") in (None, Rank.OTHER):
            told["rank"] = rank_of(told.get("position_ru", ""), told.get("position_en", ""))
        return told | {"delegation_role": Role.HEAD} if self.is_head else told


def choices_of(options: Any) -> list[tuple[Any, str]]:
    return [(value, capfirst(label)) for value, label in options.choices]


class BodyForm(SiteForm):
    """The name of the ministry: the one in the page's language is asked for, but either is enough."""

    body_ru = text_field(_("Ministry or body, in Russian"), max_length=250, error=NAME_THE_MINISTRY)
    body_en = text_field(_("Ministry or body, in English"), max_length=250, error=NAME_THE_MINISTRY)

    def full_clean(self) -> None:
        first, second = ("body_ru", "body_en") if get_language() == "ru" else ("body_en", "body_ru")
        self.fields[second].required = False
        has_other = self.is_bound and str(self.data.get(self.add_prefix(second)) or "").strip()
        self.fields[first].required = not has_other
        super().full_clean()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body_en" if get_language() == "ru" else "body_ru"].required = False


class SharedForm(BodyForm):
    """What is asked once for all members."""

    language = forms.ChoiceField(label=_("Language of letters"), choices=settings.LANGUAGES)
    attendance = forms.ChoiceField(label=_("Attendance"), choices=lambda: choices_of(Attendance))


class DayField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d.%m.%y"],
            error_messages={"invalid": _("There is no such day. Write the day, the month and the year")},
            **kwargs,
        )

    def take_example(self, day: date) -> None:
        """Show *day* as the way to write one."""
        text = gettext("There is no such day. Write it like %(day)s") % {"day": f"{day:%d.%m.%Y}"}
        self.error_messages["invalid"] = text


def check_days(form: forms.Form, data: dict[str, Any]) -> None:
    """The departure is not before the arrival."""
    arrives, leaves = data.get("arrival_day"), data.get("departure_day")
    if arrives and leaves and leaves < arrives:
        form.add_error("departure_day", _("The departure is before the arrival. Check both days"))


class MemberAccessForm(AccessForm):
    """What one member needs. An assistant is a member of the delegation themself."""

    def arrange(self) -> None:
        super().arrange()
        for name in ASSISTANT:
            self.fields.pop(name, None)

    def assistant(self) -> dict[str, str]:
        return {}


class DelegationTravelForm(TravelForm):
    """The same for all; with whom a room is shared is asked of each alone."""

    GROUPS = (*TravelForm.GROUPS[:-1], (TravelForm.GROUPS[-1][0], TravelForm.GROUPS[-1][1][:-1]))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["room_with"]


class WhoNeedsVisaForm(SiteForm):
    """Who needs a letter in support of a visa."""

    members = forms.TypedMultipleChoiceField(
        label=_("Who needs it?"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, choices: list[tuple[int, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = choices  # type: ignore[attr-defined]


class NominationForm(SiteForm):
    letter = LetterField(
        label=_("The letter"), required=False, help_text=_("PDF, JPG or PNG, up to 10 MB. A photograph will do")
    )
    number = text_field(
        _("Number of the letter"), max_length=60, required=False, widget=forms.TextInput(attrs={"class": "short"})
    )
    dated = DayField(label=_("Date of the letter"), required=False)
    signed_by = text_field(_("Signed by"), max_length=200, required=False)

    def __init__(self, *args: Any, has_letter: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_letter = has_letter

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("letter") and not self.has_letter and "letter" not in self.errors:
            self.add_error("letter", _("Choose the file with the letter"))
        return data


class RemarksForm(SiteForm):
    remarks = text_field(
        _("What should be changed?"), max_length=2000,
        error=_("Write what should be changed: the focal point reads it."),
        help_text=_("The focal point reads it on the task list and in a letter"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class ReplyForm(SiteForm):
    reply = text_field(
        _("A word to the organisers"), max_length=2000, required=False,
        help_text=_("They read it beside the delegation, for example what you have changed"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class CorrectionForm(BodyForm):
    """What the organisers put right; the address only while nobody has taken the delegation up."""

    country = CountryField(label=_("Country"), required=False)
    focal_email = EmailField(label=_("E-mail of the focal point"), required=False)

    def __init__(self, *args: Any, delegation: Delegation, **kwargs: Any) -> None:
        names = ("body_ru", "body_en", "country", "focal_email")
        known = {name: str(getattr(delegation, name) or "") for name in names}
        super().__init__(*args, initial=known, **kwargs)
        if delegation.focal_point_id:
            del self.fields["focal_email"]


class CredentialsForm(SiteForm):
    credentials = forms.ChoiceField(label=_("Credentials"), choices=lambda: choices_of(Delegation.Credentials))


class SeatsForm(SiteForm):
    seats = forms.IntegerField(
        label=_("Seats"), min_value=1, max_value=500, widget=forms.NumberInput(attrs={"class": "short"})
    )
    held_until = DayField(label=_("Seats are held until"), required=False)


class NewDelegationForm(BodyForm, SeatsForm):
    """A delegation that the organisers invite."""

    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.none(), error_messages={"required": _("Choose the category")}
    )
    country = CountryField(label=_("Country"), required=False)
    language = forms.ChoiceField(label=_("Language of letters"), choices=settings.LANGUAGES)
    focal_email = EmailField(
        label=_("E-mail of the focal point"), required=False,
        help_text=_("Needed when the invitation is sent at once"),
    )  # fmt: skip
    note = text_field(
        _("Note for the organisers"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    send = yes_no(_("Send the invitation at once"))

    field_order = ("category", "country", "body_ru", "body_en", "seats", "held_until", "language", "focal_email")

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        delegates = Category.objects.of(conference).filter(family__in=Category.DELEGATES)
        self.fields["category"].queryset = delegates  # type: ignore[attr-defined]
        self.fields["category"].initial = delegates.first()
        self.fields["held_until"].required = True
        self.fields["held_until"].initial = hold_by(conference)
        self.conference = conference

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("held_until") and data["held_until"] < self.conference.today():
            self.add_error("held_until", _("This day is over. Choose a later one"))
        if data.get("send") and not data.get("focal_email") and "focal_email" not in self.errors:
            self.add_error("focal_email", _("Name the e-mail address of the focal point first."))
        return data


def refuse_formulas(text: str) -> None:
    """Raise ValidationError for what a spreadsheet would run."""
    if text.startswith(FORMULA) or (text.startswith("-") and not text[1:2].isspace()):
        raise ValidationError(_("This looks like a formula. Write the text itself"), code="formula")


def half(text: str) -> str:
    """Which half of a bilingual field *text* belongs to."""
    return "ru" if is_russian(text) else "en"
