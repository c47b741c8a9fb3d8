"""When an hour is, by the clock of the page and by the others that matter."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from workshops.models import Slot
from workshops.views.programme.clocks import clock_of


def times_of(request: HttpRequest, slot: Slot) -> dict[str, Any]:
    """The beginning and the end of *slot* in the zone of the page, and elsewhere."""
    clock = clock_of(request, request.conference)
    return {
        "starts": timezone.localtime(slot.starts, clock.zone),
        "ends": timezone.localtime(slot.ends, clock.zone),
        "zone": clock.told(),
        "other_times": clock.elsewhere(slot.starts, slot.ends),
        "page_zone": clock.zone.key,
    }
