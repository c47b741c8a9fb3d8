"""The plan of a season as its pages and feeds read it: every event once, filtered in memory (some eighty)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from conference.extensions import ask
from conference.models import Conference
from conference.text import finds, search_words
from workshops.models import Audience, Expert, Hosting, Session

SERVICES = ("captions", "sign_language", "interpretation")
COMING, WHOLE, KEPT = "coming", "all", "materials"
WHEN = (COMING, WHOLE, KEPT)
LONGEST_QUERY = 80


@dataclass(frozen=True)
class Wanted:
    """What a visitor asks of the plan; read from the address, and written back into it."""

    view: str = ""
    """``calendar``, else the list."""
    month: str = ""
    """“2026-12”."""
    format: str = ""
    audience: str = ""
    theme: str = ""
    language: str = ""
    service: tuple[str, ...] = ()
    when: str = ""
    q: str = ""

    @property
    def is_calendar(self) -> bool:
        return self.view == "calendar"

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the view, the month of the calendar and “coming” is asked for."""
        return bool(self._narrowing() or (self.month and not self.is_calendar) or self.when not in ("", COMING))

    def _narrowing(self) -> bool:
        return bool(self.format or self.audience or self.theme or self.language or self.service or self.q)

    def query(self, **changes: Any) -> str:
        """The address' query with some of what is asked changed; "?" alone when nothing is."""
        return f"?{urlencode(replace(self, **changes).pairs())}"

    def pairs(self) -> list[tuple[str, str]]:
        pairs: list[tuple[str, str]] = []
        for each in fields(self):
            value = getattr(self, each.name)
            pairs += [(each.name, one) for one in (value if isinstance(value, tuple) else (value,)) if one]
        return pairs

    def for_feeds(self) -> str:
        """The query of a feed: what narrows the plan, without month, view and “coming”. Empty when nothing does."""
        return replace(self, view="", month="", when="").query() if self._narrowing() else ""

    def without_filters(self) -> str:
        return Wanted(view=self.view, month=self.month if self.is_calendar else "").query()


@dataclass(frozen=True)
class Meeting:
    """One event of the plan with what is told of it beside its row."""

    session: Session
    now: datetime
    number: int = 0
    """Of a meeting of a course, in the order of dates; 0 for an event by itself."""
    of: int = 0
    has_materials: bool = False
    hosts: list[Expert] = field(default_factory=list)
    experts: list[Expert] = field(default_factory=list)

    @property
    def pk(self) -> int:
        return self.session.pk

    @property
    def starts(self) -> datetime:
        return self.session.starts

    @property
    def ends(self) -> datetime:
        return self.session.ends

    @property
    def is_past(self) -> bool:
        return self.session.ends <= self.now

    @property
    def is_running(self) -> bool:
        return self.session.starts <= self.now < self.session.ends and not self.session.is_off

    @property
    def is_named_by_course(self) -> bool:
        """Whether the format is called as the course is, so that one of the two names is enough."""
        session = self.session
        return bool(session.course and session.kind and session.course.title == session.kind.title)

    @property
    def is_format_in_title(self) -> bool:
        """Whether the title begins with the format («Вебинар: …»), so that it need not be told twice."""
        return begins_with(self.session.title, self.session.format_title)

    @property
    def is_course_in_title(self) -> bool:
        course = self.session.course
        return bool(course and begins_with(self.session.title, course.title))

    @property
    def seats_left(self) -> int | None:
        """None for an event without a limit, and for one that is over."""
        seats = self.session.seats
        return None if seats is None or self.is_past else max(seats - self.session.seats_taken, 0)


def begins_with(title: str, name: str) -> bool:
    return bool(name) and title.casefold().startswith(name.casefold())


def events_of(season: Conference) -> QuerySet[Session]:
    """The events of *season* with all that is told of them, in time order; those called off too."""
    hostings = Hosting.objects.select_related("expert__organisation").order_by("part", "order", "pk")
    rows = Session.objects.of(season).select_related("conference", "kind", "course", "room")
    return rows.prefetch_related("themes", Prefetch("hostings", hostings)).order_by("starts", "pk")


def plan_of(season: Conference, *, with_off: bool = False) -> list[Meeting]:
    """Every event of the season in time order; a constant number of queries."""
    rows = list(events_of(season))
    kept = kept_of(rows)
    meetings = list(_as_meetings(rows, kept))
    return meetings if with_off else [each for each in meetings if not each.session.is_off]


def meeting_of(session: Session) -> Meeting:
    """One event as the plan tells of it, its place in its course too."""
    rows = [session]
    if session.course_id:
        others = Session.objects.of(session.conference).filter(course=session.course_id).exclude(pk=session.pk)
        rows = sorted([session, *others.prefetch_related("hostings")], key=lambda row: (row.starts, row.pk))
    return next(each for each in _as_meetings(rows, kept_of([session])) if each.pk == session.pk)


def _as_meetings(rows: list[Session], kept: dict[int, int]) -> Iterator[Meeting]:
    now = timezone.now()
    standing = Counter(row.course_id for row in rows if row.course_id and not row.is_off)
    seen: Counter[int | None] = Counter()
    for row in rows:
        number = of = 0
        if row.course_id and not row.is_off:
            seen[row.course_id] += 1
            number, of = seen[row.course_id], standing[row.course_id]
        parts = list(row.hostings.all())
        yield Meeting(
            row, now, number, of, bool(kept.get(row.pk)),
            [each.expert for each in parts if each.part == Hosting.Part.HOST],
            [each.expert for each in parts if each.part == Hosting.Part.EXPERT],
        )  # fmt: skip


def kept_of(sessions: Iterable[Session]) -> dict[int, int]:
    """How much of each event is kept for reading and watching afterwards: key of a session -> number of items."""
    found: Counter[int] = Counter()
    sessions = list(sessions)
    for answer in ask("materials_of", sessions):
        found.update(answer)
    return dict(found)


def found_in(meetings: Iterable[Meeting], wanted: Wanted, zone: ZoneInfo) -> list[Meeting]:
    """Those that answer the filters, in time order; months are those of *zone*."""
    return [each for each in meetings if _answers(each, wanted) and _is_when(each, wanted, zone)]


def _answers(meeting: Meeting, wanted: Wanted) -> bool:
    session = meeting.session
    return (
        (not wanted.format or (session.kind is not None and session.kind.key == wanted.format))
        and (not wanted.audience or wanted.audience in session.audience)
        and (not wanted.theme or any(theme.slug == wanted.theme for theme in session.themes.all()))
        and (not wanted.language or session.language == wanted.language or session.interpretation)
        and all(getattr(session, name) for name in wanted.service)
        and (not wanted.q or finds(wanted.q, search_words(_text(meeting))))
    )


def _is_when(meeting: Meeting, wanted: Wanted, zone: ZoneInfo) -> bool:
    """A month that is asked for shows all of it; without one the list begins now."""
    if wanted.when == KEPT and not (meeting.is_past and meeting.has_materials):
        return False
    if wanted.month and f"{meeting.starts.astimezone(zone):%Y-%m}" != wanted.month:
        return False
    coming_only = wanted.when == COMING or (not wanted.when and not wanted.month and not wanted.is_calendar)
    return not (coming_only and meeting.is_past)


def _text(meeting: Meeting) -> str:
    session = meeting.session
    rows: list[tuple[Any, tuple[str, ...]]] = [(session, ("title", "summary", "host"))]
    rows += [(theme, ("title",)) for theme in session.themes.all()]
    rows += [(session.kind, ("title",))] if session.kind else []
    rows += [(expert, ("name", "position")) for expert in (*meeting.hosts, *meeting.experts)]
    return " ".join(
        str(getattr(row, f"{name}_{code}", "") or "") for row, names in rows for name in names for code in ("ru", "en")
    )


def months_of(meetings: Iterable[Meeting], zone: ZoneInfo) -> list[tuple[date, list[Meeting]]]:
    """The events by month of *zone*."""
    local = ((each.starts.astimezone(zone), each) for each in meetings)
    return [
        (date(year, month, 1), [each for _at, each in held])
        for (year, month), held in groupby(local, lambda row: (row[0].year, row[0].month))
    ]


def audiences_in(meetings: Iterable[Meeting]) -> list[str]:
    """The audiences that occur, in the order of the list."""
    present = {key for each in meetings for key in each.session.audience}
    return [key for key in Audience.values if key in present]
