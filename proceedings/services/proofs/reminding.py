"""Reminders of proofs: three days before the day, on the day, three days after it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from proceedings.models import Proof

from . import letters

STAGES = (timedelta(days=-3), timedelta(0), timedelta(days=3))
TOO_LATE = timedelta(days=2)
"""A reminder that could not go on its day goes so many days later at most."""
AT_ONCE = 50


def stage_of(proof: Proof, today: date) -> date | None:
    """The day whose reminder is due now, or None."""
    zone = proof.article.conference.zone
    known = max(
        timezone.localtime(moment, zone).date() for moment in (proof.sent_at, proof.reminded_at) if moment is not None
    )
    days = [proof.due_on + stage for stage in STAGES]
    return next((day for day in reversed(days) if known < day <= today <= day + TOO_LATE), None)


def remind_due() -> int:
    """Scheduled: one letter for each proof whose day has come; how many were written."""
    nearest = timezone.localdate() - max(STAGES) - TOO_LATE - timedelta(days=1)
    rows = Proof.objects.open().filter(due_on__gte=nearest, due_on__lte=timezone.localdate() + timedelta(days=4))
    written = 0
    for proof in rows.select_related("article__volume__conference", "sent_to", "manuscript")[:AT_ONCE]:
        today = proof.article.conference.today()
        if stage_of(proof, today) and _remind(proof, is_late=proof.due_on < today):
            written += 1
    return written


@transaction.atomic
def _remind(proof: Proof, *, is_late: bool) -> bool:
    """Write once, whoever else is at it: the moment of the last reminder is compared and swapped."""
    now = timezone.now()
    changed = Proof.objects.open().filter(pk=proof.pk, reminded_at=proof.reminded_at).update(reminded_at=now)
    return bool(changed) and letters.to_author("proof-late" if is_late else "proof-reminder", proof) is not None
