"""The plan for feed readers: RSS 2.0 and Atom, in the language of the address, of all events or of a selection."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from workshops.services import programme_feeds as feeds
from workshops.services.season.feeds import KINDS, feed_of
from workshops.views.listening import of_a_season
from workshops.views.programme.feeds import conditional, title_of
from workshops.views.season.plan import selection


@require_safe
@of_a_season
def feed(request: HttpRequest, kind: str) -> HttpResponse:
    """Announced events, the newest announcement first."""
    if kind not in KINDS:
        raise Http404
    conference, language = request.conference, get_language() or "ru"
    chosen = selection(request)
    told = "all" if chosen is None else ".".join(map(str, sorted(chosen)))
    tag = feeds.tag_of(None, kind, language, told, feeds.season_tag(conference))

    def make() -> HttpResponse:
        url = settings.SITE_URL + request.get_full_path()
        body = feed_of(conference, language, kind=kind, title=title_of(conference), url=url, only=chosen)
        return HttpResponse(body, content_type=f"{KINDS[kind].mime}; charset=utf-8")

    return conditional(request, None, tag, make)
