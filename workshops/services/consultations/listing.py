"""What the pages of consultations read: who consults, free hours by day, an expert's week, numbers without cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.utils import timezone

from conference.models import Conference
from workshops.models import Consultation, Expert, Listener, Slot, Theme

State = Consultation.State
LATE_AFTER = timedelta(hours=1)
"""So long after an hour is over it waits for a word on whether it was held."""


@dataclass(frozen=True)
class Day:
    """Hours of one day by the clock of the page."""

    day: date
    slots: list[Slot]


@dataclass(frozen=True)
class Wanted:
    """What a visitor asks of the free hours; read from the address."""

    theme: str = ""
    expert: str = ""
    language: str = ""

    @property
    def is_filtered(self) -> bool:
        return bool(self.theme or self.expert or self.language)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        told = {"theme": self.theme, "expert": self.expert, "language": self.language}
        return [(name, value) for name, value in told.items() if value]


def consulting(season: Conference) -> list[Expert]:
    """The experts who give consultations, with their themes; ``free_hours`` and ``next_free`` of each."""
    bookable = Q(slots__in=Slot.objects.of(season).bookable())
    rows = Expert.objects.of(season).filter(consults=True).select_related("organisation").prefetch_related("themes")
    return list(rows.annotate(
        free_hours=Count("slots", filter=bookable), next_free=Min("slots__starts", filter=bookable)
    ).order_by("order", "pk"))  # fmt: skip


def free_slots(season: Conference, wanted: Wanted) -> list[Slot]:
    """The hours that can be booked and answer *wanted*, in time order, with their experts."""
    rows = Slot.objects.of(season).bookable().select_related("expert")
    if wanted.theme:
        rows = rows.filter(expert__in=Expert.objects.filter(themes__conference=season, themes__slug=wanted.theme))
    if wanted.expert:
        rows = rows.filter(expert__slug=wanted.expert)
    if wanted.language:
        rows = rows.filter(language=wanted.language)
    return list(rows.order_by("starts", "expert__order", "pk"))


def hours_of(expert: Expert) -> list[Slot]:
    """The hours of *expert* that can be booked, in time order."""
    return list(Slot.objects.bookable().filter(expert=expert).order_by("starts"))


def by_day(slots: Iterable[Slot], zone: ZoneInfo) -> list[Day]:
    """*slots*, which are in time order, under the days of *zone*."""
    return [Day(day, list(group)) for day, group in groupby(slots, lambda slot: timezone.localdate(slot.starts, zone))]


def themes_of_consultations(season: Conference) -> list[Theme]:
    """Themes on which somebody consults."""
    experts = Expert.objects.of(season).filter(consults=True)
    return list(Theme.objects.of(season).filter(pk__in=experts.values("themes")))


def own_consultations(listener: Listener) -> list[Consultation]:
    """The listener's consultations, those to come first, then the newest. Nothing sealed is opened."""
    rows = with_all(Consultation.objects.of(listener.conference).booked_by(listener))
    now = timezone.now()
    coming = [each for each in rows if each.is_open and each.slot.ends > now]
    past = [each for each in rows if each not in coming]
    return [*sorted(coming, key=_starts), *sorted(past, key=_starts, reverse=True)]


def _starts(consultation: Consultation) -> datetime:
    return consultation.slot.starts


def with_all(rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """*rows* with what their pages tell beside them, without the sealed texts."""
    return rows.select_related("slot__expert__person", "slot__conference", "conference", "theme", "listener").defer(
        "case", "outcome", "reason"
    )


# -- the expert's desk -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Week:
    """A week of an expert's hours, each with what stands in it."""

    monday: date
    days: list[Day]


@dataclass
class Desk:
    """An expert's consultations: what waits for a word, what is to come, what was; and the hours to come by week."""

    waiting: list[Consultation] = field(default_factory=list)
    coming: list[Consultation] = field(default_factory=list)
    past: list[Consultation] = field(default_factory=list)
    weeks: list[Week] = field(default_factory=list)
    free: int = 0
    held: int = 0


def desk_of(expert: Expert) -> Desk:
    """The desk of *expert*, by the season's clock; two queries."""
    season, now = expert.conference, timezone.now()
    found = Desk()
    for each in with_all(Consultation.objects.filter(slot__expert=expert)).order_by("slot__starts"):
        if each.state == State.CANCELLED:
            continue
        found.held += each.state == State.HELD
        if each.slot.ends > now and each.is_open:
            found.coming.append(each)
        elif each.state == State.BOOKED or (each.state == State.HELD and _wants_note(each)):
            found.waiting.append(each)
        elif each.state != State.ASKED:
            found.past.insert(0, each)
    standing = {each.slot_id: each for each in found.coming}
    slots = list(Slot.objects.filter(expert=expert, is_withdrawn=False, starts__gt=now).order_by("starts"))
    for slot in slots:
        slot.conference = season
        slot.booking = standing.get(slot.pk)  # type: ignore[attr-defined]
    found.free = sum(slot.pk not in standing for slot in slots)
    days = by_day(slots, season.zone)
    for monday, group in groupby(days, lambda each: each.day - timedelta(days=each.day.weekday())):
        found.weeks.append(Week(monday, list(group)))
    return found


def _wants_note(consultation: Consultation) -> bool:
    return consultation.outcome_at is None and consultation.erased_at is None


def waiting_for_a_word(season: Conference) -> QuerySet[Consultation]:
    """Consultations that are over, of which the expert has not said what became, or not written what was agreed."""
    over = Q(slot__starts__lt=timezone.now() - LATE_AFTER)
    said_nothing = Q(state=State.BOOKED) | Q(state=State.HELD, outcome_at=None, erased_at=None)
    return Consultation.objects.of(season).filter(over & said_nothing)


# -- numbers for organisers --------------------------------------------------------------------------------------------


def load_of(season: Conference) -> dict[str, Any]:
    """How much is offered, booked, held and missed: by expert and by theme. Times and states only, no case."""
    rows = Consultation.objects.of(season).order_by()
    counted: dict[tuple[int, str], int] = {}
    for row in rows.values("slot__expert", "state").annotate(n=Count("pk")):
        counted[row["slot__expert"], row["state"]] = row["n"]
    free = dict(
        Slot.objects.of(season).free().order_by().values("expert").annotate(n=Count("pk")).values_list("expert", "n")
    )
    late = dict(
        waiting_for_a_word(season).order_by().values("slot__expert").annotate(n=Count("pk"))
        .values_list("slot__expert", "n")
    )  # fmt: skip
    experts = Expert.objects.of(season).filter(Q(consults=True) | Q(slots__consultations__isnull=False)).distinct()
    table = [
        {
            "expert": expert, "free": free.get(expert.pk, 0), "late": late.get(expert.pk, 0),
            **{state.value: counted.get((expert.pk, state.value), 0) for state in State},
        }
        for expert in experts
    ]  # fmt: skip
    names = ("free", "late", *(state.value for state in State))
    themes = Theme.objects.of(season).annotate(
        asked=Count("consultations", filter=~Q(consultations__state=State.CANCELLED))
    )
    return {
        "experts": table,
        "total": {name: sum(row[name] for row in table) for name in names},
        "themes": [each for each in themes if each.asked],
        "hours": hours_held(season),
    }


def hours_held(season: Conference) -> float:
    """Hours of consultations that took place."""
    held = Consultation.objects.of(season).filter(state=State.HELD)
    return (held.aggregate(minutes=Sum("slot__minutes"))["minutes"] or 0) / 60


def rows_for_export(season: Conference) -> QuerySet[Consultation]:
    """Every consultation for a table: when, whose hour, theme and state; no school and no case."""
    return with_all(Consultation.objects.of(season)).order_by("slot__starts", "pk")
