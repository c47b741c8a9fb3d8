"""Pieces of pages that everybody sees alike: marked by their view, kept and given out by the middleware."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from conference.models import Conference
from workshops.live import Answer, interval_for

POLL_AFTER = "Poll-After"
"""The header that names the seconds after which a browser asks again."""


def etag_of(body: bytes) -> str:
    """The strong ETag of *body*."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def live_piece(
    request: HttpRequest, body: bytes, etag: str, interval: float, *, known_queries: Collection[str] = ("",)
) -> HttpResponse:
    """A piece of a page of this conference, in which nothing may be personal.

    SharedPieces gives it to anybody who asks for the same address, unless the conference is a draft, or the address is
    not one of those that everybody uses: so strangers cannot fill the shelf.
    """
    answer = Answer(body, etag, {}, interval)
    is_public = request.conference.visibility != Conference.Visibility.DRAFT
    if not is_public or request.META["QUERY_STRING"] not in known_queries:
        return given_out(request, answer, rate=0)
    response = HttpResponse(body)
    response["ETag"] = etag
    response.shared = answer  # type: ignore[attr-defined]
    return response


def given_out(request: HttpRequest, answer: Answer, rate: float) -> HttpResponse:
    """*answer* to this browser: 304 when it has it, packed when it understands that."""
    is_packed = bool(answer.packed) and "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    etag = answer.packed_etag if is_packed else answer.etag
    known = request.META.get("HTTP_IF_NONE_MATCH", "")
    if answer.etag in known or (answer.packed and answer.packed_etag in known):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(answer.packed if is_packed else answer.body)
        for name, value in answer.headers.items():
            response[name] = value
        if is_packed:
            response["Content-Encoding"] = "gzip"
    response["ETag"] = etag
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = "public, no-cache"
    response[POLL_AFTER] = f"{interval_for(answer, rate):.1f}"
    return response
