"""A laid-out document looked over before it is painted: what is decoration, what is a slot, what links where.

The findings are left on WeasyPrint's boxes, as ``vmeste_…`` attributes that painting and tagging look for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from ..parts import ALONG, FOLIO
from .moving import move_up

NOTE, CALL = "vmeste-note-", "vmeste-call-"
"""Names of places between which a footnote and its call are linked; they are nobody's destinations outside."""

EDGES = {"right": "end", "end": "end", "center": "centre", "left": "start", "start": "start", ALONG: ALONG}


@dataclass(frozen=True, eq=False)
class SlotMark:
    """Left on the text box of a slot: its name and the edge it keeps. Each is known by itself."""

    name: str
    align: str


@dataclass(frozen=True)
class Decoration:
    """Left on text and pictures that are no content: *kind* is what the artifact's dictionary says of it."""

    kind: str


PAGINATION = Decoration("/Type/Pagination")
REPEATED = Decoration("/Type/Pagination/Subtype/Header")
ORNAMENT = Decoration("/Type/Layout")


def unwrapped(box: Any) -> Any:
    """The box itself, where an absolutely positioned one left a placeholder."""
    return box._box if isinstance(box, AbsolutePlaceholder) else box


def prepare(document: Any) -> None:
    """Look over all pages of *document*. Doing so twice changes nothing."""
    heads: dict[Any, Any] = {}
    notes: dict[Any, str] = {}
    for page in document.pages:
        root = page._page_box
        lines: dict[Any, None] = {}
        for child in root.children:
            if isinstance(child, boxes.MarginBox):
                _look_at_margin(child)
            else:
                _look(child, heads, lines)
        for line in lines:
            move_up(line)
        page.links[:] = [_where_it_is(*link) for link in page.links if _is_of_use(*link)]
        _link_notes(page, notes)


def _is_of_use(_kind: str, target: str, _rectangle: Any, box: Any) -> bool:
    """A link has an annotation for each of its boxes; what is inside them, or in a repeated head, adds nothing."""
    if getattr(box, "vmeste_decoration", None):
        return False
    return box.link is not None or target.startswith((NOTE, CALL))


def _where_it_is(kind: str, target: str, rectangle: Any, box: Any) -> tuple[Any, ...]:
    if hasattr(box, "vmeste_behind"):
        x, y, width, height = box.hit_area()
        rectangle = (x, y, x + width, y + height)
    return kind, target, rectangle, box


def _look_at_margin(margin: Any) -> None:
    texts = []
    for box in _walk(margin):
        box.vmeste_decoration = PAGINATION
        if isinstance(box, boxes.TextBox):
            texts.append(box)
    if len(texts) == 1 and _is_folio(margin.style["content"]):
        align = EDGES.get(margin.style["text_align_all"], "start")
        texts[0].vmeste_slot = SlotMark(FOLIO, align)


def _is_folio(content: Any) -> bool:
    """Whether *content* is ``counter(page)``, in whatever figures, and nothing else."""
    return len(content) == 1 and content[0][0] == "counter()" and content[0][1][0] == "page"


def _look(box: Any, heads: dict[Any, Any], lines: dict[Any, None], line: Any = None) -> None:
    """Look at *box* and all in it. *lines* gets those on which something may move; *line* is the one it is on."""
    box = unwrapped(box)
    if _is_repeated(box, heads):
        for each in _walk(box):
            each.vmeste_decoration = REPEATED
        return
    if isinstance(box, boxes.ReplacedBox) and not described(box.element):
        box.vmeste_decoration = ORNAMENT
        return
    element = box.element
    if isinstance(box, boxes.TextBox) and element is not None and (name := element.get("data-slot", "")):
        mark = box.vmeste_slot = SlotMark(name, EDGES.get(element.get("data-slot-align", ""), ""))
        if mark.align == ALONG:
            lines[line] = None
    if isinstance(box, boxes.LineBox):
        line = box
    for child in box.children:
        _look(child, heads, lines, line)


def _is_repeated(box: Any, heads: dict[Any, Any]) -> bool:
    """Whether *box* is the head or foot of a table that was there before, on an earlier page."""
    if not isinstance(box, boxes.TableRowGroupBox) or not (box.is_header or box.is_footer):
        return False
    return heads.setdefault(box.element, box) is not box


def described(element: Any) -> str:
    """What a picture shows, in words: the title of a drawing, the ``alt`` of an image."""
    if element is None:
        return ""
    if str(element.tag).endswith("}svg"):
        return (element.findtext("{http://www.w3.org/2000/svg}title") or "").strip()
    return (element.get("alt") or "").strip()


def _link_notes(page: Any, notes: dict[Any, str]) -> None:
    """Links from the call of a footnote to the note, and from its number back to the call."""
    if any(link[1].startswith((NOTE, CALL)) for link in page.links):
        return
    for box in map(unwrapped, _walk(page._page_box)):
        if not isinstance(box, boxes.InlineBox) or box.element is None:
            continue
        pseudo = box.element_tag.partition("::")[2]
        if pseudo not in ("footnote-call", "footnote-marker"):
            continue
        name = notes.setdefault(box.element, str(len(notes) + 1))
        x, y, width, height = box.hit_area()
        here, there = (CALL, NOTE) if pseudo == "footnote-call" else (NOTE, CALL)
        page.anchors.setdefault(here + name, (x, y, x + width, y + height))
        page.links.append(("internal", there + name, (x, y, x + width, y + height), box))


def _walk(box: Any) -> Iterator[Any]:
    box = unwrapped(box)
    yield box
    for child in box.children:
        yield from _walk(child)


def slots_marked(document: Any) -> int:
    """How many slots *document* has, as far as there is text in them."""
    boxes_of_pages = (box for page in document.pages for box in _walk(page._page_box))
    return sum(1 for box in boxes_of_pages if getattr(box, "vmeste_slot", None) and box.text.strip())


def words(element: Any) -> str:
    """What *element* says, without the figures of its slots, which nobody knows yet."""
    return re.sub(r"\s+", " ", "".join(_spoken(element))).strip(" ,;\u00a0")


def _spoken(element: Any) -> Iterator[str]:
    if element.get("data-slot"):
        return
    yield element.text or ""
    for child in element:
        yield from _spoken(child)
        yield child.tail or ""
