"""PDF documents: the base class that every room's ``documents.py`` builds on."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from conference.models import Conference, IssuedDocument
from conference.rendering import Limits, render_pdf

STYLES = settings.BASE_DIR / "static" / "documents"
FONTS = settings.BASE_DIR / "static" / "fonts" / "print"


def qr_data_uri(text: str) -> str:
    """A QR code of *text* (error correction M) as a one-module-per-pixel PNG data URI."""
    return segno.make(text, error="m", micro=False).png_data_uri(scale=1, border=0)


class Document:
    """One kind of document: a template, its print styles and what they need to know.

    Subclasses set ``kind``, ``template_name`` and ``stylesheets`` and override ``context``.
    """

    kind: ClassVar[str]
    template_name: ClassVar[str]
    stylesheets: ClassVar[tuple[str, ...]] = ("document.css",)
    limits: ClassVar[Limits] = Limits(cpu_seconds=30, memory_mib=1024, wall_seconds=60)

    def __init__(self, issued: IssuedDocument) -> None:
        self.issued = issued

    @classmethod
    def number_for(cls, sequence: int, conference: Conference) -> str:
        return f"{conference.starts.year}-{sequence:04d}"

    def context(self) -> dict[str, Any]:
        return {}

    def html(self) -> str:
        """The document in the recipient's language."""
        verify_url = settings.SITE_URL + self.issued.verify_path
        with translation.override(self.issued.language):
            return render_to_string(
                self.template_name,
                {
                    "issued": self.issued,
                    "conference": self.issued.conference,
                    "language": self.issued.language,
                    "verify_url": verify_url,
                    "qr": qr_data_uri(verify_url),
                    **self.context(),
                },
            )

    def pdf(self) -> bytes:
        """The document as tagged PDF/UA-1. Raises conference.rendering.RenderFailed."""
        styles: list[Path] = [STYLES / name for name in self.stylesheets]
        return render_pdf(self.html(), stylesheets=styles, roots=[STYLES, FONTS], limits=self.limits)
