"""Reminders: the day before an event and an hour before it, each once, in batches through the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from conference.models import Conference
from registration.models import SignUp
from workshops.models import Session

from .signing import write

AT_ONCE = 300
"""So many letters are written in one run; the next one is a minute later."""


@dataclass(frozen=True)
class Reminder:
    """A letter that is due while the event begins within *latest*, but not within *earliest* any more.

    Whoever signed up less than *rest* ago has just had the letter with the link.
    """

    key: str
    field: str
    earliest: timedelta
    latest: timedelta
    rest: timedelta

    def due(self, now: datetime) -> QuerySet[SignUp]:
        rows = SignUp.objects.filter(
            session__is_off=False,
            session__starts__gt=now + self.earliest,
            session__starts__lte=now + self.latest,
            session__conference__kind=Conference.Kind.SEASON,
            listener__person__isnull=False,
            listener__wants_reminders=True,
            at__lte=now - self.rest,
        )
        return rows.filter(**{self.field: None})


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
    rows = reminder.due(now).select_related("session__conference", "listener__person")
    skip = connection.features.has_select_for_update_skip_locked
    due = list(rows.select_for_update(of=("self",), skip_locked=skip).order_by("session__starts", "pk")[:most])
    for row in due:
        write(reminder.key, row.session, row.listener, to=f"sessions/{row.session_id}/join/")
    SignUp.objects.filter(pk__in=[row.pk for row in due]).update(**{reminder.field: now})
    return len(due)
