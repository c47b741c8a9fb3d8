"""The text of a material to be printed: a tagged PDF/UA-1 in one language, drawn once for each version."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from conference.documents import typeset
from conference.plait import draw
from conference.text import markdown, typography
from proceedings.compiler.cache import landed

from .citing import citation
from .publishing import addresses
from .showing import Shown
from .tables import with_scopes

STYLES = ("document.css", "material.css")


def printed(shown: Shown, language: str, *, today: date) -> bytes:
    """The PDF of *shown* in *language*, kept for its version. Raises conference.rendering.RenderFailed, LookupError."""
    if not shown.facts[f"body_{language}"]:
        raise LookupError(language)
    number = shown.version.number if shown.version else 0
    path = _folder() / f"{shown.material.pk}-{number}-{language}.pdf"
    if number and path.exists():
        return path.read_bytes()
    pdf = typeset(html_of(shown, language, today=today), STYLES)
    if number:
        with landed(path) as file:
            file.write(pdf)
    return pdf


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "cache" / "library"


def html_of(shown: Shown, language: str, *, today: date) -> str:
    """What the PDF is made of."""
    import base64

    mark = draw("mark", colours=("#6b3fa0", "#b0402a", "#2f6e3b", "#1d5fa8"))
    url = addresses(shown.material)[language]
    with translation.override(language):
        title, told = shown.title_in(language)
        reference, _told = citation(shown, language=language, url=url, today=today)
        return render_to_string(
            "documents/material.html",
            {
                "shown": shown,
                "conference": shown.material.conference,
                "language": language,
                "title": typography(title, told),
                "title_language": told,
                "summary": typography(shown.facts[f"summary_{language}"], language),
                "body": with_scopes(markdown(shown.facts[f"body_{language}"], language)),
                "mark": f"data:image/svg+xml;base64,{base64.b64encode(mark.encode()).decode()}",
                "reference": typography(reference, language),
                "url": url,
                "speakers": [
                    (getattr(each, f"name_{language}") or each.name, getattr(each, f"position_{language}") or "")
                    for each in shown.speakers
                ],
            },
        )
