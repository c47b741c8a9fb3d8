"""“Running now”: what goes on in the season at this moment, what begins within the hour, what is next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from registration.services.joining.running import clock, running_of
from workshops import zones
from workshops.views.listening import is_met, of_a_season, own_page


@of_a_season
@own_page
@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """Events with their buttons for joining; for who is known one click, without JavaScript too."""
    zone, moment = request.conference.zone, timezone.now()
    context = {
        "running": running_of(request.conference),
        "is_known": is_met(request),
        "now": clock(moment, zone),
        "zone": zones.named(zone, moment),
    }
    return render(request, "registration/joining/now.html", context)
