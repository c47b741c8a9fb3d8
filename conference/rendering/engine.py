"""What runs inside the child: WeasyPrint and nothing of Django. Importing this module is the preload."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from .child import Limits, run_in_child
from .fetcher import LockedFetcher

PDF_VARIANT = "pdf/ua-1"


def render_pdf(html: str, *, stylesheets: Sequence[Path], roots: Sequence[Path], limits: Limits) -> bytes:
    """*html* as tagged PDF/UA-1, styled by *stylesheets*, allowed to read below *roots* only.

    Raises RenderFailed when a limit is reached or WeasyPrint gives up.
    """
    names = [str(path) for path in stylesheets], [str(path) for path in roots]
    return run_in_child(_write_pdf, html, *names, limits=limits)


def _write_pdf(emit: Callable[[object], None], html: str, stylesheets: list[str], roots: list[str]) -> bytes:
    fetcher = LockedFetcher([Path(root) for root in roots])
    fonts = FontConfiguration()
    css = [weasyprint.CSS(filename=name, url_fetcher=fetcher, font_config=fonts) for name in stylesheets]
    document = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url=None)
    pdf: bytes = document.write_pdf(stylesheets=css, font_config=fonts, pdf_variant=PDF_VARIANT)
    return pdf
