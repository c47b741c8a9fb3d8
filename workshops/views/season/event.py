"""The page of one event of a season: what, when, with whom, with which services; and what other rooms add."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from conference import cards
from conference.extensions import blocks
from conference.permissions import may
from workshops.models import Session
from workshops.services.season import Meeting
from workshops.services.season.letters import text_of
from workshops.services.season.plan import events_of, meeting_of
from workshops.services.season.sharing import card_words, described, services_in_words
from workshops.views.listening import of_a_season
from workshops.views.programme import stars
from workshops.views.programme.clocks import clock_of, remember
from workshops.views.season.plan import next_of

A_DAY = 24 * 3600
COMING = 3
JOINING = 10
"""The order of the block of joining, which stands before everything but the summary; less stands before that, too."""


def season_event(request: HttpRequest, pk: int) -> HttpResponse:
    """An event as the public reads it. One that was called off says so, with the reason and what comes instead."""
    conference = request.conference
    shown = get_object_or_404(events_of(conference), pk=pk)
    clock, language = clock_of(request, conference), get_language() or "ru"
    if shown.is_off:
        return called_off(request, shown)
    meeting = meeting_of(shown)
    added = blocks("session_page", request, shown)
    context = {
        "meeting": meeting,
        "session": shown,
        "event": shown,
        "plain_title": text_of(shown, "title", language),
        "is_starred": pk in stars.starred(request, conference),
        "other_times": clock.elsewhere(shown.starts, shown.ends),
        "services": services_in_words(shown, language),
        "top_blocks": [block for block in added if block.order < JOINING],
        "first_blocks": [block for block in added if block.order == JOINING],
        "blocks": [block for block in added if block.order > JOINING],
        "may_edit": may(request.user, "workshops.season_desk", conference),
        "zone": clock.told(),
        "clock": clock,
        "machine": machine(meeting, language),
    }
    with timezone.override(clock.zone):
        return remember(request, render(request, "workshops/season_event.html", context), clock)


def called_off(request: HttpRequest, shown: Session) -> HttpResponse:
    """That an event will not take place, why, and what else there is; with the status “gone” for machines."""
    clock = clock_of(request, request.conference)
    coming = next_of(request.conference, COMING)
    with timezone.override(clock.zone):
        return render(request, "workshops/season_off.html", {"session": shown, "events": coming}, status=410)


def machine(meeting: Meeting, language: str) -> dict[str, Any]:
    """What search engines and social networks read in the head of the page."""
    session = meeting.session
    address = settings.SITE_URL + session.conference.url("workshops:session", pk=session.pk)
    card = settings.SITE_URL + session.conference.url("workshops:event_card", pk=session.pk, language=language)
    return {
        "title": text_of(session, "title", language),
        "summary": text_of(session, "summary", language),
        "canonical": address,
        "card": card,
        "data": described(meeting, language, address=address, card=card),
    }


@require_safe
@of_a_season
def event_card(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The picture that is shown beside a link to the event, in *language*; made once for what it says."""
    shown = get_object_or_404(events_of(request.conference), pk=pk)
    png = cards.draw(**card_words(shown, language))
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": f"public, max-age={A_DAY}"})
