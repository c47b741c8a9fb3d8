"""Joining online: at a conference for approved participants, at a season for anybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from . import conference, event


def join(request: HttpRequest, pk: int) -> HttpResponse:
    """The one address for joining, ``sessions/<pk>/join/``."""
    return event.join(request, pk) if request.conference.is_season else conference.join(request, pk)


__all__ = ["join"]
