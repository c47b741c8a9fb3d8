"""PDF documents: the base classes that every room's ``documents.py`` builds on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape

from conference.models import Conference, IssuedDocument
from conference.rendering import SHEET, Batch, Limits, Sheet, Typeset, render_pdf, typeset_all

STYLES = settings.BASE_DIR / "static" / "documents"
FONTS = settings.BASE_DIR / "static" / "fonts" / "print"
LIMITS = Limits(cpu_seconds=30, memory_mib=1024, wall_seconds=60)
"""What one document may cost, unless it says otherwise."""
QR_MASK = 4
"""Readers take any of the eight masks; trying all of them for each code is most of the work of drawing one."""


@lru_cache(maxsize=256)
def qr_data_uri(text: str) -> str:
    """A QR code of *text* (error correction M) as a one-module-per-pixel PNG data URI."""
    return segno.make(text, error="m", micro=False, mask=QR_MASK).png_data_uri(scale=1, border=0)


def typeset(html: str, stylesheets: Sequence[str], *, limits: Limits = LIMITS) -> bytes:
    """*html* as tagged PDF/UA-1 in the print styles of these names. Raises conference.rendering.RenderFailed."""
    styles = [STYLES / name for name in stylesheets]
    return render_pdf(html, stylesheets=styles, roots=[STYLES, FONTS], limits=limits)


class Document:
    """One kind of document: a template, its print styles and what they need to know.

    Subclasses set ``kind``, ``template_name`` and ``stylesheets`` and override ``context``.
    """

    kind: ClassVar[str]
    template_name: ClassVar[str]
    stylesheets: ClassVar[tuple[str, ...]] = ("document.css",)
    limits: ClassVar[Limits] = LIMITS
    is_kept: ClassVar[bool] = True
    """Drawn once and kept as a file; otherwise a row with a number, drawn anew whenever somebody asks for it."""
    is_for_holder: ClassVar[bool] = False
    """The person it was issued to may download it from My page although there is no file."""
    drawn_by: ClassVar[dict[str, type[Document]]] = {}
    """The class that draws each kind of issued document."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "kind" in cls.__dict__:
            Document.drawn_by[cls.kind] = cls

    def __init__(self, issued: IssuedDocument) -> None:
        self.issued = issued

    @classmethod
    def number_for(cls, sequence: int, conference: Conference) -> str:
        return f"{conference.starts.year}-{sequence:04d}"

    @property
    def verify_url(self) -> str:
        """Where anybody may check the document, in its own language."""
        with translation.override(self.issued.language):
            return f"{settings.SITE_URL}{self.issued.verify_path}"

    def context(self) -> dict[str, Any]:
        return {}

    def html(self) -> str:
        """The document in the recipient's language."""
        with translation.override(self.issued.language):
            return render_to_string(
                self.template_name,
                {
                    "issued": self.issued,
                    "conference": self.issued.conference,
                    "language": self.issued.language,
                    "verify_url": self.verify_url,
                    "qr": qr_data_uri(self.verify_url),
                    **self.context(),
                },
            )

    @classmethod
    def styles(cls) -> list[Path]:
        return [STYLES / name for name in cls.stylesheets]

    def pdf(self) -> bytes:
        """The document as tagged PDF/UA-1. Raises conference.rendering.RenderFailed."""
        return typeset(self.html(), self.stylesheets, limits=self.limits)


class SheetDocument(Document):
    """A document that is laid out together with others of its kind.

    Its template holds what stands in the body; ``title`` goes into the file.
    """

    batch: ClassVar[int] = 50
    """Documents laid out together: more of them save no more time, and cost memory."""
    batch_limits: ClassVar[Limits] = Limits(cpu_seconds=120, memory_mib=2048, wall_seconds=240)

    def title(self) -> str:
        """The title of the file, in the document's language. Called with that language on."""
        raise NotImplementedError

    def described(self) -> Sheet:
        with translation.override(self.issued.language):
            return Sheet(self.title(), self.issued.language, self.issued.conference.organiser or "")

    @classmethod
    def arranged(cls, parts: Sequence[str]) -> Sequence[str]:
        """The *parts* of a batch as they come to stand on pages: each on its own."""
        return parts

    def html(self) -> str:
        return page_of([super().html()], self.described())

    def part(self) -> str:
        """What stands in the body."""
        return super().html()


def page_of(parts: Iterable[str], described: Sheet) -> str:
    """A page of HTML around the *parts* of a batch."""
    whole = "\n".join(f'<div class="sheet" id="{SHEET}{at}">{part}</div>' for at, part in enumerate(parts))
    return (
        f'<!doctype html><html lang="{escape(described.language)}"><head><meta charset="utf-8">'
        f'<title>{escape(described.title)}</title><meta name="author" content="{escape(described.author)}"></head>'
        f"<body>{whole}</body></html>"
    )


def typeset_documents(
    documents: Sequence[SheetDocument],
    *,
    described: Sheet,
    wants_file: Callable[[SheetDocument], bool] = lambda document: True,
    font_store: Path | None = None,
    on_tick: Callable[[], None] = lambda: None,
) -> Iterator[tuple[Sequence[SheetDocument], Typeset]]:
    """Documents of one kind in batches, each with its file, or None for those that want none.

    With *font_store* each batch also gives its pages as a fragment of one file, in the language of *described*.
    Raises conference.rendering.RenderFailed.
    """
    kind = type(documents[0])
    groups = [documents[start : start + kind.batch] for start in range(0, len(documents), kind.batch)]
    batches = (_batch(group, described, wants_file, font_store) for group in groups)
    made = typeset_all(
        batches, stylesheets=kind.styles(), roots=[STYLES, FONTS], limits=kind.batch_limits, on_tick=on_tick
    )
    yield from zip(groups, made, strict=True)


def _batch(
    group: Sequence[SheetDocument],
    described: Sheet,
    wants_file: Callable[[SheetDocument], bool],
    font_store: Path | None,
) -> Batch:
    sheets = [each.described() if wants_file(each) else None for each in group]
    parts = type(group[0]).arranged([each.part() for each in group])
    return Batch(page_of(parts, described), sheets if any(sheets) else [], font_store)
