"""The programme on paper: the booklet of a release and the book of abstracts, tagged PDF/UA-1 in both languages.

What they tell is prepared by ``workshops.services.programme_prints``; here is how they are drawn.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django.template.loader import render_to_string
from django.utils import translation

from conference.documents import FONTS, STYLES
from conference.plait import draw
from conference.rendering import Limits, render_pdf

COVER_BAND = "band"


class PrintedProgramme:
    """One kind of printed matter: its template, its styles and what may be spent on it."""

    template_name: ClassVar[str]
    stylesheets: ClassVar[tuple[str, ...]]
    limits: ClassVar[Limits] = Limits(cpu_seconds=240, memory_mib=2048, wall_seconds=300)

    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told

    def html(self) -> str:
        """The whole document. Its texts carry their own languages; the file is Russian first."""
        with translation.override("ru"):
            return render_to_string(self.template_name, {"plait": draw(COVER_BAND), **self.told})

    def pdf(self) -> bytes:
        """Raises conference.rendering.RenderFailed."""
        styles = [STYLES / name for name in self.stylesheets]
        return render_pdf(self.html(), stylesheets=styles, roots=[STYLES, FONTS], limits=self.limits)


class Booklet(PrintedProgramme):
    template_name = "documents/programme_booklet.html"
    stylesheets = ("document.css", "booklet.css")


class Abstracts(PrintedProgramme):
    template_name = "documents/abstracts.html"
    stylesheets = ("document.css", "booklet.css", "abstracts.css")


PAGE_TREE = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)|/Count\s+(\d+)[^>]*?/Type\s*/Pages\b", re.S)


def pages_in(pdf: bytes) -> int:
    """How many pages a file has that we have written ourselves, with its page tree in the clear."""
    return max((int(first or second) for first, second in PAGE_TREE.findall(pdf)), default=0)
