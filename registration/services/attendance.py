"""Who came, to what, and who did not: what certificates and the desk are made of. Rehearsals never count."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils import timezone

from conference.models import Conference, Person
from registration.models import Category, CheckIn, Registration
from workshops.models import Session

from .door import Arrival, check_in


def attended_sessions(registration: Registration) -> models.QuerySet[Session]:
    """The sessions at which the participant was seen, in the hall or online, in time order; no breaks."""
    seen = CheckIn.objects.counted().filter(registration=registration, session__isnull=False)
    sessions = Session.objects.of(registration.conference).filter(pk__in=seen.values("session"))
    return sessions.exclude(format=Session.Format.BREAK).order_by("starts", "pk")


def attended_days(registration: Registration) -> list[date]:
    """The days of the conference on which the participant was seen anywhere."""
    seen = CheckIn.objects.counted().filter(registration=registration)
    return sorted(set(seen.values_list("day", flat=True)))


def came(registration: Registration) -> bool:
    """Seen at the entrance, at a session or online on at least one day of the conference."""
    return CheckIn.objects.counted().filter(registration=registration).exists()


def join_online(registration: Registration, session: Session, *, by: Person) -> Arrival:
    """Count the participant in at a session followed online. Raises NotAdmitted unless approved."""
    return check_in(registration, by=by, session=session, method=CheckIn.Method.ONLINE)


@dataclass
class Line:
    """One bar: how many of how many."""

    label: str
    came: int
    expected: int = 0

    @property
    def share(self) -> int:
        """Per cent of those expected, for the drawing."""
        return round(100 * self.came / self.expected) if self.expected else 0


@dataclass
class Turnout:
    """How many came on one day, by category and by hour."""

    day: date
    came: int
    expected: int
    categories: list[Line] = field(default_factory=list)
    hours: list[Line] = field(default_factory=list)

    @property
    def absent(self) -> int:
        return self.expected - self.came


def turnout(conference: Conference, day: date) -> Turnout:
    """Those expected in the hall against those seen at the entrance on *day*; three queries, whatever the numbers."""
    expected = Registration.objects.of(conference).approved().filter(attendance=Registration.Attendance.HALL)
    of_category = Counter(expected.order_by().values_list("category", flat=True))
    seen = CheckIn.objects.of(conference).standing().at_the_entrance().filter(day=day, registration__in=expected)
    rows = list(seen.order_by().values_list("registration__category", "at"))
    by_category = Counter(category for category, _at in rows)
    by_hour = Counter(timezone.localtime(at, conference.zone).hour for _category, at in rows)
    busiest = max(by_hour.values(), default=0)
    span = range(min(by_hour), max(by_hour) + 1) if by_hour else range(0)
    return Turnout(
        day=day,
        came=len(rows),
        expected=sum(of_category.values()),
        categories=[
            Line(str(category), by_category[category.pk], of_category[category.pk])
            for category in Category.objects.of(conference)
            if of_category[category.pk] or by_category[category.pk]
        ],
        hours=[Line(f"{hour}:00", by_hour[hour], busiest) for hour in span],
    )


@dataclass
class AtSession:
    """How many were noted at one session on one day."""

    session: Session
    hall: int
    online: int


def by_session(conference: Conference, day: date) -> list[AtSession]:
    """The sessions of *day* and those with check-ins on it, in time order; two queries, whatever the numbers."""
    seen = CheckIn.objects.of(conference).standing().filter(day=day, session__isnull=False)
    counts = Counter(
        (session, method == CheckIn.Method.ONLINE)
        for session, method in seen.order_by().values_list("session", "method")
    )
    starts = timezone.make_aware(datetime.combine(day, time()), conference.zone)
    today = models.Q(starts__gte=starts, starts__lt=starts + timedelta(days=1))
    sessions = (
        Session.objects.of(conference)
        .exclude(format=Session.Format.BREAK)
        .filter(today | models.Q(pk__in={session for session, _is_online in counts}))
    )
    rows = sessions.order_by("starts", "pk")
    return [AtSession(session, counts[session.pk, False], counts[session.pk, True]) for session in rows]


def absent_on(conference: Conference, day: date) -> models.QuerySet[Registration]:
    """Those expected in the hall who were not seen at the entrance on *day*, by delegation and name."""
    seen = CheckIn.objects.of(conference).standing().at_the_entrance().filter(day=day)
    expected = Registration.objects.of(conference).approved().filter(attendance=Registration.Attendance.HALL)
    absent = expected.exclude(pk__in=seen.values("registration")).select_related("person", "category", "delegation")
    return absent.order_by("category__order", "delegation", "person__latin_name", "pk")
