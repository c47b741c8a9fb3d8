"""An announcement ready to share: the card, texts for social networks in both languages, links with language."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from conference.permissions import require
from workshops.services.season.plan import events_of, meeting_of
from workshops.services.season.sharing import SHORT, address_of, long_text, short_text
from workshops.views.listening import of_a_season

LANGUAGES = ("ru", "en")


@require_safe
@of_a_season
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    conference = request.conference
    require(request.user, "workshops.season_desk", conference)
    event = get_object_or_404(events_of(conference), pk=pk)
    if event.is_off:
        messages.info(request, _("The event is called off: there is nothing to announce."))
        return redirect(conference.url("workshops:event_plan", pk=pk))
    meeting = meeting_of(event)
    kits = []
    for language in LANGUAGES:
        short = short_text(event, language)
        with override(language):
            card = conference.url("workshops:event_card", pk=pk, language=language)
        people = [*meeting.hosts, *meeting.experts]
        kits.append({
            "language": language, "card": card, "short": short, "length": len(short),
            "link": address_of(event, language),
            "long": long_text(event, language, people), "is_missing": not getattr(event, f"title_{language}"),
        })  # fmt: skip
    return render(request, "workshops/season_announce.html", {"session": event, "kits": kits, "most": SHORT})
