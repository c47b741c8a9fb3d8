"""The programme for calendars and other machines, and the page that tells people how to subscribe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conference.models import Conference
from conference.views.downloads import download
from conference.views.verbs import attempt
from workshops.models import CalendarFeed, Release
from workshops.services import programme_feeds as feeds
from workshops.services import programme_mine as mine
from workshops.services.programme import event_of
from workshops.views.season.plan import selection

from . import stars


def conditional(
    request: HttpRequest, release: Release | None, tag: str, make: Callable[[], HttpResponse], *, dated: bool = True
) -> HttpResponse:
    """The answer of *make*, or 304 when the reader has it already: by its ETag, or by the date of the release."""
    at = int(release.released_at.timestamp()) if release and dated else None
    response = get_conditional_response(request, etag=tag, last_modified=at)
    if response is None:
        response = make()
    response["ETag"] = tag
    if at is not None:
        response["Last-Modified"] = http_date(at)
    return response


def _ics(body: bytes, name: str) -> HttpResponse:
    return download(body, "text/calendar; charset=utf-8", f"{name}.ics", inline=True)


def _calendar(
    request: HttpRequest, name: str, told: str, only: set[int] | None = None, *, dated: bool = True
) -> HttpResponse:
    """The sessions *only*, or all, as a calendar called *told*; *name* is that of the file."""
    conference, language = request.conference, get_language() or "ru"
    release = Release.objects.current(conference)
    if release is None and not conference.is_season:
        raise Http404
    chosen = "all" if only is None else ".".join(map(str, sorted(only)))
    tag = feeds.tag_of(release, "ics", language, told, chosen, "" if release else feeds.season_tag(conference))
    url = settings.SITE_URL + request.path

    def make() -> HttpResponse:
        body = feeds.calendar_of(conference, language, name=told, url=url, only=only, release=release)
        return _ics(body, name)

    return conditional(request, release, tag, make, dated=dated)


@require_safe
def all_ics(request: HttpRequest) -> HttpResponse:
    """The whole programme; of a season, the events that the filters in the address leave."""
    conference = request.conference
    only = selection(request) if conference.is_season else None
    return _calendar(request, conference.slug, title_of(conference), only)


@require_safe
def session_ics(request: HttpRequest, pk: int) -> HttpResponse:
    """One session; when it is moved or cancelled, whoever subscribed reads that here."""
    conference = request.conference
    if event_of(conference, pk) is None and not _was_released(conference, pk):
        raise Http404
    return _calendar(request, f"{conference.slug}-{pk}", title_of(conference), {pk})


def _was_released(conference: Conference, pk: int) -> bool:
    return conference.releases.filter(sessions__session=pk).exists()


@require_safe
def chosen_ics(request: HttpRequest) -> HttpResponse:
    """The sessions named in the address: the choice of somebody who is not signed in. Their times stay live."""
    keys = set(stars.keys_in(request.GET.get("s", "")))
    if not keys:
        raise Http404
    return _calendar(request, f"{request.conference.slug}-chosen", my_title(request.conference), keys)


@require_safe
def mine_ics(request: HttpRequest, token: str) -> HttpResponse:
    """A person's own programme, for their calendar: whoever has the address may read it."""
    rows = CalendarFeed.objects.of(request.conference).select_related("person")
    feed = rows.filter(token=token, person__is_active=True).first()
    if feed is None:
        raise Http404
    only = mine.own_sessions(feed.person, request.conference)
    response = _calendar(request, f"{request.conference.slug}-mine", my_title(request.conference), only, dated=False)
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def title_of(conference: Conference) -> str:
    words = _("%(conference)s: plan of events") if conference.is_season else _("%(conference)s: programme")
    return words % {"conference": conference.short_title or conference.title}


def my_title(conference: Conference) -> str:
    words = _("%(conference)s: my plan") if conference.is_season else _("%(conference)s: my programme")
    return words % {"conference": conference.short_title or conference.title}


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """The whole programme in both languages. Open to scripts of any site: it is public, and no cookie changes it."""
    conference = request.conference
    release = Release.objects.current(conference)
    if release is None and not conference.is_season:
        raise Http404
    tag = feeds.tag_of(release, "json", feeds.VERSION, "" if release else feeds.season_tag(conference))

    def make() -> HttpResponse:
        return HttpResponse(feeds.json_of(conference, release), content_type="application/json")

    response = conditional(request, release, tag, make)
    response["Access-Control-Allow-Origin"] = "*"
    return response


# -- subscribing ---------------------------------------------------------------------------------------------


@require_safe
def subscribe(request: HttpRequest) -> HttpResponse:
    """How to have the programme in one's calendar: all of it, or one's own part; in either language."""
    conference = request.conference
    release = Release.objects.current(conference)
    marked = stars.starred(request, conference)
    feed = None
    if request.user.is_authenticated:
        feed = CalendarFeed.objects.of(conference).filter(person=request.user).first()
    everything = address(conference, "workshops:programme_ics")
    context: dict[str, Any] = {
        "is_released": release is not None or conference.is_season,
        "everything": everything,
        "feed": feed,
        "own": address(conference, "workshops:mine_ics", token=feed.token) if feed else None,
        "count": len(marked),
        "json": settings.SITE_URL + conference.url("workshops:programme_json"),
    }
    if marked and not request.user.is_authenticated:
        keys = ".".join(map(str, sorted(marked)))
        context["chosen"] = address(conference, "workshops:chosen_ics", query=f"?s={keys}")
    return render(request, "workshops/programme_calendar.html", context)


def address(conference: Conference, name: str, *, query: str = "", **kwargs: Any) -> dict[str, str]:
    """The address of a feed for a browser and, with the scheme by which calendars subscribe, for calendars."""
    path = conference.url(name, **kwargs) + query
    webcal = f"webcal://{urlsplit(settings.SITE_URL).netloc}{path}"
    return {"https": settings.SITE_URL + path, "webcal": webcal, "path": path}


@login_required
@require_POST
def feed_renew(request: HttpRequest) -> HttpResponse:
    """Make the personal feed, or give it a new address."""
    had = CalendarFeed.objects.of(request.conference).filter(person=request.user).exists()
    done = (
        _("The address is new. Subscribe to it again: the old one leads nowhere now.")
        if had
        else _("Your calendar has an address now. Keep it to yourself: whoever has it reads your programme.")
    )
    attempt(request, mine.renew_feed, request.conference, done=done)
    return redirect(request.conference.url("workshops:subscribe"))


@login_required
@require_POST
def feed_stop(request: HttpRequest) -> HttpResponse:
    attempt(request, mine.stop_feed, request.conference, done=_("The address leads nowhere now."))
    return redirect(request.conference.url("workshops:subscribe"))
