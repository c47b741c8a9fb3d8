"""What goes on in a season now, and what is next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from conference.models import Conference
from workshops.models import Session

from .attending import Way, way_in

SOON = timedelta(hours=1)
MOST_NEXT = 3


@dataclass(frozen=True)
class Shown:
    """An event with its times as a clock in the zone of the season shows them (naive), and whether one may go in."""

    session: Session
    starts: datetime
    ends: datetime
    way: Way

    @property
    def is_open(self) -> bool:
        return self.way == Way.OPEN

    @property
    def is_on(self) -> bool:
        """Whether it goes on at this moment; the doors open before it."""
        return not self.session.is_off and self.session.starts <= timezone.now() < self.session.ends


@dataclass(frozen=True)
class Running:
    """``going_on`` began already, ``soon`` begins within the hour, ``later`` is what comes after that."""

    going_on: list[Shown] = field(default_factory=list)
    soon: list[Shown] = field(default_factory=list)
    later: list[Shown] = field(default_factory=list)


def shown(session: Session) -> Shown:
    zone = session.conference.zone
    return Shown(session, clock(session.starts, zone), clock(session.ends, zone), way_in(session))


def clock(moment: datetime, zone: ZoneInfo) -> datetime:
    """What a clock in *zone* shows, without a zone: templates would put it into their own."""
    return timezone.make_naive(moment, zone)


def running_of(season: Conference) -> Running:
    """One query, whatever the size of the plan. Consultations are nobody else's and are left out."""
    now = timezone.now()
    rows = Session.objects.of(season).standing().filter(format=Session.Format.EVENT, ends__gt=now)
    rows = rows.exclude(kind__is_booked=True).select_related("kind", "course").order_by("starts", "pk")
    found = []
    for row in rows[: 20 + MOST_NEXT]:
        row.conference = season
        found.append(shown(row))
    going_on = [each for each in found if each.session.starts <= now]
    soon = [each for each in found if now < each.session.starts <= now + SOON]
    later = [each for each in found if each.session.starts > now + SOON]
    return Running(going_on, soon, later[:MOST_NEXT])
