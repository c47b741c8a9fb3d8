"""The text of a material to be printed: a tagged PDF/UA-1 in one language, drawn once as long as it says the same."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from conference.documents import typeset
from conference.plait import draw
from conference.text import markdown, typography
from proceedings.compiler.cache import landed
from workshops.models import Expert

from .citing import citation
from .publishing import addresses
from .showing import Shown
from .tables import with_scopes

STYLES = ("document.css", "material.css")


def printed(shown: Shown, language: str) -> bytes:
    """The PDF of *shown* in *language*, kept for its version. Raises conference.rendering.RenderFailed, LookupError."""
    if not shown.facts[f"body_{language}"]:
        raise LookupError(language)
    html = html_of(shown, language)
    if shown.version is None:
        return typeset(html, STYLES)
    made_of = hashlib.sha256(html.encode()).hexdigest()[:16]
    path = _folder() / f"{shown.material.pk}-{shown.version.number}-{language}-{made_of}.pdf"
    if path.exists():
        return path.read_bytes()
    pdf = typeset(html, STYLES)
    with landed(path) as file:
        file.write(pdf)
    return pdf


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "cache" / "library"


def html_of(shown: Shown, language: str) -> str:
    """What the PDF is made of."""
    mark = draw("mark", colours=("#6b3fa0", "#b0402a", "#2f6e3b", "#1d5fa8"))
    url = addresses(shown.material)[language]
    with translation.override(language):
        title, told = shown.title_in(language)
        reference, _told = citation(shown, language=language, url=url)
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
                "speakers": [
                    (getattr(each, f"name_{language}") or each.name, _post(each, language)) for each in shown.speakers
                ],
            },
        )


def _post(expert: Expert, language: str) -> str:
    """The position and the organisation, as the page has them."""
    organisation = getattr(expert.organisation, f"title_{language}", "")
    return ", ".join(filter(None, [getattr(expert, f"position_{language}"), organisation]))
