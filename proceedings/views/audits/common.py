"""What the pages of an attempt share: whose link it is, the frame, who begins too often."""

from __future__ import annotations

import contextlib
import hashlib
from typing import Any

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language

from conference.models import Conference, Person
from proceedings.models import Checklist, Material, SelfAudit
from proceedings.views.proofs.pages import private

AN_HOUR = 3600
MOST_STARTS, MOST_LETTERS, MOST_FILES = 200, 30, 200
"""From one address of the network in an hour: a whole staff room may begin at once."""

__all__ = ["back", "checklist_of", "found", "frame", "is_too_often", "private", "signed_in", "spoken"]


def spoken() -> str:
    """The language of the page."""
    return (get_language() or "ru")[:2]


def signed_in(request: HttpRequest) -> Person | None:
    return request.user if request.user.is_authenticated else None


def checklist_of(slug: str) -> Checklist:
    """A checklist that readers may see; 404 for any other."""
    rows = Checklist.objects.select_related("material__conference")
    public = Material.objects.public().filter(kind=Material.Kind.CHECKLIST, slug=slug)
    checklist = rows.filter(material__in=public).first()
    if checklist is None:
        raise Http404
    return checklist


def found(key: str) -> SelfAudit:
    """The attempt whose link this is; 404 for a link of nothing, and for a checklist of a hidden season."""
    rows = SelfAudit.objects.select_related("checklist__material__conference", "follows", "person")
    visible = rows.exclude(checklist__material__conference__visibility=Conference.Visibility.DRAFT)
    audit = visible.filter(key=key).first()
    if audit is None:
        raise Http404
    return audit


def frame(audit: SelfAudit) -> dict[str, Any]:
    """What every page of an attempt knows. ``store`` names its answers in the browser without telling its key."""
    material = audit.checklist.material
    return {
        "audit": audit,
        "material": material,
        "front_conference": material.conference,
        "store": hashlib.sha256(audit.key.encode()).hexdigest()[:16],
    }


def back(audit: SelfAudit, name: str = "audit", *args: object, anchor: str = "") -> HttpResponse:
    return redirect(reverse(f"audits:{name}", args=[audit.key, *args]) + anchor)


def is_too_often(request: HttpRequest, what: str, most: int) -> bool:
    """Whether *what* was done more than *most* times in an hour from this address of the network."""
    key = f"audits:{what}:{ratelimit.get_ip(request)}"
    if cache.get_or_set(key, 0, AN_HOUR) >= most:
        return True
    with contextlib.suppress(ValueError):  # the hour was over between the two questions
        cache.incr(key)
    return False
