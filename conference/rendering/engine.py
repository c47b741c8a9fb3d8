"""What runs inside the child: WeasyPrint and nothing of Django. Importing this module is the preload."""

from __future__ import annotations

import copy
import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from .child import Limits, run_in_child
from .fetcher import LockedFetcher
from .fragments import Fragment
from .weasyprint_70 import PageLabels, finish, prepare, take

PDF_VARIANT = "pdf/ua-1"


class Typesetter:
    """Styles and fonts read once, documents laid out and written many times. Lives in one child process."""

    def __init__(self, *, stylesheets: Sequence[Path], roots: Sequence[Path]) -> None:
        self.fetcher = LockedFetcher(roots)
        self.fonts = FontConfiguration()
        self.styles = [
            weasyprint.CSS(filename=str(path), url_fetcher=self.fetcher, font_config=self.fonts) for path in stylesheets
        ]

    def lay_out(self, html: str) -> weasyprint.Document:
        """*html* broken into pages. What it may not read counts as missing (see ``fetcher.refused``)."""
        document = weasyprint.HTML(string=html, url_fetcher=self.fetcher, base_url=None)
        laid_out = document.render(stylesheets=self.styles, font_config=self.fonts, pdf_variant=PDF_VARIANT)
        prepare(laid_out)
        return laid_out

    def write(self, document: weasyprint.Document, *, labels: PageLabels = (), image_dpi: int | None = None) -> bytes:
        """*document* as tagged PDF/UA-1, with page labels and images at most *image_dpi* dots per inch."""
        pdf: bytes = document.write_pdf(
            pdf_variant=PDF_VARIANT,
            finisher=lambda _document, pdf: finish(pdf, labels),
            **_image_options(image_dpi),
        )
        return pdf

    def fragment(self, document: weasyprint.Document, *, font_store: Path, image_dpi: int | None = None) -> Fragment:
        """*document* ready to be joined with others (see ``assembly.assemble``).

        The files of its fonts are put into the folder *font_store*. Raises NotRelocatable for forms and attachments.
        """
        return take(document, font_store, pdf_variant=PDF_VARIANT, **_image_options(image_dpi))

    def write_each(
        self, document: weasyprint.Document, sheets: Sequence[Sheet | None], starts: Sequence[int]
    ) -> Iterator[bytes | None]:
        """A file of its own for each of *sheets*, from one layout, with its own title and language; None for none.

        *starts* are the indexes of the pages on which they begin.
        """
        ends = [*starts[1:], len(document.pages)]
        for sheet, start, end in zip(sheets, starts, ends, strict=True):
            part = document.copy(document.pages[start:end])
            if sheet is not None:
                part.metadata = _own_metadata(document.metadata, sheet)
            yield self.write(part) if sheet else None


def _image_options(dpi: int | None) -> dict[str, Any]:
    return {"dpi": dpi, "jpeg_quality": 85} if dpi else {}


@dataclass(frozen=True)
class Sheet:
    """One document of a batch: what its file says about itself."""

    title: str
    language: str
    author: str = ""


@dataclass(frozen=True)
class Typeset:
    """What comes of a batch: a file for each document, the pages of all as the bytes of a fragment, or both."""

    files: list[bytes | None]
    fragment: bytes | None


SHEET = "sheet-"
"""How the ``id`` of the element begins with which each document of a batch starts."""


def _own_metadata(metadata: Any, sheet: Sheet) -> Any:
    """The metadata of the batch, with what *sheet* says about itself."""
    own = copy.copy(metadata)
    own.title, own.lang, own.authors = sheet.title, sheet.language, [sheet.author] if sheet.author else []
    return own


def _starts(document: weasyprint.Document) -> list[int]:
    """The index of the page on which each document of a batch begins, in order."""
    starts: dict[str, int] = {}
    for index, page in enumerate(document.pages):
        for name in page.anchors:
            if name.startswith(SHEET):
                starts.setdefault(name, index)  # what goes on over the page is named there again
    return list(starts.values())


def typeset_sheets(
    emit: Callable[[Any], None],
    html: str,
    stylesheets: list[Path],
    roots: list[Path],
    sheets: list[Sheet | None],
    font_store: Path | None,
) -> Typeset:
    """In a child: lay *html* out once, write each of *sheets* (empty: no files); with *font_store* keep all pages."""
    gc.disable()  # boxes refer to each other and live as long as this process: looking for garbage takes a sixth of it
    typesetter = Typesetter(stylesheets=stylesheets, roots=roots)
    document = typesetter.lay_out(html)
    starts = _starts(document)
    for page in document.pages:
        page.anchors.clear()  # they mark beginnings for us, and are no destinations for readers
    files = list(typesetter.write_each(document, sheets, starts)) if sheets else []
    fragment = typesetter.fragment(document.copy(), font_store=font_store).to_bytes() if font_store else None
    return Typeset(files, fragment)


def render_pdf(html: str, *, stylesheets: Sequence[Path], roots: Sequence[Path], limits: Limits) -> bytes:
    """*html* as tagged PDF/UA-1, styled by *stylesheets*, allowed to read below *roots* only.

    Raises RenderFailed when a limit is reached or WeasyPrint gives up.
    """
    pdf: bytes = run_in_child(_write_pdf, html, list(stylesheets), list(roots), limits=limits)
    return pdf


def _write_pdf(emit: Callable[[object], None], html: str, stylesheets: list[Path], roots: list[Path]) -> bytes:
    typesetter = Typesetter(stylesheets=stylesheets, roots=roots)
    return typesetter.write(typesetter.lay_out(html))
