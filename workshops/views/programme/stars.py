"""Stars: in the account of who is signed in, in a cookie of everybody else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from conference import keys
from conference.models import Conference
from conference.views.verbs import attempt
from workshops.models import Session
from workshops.services import programme_mine as mine

COOKIE = "stars"
YEAR = 365 * 24 * 3600


def in_cookie(request: HttpRequest) -> list[int]:
    """The stars of a visitor who is not signed in: keys of sessions, in the order in which they were given."""
    return keys_in(request.COOKIES.get(COOKIE, ""))


def keys_in(text: str) -> list[int]:
    """The keys of sessions in “12.34.56”, each once; whatever is none is passed over."""
    return keys.keys_in(text.split(".")[: mine.MOST_STARS])


def keep_in_cookie(request: HttpRequest, response: HttpResponse, stars: list[int]) -> None:
    if stars:
        response.set_cookie(
            COOKIE, ".".join(map(str, stars)), max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")


def starred(request: HttpRequest, conference: Conference) -> set[int]:
    """What the visitor has marked."""
    if request.user.is_authenticated:
        return mine.starred_by(request.user, conference)
    return set(in_cookie(request))


def own(request: HttpRequest, conference: Conference, stars: set[int]) -> set[int]:
    """The visitor's own programme: *stars* and, when signed in, own talks and enrolments."""
    if request.user.is_authenticated:
        return stars | mine.own_sessions(request.user, conference)
    return stars


@require_POST
def star(request: HttpRequest) -> HttpResponse:
    """Mark the session named ``star`` or take the mark from the one named ``unstar``; answers a script in JSON."""
    conference = request.conference
    wanted = "star" in request.POST
    pk = keys.key_in(request.POST.get("star" if wanted else "unstar", ""))
    if not pk:
        return HttpResponseBadRequest()
    session = get_object_or_404(Session.objects.of(conference).standing(), pk=pk)
    kept = in_cookie(request)
    if request.user.is_authenticated:
        verb = mine.star if wanted else mine.unstar
        is_done = attempt(request, verb, session)
        count = len(mine.starred_by(request.user, conference))
    else:
        kept = [each for each in kept if each != session.pk] + ([session.pk] if wanted else [])
        is_done = len(kept) <= mine.MOST_STARS
        kept = kept[: mine.MOST_STARS]
        count = Session.objects.of(conference).filter(pk__in=kept).count()
    if "application/json" in request.headers.get("Accept", ""):
        on = wanted if is_done else not wanted
        response: HttpResponse = JsonResponse({"session": session.pk, "on": on, "count": count})
    else:
        response = HttpResponseRedirect(f"{_back(request, conference)}#s{session.pk}")
    if not request.user.is_authenticated:
        keep_in_cookie(request, response, kept)
    return response


def _back(request: HttpRequest, conference: Conference) -> str:
    """The page from which the star was given."""
    path = request.POST.get("next", "")
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_ours else conference.url("workshops:programme")
