"""Reminders of booked consultations: the day before and an hour before, to the school and to the expert, each once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from workshops.models import Consultation

from .letters import write_to_expert, write_to_school

AT_ONCE = 100


@dataclass(frozen=True)
class Reminder:
    """Due while the hour begins within *latest* but not within *earliest*; not for who booked less than *rest* ago."""

    key: str
    field: str
    earliest: timedelta
    latest: timedelta
    rest: timedelta

    def due(self, now: datetime) -> QuerySet[Consultation]:
        return Consultation.objects.filter(
            state=Consultation.State.BOOKED,
            slot__starts__gt=now + self.earliest,
            slot__starts__lte=now + self.latest,
            booked_at__lte=now - self.rest,
            **{self.field: None},
        )


REMINDERS = (
    Reminder("consultation-soon", "hour_before_at", timedelta(), timedelta(minutes=65), timedelta(minutes=20)),
    Reminder("consultation-tomorrow", "day_before_at", timedelta(hours=3), timedelta(hours=25), timedelta(hours=4)),
)


def remind() -> int:
    """Scheduled: writes the reminders that are due; how many consultations. Two queries when there is none."""
    now = timezone.now()
    return sum(_write_due(each, now) for each in REMINDERS if each.due(now).exists())


@transaction.atomic
def _write_due(reminder: Reminder, now: datetime) -> int:
    skip = connection.features.has_select_for_update_skip_locked
    rows = reminder.due(now).select_related(
        "slot__expert__person", "slot__conference", "conference", "listener__person", "theme"
    )
    due = list(rows.select_for_update(of=("self",), skip_locked=skip).order_by("slot__starts", "pk")[:AT_ONCE])
    for each in due:
        write_to_school(reminder.key, each)
        write_to_expert(f"{reminder.key}-expert", each)
    Consultation.objects.filter(pk__in=[each.pk for each in due]).update(**{reminder.field: now})
    return len(due)
