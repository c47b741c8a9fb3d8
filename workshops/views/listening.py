"""By what the site knows a listener: a signed-in person, or a cookie of this browser for one season."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from conference.models import Conference
from workshops.models import Listener
from workshops.services import listening

DAYS = 300 * 24 * 3600


def of_a_season(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that only a season has: of any other conference it is 404."""

    @wraps(view)
    def page(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.conference.is_season:
            raise Http404
        return view(request, *args, **kwargs)

    return page


def cookie_of(conference: Conference) -> str:
    return f"listener-{conference.pk}"


def listener_of(request: HttpRequest) -> Listener | None:
    """The listener who asks for this page of a season; None for somebody not met yet. Asked once for a request.

    A signed-in person is their own listener, whatever the cookie says; they may have none yet
    (``services.listening.listener_of_person`` makes one).
    """
    if not hasattr(request, "_listener"):
        request._listener = _find(request)  # type: ignore[attr-defined]
    found: Listener | None = request._listener  # type: ignore[attr-defined]
    return found


def _find(request: HttpRequest) -> Listener | None:
    conference = request.conference
    if request.user.is_authenticated:
        return Listener.objects.of(conference).of_person(request.user).first()
    token = request.COOKIES.get(cookie_of(conference), "")
    return listening.listener_by_cookie(conference, token) if token else None


def remember(request: HttpRequest, response: HttpResponse, listener: Listener) -> HttpResponse:
    """Let this browser be known as *listener* on later pages of the season."""
    response.set_cookie(
        cookie_of(listener.conference),
        listening.cookie_token(listener),
        max_age=DAYS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response
