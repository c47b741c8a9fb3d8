"""Lists for those who receive the guests: who is funded, who comes when, who sleeps where, whom to fetch; reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db.models import F, Q
from django.db.models.expressions import OrderBy
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from conference.models import Conference
from registration.documents.addressing import MAN, WOMAN
from registration.models import Registration, Support, Travel

Cells = list[Any]
BY_NAME = "registration__person__latin_name"
WHO = (_("Name"), _("Registration number"), _("Country"), _("Organisation"))


@dataclass(frozen=True)
class Listing:
    """One list: its address, title, headers and how its rows are found. The first cell groups the rows of a page."""

    slug: str
    title: str | Promise
    empty: str | Promise
    header: tuple[str | Promise, ...]
    rows: Callable[[Conference, bool], list[Cells]]
    money_header: tuple[str | Promise, ...] = ()

    @property
    def widths(self) -> dict[int, int]:
        """Names and organisations are longer than their headers."""
        return {self.header.index(WHO[0]): 34, self.header.index(WHO[3]): 60}

    @property
    def name_at(self) -> int:
        """Where the name of the guest stands in a row, its first cell not counted."""
        return self.header.index(WHO[0]) - 1

    def headers(self, with_money: bool) -> list[str]:
        """Amounts have their columns only for who may see them."""
        return [str(title) for title in (*self.header, *(self.money_header if with_money else ()))]


def who(registration: Registration) -> Cells:
    """Name, number, country and organisation: what every list says about a guest."""
    person = registration.participant
    body = getattr(registration, f"body_{get_language()}", "") or registration.body
    return [person.name_in(get_language() or "ru"), registration.number, country_of(registration), body or ""]


def country_of(registration: Registration) -> str:
    """The country's name in the language that is on; empty when none is told."""
    return str(registration.country.name) if registration.country else ""  # type: ignore[attr-defined]


def last_unknown(field: str) -> OrderBy:
    """Ascending, what is not known yet at the end, on every database."""
    return F(field).asc(nulls_last=True)


def day_cell(day: date | None) -> date | str:
    """The day itself, so that tables sort by it; pages print it by ``shown``."""
    return day or gettext("day not known yet")


def shown(cell: Any) -> Any:
    """A cell as pages print it: days and sums in the language that is on."""
    if isinstance(cell, date):
        return date_format(cell, "DATE_FORMAT")
    return number_format(cell, 2, force_grouping=True) if isinstance(cell, Decimal) else cell


def hour_cell(hour: time | None) -> str:
    return hour.strftime("%H:%M") if hour else "–"


def funded(conference: Conference, with_money: bool) -> list[Cells]:
    rows = Support.objects.of(conference).funded().with_people()
    rows = rows.filter(registration__state=Registration.State.APPROVED)
    return [
        [
            each.get_payer_display(), *who(each.registration), each.get_item_display(), each.quantity,
            each.get_state_display(), *([each.amount, each.currency] if with_money else []),
        ]
        for each in rows.order_by("payer", BY_NAME, "item")
    ]  # fmt: skip


def arrivals(conference: Conference, with_money: bool) -> list[Cells]:
    rows = Travel.objects.of_approved(conference).exclude(arrival_day=None)
    return [
        [
            day_cell(each.arrival_day), hour_cell(each.arrival_time), each.arrival_by, each.from_city,
            *who(each.registration), fetched(each, Travel.Transfer.ARRIVAL),
        ]
        for each in rows.order_by("arrival_day", last_unknown("arrival_time"), BY_NAME)
    ]  # fmt: skip


def departures(conference: Conference, with_money: bool) -> list[Cells]:
    rows = Travel.objects.of_approved(conference).exclude(departure_day=None)
    return [
        [
            day_cell(each.departure_day), hour_cell(each.departure_time), each.departure_by, *who(each.registration),
            fetched(each, Travel.Transfer.DEPARTURE),
        ]
        for each in rows.order_by("departure_day", last_unknown("departure_time"), BY_NAME)
    ]  # fmt: skip


def fetched(travel: Travel, way: str) -> str:
    return gettext("yes") if travel.transfer in (way, Travel.Transfer.BOTH) else "–"


def rooming(conference: Conference, with_money: bool) -> list[Cells]:
    rows = Travel.objects.of_approved(conference).filter(hotel_wanted=True)
    return [
        [
            day_cell(each.hotel_from), day_cell(each.hotel_until), each.nights or "–", *who(each.registration),
            each.get_room_display(), each.room_with,
        ]
        for each in rows.order_by(last_unknown("hotel_from"), last_unknown("hotel_until"), BY_NAME)
    ]  # fmt: skip


def transfers(conference: Conference, with_money: bool) -> list[Cells]:
    rows = Travel.objects.of_approved(conference).exclude(transfer=Travel.Transfer.NONE)
    rides: list[tuple[tuple[Any, ...], Cells]] = []
    for each in rows:
        for way, day, hour, by in (
            (Travel.Transfer.ARRIVAL, each.arrival_day, each.arrival_time, each.arrival_by),
            (Travel.Transfer.DEPARTURE, each.departure_day, each.departure_time, each.departure_by),
        ):
            if each.transfer in (way, Travel.Transfer.BOTH):
                order = (day or date.max, hour or time.max, each.registration.participant.latin_name)
                cells = [day_cell(day), hour_cell(hour), str(way.label), by, *who(each.registration)]
                rides.append((order, cells))
    return [cells for _order, cells in sorted(rides, key=lambda ride: ride[0])]


LISTS = {
    listing.slug: listing
    for listing in (
        Listing(
            "arrivals", _("Arrivals"), _("Nobody has given their arrival yet."),
            (_("Day"), _("Hour"), _("Flight or train"), _("From"), *WHO, _("Transfer")), arrivals,
        ),
        Listing(
            "departures", _("Departures"), _("Nobody has given their departure yet."),
            (_("Day"), _("Hour"), _("Flight or train"), *WHO, _("Transfer")), departures,
        ),
        Listing(
            "transfers", _("Transfers"), _("Nobody has asked for a transfer yet."),
            (_("Day"), _("Hour"), _("Way"), _("Flight or train"), *WHO), transfers,
        ),
        Listing(
            "rooming", _("Rooming list"), _("Nobody has asked for a hotel room yet."),
            (_("Hotel from"), _("Hotel until"), _("Nights"), *WHO, _("Kind of room"), _("Shares with")), rooming,
        ),
        Listing(
            "funded", _("Funded participants"), _("Nothing has been granted yet."),
            (_("Who pays"), *WHO, _("What"), _("How many"), _("State")), funded, (_("Amount"), _("Currency")),
        ),
    )
}  # fmt: skip


def grouped(rows: list[Cells]) -> list[dict[str, Any]]:
    """Rows under their first cell, in the order in which they come: arrivals by day."""
    groups: list[dict[str, Any]] = []
    for first, *cells in rows:
        if not groups or groups[-1]["title"] != first:
            groups.append({"title": first, "rows": []})
        groups[-1]["rows"].append([shown(cell) for cell in cells])
    for group in groups:
        group["title"] = shown(group["title"])
    return groups


# -- reports -----------------------------------------------------------------------------------------------

REPORT_HEADER = (_("Approved"), _("In the hall"), _("Travel given"), _("Hotel nights"), _("Funded"))
UNKNOWN = _("not given")


def reports(conference: Conference) -> list[dict[str, Any]]:
    """Approved participants by country, category and form of address: ``title`` and ``rows`` of each table."""
    coming = Registration.objects.of(conference).approved().select_related("person", "category", "travel")
    people = list(coming.order_by("pk"))
    paid = Q(state__in=[Support.State.GRANTED, Support.State.SETTLED]) & ~Q(payer=Support.Payer.OWN)
    funded_ones = set(Support.objects.of(conference).filter(paid).values_list("registration_id", flat=True))
    keys: tuple[tuple[Any, Callable[[Registration], str]], ...] = (
        (_("By country"), lambda each: country_of(each) or str(UNKNOWN)),
        (_("By category"), lambda each: str(each.category)),
        (_("By form of address"), lambda each: form_of_address(each)),
    )
    return [{"title": str(title), "rows": counted(people, key, funded_ones)} for title, key in keys]


def counted(
    people: list[Registration], key: Callable[[Registration], str], funded_ones: set[int]
) -> list[dict[str, Any]]:
    """A row for each value of *key*, the most numerous first: ``label`` and ``numbers`` as REPORT_HEADER names them."""
    sums: dict[str, list[int]] = {}
    for each in people:
        travel = getattr(each, "travel", None)
        numbers = (
            1,
            int(each.attendance == Registration.Attendance.HALL),
            int(travel is not None),
            travel.nights if travel else 0,
            int(each.pk in funded_ones),
        )
        row = sums.setdefault(key(each), [0] * len(numbers))
        sums[key(each)] = [was + more for was, more in zip(row, numbers, strict=True)]
    ordered = sorted(sums.items(), key=lambda pair: (-pair[1][0], pair[0]))
    return [{"label": label, "numbers": numbers} for label, numbers in ordered]


def form_of_address(registration: Registration) -> str:
    """As the participant asked to be addressed; nobody's is guessed."""
    person = registration.participant
    told = " ".join(filter(None, (person.honorific_ru, person.honorific_en)))  # type: ignore[attr-defined]
    if not told:
        return str(UNKNOWN)
    if WOMAN.search(told):
        return gettext("Ms")
    return gettext("Mr") if MAN.search(told) else gettext("another one")
