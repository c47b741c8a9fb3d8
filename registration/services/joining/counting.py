"""What is counted of listeners: by event for the desk, over the season for its statistics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conference.models import Conference, Person
from conference.regions import region_name
from conference.tables import as_csv, as_xlsx
from registration.documents.countries import country_name
from registration.models import Attendance, CourseMember, SignUp
from registration.services.exporting import log_export
from workshops.models import Course, Listener, Session
from workshops.services.season.letters import text_of

from .courses import attended_by, certificates_of
from .running import clock

ONE = Coalesce(F("listener__person"), F("listener__claims"), -F("listener"))
"""Who a row of sign-ups or attendance stands for: a person once, whatever the browser; else the browser."""


def _count(model: Any, **conditions: Any) -> Coalesce:
    rows = model.objects.filter(session=OuterRef("pk"), **conditions).order_by().values("session")
    return Coalesce(
        Subquery(rows.annotate(n=Count(ONE, distinct=True)).values("n")), Value(0), output_field=IntegerField()
    )


def events_with_turnout(season: Conference) -> QuerySet[Session]:
    """The events of the season in time order with ``signed_up``, ``came`` and ``came_for_sure``; one query.

    Without those whose places are booked one by one: nobody signs up for them.
    """
    rows = Session.objects.of(season).filter(format=Session.Format.EVENT).exclude(kind__is_booked=True)
    rows = rows.select_related("kind", "course")
    return rows.annotate(
        signed_up=_count(SignUp), came=_count(Attendance), came_for_sure=_count(Attendance, is_sure=True)
    ).order_by("starts", "pk")


@dataclass(frozen=True)
class Guest:
    """A listener of one event: whether they signed up, when they joined by a clock of the season, if that is sure."""

    listener: Listener
    signed_up: bool
    joined: Any
    is_sure: bool

    @property
    def school(self) -> str:
        return str(self.listener.organisation or "")

    @property
    def place(self) -> str:
        """The region of Russia, else the country."""
        return region_name(self.listener.region) if self.listener.region else country_of(self.listener)


def country_of(listener: Listener) -> str:
    """The name of the listener's country in the language that is active; empty when it is not told."""
    return country_name(str(listener.country), get_language() or "ru")


def guests_of(session: Session) -> list[Guest]:
    """Everybody who signed up for the event or joined it, by name; three queries."""
    signed_up = set(SignUp.objects.filter(session=session).values_list("listener", flat=True))
    zone = session.conference.zone
    came = {row.listener_id: row for row in Attendance.objects.filter(session=session)}
    rows = Listener.objects.filter(pk__in=signed_up | came.keys()).select_related("organisation", "person", "claims")
    return [
        Guest(row, row.pk in signed_up, clock(came[row.pk].at, zone) if row.pk in came else None,
              row.pk in came and came[row.pk].is_sure)
        for row in rows.order_by("name", "pk")
    ]  # fmt: skip


def table_of_events(season: Conference, *, kind: str) -> bytes:
    """Every event with its numbers, as ``xlsx`` or ``csv``."""
    header = [_("Event"), _("Format"), _("Date"), _("Begins"), _("Signed up"), _("Joined"), _("Joined for sure")]
    rows = []
    for each in events_with_turnout(season):
        starts = timezone.localtime(each.starts, season.zone)
        numbers = [each.signed_up, each.came, each.came_for_sure]  # type: ignore[attr-defined]
        each.conference = season
        rows.append([_title(each), each.format_title, starts.date(), f"{starts:%H:%M}", *numbers])
    return _file(header, rows, kind, _("Events"))


def table_of_guests(session: Session, *, kind: str, by: Person) -> bytes:
    """Everybody at one event, as ``xlsx`` or ``csv``; that somebody took it out is noted in the history."""
    header = [
        _("Name"), _("E-mail"), _("Who they are"), _("School"), _("Region"), _("Country"), _("Signed up"), _("Joined"),
        _("For sure"),
    ]  # fmt: skip
    season = session.conference
    rows = [
        [
            each.listener.name,
            each.listener.person.letters_to if each.listener.person else "",
            each.listener.get_audience_display(),
            each.school,
            region_name(each.listener.region),
            country_of(each.listener),
            _("yes") if each.signed_up else "",
            f"{each.joined:%H:%M}" if each.joined else "",
            _("yes") if each.is_sure else "",
        ]
        for each in guests_of(session)
    ]
    log_export(season, by=by, kind=kind, number=len(rows), columns=[str(name) for name in header], how="listeners")
    return _file(header, rows, kind, _("Listeners"))


def _title(session: Session) -> str:
    return text_of(session, "title", get_language() or "ru")


def _file(header: Sequence[object], rows: Sequence[Sequence[object]], kind: str, title: str) -> bytes:
    if kind == "csv":
        return as_csv(header, rows)
    return as_xlsx(header, rows, title=title, widths={0: 50})


# -- courses ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pupil:
    """A member of a course with the number of meetings attended for sure."""

    member: CourseMember
    count: int
    is_enough: bool
    number: str
    """Of the certificate; empty until it is issued."""


def pupils_of(course: Course) -> list[Pupil]:
    """The members of the course with their progress; four queries."""
    members = list(
        CourseMember.objects.filter(course=course)
        .select_related("listener__organisation")
        .order_by("listener__name", "pk")
    )
    seen, issued = attended_by(members, course), certificates_of(members)
    return [
        Pupil(
            each, seen[each.listener_id], seen[each.listener_id] >= course.meetings_needed,
            issued[each.pk].number if each.pk in issued else "",
        )
        for each in members
    ]  # fmt: skip


# -- the season --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reach:
    """How far the season reaches; every number counts distinct ones."""

    listeners: int
    active: int
    joins: int
    schools: int
    regions: int
    countries: int
    hours: int
    by_region: tuple[tuple[str, int], ...] = ()
    by_country: tuple[tuple[str, int], ...] = ()


def reach_of(season: Conference) -> Reach:
    """Those who told us who they are, those who came to something, joins, from where, hours listened; four queries."""
    rows = Listener.objects.of(season).filter(Q(person__isnull=False) | Q(claims__isnull=False))
    who = Coalesce(F("person"), F("claims"), -F("pk"))
    told = rows.aggregate(
        listeners=Count(who, distinct=True),
        schools=Count("organisation", distinct=True),
    )
    came = Attendance.objects.of(season).aggregate(
        active=Count(ONE, distinct=True),
        joins=Count("pk"),
        minutes=Sum(ExpressionWrapper(F("session__ends") - F("session__starts"), output_field=DurationField())),
    )
    regions = _by(rows.exclude(region=""), "region")
    countries = _by(rows.exclude(country=""), "country")
    minutes = came["minutes"].total_seconds() / 60 if came["minutes"] else 0
    return Reach(
        told["listeners"], came["active"], came["joins"], told["schools"], len(regions), len(countries),
        round(minutes / 60), tuple(regions), tuple(countries),
    )  # fmt: skip


def _by(rows: QuerySet[Listener], name: str) -> list[tuple[str, int]]:
    who = Coalesce(F("person"), F("claims"), -F("pk"))
    counted = rows.order_by().values_list(name).annotate(n=Count(who, distinct=True))
    return sorted(((str(code), n) for code, n in counted), key=lambda pair: (-pair[1], pair[0]))
