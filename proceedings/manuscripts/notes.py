"""Notes in HTML: every program writes them in its own way, but all of them lead there and back."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from .tree import Piece, build, fill, pieces_of, text_of

MARK = re.compile(r"[\[(]?\s*(?:\d{1,3}|[ivxlc]{1,6}|[*†‡]{1,3})\s*[\])]?", re.I)
HOLDERS = {"li", "p", "aside", "dd", "div"}


def gather_notes(body: Element) -> None:
    """Bring the notes of a page, wherever and however they are kept, into the form that pandoc writes."""
    parents = {child: parent for parent in body.iter() for child in parent}
    named: dict[str, Element] = {}
    for node in body.iter():
        for key in (node.get("id"), node.get("name")):
            if key:
                named.setdefault(key, node)
    items: list[Element] = []
    for anchor in [node for node in body.iter("a") if (node.get("href") or "").startswith("#")]:
        target = named.get((anchor.get("href") or "")[1:])
        if target is None or not MARK.fullmatch(text_of(anchor)) or anchor not in parents:
            continue
        holder = _holder(target, anchor, parents)
        if holder is None:
            continue
        number = str(len(items) + 1)
        items.append(build("li", _without_way_back(holder, anchor, parents), id=f"fn{number}"))
        holder.clear()
        anchor.set("href", f"#fn{number}")
        fill(anchor, [number])
        _open_sup(anchor, parents)
    if items:
        body.append(build("section", [build("ol", items)], class_="footnotes"))


def _holder(target: Element, anchor: Element, parents: dict[Element, Element]) -> Element | None:
    """The block around *target* from which a link leads back to *anchor*."""
    ways = {f"#{key}" for node in (anchor, parents.get(anchor)) if node is not None
            for key in (node.get("id"), node.get("name")) if key}  # fmt: skip
    found: Element | None = target
    while found is not None and found.tag != "body":
        leads_back = any(link.get("href") in ways for link in found.iter("a"))
        if found.tag in HOLDERS and leads_back and anchor not in list(found.iter()):
            above = parents.get(found)
            is_alone = above is not None and above.tag in {"li", "aside", "div"} and bool(above.get("id"))
            return above if is_alone and found.tag == "p" else found
        found = parents.get(found)
    return None


def _without_way_back(holder: Element, anchor: Element, parents: dict[Element, Element]) -> list[Piece]:
    ways = {node.get(key) for node in (anchor, parents[anchor]) for key in ("id", "name")} - {None}
    for parent in list(holder.iter()):
        kept = [
            piece
            for piece in pieces_of(parent)
            if not (isinstance(piece, Element) and piece.tag == "a" and (piece.get("href") or "")[1:] in ways)
        ]
        if len(kept) != len(pieces_of(parent)):
            kept = [piece for piece in kept if not isinstance(piece, Element) or text_of(piece) or len(piece)]
            if kept and isinstance(kept[0], str):
                kept[0] = kept[0].lstrip("\u00a0 \t\n.]")
            fill(parent, kept)
    return pieces_of(holder)


def _open_sup(anchor: Element, parents: dict[Element, Element]) -> None:
    """A raised mark is raised once: the article's own style raises it."""
    above = parents[anchor]
    if above.tag == "sup" and above in parents and text_of(above) == text_of(anchor):
        fill(parents[above], [anchor if piece is above else piece for piece in pieces_of(parents[above])])
