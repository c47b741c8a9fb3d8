"""The screen in the hall: what is being answered and what most people want answered, large, in both languages."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from conference.documents import qr_data_uri
from conference.models import Conference
from conference.services.mail import link
from workshops.live import Answer
from workshops.models import Session
from workshops.services.questions import listing
from workshops.views.listening import of_a_season
from workshops.views.shared import given_out, live_piece

from .fragment import interval_of, session_of

NEXT = 4
"""So many questions wait on the screen below the one that is being answered."""


def piece_of(session: Session) -> tuple[bytes, str]:
    """The moving part of the screen and its strong ETag; three queries. Nothing in it belongs to one person."""
    rows = listing.of_event(session)
    waiting = sorted((row for row in rows if row.is_open and not row.question.is_in_the_air), key=listing.by_votes)
    context = {
        "now": listing.in_the_air(rows),
        "next": waiting[:NEXT],
        "more": max(0, len(waiting) - NEXT),
        "answered": sum(1 for row in rows if not row.is_open),
    }
    body = render_to_string("workshops/questions/_screen.html", context).encode()
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


@require_safe
@of_a_season
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole screen; it renews itself; without a script a link does."""
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
        "other": "en" if get_language() == "ru" else "ru",
    }
    return render(request, "workshops/questions/screen.html", context)


@require_safe
@of_a_season
def piece(request: HttpRequest, pk: int) -> HttpResponse:
    """The moving part, shared by all screens."""
    session = session_of(request, pk)
    body, etag = piece_of(session)
    if session.conference.visibility != Conference.Visibility.DRAFT and not request.META["QUERY_STRING"]:
        return live_piece(body, etag, interval_of(session))
    return given_out(request, Answer(body, etag, {}, interval_of(session)), rate=0)
