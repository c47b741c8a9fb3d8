"""What becomes of a registration's place: its position in the list, the offer, the question whether one comes."""

from __future__ import annotations

from typing import Any

from django import template

from registration.models import Registration
from registration.services import waiting

register = template.Library()


@register.simple_tag
def place_of(registration: Registration) -> dict[str, Any]:
    """What ``registration/waiting_place.html`` shows; one query for who waits, none for anybody else."""
    waits = registration.state == Registration.State.WAITING
    is_offered = registration.state == Registration.State.OFFERED and not waiting.is_lapsed(registration)
    is_guest = registration.state == Registration.State.APPROVED and registration.attendance == "hall"
    is_asked = is_guest and registration.confirm_asked_at is not None
    if not (waits or is_offered or is_asked):
        return {}
    return {
        "token": waiting.place_token(registration),
        "position": waiting.positions_of([registration]).get(registration.pk) if waits else None,
        "may_go_online": waits and registration.attendance == "hall" and registration.category.online_left() != 0,
        "is_offered": is_offered,
        "is_asked": is_asked,
    }
