"""The plan of events: a list by month or a calendar, narrowed by the address."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.models import Conference
from workshops.forms.season import read_wanted
from workshops.models import Audience, EventFormat, Theme
from workshops.services.season import Meeting, Wanted, found_in, months_of, plan_of
from workshops.services.season.plan import COMING, KEPT, SERVICES, WHOLE, audiences_in
from workshops.views.programme.clocks import Clock


@dataclass(frozen=True)
class DayCell:
    day: date
    is_here: bool
    """Whether the day is of the month that is shown."""
    is_today: bool
    meetings: list[Meeting]


def wanted_of(request: HttpRequest) -> tuple[Wanted, list[EventFormat], list[Theme]]:
    """What the address asks of the plan, and what the filters offer."""
    formats = list(EventFormat.objects.of(request.conference))
    themes = list(Theme.objects.of(request.conference))
    wanted = read_wanted(request.GET, formats=[each.key for each in formats], themes=[each.slug for each in themes])
    return wanted, formats, themes


def selection(request: HttpRequest) -> set[int] | None:
    """Keys of the events that the filters of the address leave; None when there are no filters."""
    wanted, _formats, _themes = wanted_of(request)
    if not wanted.for_feeds():
        return None
    meetings = plan_of(request.conference, with_off=True)
    asked = replace(wanted, view="", month="", when=WHOLE)
    return {each.pk for each in found_in(meetings, asked, request.conference.zone)}


def season_plan(request: HttpRequest, clock: Clock, marked: set[int]) -> dict[str, Any]:
    """What the page of the plan shows."""
    conference = request.conference
    wanted, formats, themes = wanted_of(request)
    every = plan_of(conference, with_off=True)
    meetings = [each for each in every if not each.session.is_off]
    if not wanted.when and not any(not each.is_past for each in meetings):
        wanted = replace(wanted, when=WHOLE)  # a season that is over has nothing to come
    shown = found_in(meetings, wanted, clock.zone)
    months = months_of(meetings, clock.zone)
    used = {each.session.kind_id for each in meetings}
    about = {theme.pk for each in meetings for theme in each.session.themes.all()}
    context = {
        "wanted": wanted,
        "is_empty": not meetings,
        "total": len(meetings),
        "called_off": len(every) - len(meetings),
        "months": [{"month": month, "events": held} for month, held in months_of(shown, clock.zone)],
        "found": len(shown),
        "filters": filters(wanted, months, [f for f in formats if f.pk in used], [t for t in themes if t.pk in about]),
        "audiences": _audiences(wanted, meetings),
        "services": [(name, label, name in wanted.service) for name, label in service_labels()],
        "tabs": _tabs(wanted, meetings, clock),
        "calendar": _calendar(wanted, shown, months, clock) if wanted.is_calendar else None,
        "feed_query": wanted.for_feeds(),
        "stars": marked,
        "is_chosen_format": next((f for f in formats if f.key == wanted.format), None),
    }
    return context | {"found": context["calendar"]["found"] if context["calendar"] else len(shown)}


def service_labels() -> list[tuple[str, str]]:
    names = (_("Captions"), _("Sign language"), _("Interpretation EN ⇄ RU"))
    return list(zip(SERVICES, names, strict=True))


def filters(
    wanted: Wanted,
    months: Iterable[tuple[date, list[Meeting]]],
    formats: Iterable[EventFormat],
    themes: Iterable[Theme],
) -> dict[str, list[dict[str, Any]]]:
    """The choices of the form: month, format and theme, each with whether it is chosen."""
    return {
        "months": [
            {"value": f"{month:%Y-%m}", "month": month, "is_on": wanted.month == f"{month:%Y-%m}"}
            for month, _held in months
        ],
        "formats": [{"value": each.key, "row": each, "is_on": wanted.format == each.key} for each in formats],
        "themes": [{"value": each.slug, "row": each, "is_on": wanted.theme == each.slug} for each in themes],
    }


def _audiences(wanted: Wanted, meetings: Iterable[Meeting]) -> list[tuple[str, str, bool]]:
    labels = dict(Audience.choices)
    return [(key, str(labels[key]), key == wanted.audience) for key in audiences_in(meetings)]


def _tabs(wanted: Wanted, meetings: list[Meeting], clock: Clock) -> list[dict[str, Any]]:
    """Coming, the whole season, past with materials: each with how many answer the filters."""
    chosen = wanted.when or (WHOLE if wanted.month else COMING)
    tabs = []
    for when, words in (
        (COMING, pgettext("events", "Coming")),
        (WHOLE, pgettext("events", "The whole season")),
        (KEPT, pgettext("events", "Past, with materials")),
    ):
        asked = replace(wanted, view="", month="", when=when)
        count = len(found_in(meetings, asked, clock.zone))
        if when != KEPT or count or wanted.when == KEPT:
            query = asked.query(when="" if when == COMING else when)
            tabs.append({"words": words, "count": count, "query": query, "is_on": when == chosen})
    return tabs


def _calendar(
    wanted: Wanted, shown: list[Meeting], months: list[tuple[date, list[Meeting]]], clock: Clock
) -> dict[str, Any]:
    """One month as weeks of days, with the way to the months beside it."""
    today = timezone.now().astimezone(clock.zone).date()
    month = _month(wanted, [each for each, _held in months], today)
    here = [each for each in shown if _month_of(each, clock) == month]
    by_day: dict[date, list[Meeting]] = {}
    for each in here:
        by_day.setdefault(each.starts.astimezone(clock.zone).date(), []).append(each)
    weeks = [
        [DayCell(day, day.month == month.month, day == today, by_day.get(day, [])) for day in week]
        for week in calendar.Calendar().monthdatescalendar(month.year, month.month)
    ]
    before, after = (month - timedelta(days=1)).replace(day=1), (month + timedelta(days=32)).replace(day=1)
    first, last = (months[0][0], months[-1][0]) if months else (month, month)
    return {
        "month": month,
        "weeks": weeks,
        "weekdays": [{"name": str(WEEKDAYS[n]), "short": str(WEEKDAYS_ABBR[n])} for n in range(7)],
        "found": len(here),
        "before": {"month": before, "query": wanted.query(month=f"{before:%Y-%m}")} if before >= first else None,
        "after": {"month": after, "query": wanted.query(month=f"{after:%Y-%m}")} if after <= last else None,
    }


def _month(wanted: Wanted, known: list[date], today: date) -> date:
    """The month asked for; else this one, when the season is on; else its first."""
    if wanted.month:
        return date.fromisoformat(f"{wanted.month}-01")
    this = today.replace(day=1)
    return this if not known or known[0] <= this <= known[-1] else known[0]


def _month_of(meeting: Meeting, clock: Clock) -> date:
    return meeting.starts.astimezone(clock.zone).date().replace(day=1)


def next_of(conference: Conference, count: int) -> list[Meeting]:
    """The next *count* events; what runs already is none of them."""
    return [each for each in plan_of(conference) if not each.is_past and not each.is_running][:count]
