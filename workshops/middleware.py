"""What the four tracks do with every request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from workshops.live import Answer, meter, shelf
from workshops.services.programme_mine import merge_stars
from workshops.views.programme.stars import COOKIE, in_cookie
from workshops.views.shared import given_out

OWN_TO_ONE = {"set-cookie", "vary", "cache-control", "content-length", "content-encoding", "etag", "poll-after"}


class SharedPieces:
    """Answers with the pieces of pages that everybody sees alike, before anything else is done with the request.

    The first to ask goes through to the view, which marks its answer as ``shared`` (see ``views.shared``); what it
    said is given to all for half a second. So a poll of 4 000 listeners costs neither a session nor a query. An address
    whose view no longer shares its answer (the season became a draft, the event is gone) leaves the shelf at once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        rate = meter.tick()
        if request.method != "GET":
            return self.get_response(request)
        address = request.get_full_path()
        answer = shelf.look(address)
        if answer is not None:
            return given_out(request, answer, rate)
        response = self.get_response(request)
        shared: Answer | None = getattr(response, "shared", None)
        if shared is None:
            shelf.drop(address)
            return response
        shared.headers = {name: value for name, value in response.items() if name.lower() not in OWN_TO_ONE}
        shelf.put(address, shared)
        return given_out(request, shared, rate)


class StarsFollow:
    """Stars that a visitor gave before signing in become those of the account, with the very answer that signs in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if COOKIE in request.COOKIES and request.user.is_authenticated:
            merge_stars(in_cookie(request), by=request.user)
            response.delete_cookie(COOKIE, samesite="Lax")
        return response
