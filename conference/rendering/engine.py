"""What runs inside the child: WeasyPrint and nothing of Django. Importing this module is the preload."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from .child import Limits, run_in_child
from .fetcher import LockedFetcher
from .weasyprint_70 import PageLabels, finish

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
        return document.render(stylesheets=self.styles, font_config=self.fonts, pdf_variant=PDF_VARIANT)

    def write(self, document: weasyprint.Document, *, labels: PageLabels = (), image_dpi: int | None = None) -> bytes:
        """*document* as tagged PDF/UA-1, with page labels and images at most *image_dpi* dots per inch."""
        options: dict[str, Any] = {"dpi": image_dpi, "jpeg_quality": 85} if image_dpi else {}
        pdf: bytes = document.write_pdf(
            pdf_variant=PDF_VARIANT, finisher=lambda _document, pdf: finish(pdf, labels), **options
        )
        return pdf


def render_pdf(html: str, *, stylesheets: Sequence[Path], roots: Sequence[Path], limits: Limits) -> bytes:
    """*html* as tagged PDF/UA-1, styled by *stylesheets*, allowed to read below *roots* only.

    Raises RenderFailed when a limit is reached or WeasyPrint gives up.
    """
    pdf: bytes = run_in_child(_write_pdf, html, list(stylesheets), list(roots), limits=limits)
    return pdf


def _write_pdf(emit: Callable[[object], None], html: str, stylesheets: list[Path], roots: list[Path]) -> bytes:
    typesetter = Typesetter(stylesheets=stylesheets, roots=roots)
    return typesetter.write(typesetter.lay_out(html))
