"""The final report of a conference: the same chapters in Russian and in English, tagged PDF/UA-1."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from conference.documents import typeset
from conference.letterhead import mark_data_uri
from conference.rendering import Limits

STYLESHEETS = ("document.css", "final_report.css")
LIMITS = Limits(cpu_seconds=120, memory_mib=1536, wall_seconds=180)


def final_report_html(told: dict[str, Any]) -> str:
    """*told*: ``conference``, ``number``, ``day``, and ``halves``: for each language its letterhead and parts."""
    return render_to_string("documents/final_report.html", {"mark": mark_data_uri(), **told})


def final_report_pdf(told: dict[str, Any]) -> bytes:
    """Raises conference.rendering.RenderFailed."""
    return typeset(final_report_html(told), STYLESHEETS, limits=LIMITS)
