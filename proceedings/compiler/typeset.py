"""What happens in the child processes: laying out, looking at the result, writing. No Django here."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from weasyprint.formatting_structure import boxes

from conference.rendering import Typesetter
from conference.rendering.fragments import Fragment

from .cache import Seen, store

Emit = Callable[[Any], None]
Remark = tuple[str, dict[str, Any]]
BOX = "\N{BALLOT BOX}"
MOST_CHARACTERS = 40
MM_PER_PX = 25.4 / 96
TOLERANCE_MM = 0.5
IMAGE_DPI = 300
SLOT = re.compile(r'data-slot="([^"]*)"')
OWN_FONTS = ("Vmeste", "Source Serif", "Onest", "Noto Sans Armenian")


@dataclass(frozen=True)
class Typeset:
    """The whole book: the file, its length, where the body begins and where each anchor stands (from 0)."""

    pdf: bytes
    pages: int
    anchors: dict[str, int]


@dataclass(frozen=True)
class Bench:
    """What a warm child keeps between two pieces."""

    typesetter: Typesetter
    fonts: Path


def prepare(stylesheets: tuple[Path, ...], roots: tuple[Path, ...], fonts: Path, drawer: str) -> Bench:
    """Read styles and fonts. *drawer* is their digest: children that read others are no use to the asker."""
    return Bench(Typesetter(stylesheets=stylesheets, roots=roots), fonts)


def set_piece(bench: Bench, html: str, path: str, content: str) -> Seen:
    """Typeset one piece, keep its fragment at *path*, and tell what was seen of it.

    Characters that no font has are drawn as boxes: a book with glyphs that are not there is not accessible.
    """
    started = time.process_time()
    fragment, notes = _set(bench, html)
    missing = _missing(fragment)
    if missing:
        fragment, notes = _set(bench, html.translate(dict.fromkeys(map(ord, missing), BOX)))
    if strange := "".join(sorted({*missing, *foreign_characters(fragment)}))[:MOST_CHARACTERS]:
        notes.append(("characters-missing", {"characters": strange}))
    lost = set(SLOT.findall(html)) - {slot.name for slot in fragment.slots}
    seen = Seen(
        pages=len(fragment.pages),
        notes=notes,
        seconds=round(time.process_time() - started, 2),
        content=content,
        remarks=[*fragment.remarks, *(f"no slot {name}" for name in sorted(lost))],
        missing=_missing(fragment),
    )
    store(Path(path), seen, fragment.to_bytes())
    return seen


def _set(bench: Bench, html: str) -> tuple[Fragment, list[Remark]]:
    typesetter = bench.typesetter
    typesetter.fetcher.refused.clear()
    document = typesetter.lay_out(html)
    notes = list(_notes(typesetter, document))
    return typesetter.fragment(document, font_store=bench.fonts, image_dpi=IMAGE_DPI), notes


def _missing(fragment: Fragment) -> str:
    """Characters that no font has."""
    return "".join(sorted({character for font in fragment.fonts for character in font.missing if character > "\x7f"}))


def _notes(typesetter: Typesetter, document: Any) -> Iterator[Remark]:
    for number, excess in enumerate(wide_tables(document), start=1):
        if excess > TOLERANCE_MM:
            yield "table-wide", {"number": number, "mm": round(excess)}
    if typesetter.fetcher.refused:
        yield "resource-refused", {"count": len(typesetter.fetcher.refused)}


def typeset_book(emit: Emit, html: str, stylesheets: list[Path], roots: list[Path], body_anchor: str) -> Typeset:
    """Typeset and write the whole book at once; its pages before *body_anchor* get Roman labels."""
    typesetter = Typesetter(stylesheets=stylesheets, roots=roots)
    document = typesetter.lay_out(html)
    anchors: dict[str, int] = {}
    for index, page in enumerate(document.pages):
        for name in page.anchors:
            anchors.setdefault(name, index)
    emit(("laid out", len(document.pages)))
    front = anchors.get(body_anchor, 0)
    labels = [(0, "r", 1), (front, "D", 1)] if front else [(0, "D", 1)]
    return Typeset(typesetter.write(document, labels=labels, image_dpi=IMAGE_DPI), len(document.pages), anchors)


def wide_tables(document: Any) -> Iterator[float]:
    """For each table in order, by how many millimetres it stands out of the type area."""
    seen: dict[Any, float] = {}
    for page in document.pages:
        edge = page._page_box.content_box_x() + page._page_box.width
        for box in page._page_box.descendants():
            if isinstance(box, boxes.TableBox) and box.element is not None:
                over = (box.position_x + box.border_width() - edge) * MM_PER_PX
                seen[box.element] = max(over, seen.get(box.element, 0.0))
    yield from seen.values()


def foreign_characters(fragment: Fragment) -> set[str]:
    """Characters that none of the book's own typefaces has, so that some other face stood in for them."""
    strange = set()
    for font in fragment.fonts:
        name = font.base_font.replace("-", " ").lower()
        if not any(own.lower() in name for own in OWN_FONTS):
            strange |= {char for text in font.texts.values() for char in text if not char.isspace()}
    return strange
