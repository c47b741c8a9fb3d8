"""What happens to every request of the site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme

from conference.models import Conference
from conference.permissions import may

GetResponse = Callable[[HttpRequest], HttpResponse]


class RefuseNulBytes:
    """No database stores NUL: a request that carries one in its address is answered with 400."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest("400: NUL", content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class AdminLanguage:
    """The administration has no language in its address: it speaks the language of the person."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/admin/") and request.user.is_authenticated:
            with translation.override(request.user.language):
                request.LANGUAGE_CODE = request.user.language
                return self.get_response(request)
        return self.get_response(request)


class PrivatePages:
    """No page is kept by a shared cache; one that belongs to a session is kept by none at all."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or request.session.modified:
            patch_cache_control(response, private=True, no_store=True)
        elif "Cache-Control" not in response:
            patch_cache_control(response, private=True, no_cache=True)
        return response


class CurrentConference:
    """Sets ``request.conference`` from the address; a draft exists for its own staff only."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.conference = None
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        slug = kwargs.pop("conference_slug", None)
        if slug is None:
            return None
        conference = Conference.objects.filter(slug=slug).first()
        hidden = conference and conference.visibility == Conference.Visibility.DRAFT
        if conference is None or (hidden and not may(request.user, "conference.desk", conference)):
            return not_found(request)
        request.conference = conference
        return None


class PagesOfVerbs:
    """Whoever reads the address of a verb, by a reload or another language, gets a page that leads on, not a blank one.

    The answer stays 405 (RFC 9110, 15.5.6).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET" or response.content:
            return response
        page = render(request, "405.html", {"back": came_from(request)}, status=405)
        page["Allow"] = response["Allow"]
        return page


def came_from(request: HttpRequest) -> str:
    """The address, without the host, of the other page of this site that led here; empty when there is none."""
    address = request.headers.get("referer", "")
    if not address or not url_has_allowed_host_and_scheme(address, {request.get_host()}):
        return ""
    path = urlsplit(address).path
    return "" if path == request.path else path


def not_found(request: HttpRequest) -> HttpResponse:
    return render(request, "404.html", status=404)
