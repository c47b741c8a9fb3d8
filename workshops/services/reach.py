"""The statistics of a season: what every room counts, put together for a page, a workbook and the annual report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from conference.charts import Bars, Datum, bars
from conference.extensions import ReportPart, ask
from conference.models import Conference
from workshops.models import EventFormat, Listener, Question, Session, Theme

KEPT = 60
LAST = 1000
"""Seconds for which the page of statistics is kept: it is the same for everybody."""


Table = tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]]
"""What a table is called, its columns and its rows."""


@dataclass(frozen=True)
class Chapter:
    """A chapter of the page: what a room tells, its tables drawn as bars where their second column is a number.

    The others stand as tables, each with the places of its columns of numbers.
    """

    part: ReportPart
    charts: tuple[Bars, ...]
    tables: tuple[tuple[Table, tuple[int, ...]], ...]


def parts_of(conference: Conference) -> list[ReportPart]:
    """What the rooms tell of *conference* in the active language, in order."""
    found = [part for answer in ask("reach", conference) for part in answer]
    return sorted(found, key=lambda part: part.order)


def chapters_of(conference: Conference) -> list[Chapter]:
    """The chapters of the page, kept for a minute; nothing in them is about one person."""
    key = f"reach:{conference.pk}:{get_language()}"
    kept: list[Chapter] | None = cache.get(key)
    if kept is None:
        kept = [_chapter(part) for part in parts_of(conference)]
        cache.set(key, kept, KEPT)
    return kept


def _chapter(part: ReportPart) -> Chapter:
    drawn = [(table, chart_of(table)) for table in part.tables]
    return Chapter(
        part,
        tuple(chart for _table, chart in drawn if chart is not None),
        tuple((table, number_columns(table)) for table, chart in drawn if chart is None),
    )


def chart_of(table: Table) -> Bars | None:
    """Bars for a table of names and whole numbers, in the order of its rows; None for any other table."""
    caption, columns, rows = table
    numbers = [_number(row[1]) if len(row) == len(columns) == 2 else None for row in rows]
    if not rows or any(number is None for number in numbers):
        return None
    data = [Datum(row[0], number or 0, row[1]) for row, number in zip(rows, numbers, strict=True)]
    return bars(caption, data, is_sorted=False)


def number_columns(table: Table) -> tuple[int, ...]:
    """The places of the columns that hold whole numbers only, which are set flush right."""
    _caption, columns, rows = table
    return tuple(
        place
        for place in range(len(columns))
        if rows and all(place < len(row) and _number(row[place]) is not None for row in rows)
    )


def value_of(text: str) -> int | str:
    """A figure as a spreadsheet adds it up: a whole number where it is one."""
    number = _number(text)
    return text if number is None else number


def _number(text: str) -> int | None:
    digits = text.replace("\u00a0", "").replace(" ", "").replace("\u202f", "").replace(",", "")
    return int(digits) if digits.isdigit() else None


# -- what the plan itself counts -----------------------------------------------------------------------------------


def events_part(conference: Conference, order: int) -> ReportPart | None:
    """Events by format, by month, by theme; None for a season without any. Five queries."""
    events = Session.objects.of(conference).standing()
    now = timezone.now()
    rows = list(events.values_list("starts", "ends", "captions", "sign_language"))
    if not rows:
        return None
    held = [row for row in rows if row[1] < now]
    hours = sum((ends - starts).total_seconds() for starts, ends, *_services in held) / 3600
    figures = (
        (_("Events in the plan"), len(rows)),
        (_("Events held"), len(held)),
        (_("Hours of events held"), round(hours)),
        (_("With captions"), sum(1 for row in rows if row[2])),
        (_("With sign language"), sum(1 for row in rows if row[3])),
    )
    standing = Q(sessions__is_off=False)
    formats = EventFormat.objects.of(conference).annotate(n=Count("sessions", filter=standing)).filter(n__gt=0)
    themes = Theme.objects.of(conference).annotate(n=Count("sessions", filter=standing)).filter(n__gt=0)
    header = pgettext("statistics of a season", "Events")
    by_format = tuple((row.title, str(row.n)) for row in sorted(formats, key=lambda row: -row.n))
    by_theme = tuple((row.title, str(row.n)) for row in sorted(themes, key=lambda row: -row.n))
    tables = (
        (_("Events by format"), (_("Format"), header), by_format),
        (_("Events by month"), (_("Month"), header), _by_month(conference, [row[0] for row in rows])),
        (_("Events by theme"), (pgettext("of questions and materials", "theme").capitalize(), header), by_theme),
    )
    told = tuple((str(name), number_format(value, force_grouping=True)) for name, value in figures if value)
    return ReportPart(order, header, figures=told, tables=tuple(table for table in tables if table[2]))


def _by_month(conference: Conference, starts: list[datetime]) -> tuple[tuple[str, str], ...]:
    counted: dict[tuple[int, int], int] = {}
    for moment in sorted(starts):
        local = timezone.localtime(moment, conference.zone)
        counted[local.year, local.month] = counted.get((local.year, local.month), 0) + 1
    first = {key: date(*key, 1) for key in counted}
    return tuple((date_format(first[key], "YEAR_MONTH_FORMAT"), str(n)) for key, n in counted.items())


def events_list(conference: Conference) -> ReportPart:
    """The events that were held, by date: the last chapter of the annual report."""
    held = Session.objects.of(conference).standing().filter(ends__lt=timezone.now()).order_by("starts", "pk")
    language = get_language() or "ru"
    lines = []
    for event in held.select_related("kind"):
        title = getattr(event, f"title_{language}") or event.title
        day = date_format(timezone.localtime(event.starts, conference.zone), "DATE_FORMAT")
        spoken = language if getattr(event, f"title_{language}") else ("en" if language == "ru" else "ru")
        kind = "" if title.casefold().startswith(event.format_title.casefold()) else f"{event.format_title}: "
        lines.append((f"{day}. {kind}{title}", spoken))
    return ReportPart(LAST, _("The events of the season"), lists=(("", tuple(lines)),) if lines else ())


@dataclass(frozen=True)
class Headline:
    """The four large numbers of a season."""

    events: int
    listeners: int
    answered: int
    experts: int


def headline(conference: Conference) -> Headline:
    """For the front page of a season and the comparison of seasons; one query each."""
    return Headline(
        events=Session.objects.of(conference).standing().count(),
        listeners=Listener.objects.of(conference).known().count(),
        answered=Question.objects.of(conference).filter(state=Question.State.ANSWERED).count(),
        experts=conference.experts.count(),
    )


def earlier_seasons(conference: Conference) -> list[tuple[Conference, Headline]]:
    """Public seasons before *conference*, newest first, three at the most, each with its large numbers."""
    seasons = Conference.objects.public().filter(kind=Conference.Kind.SEASON, starts__lt=conference.starts)
    return [(row, headline(row)) for row in seasons.order_by("-starts")[:3]]
