"""Bringing a table of people in: read it, recognise its columns, and say what would happen. Nothing is written here.

A row is matched by its number, then by the log-in address, then by the address for letters together with the name.
Roles, permissions, states and log-in addresses of people who are there already are never taken from a table.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django_countries import countries

from conference.forms import refuse_control_characters
from conference.models import Conference, Person
from conference.models.people import PersonManager
from conference.moves import refusal_words
from conference.tables import MAX_COLUMNS, CellError, Column, as_xlsx, read_file, read_text
from conference.text import search_key
from registration.models import ImportBatch, Registration

from .import_columns import COLUMNS, Known, category_words, letter_of, title_of

RAW = [Column(f"\u2063{at}", ()) for at in range(MAX_COLUMNS)]
"""Columns no header can name: with them a table is read as it stands, cell by cell."""
SAMPLES = ("sample:", "образец:")
"""How the name begins in the rows of our template that show how to fill it in."""
BLANK = {"-", "–", "—"}
KEYS = ("number", "email", "contact_email")


def upload(conference: Conference, *, by: Person, name: str = "", content: bytes = b"", text: str = "") -> ImportBatch:
    """Keep a table for its preview, its columns recognised where their headers are known. Raises ValidationError."""
    table = read_file(content, RAW) if content else read_text(text, RAW)
    rows = [(row.number, [row.cells[column.name] for column in RAW]) for row in table.rows]
    if not rows:
        raise ValidationError(_("There is nothing in it. Copy the rows in your spreadsheet and paste them here."))
    width = max(at + 1 for _number, cells in rows for at, cell in enumerate(cells) if cell)
    cells: list[tuple[int, list[str]]] = [(number, row[:width]) for number, row in rows]
    named = recognise(cells[0][1])
    has_header = sum(1 for each in named if each) >= min(2, width)
    if len(cells) == 1 and has_header:
        raise ValidationError(_("The table has a header and no rows."))
    return ImportBatch.objects.create(
        conference=conference, by=by, name=name[:150], cells=cells, has_header=has_header,
        columns=named if has_header else in_order(width),
    )  # fmt: skip


def recognise(header: Sequence[str]) -> list[str]:
    """The field of each column by its header, in either language; each field once; empty where nobody knows it."""
    found: list[str] = []
    for cell in header:
        name = next((each.name for each in COLUMNS if cell and each.is_called(cell)), "")
        found.append("" if name in found else name)
    return found


def in_order(width: int) -> list[str]:
    """A guess for a table without a header: name, e-mail, organisation, country."""
    usual = ["full_name", "email", "body_ru", "country"]
    return [*usual[:width], *([""] * (width - len(usual)))]


@dataclass(frozen=True)
class Change:
    """One cell that differs: the field, its name, what stands there now and what would, raw and for people."""

    name: str
    title: str
    was: Any
    now: Any
    was_shown: str
    now_shown: str


@dataclass
class Planned:
    """What one row of the sheet would do."""

    number: int
    values: dict[str, Any]
    registration: Registration | None = None
    changes: list[Change] = field(default_factory=list)

    @property
    def kind(self) -> str:
        if self.registration is None:
            return "new"
        return "changed" if self.changes else "same"

    @property
    def shown_name(self) -> str:
        known = self.registration.participant.full_name if self.registration else ""
        return str(self.values.get("full_name") or known)

    @property
    def shown_address(self) -> str:
        return str(self.values.get("email") or self.values.get("contact_email") or "")


@dataclass
class Plan:
    """What a table would do, row by row, and every error by row and column."""

    rows: list[Planned] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    samples: int = 0

    def of(self, kind: str) -> list[Planned]:
        return [row for row in self.rows if row.kind == kind]

    @property
    def new(self) -> list[Planned]:
        return self.of("new")

    @property
    def changed(self) -> list[Planned]:
        return self.of("changed")

    @property
    def same(self) -> list[Planned]:
        return self.of("same")

    @property
    def wrong_rows(self) -> int:
        return len({error.row for error in self.errors})

    @property
    def without_consent(self) -> int:
        return sum(1 for row in self.new if not row.values.get("consent"))

    def fingerprint(self) -> str:
        """What was shown, in short: applying is refused when it would do something else."""
        told = [
            [row.number, row.kind, [[change.name, str(change.was), str(change.now)] for change in row.changes]]
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def plan(batch: ImportBatch) -> Plan:
    """What applying *batch* would do now. A fixed number of queries, however many rows."""
    known = Known.of(batch.conference)
    here = _Here(batch.conference)
    made = Plan()
    seen: dict[str, int] = {}
    for number, cells in batch.cells[1 if batch.has_header else 0 :]:
        raw = {name: _cell(cells, at) for at, name in enumerate(batch.columns) if name}
        if not any(raw.values()):
            continue
        if is_sample(raw):
            made.samples += 1
            continue
        errors: list[CellError] = []
        values = _read(raw, known, number, batch, errors)
        planned = Planned(number, values)
        if not errors:
            _match(planned, here, batch, errors, seen)
        if not errors:
            _complete(planned, here, batch, errors)
        if errors:
            made.errors += errors
        else:
            made.rows.append(planned)
    return made


def left_out(batch: ImportBatch) -> list[str]:
    """The headers of the columns that are not taken, and hold something."""
    if not batch.has_header or not batch.cells:
        return []
    header = batch.cells[0][1]
    return [
        header[at]
        for at, name in enumerate(batch.columns)
        if not name and at < len(header) and header[at] and any(_cell(row, at) for _number, row in batch.cells[1:])
    ]


def _cell(cells: Sequence[str], at: int) -> str:
    text = cells[at].strip() if at < len(cells) else ""
    return "" if text in BLANK else text


def _read(
    raw: dict[str, str], known: Known, number: int, batch: ImportBatch, errors: list[CellError]
) -> dict[str, Any]:
    """The cells as values; what cannot be read goes to *errors*. An empty cell says nothing."""
    values: dict[str, Any] = {}
    for column in COLUMNS:
        text = raw.get(column.name, "")
        if not text:
            continue
        try:
            refuse_control_characters(text)
            values[column.name] = column.read(text, known)
        except ValidationError as refusal:
            errors.append(_wrong(batch, number, column.name, refusal_words(refusal)))
    return values


def _wrong(batch: ImportBatch, number: int, name: str, text: str) -> CellError:
    return CellError(number, letter_of(batch.columns, name), title_of(name) if name else "", text)


class _Here:
    """Who is registered in the conference, by everything a row may be matched by."""

    def __init__(self, conference: Conference) -> None:
        rows = Registration.objects.of(conference).sent().select_related("person", "category", "track", "conference")
        self.by_number: dict[str, Registration] = {}
        self.by_email: dict[str, Registration] = {}
        self.by_contact: dict[tuple[str, str], Registration] = {}
        for row in rows.order_by("pk"):
            self.by_number[row.number.upper()] = row
            if row.state not in Registration.ACTIVE:
                continue
            person = row.participant
            if person.email:
                self.by_email[person.email] = row
            for address in {person.email, person.contact_email} - {None, ""}:
                self.by_contact[str(address).lower(), search_key(person.full_name)] = row


def _match(planned: Planned, here: _Here, batch: ImportBatch, errors: list[CellError], seen: dict[str, int]) -> None:
    """Find the registration that the row is about; the same person twice in one table is an error."""
    values = planned.values
    if number := values.get("number"):
        planned.registration = here.by_number.get(number)
        if planned.registration is None:
            text = _("There is no registration %(number)s here. Leave the cell empty for a new person.")
            errors.append(_wrong(batch, planned.number, "number", text % {"number": number}))
            return
    elif email := values.get("email"):
        planned.registration = here.by_email.get(email)
    elif contact := values.get("contact_email"):
        planned.registration = here.by_contact.get((contact, search_key(values.get("full_name", ""))))
    for key in _identities(planned):
        first = seen.setdefault(key, planned.number)
        if first != planned.number:
            name = next((name for name in KEYS if values.get(name)), "full_name")
            text = _("The same person stands in row %(row)d already.") % {"row": first}
            errors.append(_wrong(batch, planned.number, name, text))
            return


def _identities(planned: Planned) -> list[str]:
    values = planned.values
    if planned.registration is not None:
        return [f"registration {planned.registration.pk}"]
    if values.get("email"):
        return [f"email {values['email']}"]
    if values.get("contact_email"):
        return [f"contact {values['contact_email']} {search_key(values.get('full_name', ''))}"]
    return []


def _complete(planned: Planned, here: _Here, batch: ImportBatch, errors: list[CellError]) -> None:
    values = planned.values
    if planned.registration is None:
        if not values.get("full_name"):
            errors.append(_wrong(batch, planned.number, "full_name", _("The name is missing.")))
        if "category" not in values and batch.category_id is None:
            text = _("The category is missing. Write it in the table, or choose one for all rows without it.")
            errors.append(_wrong(batch, planned.number, "category", text))
        return
    _compare(planned, batch, errors)


def _compare(planned: Planned, batch: ImportBatch, errors: list[CellError]) -> None:
    """Every cell that differs from the registration, as a change; what a table may not change, as an error."""
    registration = planned.registration
    if registration is None:
        return
    person = registration.participant
    if (email := planned.values.get("email")) and email not in (
        person.email, PersonManager.normalize_email(person.contact_email),
    ):  # fmt: skip
        text = _(
            "This is not the address of %(number)s. A table never changes the address with which somebody signs in."
        )
        errors.append(_wrong(batch, planned.number, "email", text % {"number": registration.number}))
    for column in COLUMNS:
        if column.current is None or column.name not in planned.values:
            continue
        now, was = planned.values[column.name], column.current(registration)
        if now == was:
            continue
        if column.is_personal and (person.is_staff or person.is_superuser) and person.pk != batch.by_id:
            text = _("%(person)s works here: their own data are changed in the administration, not by a table.")
            errors.append(_wrong(batch, planned.number, column.name, text % {"person": person.full_name}))
            continue
        planned.changes.append(
            Change(column.name, title_of(column.name), _raw(was), _raw(now), column.shown(was), column.shown(now))
        )


def _raw(value: Any) -> Any:
    """A value as JSON keeps it: rows by their key."""
    return getattr(value, "pk", value)


# -- files --------------------------------------------------------------------------------------------------


def template(conference: Conference) -> bytes:
    """A table with the columns that are understood and two sample rows, which an upload leaves out."""
    words = category_words(conference)
    examples: list[dict[str, str]] = [
        {
            "full_name": _("Morozova Elena Sergeevna"), "latin_name": "Elena Morozova", "email": "morozova@example.org",
            "body_ru": "Школа «Маяк»", "body_en": "Mayak School", "country": _("Russia"),
            "category": words[0] if words else "", "attendance": _("in the hall"),
            "language": "ru", "consent": _("on paper"),
        },
        {
            "full_name": "Marie Lefèvre", "latin_name": "Marie Lefevre", "email": "lefevre@example.org",
            "position_en": "Programme Specialist", "body_en": "UNESCO", "country": str(countries.name("FR")),
            "category": words[-1] if words else "", "attendance": _("online"), "language": "en",
        },
    ]  # fmt: skip
    for example in examples:
        example["full_name"] = _("SAMPLE: %(name)s") % {"name": example["full_name"]}
    shown = [column.name for column in COLUMNS]
    offered = {
        "country": [str(name) for _code, name in countries],
        "category": words,
        "attendance": [_("in the hall"), _("online")],
        "language": ["ru", "en"],
        "consent": [_("on paper"), _("by e-mail")],
    }
    return as_xlsx(
        [title_of(name) for name in shown],
        [[example.get(name, "") for name in shown] for example in examples],
        title=_("Participants"),
        options={shown.index(name): each for name, each in offered.items() if each},
    )


def is_sample(raw: dict[str, str]) -> bool:
    """Whether a row is one of the samples in our template, in either language."""
    return raw.get("full_name", "").casefold().startswith(SAMPLES)
