"""The door, on the desk and on My page. What it keeps about people is in people.py."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from conference.extensions import Block
from conference.models import Conference, Person
from conference.permissions import may
from registration.models import CheckIn, Registration
from registration.permissions import CHECK_IN
from registration.services.door_list import rehearsal_note
from workshops.models import Session


def desk(request: HttpRequest, conference: Conference) -> list[Block]:
    """How many came today, and the way to the door."""
    if conference.is_season or conference.is_archived or not may(request.user, CHECK_IN, conference):
        return []
    hall = Registration.objects.of(conference).approved().filter(attendance=Registration.Attendance.HALL)
    today = CheckIn.objects.of(conference).standing().at_the_entrance().filter(day=conference.today())
    numbers = {"came": today.filter(registration__in=hall).count(), "expected": hall.count()}
    return [Block(12, "registration/door_desk.html", {**numbers, "rehearsal": rehearsal_note(conference)})]


def mine(request: HttpRequest, person: Person) -> list[Block]:
    """Today's sessions that can be followed online, for approved participants, each with its button in time."""
    now = timezone.now()
    taking_part = Registration.objects.approved().filter(person=person)
    soon = Session.objects.exclude(join_link="").filter(
        conference__in=taking_part.values("conference"), ends__gte=now, starts__lte=now + timedelta(days=1)
    )
    rows = soon.select_related("conference").order_by("starts", "pk")
    sessions = [each for each in rows if is_today(each)]
    if not sessions:
        return []
    seen = CheckIn.objects.standing().filter(registration__in=taking_part, session__in=sessions)
    joined = set(seen.values_list("session", flat=True))
    for session in sessions:
        zone = session.conference.zone
        session.local_starts = timezone.localtime(session.starts, zone)  # type: ignore[attr-defined]
        session.local_ends = timezone.localtime(session.ends, zone)  # type: ignore[attr-defined]
        session.is_joined = session.pk in joined  # type: ignore[attr-defined]
    return [Block(5, "registration/door_mine.html", {"sessions": sessions})]


def is_today(session: Session) -> bool:
    zone = session.conference.zone
    return timezone.localdate(session.starts, zone) <= timezone.localdate(timezone=zone)
