"""A self-audit on paper: its results, or the plan that grew out of it; tagged PDF/UA-1 in one language."""

from __future__ import annotations

import base64
from typing import Any

from django.template.loader import render_to_string

from conference.charts import Bars
from conference.documents import typeset
from conference.letterhead import mark_data_uri

STYLESHEETS = ("document.css", "self-audit.css")
ROW, BAR, WIDTH = 22, 12, 600


def picture(chart: Bars) -> str:
    """The bars without words, as a picture that stands alone; the words are its description and the table beside it."""
    rows = "".join(
        f'<rect y="{at * ROW}" width="{WIDTH}" height="{BAR}" fill="#e3eaeb"/>'
        f'<rect y="{at * ROW}" width="{bar.length * WIDTH / 100:.1f}" height="{BAR}" fill="#0b5563"/>'
        for at, bar in enumerate(chart.bars)
    )
    height = ROW * len(chart.bars) - (ROW - BAR)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {max(height, 1)}">{rows}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def self_audit_html(told: dict[str, Any]) -> str:
    """*told*: ``what`` is “results” or “plan”, ``language``, and what the template asks for."""
    return render_to_string("documents/self_audit.html", {"mark": mark_data_uri(), **told})


def self_audit_pdf(told: dict[str, Any]) -> bytes:
    """Raises conference.rendering.RenderFailed."""
    return typeset(self_audit_html(told), STYLESHEETS)
