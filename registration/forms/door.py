"""What is typed, scanned and reported at the door."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from conference.forms import SiteForm, refuse_control_characters
from conference.models import Conference, ConsentText
from registration.models import Category, CheckIn
from registration.services.door import Mark
from registration.services.door_list import session_label, sessions_of
from registration.services.walkin import WalkIn, namesakes

from .fields import CountryField, LatinNameField, LatinNameInput, NameField, language_field, text_field, yes_no

MOST_MARKS = 200
LONGEST_REPORT = 100_000
METHODS = (CheckIn.Method.SCAN, CheckIn.Method.NAME, CheckIn.Method.DELEGATION)


class PlaceForm(SiteForm):
    """At which door one stands, and what is checked there."""

    door = forms.CharField(label=_("Door"), max_length=12, required=False)
    session = forms.TypedChoiceField(label=_("What is checked"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sessions = [(session.pk, session_label(session, conference)) for session in sessions_of(conference)]
        self.fields["session"].choices = [("", _("Entrance, today")), *sessions]  # type: ignore[attr-defined]


class LookForm(PlaceForm):
    """A scanned address, a typed code or number, or the beginning of a name."""

    look = forms.CharField(
        label=_("Code, number or name"),
        max_length=300,
        help_text=_("Scan the badge, type its code or the number of the registration, or the first letters of a name."),
        error_messages={"required": _("Type a code, a number or the first letters of a name")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off", "enterkeyhint": "go"}
        ),
    )


class MarkForm(forms.Form):
    """One mark of a report, as a device sends it."""

    nonce = forms.UUIDField()
    guest = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    at = forms.CharField(max_length=40, required=False)
    door = forms.CharField(max_length=40, required=False)
    session = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    method = forms.ChoiceField(choices=[(method.value, method.label) for method in METHODS], required=False)
    undo = forms.BooleanField(required=False)

    def clean_door(self) -> str:
        door: str = self.cleaned_data["door"]
        refuse_control_characters(door)
        if any("\ud800" <= char <= "\udfff" for char in door):
            raise ValidationError("half a character", code="surrogate")
        return door

    def clean_at(self) -> Any:
        text = self.cleaned_data["at"]
        return moment(text) if text else None

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not told.get("undo") and (not told.get("guest") or not told.get("at")):
            raise ValidationError("a mark names its guest and its moment", code="incomplete")
        return told

    def mark(self) -> Mark:
        told = self.cleaned_data
        return Mark(
            nonce=told["nonce"], guest=told["guest"] or 0, at=told["at"], door=told["door"], session=told["session"],
            method=told["method"] or CheckIn.Method.SCAN, is_undo=told["undo"],
        )  # fmt: skip


def moment(text: Any) -> Any:
    """An ISO 8601 moment with its zone. Raises ValidationError."""
    try:
        found = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        found = None
    if found is None or not is_aware(found):
        raise ValidationError("not a moment with a zone", code="moment")
    return found


def read_report(body: bytes) -> tuple[list[Mark], Any]:
    """The marks of a device's report and its clock. Raises ValidationError for anything but such a report."""
    if len(body) > LONGEST_REPORT:
        raise ValidationError("too long", code="too_long")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise ValidationError("not JSON", code="json") from None
    rows = told.get("marks") if isinstance(told, dict) else None
    if not isinstance(rows, list) or len(rows) > MOST_MARKS or not all(isinstance(row, dict) for row in rows):
        raise ValidationError("no list of marks", code="marks")
    marks = []
    for row in rows:
        form = MarkForm({name: value for name, value in row.items() if isinstance(value, str | int)})
        if not form.is_valid():
            raise ValidationError("a mark is not complete", code="mark")
        marks.append(form.mark())
    return marks, moment(told.get("sent"))


class WalkInForm(SiteForm):
    """A guest who has not registered: six answers, no e-mail."""

    nonce = forms.UUIDField(widget=forms.HiddenInput)
    full_name = NameField(label=_("Full name"), help_text=_("As the guest says it, in any script"), autocomplete="off")
    latin_name = LatinNameField(required=False, help_text=_("Left empty, it is made from the full name"))
    country = CountryField()
    category = forms.ModelChoiceField(
        label=_("Category"),
        queryset=Category.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the category")},
    )
    body = text_field(_("Organisation"), max_length=250, required=False, help_text=_("For the badge"))
    language = language_field(_("Language of the badge"))
    processing = forms.BooleanField(
        label=_("The guest has signed the consent to the processing of personal data on paper"),
        error_messages={"required": _("Ask the guest to sign the consent to the processing of personal data.")},
    )
    photo_video = yes_no(_("… and the consent to photo and video"))
    dissemination = yes_no(_("… and the consent to be named in the list of participants"))
    is_another = yes_no(_("This is another person with the same name"))

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conference = conference
        self.namesakes: list[Any] = []
        categories = Category.objects.of(conference)
        self.fields["category"].queryset = categories  # type: ignore[attr-defined]
        self.fields["category"].label_from_instance = self._label  # type: ignore[attr-defined]
        if not self.is_bound:
            self.initial.setdefault("language", get_language())
        self.suggest_latin_name()

    @staticmethod
    def _label(category: Category) -> str:
        left = category.seats_left()
        name = str(category)[:1].upper() + str(category)[1:]
        return name if left is None else _("%(category)s: seats left %(left)d") % {"category": name, "left": left}

    def suggest_latin_name(self) -> None:
        widget = self.fields["latin_name"].widget
        if isinstance(widget, LatinNameInput):
            source = self.data if self.is_bound else self.initial
            widget.suggest_for(str(source.get("full_name") or ""), str(source.get("latin_name") or ""))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not told.get("latin_name") and "latin_name" not in self.errors:
            told["latin_name"] = self.fields["latin_name"].widget.suggestion or latin_already(told.get("full_name", ""))
        if told.get("full_name") and not told.get("is_another"):
            self.namesakes = namesakes(self.conference, told["full_name"], told.get("latin_name") or "")
        if self.namesakes:
            self.add_error("is_another", _("Somebody with this name is registered already: see above the form."))
        return told

    def told(self) -> WalkIn:
        told = self.cleaned_data
        kinds = (ConsentText.Kind.PROCESSING, ConsentText.Kind.PHOTO_VIDEO, ConsentText.Kind.DISSEMINATION)
        return WalkIn(
            category=told["category"], full_name=told["full_name"], latin_name=told["latin_name"],
            country=told["country"], language=told["language"], body=told["body"],
            consents=tuple(kind for kind in kinds if told.get(kind.value)),
        )  # fmt: skip


def latin_already(full_name: str) -> str:
    """*full_name* itself when it is written in Latin letters; nothing for other scripts."""
    letters = [char for char in full_name if char.isalpha()]
    return full_name if letters and all(ord(char) < 0x250 for char in letters) else ""
