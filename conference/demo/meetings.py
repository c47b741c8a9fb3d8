"""Where the meetings of the demonstration are held: on a page of its own that says so."""

from __future__ import annotations

from django.conf import settings


def meeting(room: str) -> str:
    """The address of a meeting; without a language, so that each reader gets theirs. *room* tells meetings apart."""
    return f"{settings.SITE_URL}/demo/meeting/#{room}"
