"""Requests for other formats, and what is published."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Min, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from conference.extensions import Address
from conference.models import Conference, Person
from conference.permissions import may
from proceedings.models import FormatRequest
from proceedings.permissions import EDIT
from proceedings.services.sitemap import published


def tasks_waiting(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    """Readers who wait for an answer about another format; for the editors."""
    if conference.is_season or not may(request.user, EDIT, conference):
        return []
    asked = FormatRequest.objects.of(conference).waiting().aggregate(count=Count("pk"), since=Min("created"))
    if not asked["count"]:
        return []
    text = ngettext(
        "%(count)d reader asks for another format", "%(count)d readers ask for another format", asked["count"]
    ) % {"count": asked["count"]}
    return [
        {
            "text": text,
            "note": _("Of a published volume or an article of it"),
            "url": conference.url("proceedings:format_requests"),
            "action": pgettext("a reader’s letter", "Answer"),
            "since": asked["since"],
        }
    ]


def personal_data(person: Person) -> dict[str, Any]:
    """What the person asked of the editors, and what they were answered."""
    rows = _asked_by(person).select_related("volume__conference")
    return {
        "format_requests": [
            {
                "conference": row.volume.conference.title,
                "volume": row.volume.title,
                "asked": row.created,
                "name": row.name,
                "email": row.email,
                "wish": row.wish,
                "answer": row.answer,
                "answered": row.answered_at,
            }
            for row in rows
        ]
    }


def erase(person: Person, *, by: Person | None) -> list[str]:
    """Forget what the person asked for: a wish for a format may tell of an impairment."""
    count, _each = _asked_by(person).delete()
    return ["format_requests"] if count else []


def _asked_by(person: Person) -> Any:
    mine = Q(person=person)
    if person.email:
        mine |= Q(email__iexact=person.email)
    return FormatRequest.objects.filter(mine)


def sitemap() -> list[Address]:
    """The published volumes and their articles."""
    return published()
