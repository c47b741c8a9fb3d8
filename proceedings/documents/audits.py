"""A self-audit on paper: its results, or the plan that grew out of it; tagged PDF/UA-1 in one language."""

from __future__ import annotations

import base64
from typing import Any

from django.template.loader import render_to_string

from conference.charts import Bar
from conference.documents import typeset
from conference.letterhead import mark_data_uri

STYLESHEETS = ("document.css", "self-audit.css")


def picture(bar: Bar) -> str:
    """A bar of the chart as a picture that stands in its row of the table."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 440 24"><rect width="440" height="24" fill="#d5dfe1"/>'
        f'<rect width="{bar.length * 4.4:.1f}" height="24" fill="#0b5563"/></svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def self_audit_html(told: dict[str, Any]) -> str:
    """*told*: ``what`` is “results” or “plan”, ``language``, and what the template asks for."""
    return render_to_string("documents/self_audit.html", {"mark": mark_data_uri(), **told})


def self_audit_pdf(told: dict[str, Any]) -> bytes:
    """Raises conference.rendering.RenderFailed."""
    return typeset(self_audit_html(told), STYLESHEETS)
