"""Small articles for the tests of rendering, and ways to look at what was made of them."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf

from conference.rendering import Blank, Fragment, Placed, Typesetter, assemble

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
STYLES = [STATIC / "documents" / "book-fonts.css", Path(__file__).parent / "papers.css"]
SQUARE = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGM4gQMwDC2J"
    "////AWoZX2FyVtjEAAAAAElFTkSuQmCC"
)


@cache
def typesetter() -> Typesetter:
    return Typesetter(stylesheets=STYLES, roots=[STATIC])


def page_of(body: str, *, language: str = "ru", title: str = "Проба") -> str:
    return f'<html lang="{language}"><title>{title}</title><body>{body}</body></html>'


def sentences(count: int, *, word: str = "Слово") -> str:
    return " ".join(f"{word} номер {number} стоит в этой строке и ничего не ждёт." for number in range(count))


def article(key: str, inner: str = "", *, language: str = "ru", pages: tuple[object, object] = (88, 88)) -> str:
    """Two pages: a heading, where it stands, a paragraph over the end of the page, *inner*."""
    return (
        f'<article id="{key}" lang="{language}"><h2>Статья {key}</h2>'
        f'<p>С. <span data-slot="first:{key}">{pages[0]}</span>–<span data-slot="last:{key}">{pages[1]}</span>'
        f" и дальше.</p><p>{sentences(30)}</p>{inner}</article>"
    )


def fragment_of(body: str, store: Path, **options: Any) -> Fragment:
    """*body* typeset alone, written and read again."""
    made = typesetter()
    fragment = made.fragment(made.lay_out(page_of(body, **options)), font_store=store)
    return Fragment.from_bytes(fragment.to_bytes())


def placed(fragment: Fragment, start: int = 1, texts: Mapping[str, str] | None = None, level: int = 0) -> Placed:
    """*fragment* at page *start*, with numbers where it asks for them."""
    count = len(fragment.pages)
    own = {slot.name: str(start + (count - 1) * slot.name.startswith("last")) for slot in fragment.slots}
    return Placed(fragment, [str(start + page) for page in range(count)], {**own, **(texts or {})}, level)


def joined(parts: Iterable[Placed | Blank], store: Path, **options: Any) -> bytes:
    target = io.BytesIO()
    assemble(parts, target, **{"title": "Книга", "language": "ru", "font_store": store, **options})
    return target.getvalue()


def text_of(pdf: Path, *options: str) -> str:
    return subprocess.run(["pdftotext", *options, pdf, "-"], capture_output=True, text=True, check=True).stdout


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def words_of(pdf: Path, page: int) -> list[tuple[str, float, float]]:
    """Each word of *page* (from 1), and where it begins and ends, in points."""
    html = text_of(pdf, "-bbox", "-f", str(page), "-l", str(page))
    found = re.findall(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">([^<]*)</word>', html)
    return [(word, float(left), float(right)) for left, right, word in found]


Tree = tuple[str, Any, list[Any]]


def structure(pdf: bytes) -> tuple[pikepdf.Pdf, Any]:
    """The file (to be kept while its objects are looked at) and its document element."""
    document = pikepdf.open(io.BytesIO(pdf))
    return document, document.Root.StructTreeRoot.K[0]


def elements(element: Any, kind: str) -> list[Any]:
    """All structure elements of *kind* below *element*, in order."""
    found = [element] if str(element.S) == f"/{kind}" else []
    for kid in kids_of(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += elements(kid, kind)
    return found


def kids_of(element: Any) -> Sequence[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]
