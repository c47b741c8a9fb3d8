"""What happens by itself: a reminder before held seats are given back, and giving them back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from conference.models import Conference
from registration.models import Delegation
from registration.models.travel import erased_on
from registration.services.seats import release_held_seats

from . import letters
from .inviting import number_delegation

REMIND_BEFORE = timedelta(days=5)


def hold_by(conference: Conference) -> date:
    """The day proposed for holding seats: a month before the opening; near to it a week from now, never after it."""
    month_before, week_on = conference.starts - timedelta(days=30), conference.today() + timedelta(days=7)
    return max(min(max(month_before, week_on), conference.starts), conference.today())


def watch_held_seats() -> int:
    """Remind of held seats before their date, give them back after it; returns how many letters were due.

    Runs every minute: each delegation is reminded once, and released once.
    """
    spare = Delegation.objects.filter(seats_held__gt=F("seats_used"), held_until__isnull=False)
    near = spare.filter(held_until__lt=timezone.localdate() + REMIND_BEFORE + timedelta(days=1))
    rows = near.exclude(conference__visibility=Conference.Visibility.ARCHIVED).select_related("conference")
    return sum(_look_at(delegation.pk) for delegation in rows.order_by("pk"))


def forget_shared_travel() -> int:
    """Erase the shared answers about travel once their term is over, as those of each member are; returns how many."""
    over = Delegation.objects.filter(conference__ends__lt=timezone.localdate(), shared__has_key="travel")
    done = 0
    for delegation in over.select_related("conference"):
        if delegation.conference.today() <= erased_on(delegation.conference):
            continue
        delegation.shared = {name: value for name, value in delegation.shared.items() if name != "travel"}
        delegation.save(update_fields=["shared"])
        done += 1
    return done


@transaction.atomic
def _look_at(pk: int) -> int:
    rows = Delegation.objects.select_for_update(no_key=True, of=("self",)).select_related("conference", "focal_point")
    delegation = rows.filter(pk=pk).first()
    if delegation is None or delegation.held_until is None:
        return 0
    today = delegation.conference.today()
    if delegation.held_until < today:
        return _release(delegation)
    if delegation.reminded_at or delegation.held_until - today > REMIND_BEFORE:
        return 0
    delegation.reminded_at = timezone.now()
    delegation.save(update_fields=["reminded_at"])
    return _write(delegation, "delegation-reminder", left=letters.places(delegation.seats_spare))


def _release(delegation: Delegation) -> int:
    released = release_held_seats(delegation)
    return _write(delegation, "delegation-released", left=str(released)) if released else 0


def _write(delegation: Delegation, key: str, **values: Any) -> int:
    """To the focal point, with the task list; to who was invited and has not begun, with the invitation."""
    if delegation.focal_point:
        letters.write(key, delegation, to=delegation.focal_point, **values)
        return 1
    if not delegation.focal_email:
        return 0
    number_delegation(delegation)
    letters.write(
        key, delegation, to=delegation.focal_email, path="registration:delegation_invitation",
        kwargs={"token": delegation.invitation_token()}, **values,
    )  # fmt: skip
    return 1
