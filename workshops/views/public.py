"""What anybody may read of the four tracks. The programme is in ``workshops.views.programme``."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from conference.models import Conference
from workshops.models import Submission, Track
from workshops.services.programme import events_of_track

from .programme.cards import line_of
from .programme.clocks import clock_of


@require_safe
def track_list(request: HttpRequest) -> HttpResponse:
    tracks = Track.objects.of(request.conference).with_paper_counts()
    return render(request, "workshops/track_list.html", {"tracks": tracks, "call": call_of(request.conference)})


@require_safe
def track(request: HttpRequest, number: int) -> HttpResponse:
    """One track: what it discusses, whom to ask, what it has accepted, and how to offer a paper."""
    conference = request.conference
    shown = get_object_or_404(Track.objects.of(conference).select_related("conference"), number=number)
    papers = Submission.objects.of(conference).admitted().filter(track=shown).with_authors()
    clock, language = clock_of(request, conference), get_language() or "ru"
    context = {
        "track": shown,
        "neighbours": Track.objects.of(conference).exclude(pk=shown.pk),
        "papers": papers.order_by("number"),
        "sessions": [line_of(event, language) for event in events_of_track(conference, number)],
        "call": call_of(conference),
        "zone": clock.told(),
    }
    with timezone.override(clock.zone):
        return render(request, "workshops/track.html", context)


def is_over(conference: Conference) -> bool:
    return conference.is_archived or conference.ends < conference.today()


def has_proceedings(conference: Conference) -> bool:
    """Whether a volume is published. The volumes belong to a room that this one does not know, if it is there."""
    volumes = getattr(conference, "volumes", None)
    return volumes is not None and volumes.published().exists()


def call_of(conference: Conference) -> dict[str, Any]:
    """The call for papers as a page shows it: ``open``, ``announced`` (opens later), ``closed`` or ``none``."""
    opens, closes = conference.call_opens, conference.call_closes
    if conference.call_is_open():
        state = "open"
    elif opens and opens > timezone.now() and not conference.is_archived:
        state = "announced"
    else:
        state = "closed" if opens else "none"
    return {
        "state": state,
        "opens": timezone.localtime(opens, conference.zone) if opens else None,
        "closes": timezone.localtime(closes, conference.zone) if closes else None,
    }
