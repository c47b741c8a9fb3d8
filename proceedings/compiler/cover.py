"""The cover as one sheet: back, spine, front, with bleed and marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.template.loader import render_to_string

from conference import plait
from proceedings import gost

from .barcode import ean13_svg
from .book import LANGUAGES, Book, lines
from .imprint import series
from .labels import LABELS, capital, typeset
from .pages import unbroken

BLEED_MM = 3
MARGIN_MM = 8
"""Around the trimmed sheet: the bleed and, in the outer half, the crop marks."""
LETTERED_MM = Decimal(6)
"""A spine from that thickness on carries the title."""
SPINE_TITLE = 52


@dataclass(frozen=True)
class Cover:
    """Millimetres: the trimmed page, and the spine between back and front."""

    width: int
    height: int
    spine: Decimal

    @property
    def sheet(self) -> Decimal:
        return 2 * self.width + self.spine

    @property
    def is_lettered(self) -> bool:
        return self.spine >= LETTERED_MM


def cover_of(book: Book, pages: int) -> Cover:
    """The cover for a block of *pages*."""
    width, height = gost.trim_mm(book.paper)
    return Cover(width, height, gost.spine_mm(pages, book.stock_microns))


def cover_html(book: Book, cover: Cover) -> str:
    """The document of the cover; its size stands in it, the rest of its looks in cover.css."""
    digits = re.sub(r"\D", "", book.isbn)
    context: dict[str, Any] = {
        "book": book,
        "cover": cover,
        "labels": LABELS,
        "margin": MARGIN_MM,
        "title": typeset(book.title.ru or book.title.en, "ru"),
        "parallel": typeset(book.title.en, "en") if book.title.ru else "",
        "subtitles": [
            (language, capital(typeset(book.subtitle[language], language)))
            for language in LANGUAGES
            if book.subtitle[language]
        ],
        "above": [
            (language, lines(book.above_title[language])) for language in LANGUAGES if book.above_title[language]
        ],
        "series": [
            (language, typeset(series(book, language), language)) for language in LANGUAGES if book.series[language]
        ],
        "annotation": [
            (language, [typeset(part, language) for part in lines(book.annotation[language])])
            for language in LANGUAGES
            if book.annotation[language]
        ],
        "spine_title": typeset(_short(book.title.ru or book.title.en), "ru"),
        "band": f"data:image/svg+xml,{quote(plait.draw('hero', colours=plait.PRINT_COLOURS, background='#ffffff'))}",
        "barcode": f"data:image/svg+xml,{quote(ean13_svg(digits))}" if len(digits) == 13 else "",
    }
    return unbroken(render_to_string("proceedings/book/cover.html", context))


def _short(title: str) -> str:
    return title if len(title) <= SPINE_TITLE else f"{title[:SPINE_TITLE].rsplit(' ', 1)[0].rstrip(' ,;:–—')}…"
