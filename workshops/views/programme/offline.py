"""Reading without a network: the worker that keeps the public programme, and the line about the visitor's clock."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from workshops import zones

from .clocks import OWN, YEAR, clock_of

MODULES = ("programme", "stars", "copy", "clock")
STYLES = ("tokens", "fonts", "base", "layout", "components", "forms", "pages", "desk", "programme")
SHELL = (
    *(f"css/{name}.css" for name in STYLES),
    "vendor/fonts/noto-sans-armenian-armenian-wght-normal.woff2",
    *(f"vendor/fonts/onest-{script}-wght-normal.woff2" for script in ("cyrillic", "latin")),
    *(f"vendor/fonts/source-serif-4-{script}-opsz-normal.woff2" for script in ("cyrillic", "latin")),
    *(f"js/programme/{name}.js" for name in MODULES),
    *(f"js/{name}.js" for name in ("reading", "details", "copy")),
    "img/mark.svg",
)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of this conference's programme in one language.

    It may be registered for the programme and for the pages of sessions, and answers for nothing else.
    """
    conference = request.conference
    programme = conference.url("workshops:programme")
    told = {
        "version": version(),
        "family": f"programme:{conference.slug}:{get_language()}:",
        "programme": programme,
        "whole": f"{programme}?day=all",
        "sessions": f"{conference.url('conference_home')}sessions/",
        "assets": assets(),
        "prefix": settings.STATIC_URL,
    }
    body = f"self.PROGRAMME = {json.dumps(told)};\nimportScripts({json.dumps(static('js/programme/worker.js'))});\n"
    response = HttpResponse(body, content_type="text/javascript")
    response["Service-Worker-Allowed"] = conference.url("conference_home")
    return response


def assets() -> list[str]:
    """Addresses of all that the pages are made of; modules also by the plain names by which they import each other."""
    plain = [f"{settings.STATIC_URL}js/programme/{name}.js" for name in MODULES]
    return sorted({*(static(name) for name in SHELL), *plain})


@cache
def version() -> str:
    """A fingerprint of the files that the pages are made of: another one makes devices fetch them anew."""
    digest = hashlib.sha256()
    for name in (*SHELL, "js/programme/worker.js"):
        if path := finders.find(name):
            digest.update(Path(path).read_bytes())
    return digest.hexdigest()[:16]


@require_safe
def clock(request: HttpRequest) -> HttpResponse:
    """The line about the time for a browser in the zone ``own``: its script has just found out which that is."""
    own = zones.known(request.GET.get("own", ""))
    if own is None:
        return HttpResponseBadRequest()
    request.COOKIES[OWN] = own.key
    told = clock_of(request, request.conference)
    response = render(request, "workshops/programme_clock.html", {"zone": told.told(), "clock": told})
    response.set_cookie(OWN, own.key, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    return response
