"""What the four tracks do with every request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from workshops.services.programme_mine import merge_stars
from workshops.views.programme.stars import COOKIE, in_cookie


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
