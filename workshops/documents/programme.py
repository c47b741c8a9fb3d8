"""The programme on paper: the booklet of a release and the book of abstracts, tagged PDF/UA-1 in both languages.

What they tell is prepared by ``workshops.services.programme_prints``; here is how they are drawn.
"""

from __future__ import annotations

import re
import zlib
from typing import Any, ClassVar

from django.template.loader import render_to_string
from django.utils import translation

from conference.documents import typeset
from conference.letterhead import plait_data_uri
from conference.rendering import Limits


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
            return render_to_string(self.template_name, {"band": plait_data_uri("band"), **self.told})

    def pdf(self) -> bytes:
        """Raises conference.rendering.RenderFailed."""
        return typeset(self.html(), self.stylesheets, limits=self.limits)


class Booklet(PrintedProgramme):
    template_name = "documents/programme_booklet.html"
    stylesheets = ("document.css", "booklet.css")


class Abstracts(PrintedProgramme):
    template_name = "documents/abstracts.html"
    stylesheets = ("document.css", "booklet.css", "abstracts.css")


OBJECTS = re.compile(rb"/ObjStm\b.*?stream\r?\n(.*?)\r?\nendstream", re.S)
PAGE_COUNT = re.compile(rb"/Count\s+(\d+)")


def pages_in(pdf: bytes) -> int:
    """How many pages a file of our own writing has: the count in its page tree, which is packed among its objects."""
    packed = (zlib.decompressobj().decompress(stream) for stream in OBJECTS.findall(pdf))
    trees = (found for part in (pdf, *packed) if b"/Pages" in part for found in PAGE_COUNT.findall(part))
    return max(map(int, trees), default=0)
