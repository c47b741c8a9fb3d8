"""The screen in the hall: what is being answered and what most people want answered, large, in both languages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from conference.documents import qr_data_uri
from conference.services.mail import link
from workshops.models import Session
from workshops.services.questions import listing
from workshops.views.listening import of_a_season
from workshops.views.shared import etag_of, live_piece

from .fragment import interval_of, session_of

NEXT = 4
"""So many questions wait on the screen at the most; those that do not fit are left out by its style."""


def piece_of(session: Session) -> tuple[bytes, str]:
    """The moving part of the screen and its strong ETag; three queries. Nothing in it belongs to one person."""
    rows = listing.of_event(session)
    waiting = sorted((row for row in rows if row.is_open and not row.question.is_in_the_air), key=listing.by_votes)
    context = {
        "now": listing.in_the_air(rows),
        "next": waiting[:NEXT],
        "waiting": len(waiting),
        "answered": sum(1 for row in rows if not row.is_open),
    }
    body = render_to_string("workshops/questions/_screen.html", context).encode()
    return body, etag_of(body)


@require_safe
@of_a_season
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole screen, dark, or light for a lit room (``?look=light``). Without a script a link renews it."""
    session = session_of(request, pk)
    address = link(request.conference.url("workshops:questions_event", pk=session.pk))
    body, etag = piece_of(session)
    context = {
        "session": session,
        "piece": mark_safe(body.decode()),  # noqa: S308
        "etag": etag,
        "interval": interval_of(session),
        "address": address.partition("://")[2],
        "qr": qr_data_uri(address),
        "look": "light" if request.GET.get("look") == "light" else "dark",
    }
    return render(request, "workshops/questions/screen.html", context)


@require_safe
@of_a_season
def piece(request: HttpRequest, pk: int) -> HttpResponse:
    """The moving part, shared by all screens."""
    session = session_of(request, pk)
    body, etag = piece_of(session)
    return live_piece(request, body, etag, interval_of(session))
