"""The list of registrations: filters in the address, columns, order. What the list finds, exports and letters reach.

A filter with a value that nobody offers finds nothing: a mistyped address never widens an audience.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Collate
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from conference.keys import keys_in
from conference.models import Conference
from conference.text import search_key
from registration.models import CheckIn, Registration

FILTERS = ("q", "state", "category", "country", "attendance", "track", "delegation", "checked", "confirmed", "source")
ACTIVE, NONE, ANY, YES, NO = "active", "none", "any", "yes", "no"
WORDS = 6
LONGEST_QUERY = 1000


@dataclass(frozen=True)
class ListColumn:
    """A column of the list and of its exports: the value for a cell, and what the list is ordered by."""

    name: str
    title: Any
    value: Callable[[Registration], Any]
    order: str = ""


def _text(*names: str) -> Callable[[Registration], str]:
    """The text of the page's language, or of the other one where it is missing."""

    def value(registration: Registration) -> str:
        here = get_language() or "ru"
        other = "en" if here == "ru" else "ru"
        found: Any = registration
        for name in names[:-1]:
            found = getattr(found, name)
        return getattr(found, f"{names[-1]}_{here}") or getattr(found, f"{names[-1]}_{other}") or ""

    return value


def _moment(name: str) -> Callable[[Registration], Any]:
    def value(registration: Registration) -> Any:
        moment = getattr(registration, name)
        return timezone.localtime(moment, registration.conference.zone).date() if moment else ""

    return value


def _field(name: str) -> Callable[[Registration], str]:
    return lambda registration: getattr(registration, name) or ""


def _of_person(name: str) -> Callable[[Registration], str]:
    return lambda registration: getattr(registration.participant, name) or ""


def _country(registration: Any) -> str:
    return str(registration.country.name)


def _is_in(registration: Any) -> Any:
    return _("Yes") if registration.is_in else ""


def _email(registration: Registration) -> str:
    return registration.participant.email or ""


def _contact(registration: Registration) -> str:
    contact = registration.participant.contact_email
    return contact if contact != registration.participant.email else ""


def _language(registration: Registration) -> str:
    return registration.participant.get_language_display()


def _delegation(registration: Registration) -> str:
    delegation = registration.delegation
    return (delegation.number or delegation.body or delegation.title) if delegation else ""


COLUMNS: tuple[ListColumn, ...] = (
    ListColumn("number", _("Number"), lambda r: r.number, "number"),
    ListColumn("full_name", _("Full name"), lambda r: r.participant.full_name, "person__full_name"),
    ListColumn("latin_name", _("Name in Latin letters"), lambda r: r.participant.latin_name, "person__latin_name"),
    ListColumn("native_name", _("Name in its own script"), lambda r: r.participant.native_name),
    ListColumn("email", _("E-mail"), _email, "person__email"),
    ListColumn("contact_email", _("E-mail for letters"), _contact),
    ListColumn("position_ru", _("Position in Russian"), _of_person("position_ru")),
    ListColumn("position_en", _("Position in English"), _of_person("position_en")),
    ListColumn("body_ru", _("Organisation in Russian"), _field("body_ru"), "body_ru"),
    ListColumn("body_en", _("Organisation in English"), _field("body_en"), "body_en"),
    ListColumn("country", _("Country"), _country, "country"),
    ListColumn("city", _("City"), _text("participant", "city")),
    ListColumn("category", _("Category"), lambda r: str(r.category), "category__order"),
    ListColumn("attendance", _("Attendance"), lambda r: r.get_attendance_display(), "attendance"),
    ListColumn("track", _("Track"), lambda r: r.track.number if r.track else "", "track__number"),
    ListColumn("degree", _("Academic degree"), lambda r: r.degree),
    ListColumn(
        "language", _("Language of letters"), lambda r: r.participant.get_language_display(), "person__language"
    ),
    ListColumn("delegation", _("Delegation"), _delegation, "delegation__number"),
    ListColumn("role", _("Role in the delegation"), lambda r: r.get_delegation_role_display()),
    ListColumn("state", _("State"), lambda r: r.get_state_display(), "state"),
    ListColumn("submitted", _("Sent on"), _moment("submitted_at"), "submitted_at"),
    ListColumn("decided", _("Decided on"), _moment("decided_at"), "decided_at"),
    ListColumn("source", _("How registered"), lambda r: r.get_source_display(), "source"),
    ListColumn("confirmed", _("Attendance confirmed"), _moment("confirmed_at"), "confirmed_at"),
    ListColumn("is_in", _("Came"), _is_in, "is_in"),
    ListColumn("statement", _("Statement"), lambda r: _("Yes") if r.statement_wanted else "", "statement_wanted"),
    ListColumn("interpretation", _("Interpretation"), lambda r: _("Yes") if r.interpretation_wanted else ""),
)
BY_NAME = {column.name: column for column in COLUMNS}
AT_FIRST = ("number", "full_name", "category", "country", "attendance", "state", "submitted")
MUST = ("number",)
"""The key by which a table that comes back is matched: every export has it."""


def columns_of(query: QueryDict) -> list[ListColumn]:
    """The columns that the address asks for, in the list's own order; the usual ones when it names none."""
    asked = {name for name in query.getlist("columns") if name in BY_NAME} or set(AT_FIRST)
    return [column for column in COLUMNS if column.name in asked or column.name in MUST]


def find(conference: Conference, query: QueryDict) -> QuerySet[Registration]:
    """The registrations that the filters of *query* find, in its order, with all that a row shows. Drafts never."""
    rows = Registration.objects.of(conference).sent()
    for name in FILTERS:
        for_this = [value.replace("\x00", "").strip()[:100] for value in query.getlist(name)]
        if values := [value for value in for_this if value]:
            rows = rows.filter(NARROW[name](conference, values))
    return _ordered(with_columns(rows), query.get("sort", ""), conference)


def with_columns(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    """*rows* with everything that a column may show, in one query."""
    here = CheckIn.objects.standing().at_the_entrance().filter(registration=OuterRef("pk"))
    return rows.annotate(is_in=Exists(here)).select_related("conference", "person", "category", "track", "delegation")


def is_filtered(query: QueryDict) -> bool:
    return any(value.strip() for name in FILTERS for value in query.getlist(name))


def kept(query: QueryDict, names: Iterable[str] = (*FILTERS, "columns", "sort")) -> str:
    """The part of the address that is worth keeping: known parameters with a value, in a fixed order."""
    clean = QueryDict(mutable=True)
    for name in names:
        values = [value for value in query.getlist(name) if value.strip()]
        if values:
            clean.setlist(name, values)
    return clean.urlencode()[:LONGEST_QUERY]


# -- one condition for each filter --------------------------------------------------------------------------

Condition = Callable[[Conference, list[str]], Q]
NOTHING = Q(pk__in=[])


def _search(conference: Conference, values: list[str]) -> Q:
    """Every word is met in a name (in either script), an organisation, the number or an address."""
    condition = Q()
    for word in " ".join(values).split()[:WORDS]:
        condition &= (
            Q(search__contains=search_key(word))
            | Q(number__icontains=word)
            | Q(person__full_name__icontains=word)
            | Q(person__email__icontains=word)
            | Q(person__contact_email__icontains=word)
        )
    return condition


def _state(conference: Conference, values: list[str]) -> Q:
    states = {state for value in values for state in (Registration.ACTIVE if value == ACTIVE else [value])}
    return Q(state__in=states)


def _choice(lookup: str) -> Condition:
    return lambda conference, values: Q(**{f"{lookup}__in": values})


def _in_country(conference: Conference, values: list[str]) -> Q:
    return Q(country__in=["" if value == NONE else value.upper() for value in values])


def _whole(lookup: str) -> Condition:
    def condition(conference: Conference, values: list[str]) -> Q:
        chosen = Q(**{f"{lookup}__in": keys_in(values)})
        if NONE in values:
            chosen |= Q(**{lookup.partition("__")[0]: None})
        if ANY in values:
            chosen |= Q(**{f"{lookup.partition('__')[0]}__isnull": False})
        return chosen

    return condition


def _confirmed(conference: Conference, values: list[str]) -> Q:
    known = {YES: Q(confirmed_at__isnull=False), NO: Q(confirmed_at=None), "silent": SILENT}
    return _either(known, values)


def _checked(conference: Conference, values: list[str]) -> Q:
    came = Q(pk__in=CheckIn.objects.of(conference).standing().at_the_entrance().values("registration"))
    return _either({YES: came, NO: ~came}, values)


def _either(known: dict[str, Q], values: list[str]) -> Q:
    condition = NOTHING
    for value in values:
        condition |= known.get(value, NOTHING)
    return condition


SILENT = Q(confirm_asked_at__isnull=False, confirmed_at=None)
"""Asked whether they come, and silent."""
NARROW: dict[str, Condition] = {
    "q": _search,
    "state": _state,
    "category": _choice("category__slug"),
    "country": _in_country,
    "attendance": _choice("attendance"),
    "track": _whole("track__number"),
    "delegation": _whole("delegation__pk"),
    "checked": _checked,
    "confirmed": _confirmed,
    "source": _choice("source"),
}


# -- order --------------------------------------------------------------------------------------------------


def _ordered(rows: QuerySet[Registration], sort: str, conference: Conference) -> QuerySet[Registration]:
    column = BY_NAME.get(sort.lstrip("-"))
    if column is None or not column.order:
        return rows.order_by("-submitted_at", "-pk")
    key: Any = F(column.order)
    if column.name == "country":
        key = _by_name(present_countries(conference))
    elif column.name in ("full_name", "body_ru") and connection.vendor == "postgresql":
        key = Collate(column.order, "ru-x-icu")
    is_backwards = sort.startswith("-")
    first = key.desc(nulls_last=True) if is_backwards else key.asc(nulls_last=True)
    return rows.order_by(first, "-pk" if is_backwards else "pk")


def _by_name(found: list[tuple[str, str]]) -> Any:
    whens = [When(country=code, then=Value(at)) for at, (code, _name) in enumerate(found)]
    return Case(*whens, default=Value(len(whens))) if whens else F("country")


def present_countries(conference: Conference) -> list[tuple[str, str]]:
    """Countries that occur, as code and name, in the order of the names."""
    known = conference.__dict__.get("_present_countries")
    if known is None:
        codes = Registration.objects.of(conference).sent().exclude(country="").order_by()
        known = list(codes.values_list("country", flat=True).distinct())
        conference.__dict__["_present_countries"] = known
    named = [(code, str(countries.name(code))) for code in known]
    return sorted(named, key=lambda pair: pair[1].replace("Ё", "Е").replace("ё", "е"))
