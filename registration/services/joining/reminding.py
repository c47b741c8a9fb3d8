"""Reminders: the day before an event and an hour before it, each once, in batches through the outbox."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from conference.models import Conference
from registration.models import SignUp
from workshops.models import Session
from workshops.services.reminders import Reminder

from .signing import write

AT_ONCE = 300
"""So many letters are written in one run; the next one is a minute later."""


REMINDERS = (
    Reminder("event-soon", "hour_before_at", timedelta(), timedelta(minutes=65), timedelta(minutes=30)),
    Reminder("event-tomorrow", "day_before_at", timedelta(hours=3), timedelta(hours=25), timedelta(hours=4)),
)
LOOK_AHEAD = max(each.latest for each in REMINDERS)


def remind() -> int:
    """Scheduled: writes the reminders that are due, most urgent first; returns how many letters.

    Cheap when no event is near: one query. Run twice, or by two at once, it writes each letter once.
    """
    now = timezone.now()
    near = Session.objects.standing().filter(
        starts__gt=now, starts__lte=now + LOOK_AHEAD, conference__kind=Conference.Kind.SEASON
    )
    if not near.exists():
        return 0
    written = 0
    for reminder in REMINDERS:
        written += _write_due(reminder, now, AT_ONCE - written)
    return written


@transaction.atomic
def _write_due(reminder: Reminder, now: datetime, most: int) -> int:
    if most <= 0:
        return 0
    listening = SignUp.objects.filter(
        session__is_off=False,
        session__conference__kind=Conference.Kind.SEASON,
        listener__person__isnull=False,
        listener__wants_reminders=True,
    )
    due = reminder.due(listening, now, begins="session__starts", came="at")
    taken = reminder.take(due.select_related("session__conference", "listener__person"), now, most=most)
    for row in taken:
        write(reminder.key, row.session, row.listener, to=f"sessions/{row.session_id}/join/")
    return len(taken)
