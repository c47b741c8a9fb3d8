"""The list of questions of an event as one piece of a page, the same for everybody who reads it in one language.

Nothing in it is personal: no token of a form, no votes of one's own, no cookie. What is a visitor's own is laid over
it in the page (``overlaid``) or by the browser. So it may be drawn once for thousands.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from workshops.models import Session
from workshops.services.questions import listing
from workshops.views.listening import of_a_season
from workshops.views.shared import etag_of, live_piece

DEFAULT_ORDER = "votes"
LIVE, NEAR, QUIET = 3.6, 20.0, 60.0
"""Seconds between two looks: during the event, on the day of it, otherwise."""
KNOWN_QUERIES = {"", *(f"order={order}" for order in listing.ORDERS)}


def fragment_of(session: Session, language: str, order: str = DEFAULT_ORDER) -> tuple[bytes, str]:
    """The list of questions to *session* in *language* and *order*, and its strong ETag; three queries."""
    rows = listing.of_event(session)
    context = {
        "session": session,
        "conference": session.conference,
        "now": listing.in_the_air(rows),
        "groups": listing.grouped(rows, order),
        "order": order,
        "is_empty": not rows,
    }
    with override(language), timezone.override(session.conference.zone):
        body = render_to_string("workshops/questions/_list.html", context).encode()
    return body, etag_of(body)


def overlaid(body: bytes, voted: Collection[int]) -> str:
    """The list with the own votes of one visitor, for their page alone."""
    html = body.decode()
    for key in voted:
        html = html.replace(
            f'name="vote" value="{key}" aria-pressed="false"', f'name="unvote" value="{key}" aria-pressed="true"'
        )
    return html


def interval_of(session: Session) -> float:
    """After how many seconds it is worth asking again: often while the event goes on."""
    now = timezone.now()
    if session.starts - timedelta(minutes=15) <= now <= session.ends + timedelta(minutes=15):
        return LIVE
    return NEAR if abs(session.starts - now) < timedelta(days=1) else QUIET


def order_of(request: HttpRequest) -> str:
    asked = request.GET.get("order", "")
    return asked if asked in listing.ORDERS else DEFAULT_ORDER


def session_of(request: HttpRequest, pk: int) -> Session:
    """The event of this season; one that was called off keeps its questions."""
    rows = Session.objects.of(request.conference).filter(format=Session.Format.EVENT)
    return get_object_or_404(rows.select_related("kind", "conference"), pk=pk)


@require_safe
@of_a_season
def fragment(request: HttpRequest, pk: int) -> HttpResponse:
    """The list, or 304 when the browser has it already."""
    session = session_of(request, pk)
    body, etag = fragment_of(session, get_language() or "ru", order_of(request))
    return live_piece(request, body, etag, interval_of(session), known_queries=KNOWN_QUERIES)
