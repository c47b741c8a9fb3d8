"""What every template knows about the site and the visitor."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from conference.middleware import came_from
from conference.models import Conference
from conference.permissions import may
from conference.reading import reading_of

LANGUAGE_NAMES = (("ru", "Русский"), ("en", "English"))


def language_links(request: HttpRequest) -> list[dict[str, Any]]:
    """The same page in each language: code, own name, address, whether it is this one."""
    here = page_of(request)
    return [
        {"code": code, "name": name, "url": _translated(here, code), "current": code == get_language()}
        for code, name in LANGUAGE_NAMES
    ]


def page_of(request: HttpRequest) -> str:
    """The address to come back to: of a refused form that has no page of its own, the page where it stands."""
    return (came_from(request) if request.method == "POST" else "") or request.get_full_path()


def _translated(address: str, code: str) -> str:
    """*address* in the language *code*; of an address that leads nowhere only the prefix is changed."""
    found, current = translate_url(address, code), f"/{get_language()}/"
    return f"/{code}/{address.removeprefix(current)}" if found == address and address.startswith(current) else found


def _in_front(request: HttpRequest) -> Conference | None:
    """Whose name and menu stand around a page that is of no conference."""
    if getattr(request, "resolver_match", None) is None:  # an address that leads nowhere may still name a conference
        slug = request.path.removeprefix(f"/{get_language()}/").partition("/")[0]
        if named := Conference.objects.public().filter(slug=slug).first():
            return named
    return Conference.objects.current()


def site(request: HttpRequest) -> dict[str, Any]:
    conference = getattr(request, "conference", None)
    match = getattr(request, "resolver_match", None)
    is_desk = bool(match and match.route and "/desk/" in f"/{match.route}/")
    return {
        "conference": conference,
        "front_conference": SimpleLazyObject(lambda: conference or _in_front(request)),
        "reading": reading_of(request),
        "language_links": language_links(request),
        "page_address": page_of(request),
        "other_language": "en" if get_language() == "ru" else "ru",
        "site_url": settings.SITE_URL,
        "demo": settings.DEMO,
        "is_desk": is_desk,
        "may_desk": SimpleLazyObject(
            lambda: conference is not None and may(request.user, "conference.desk", conference)
        ),
    }
