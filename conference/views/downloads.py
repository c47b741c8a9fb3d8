"""Files made for one visitor, sent with a name and a type that no browser guesses anew."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from conference.tables import XLSX

PDF = "application/pdf"

__all__ = ["PDF", "XLSX", "download"]


def download(content: bytes, content_type: str, name: str, *, inline: bool = False) -> HttpResponse:
    """*content* to be kept under *name*, or with *inline* to be looked at where the browser can show it."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(not inline, name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    return response
