"""Ways in which a document can ask for what it may not have, and the child that typesets them all."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import weasyprint

from conference.rendering import Typesetter
from conference.rendering.weasyprint_70 import NotRelocatable

SVG = "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%2299%22 height=%2299%22%3E{}%3C/svg%3E"
ENTITY = (
    "data:image/svg+xml,%3C!DOCTYPE svg [%3C!ENTITY x SYSTEM %22{secret}%22%3E]%3E"
    "%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%2299%22 height=%2299%22%3E"
    "%3Ctext y=%2250%22%3E%26x;%3C/text%3E%3C/svg%3E"
)
VECTORS = {
    "image": '<img alt="" src="{site}/i.svg">',
    "image from a file": '<img alt="" src="{secret}">',
    "import in a style": '<style>@import "{site}/i.css";</style>',
    "style sheet": '<link rel=stylesheet href="{site}/l.css">',
    "style sheet from a file": '<link rel=stylesheet href="{secret}">',
    "font": "<style>@font-face{{font-family:x;src:url({site}/f.woff)}} p{{font-family:x}}</style><p>x",
    "font from a file": "<style>@font-face{{font-family:x;src:url({secret})}} p{{font-family:x}}</style><p>x",
    "font of this machine": '<style>@font-face{{font-family:x;src:local("PT Sans")}} p{{font-family:x}}</style><p>x',
    "background": '<p style="background:url({site}/b.svg)">x',
    "bullet": '<ul style="list-style-image:url({site}/l.svg)"><li>x</ul>',
    "content": "<style>p::before{{content:url({site}/c.svg)}}</style><p>x",
    "border": '<p style="border:3px solid;border-image:url({site}/b.svg) 3">x',
    "attachment of the page": '<link rel=attachment href="{secret}">',
    "attachment of a link": '<a rel=attachment href="{secret}">x</a>',
    "attachment from a site": '<a rel=attachment href="{site}/a">x</a>',
    "picture in a drawing": '<svg width=9 height=9><image href="{site}/s" width=9 height=9 /></svg>',
    "picture in a drawing from a file": '<svg width=9 height=9><image href="{secret}" width=9 height=9 /></svg>',
    "use in a drawing": '<svg width=9 height=9><use href="{site}/u.svg#a" /></svg>',
    "import in a drawing": "<svg width=9 height=9><style>@import url({site}/s.css);</style><rect width=9 /></svg>",
    "picture in a drawing in the address": '<img alt="" src="'
    + SVG.format("%3Cimage href=%22{site}/n%22 width=%229%22 height=%229%22/%3E")
    + '">',
    "entity in a drawing": f'<img alt="" src="{ENTITY}">',
    "object": '<object data="{site}/o.svg"></object>',
    "embed": '<embed src="{site}/e.svg">',
    "frame": '<iframe src="{site}/f"></iframe>',
    "base": '<base href="{site}/"><img alt="" src="based.svg">',
    "redirection": '<img alt="" src="{site}/redirect">',
    "redirection to a file": '<img alt="" src="{site}/redirect-to-file">',
    "way out of the folder": '<img alt="" src="file://{root}/../secret.txt">',
    "symbolic link": '<img alt="" src="file://{root}/link.svg">',
    "colour profile": "<style>@color-profile --x{{src:url({site}/c)}}</style><p style='color:color(--x 1 0 0)'>x",
    "metadata": '<link rel=xmp href="{secret}">',
    "button with a picture": '<input type=image src="{site}/i.svg">',
    "poster of a film": '<video poster="{site}/v.svg"></video>',
    "one of several pictures": '<picture><source srcset="{site}/s.svg"><img alt="" src="{site}/p.svg"></picture>',
    "counter": "<style>@counter-style x{{system:cyclic;symbols:url({site}/c)}} li{{list-style:x}}</style><ul><li>x",
}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What became of one document: its file, whether it was refused as a whole, what it was denied."""

    pdf: bytes
    is_refused: bool
    denied: tuple[str, ...]


def page(body: str) -> str:
    return f'<html lang="en"><title>t</title><body>{body}'


def typeset(emit: Callable[[Any], None], documents: list[str], roots: list[Path], store: Path) -> list[Outcome]:
    """In a child: each of *documents* as a file and as a fragment, through the Typesetter of the site."""
    return [_one(document, roots, store) for document in documents]


def _one(document: str, roots: list[Path], store: Path) -> Outcome:
    typesetter = Typesetter(stylesheets=[], roots=roots)
    try:
        pdf = typesetter.write(typesetter.lay_out(document))
        typesetter.fragment(typesetter.lay_out(document), font_store=store)
    except weasyprint.urls.URLFetchingError:
        return Outcome(b"", True, tuple(typesetter.fetcher.refused))
    except NotRelocatable:  # a page with an attachment cannot be joined with others, and needs not be
        pass
    return Outcome(pdf, False, tuple(typesetter.fetcher.refused))


def typeset_unguarded(emit: Callable[[Any], None], documents: list[str]) -> list[list[str]]:
    """In a child: what WeasyPrint by itself asks for when it typesets each of *documents*."""

    class Asking(weasyprint.urls.URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            asked.append(url)
            return super().fetch(url, headers)

    found: list[list[str]] = []
    for document in documents:
        asked: list[str] = []
        found.append(asked)
        with contextlib.suppress(Exception):  # what it does with the answer is of no interest
            weasyprint.HTML(string=document, url_fetcher=Asking(timeout=2)).write_pdf(pdf_variant="pdf/ua-1")
    return found
