"""A self-audit on paper: its results, or the plan that grew out of it; tagged PDF/UA-1 in one language."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from conference.documents import typeset
from conference.letterhead import mark_data_uri

STYLESHEETS = ("document.css", "self-audit.css")


def self_audit_html(told: dict[str, Any]) -> str:
    """*told*: ``what`` is “results” or “plan”, ``language``, and what the template asks for."""
    return render_to_string("documents/self_audit.html", {"mark": mark_data_uri(), **told})


def self_audit_pdf(told: dict[str, Any]) -> bytes:
    """Raises conference.rendering.RenderFailed."""
    return typeset(self_audit_html(told), STYLESHEETS)
