"""What happens in the child processes: laying out, looking at the result, writing. No Django here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from weasyprint.formatting_structure import boxes

from conference.rendering import Typesetter

Emit = Callable[[Any], None]
MM_PER_PX = 25.4 / 96
TOLERANCE_MM = 0.5
IMAGE_DPI = 300
OWN_FONTS = ("Vmeste", "Source Serif", "Onest", "Noto Sans Armenian")


@dataclass(frozen=True)
class Looked:
    """One article typeset alone: its length and what the eye of an editor would catch."""

    pages: int
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


@dataclass(frozen=True)
class Typeset:
    """The whole book: the file, its length, where the body begins and where each anchor stands (from 0)."""

    pdf: bytes
    pages: int
    anchors: dict[str, int]


def look(emit: Emit, html: str, stylesheets: list[Path], roots: list[Path], write: bool) -> Looked:
    """Typeset *html* alone. With *write*, paint it too, so that what cannot be painted shows itself here."""
    typesetter = Typesetter(stylesheets=stylesheets, roots=roots)
    document = typesetter.lay_out(html)
    notes: list[tuple[str, dict[str, Any]]] = []
    for number, excess in enumerate(wide_tables(document), start=1):
        if excess > TOLERANCE_MM:
            notes.append(("table-wide", {"number": number, "mm": round(excess)}))
    if typesetter.fetcher.refused:
        notes.append(("resource-refused", {"count": len(typesetter.fetcher.refused)}))
    if write:
        typesetter.write(document)
        if strange := foreign_characters(document):
            notes.append(("characters-missing", {"characters": strange}))
    return Looked(len(document.pages), notes)


def typeset_book(emit: Emit, html: str, stylesheets: list[Path], roots: list[Path], body_anchor: str) -> Typeset:
    """Typeset and write the whole book; its pages before *body_anchor* get Roman labels."""
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


def foreign_characters(document: Any) -> str:
    """Characters that none of the book's own typefaces has, so that some other face stood in for them."""
    strange = set()
    for font in document.fonts.values():
        if not any(
            name.lower() in f"{font.family} {font.name}".replace("-", " ").lower() for name in map(str.lower, OWN_FONTS)
        ):
            strange |= {char for text in font.to_unicode.values() for char in text if not char.isspace()}
    return "".join(sorted(strange))[:40]
