"""Reminders of booked consultations: the day before and an hour before, to the school and to the expert, each once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from workshops.models import Consultation
from workshops.services.reminders import Reminder

from .letters import write_to_expert, write_to_school

AT_ONCE = 100
REMINDERS = (
    Reminder("consultation-soon", "hour_before_at", timedelta(), timedelta(minutes=65), timedelta(minutes=20)),
    Reminder("consultation-tomorrow", "day_before_at", timedelta(hours=3), timedelta(hours=25), timedelta(hours=4)),
)


def remind() -> int:
    """Scheduled: writes the reminders that are due; how many consultations. Two queries when there is none."""
    now = timezone.now()
    return sum(_write_due(each, now) for each in REMINDERS if _due(each, now).exists())


def _due(reminder: Reminder, now: datetime) -> QuerySet[Consultation]:
    booked = Consultation.objects.filter(state=Consultation.State.BOOKED)
    return reminder.due(booked, now, begins="slot__starts", came="booked_at")


@transaction.atomic
def _write_due(reminder: Reminder, now: datetime) -> int:
    rows = _due(reminder, now).select_related(
        "slot__expert__person", "slot__conference", "conference", "listener__person", "theme"
    )
    taken = reminder.take(rows, now, most=AT_ONCE)
    for each in taken:
        write_to_school(reminder.key, each)
        write_to_expert(f"{reminder.key}-expert", each)
    return len(taken)
