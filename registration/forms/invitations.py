"""Inviting many at once: the table that is pasted or uploaded, each of its rows, and the guest's reason to decline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from conference.forms import EmailField, SiteForm
from conference.models import Conference
from conference.models.people import PersonManager
from conference.tables import CellError, Checked, Column, Table, check, read_file, read_text
from registration.documents.addressing import is_russian
from registration.models import Category, Invitation
from registration.services import invitations

from .fields import LatinNameField, NameField, text_field

PAYLOAD_SALT = "registration.invitations.preview"
PAYLOAD_FOR = 2 * 3600
MOST_PLACES = 500
COLUMNS = (
    Column("email", ("E-mail", "Электронная почта", "Почта", "Адрес", "email address")),
    Column("name", ("Name", "Имя", "ФИО", "Full name", "Полное имя", "Контактное лицо", "Contact")),
    Column("latin_name", ("Name in Latin letters", "Имя латиницей", "Latin name", "ФИО латиницей")),
    Column("language", ("Language", "Язык", "Язык писем", "Language of letters")),
    Column("body_ru", ("Organisation in Russian", "Организация", "Организация по-русски", "Учреждение")),
    Column("body_en", ("Organisation in English", "Организация по-английски", "Organisation", "Organization")),
    Column("country", ("Country", "Страна")),
    Column("places", ("Places", "Мест", "Места", "Сколько мест", "Number of people")),
)


@cache
def codes_by_name() -> dict[str, str]:
    """Codes of countries by their names in both languages, and by the codes themselves."""
    known = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            known |= {str(country.name).casefold(): country.code for country in countries}
    return known | {country.code.casefold(): country.code for country in countries}


LANGUAGE_WORDS = {
    "ru": ("ru", "rus", "русский", "по-русски", "russian", "р"),
    "en": ("en", "eng", "английский", "по-английски", "english", "a", "а"),
}


class GuestForm(SiteForm):
    """One row: a guest, or an organisation and the address its link goes to."""

    email = EmailField(label=_("E-mail"))
    name = NameField(label=_("Name"), required=False)
    latin_name = LatinNameField(required=False)
    language = forms.CharField(label=_("Language of letters"), required=False, max_length=30)
    body_ru = text_field(_("Organisation, in Russian"), max_length=250, required=False)
    body_en = text_field(_("Organisation, in English"), max_length=250, required=False)
    country = forms.CharField(label=_("Country"), required=False, max_length=100)
    places = forms.IntegerField(
        label=_("Places"), required=False, min_value=1, max_value=MOST_PLACES,
        error_messages={
            "invalid": _("Write the number of places in digits"),
            "min_value": _("An invitation has at least one place"),
            "max_value": _("An invitation has at most 500 places"),
        },
    )  # fmt: skip

    def __init__(self, data: Any, *, kind: str, language: str) -> None:
        super().__init__(data)
        self.kind, self.default_language = kind, language

    def clean_email(self) -> str:
        return PersonManager.normalize_email(self.cleaned_data["email"])

    def clean_language(self) -> str:
        word = self.cleaned_data["language"].strip().casefold()
        if not word:
            return self.default_language
        for code, words in LANGUAGE_WORDS.items():
            if word in words:
                return code
        raise ValidationError(_("Write “ru” or “en”"), code="language")

    def clean_country(self) -> str:
        name = " ".join(self.cleaned_data["country"].split()).casefold()
        if not name:
            return ""
        if code := codes_by_name().get(name):
            return code
        raise ValidationError(_("We do not know this country. Write its name in full, or its two letters"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        named = data.get("name") or data.get("latin_name") or {"name", "latin_name"} & set(self.errors)
        if self.kind == Invitation.Kind.PERSONAL and not named:
            self.add_error("name", _("Enter the name of the guest"))
        body = data.get("body_ru") or data.get("body_en") or {"body_ru", "body_en"} & set(self.errors)
        if self.kind == Invitation.Kind.ORGANISATION and not body:
            self.add_error("body_ru", _("Enter the organisation"))
        return data

    def row(self) -> dict[str, Any]:
        """The values as ``invitations.prepare`` takes them."""
        personal = self.kind == Invitation.Kind.PERSONAL
        data = self.cleaned_data
        bodies = in_the_language(data)
        return {**data, **bodies, "kind": self.kind, "places": 1 if personal else data["places"] or 1}


def in_the_language(data: dict[str, Any]) -> dict[str, str | None]:
    """The names of the organisation; a single one belongs to the language it is written in.

    In a row that is in English a name in Latin letters is the English one, whichever column it stands in.
    """
    given = {name: data[name] or None for name in ("body_ru", "body_en")}
    if all(given.values()):
        return given
    only = given["body_ru"] or given["body_en"] or ""
    if is_russian(only):
        return {"body_ru": only, "body_en": None}
    return {"body_ru": None, "body_en": only or None} if data["language"] == "en" else given


@dataclass
class Preview:
    """What would be sent: rows that are good and new, those left out with the reason, errors by row and column."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    skipped: list[dict[str, Any]] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def broken_rows(self) -> int:
        return len({error.row for error in self.errors})


class InviteForm(SiteForm):
    """Whom to invite to what. ``preview`` reads the table and writes nothing."""

    category = forms.ModelChoiceField(
        label=_("As whom do they take part?"), queryset=Category.objects.none(), empty_label=None,
        widget=forms.RadioSelect,
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("What kind of invitation?"),
        choices=[
            ("personal", _("Personal: one guest, one link")),
            ("organisation", _("For organisations: one link for several of their people")),
        ],
        initial="personal", widget=forms.RadioSelect,
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of the letters where a row names none"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    table = forms.CharField(
        label=_("Rows copied from a spreadsheet"), required=False, max_length=400_000,
        help_text=_("With the header line or without it: e-mail, name, name in Latin letters, language, organisation."),
        widget=forms.Textarea(attrs={"rows": 7, "spellcheck": "false"}),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Or a file, .xlsx or .csv"), required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )  # fmt: skip

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conference = conference
        self.read: Table | None = None
        self.fields["language"].initial = get_language()
        choices = self.fields["category"]
        choices.queryset = Category.objects.of(conference)  # type: ignore[attr-defined]
        choices.label_from_instance = str  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        text, file = data.get("table", ""), data.get("file")
        if "table" in self.errors or "file" in self.errors:
            return data
        if not text.strip() and not file:
            self.add_error("table", _("Paste the rows here, or choose a file"))
            return data
        try:
            self.read = read_file(file.read(), COLUMNS) if file else read_text(text, COLUMNS)
        except ValidationError as wrong:
            self.add_error("file" if file else "table", wrong)
        else:
            if not self.read.rows:
                self.add_error("file" if file else "table", _("There are no rows in it"))
        return data

    def preview(self) -> Preview:
        """The table row by row. Call it on a valid form."""
        assert self.read is not None
        kind, language = self.cleaned_data["kind"], self.cleaned_data["language"]
        checked: Checked = check(self.read, GuestForm, COLUMNS, kind=kind, language=language)
        errors = sorted(checked.errors, key=lambda error: (error.row, len(error.letter), error.letter))
        found = Preview(errors=errors, unknown=self.read.unknown)
        known = invitations.known_addresses(
            self.conference, [bound.cleaned_data["email"] for _row, bound in checked.good]
        )
        seen: dict[str, int] = {}
        for row, bound in checked.good:
            guest = bound.row()  # type: ignore[attr-defined]
            address = guest["email"]
            if address in seen:
                why = gettext("repeats row %(number)d") % {"number": seen[address]}
            else:
                why = known.get(address, "")
            seen.setdefault(address, row.number)
            if why:
                found.skipped.append({"number": row.number, "guest": guest, "why": why})
            else:
                found.rows.append({"number": row.number, **guest})
        return found


def sealed(conference: Conference, category: Category, rows: Iterable[dict[str, Any]]) -> str:
    """What the preview carries to the button: signed, for this conference, good for two hours."""
    payload = {"conference": conference.pk, "category": category.pk, "rows": list(rows)}
    return signing.dumps(payload, salt=PAYLOAD_SALT, compress=True)


def unsealed(conference: Conference, text: str) -> tuple[Category, list[dict[str, Any]]] | None:
    """The category and the rows of a preview; None when it was altered, is too old or is another conference's."""
    try:
        payload = signing.loads(text, salt=PAYLOAD_SALT, max_age=PAYLOAD_FOR)
    except signing.BadSignature:
        return None
    category = Category.objects.of(conference).select_related("conference").filter(pk=payload["category"]).first()
    if category is None or payload["conference"] != conference.pk:
        return None
    return category, payload["rows"]


class DeclineForm(SiteForm):
    """Why the guest cannot come, if they wish to say."""

    reason = forms.CharField(
        label=_("Would you like to tell us why?"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
