"""Reminders that go out by themselves: one while the answer is awaited, one while the review is."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from conference.moves import MoveNotAllowed
from workshops.models import Review
from workshops.models.reviews import ReviewQuerySet

from .reviews import remind

BEFORE_ANSWER = timedelta(days=1)
BEFORE_REVIEW = timedelta(days=3)
QUIET = timedelta(days=2)
"""Whoever was written to less than this ago is not reminded by itself."""
AT_ONCE = 50


def to_be_reminded() -> ReviewQuerySet:
    """Reviews whose day is near and whose reviewer was not reminded in this state; overdue ones at most a week."""
    now = timezone.now()
    waiting = Review.objects.unfinished().filter(reminded_at=None)
    answer = Q(state="invited", invited_at__lte=now - QUIET, answer_due__lte=now + BEFORE_ANSWER)
    review = Q(state="accepted", accepted_at__lte=now - QUIET, due__lte=now + BEFORE_REVIEW)
    recent = Q(answer_due__gt=now - timedelta(days=7)) | Q(state="accepted")
    return waiting.filter(answer | review).filter(recent).filter(due__gt=now - timedelta(days=7)).order_by("due", "key")


def remind_reviewers() -> int:
    """Scheduled: one reminder per state; returns how many were written."""
    written = 0
    for review in to_be_reminded().for_reading()[:AT_ONCE]:
        try:
            remind(review, by=None)
        except MoveNotAllowed:  # answered at this very moment
            continue
        written += 1
    return written
