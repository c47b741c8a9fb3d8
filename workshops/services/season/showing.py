"""The event that runs whenever a demonstration is opened: while that stays open, the event begins anew."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from conference.models import Conference
from workshops.models import Session

SHOWN_NOW = "qa-family"
RUNS = timedelta(hours=2)
ANNOUNCED_BEFORE = timedelta(days=35)


def key_of(season: Conference, key: str) -> UUID:
    """The key of the event that the content calls *key*: the same each time."""
    return uuid5(NAMESPACE_URL, f"{season.slug}/{key}")


def put_at(event: Session, starts: datetime, ends: datetime) -> None:
    """Another time with another day of loading. Nobody is told: nobody moved anything."""
    moved = {"starts": starts, "ends": ends, "announced_at": min(starts - ANNOUNCED_BEFORE, timezone.now())}
    Session.objects.filter(pk=event.pk).update(**moved)


def keep_one_running() -> int:
    """While the demonstration stays open, its running event begins anew when it comes to its end; 1 when it did."""
    season = Conference.objects.filter(kind=Conference.Kind.SEASON, is_demonstration=True).order_by("-starts").first()
    event = Session.objects.of(season).filter(key=key_of(season, SHOWN_NOW), is_off=False).first() if season else None
    if event is None or timezone.now() < event.ends - timedelta(minutes=5):
        return 0
    starts = timezone.now().replace(minute=0, second=0, microsecond=0)
    put_at(event, starts, starts + RUNS)
    return 1
