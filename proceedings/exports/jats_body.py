"""The clean HTML of an article as the body of a JATS article: sections, lists, tables, figures, formulas, notes."""

from __future__ import annotations

import re
from itertools import count
from typing import Any
from xml.etree.ElementTree import Element as Html

from proceedings.compiler import Text
from proceedings.manuscripts.markup import sanitise
from proceedings.manuscripts.tree import parse, pieces_of, text_of

from .markup import LANG, XLINK, Element, maker

INLINE = {"em": "italic", "strong": "bold", "sup": "sup", "sub": "sub", "code": "monospace"}
BLOCKS = {"p", "ul", "ol", "blockquote", "table", "figure", "pre", "h2", "h3", "section"}
LABELS = {"ru": ("Таблица", "Рис."), "en": ("Table", "Fig.")}

E = maker("", {"xlink": XLINK})


def formula_name(number: int) -> str:
    return f"formula-{number}.svg"


class Body:
    """One article's text. ``sections`` writes the body; ``footnotes`` what its notes refer to."""

    def __init__(self, text: Text, language: str) -> None:
        self.language = language
        self.pictures = dict(text.figures)
        self.formulas, self.tex = {number for number, _svg in text.formulas}, dict(text.tex)
        self.tables, self.figures = count(1), count(1)
        self.root = parse(sanitise(text.html)) if text.html else Html("body")
        self.notes = self._take_notes()

    def _take_notes(self) -> dict[str, Html]:
        found = {}
        for section in [node for node in self.root if node.tag == "section"]:
            for item in section.iter("li"):
                if identifier := item.get("id"):
                    found[identifier] = item
            self.root.remove(section)
        return found

    def sections(self) -> list[Element]:
        """Blocks before the first heading, then ``sec`` in ``sec``."""
        made: list[Element] = []
        outer: Element | None = None
        inner: Element | None = None
        for node in self.root:
            if node.tag == "h2":
                outer = inner = E("sec", E("title", self._inline(node)))
                made.append(outer)
            elif node.tag == "h3" and outer is not None:
                inner = E("sec", E("title", self._inline(node)))
                outer.append(inner)
            elif (block := self._block(node)) is not None:
                if inner is None:
                    made.append(block)
                else:
                    inner.append(block)
        return [self._never_empty(node) for node in made]

    @staticmethod
    def _never_empty(node: Element) -> Element:
        for section in [node, *node.iter("sec")]:
            if section.tag == "sec" and len(section) == 1:
                section.append(E("p"))
        return node

    def footnotes(self) -> list[Element]:
        return [
            E("fn", {"id": identifier}, E("label", identifier.removeprefix("fn")), self._blocks_of(note))
            for identifier, note in self.notes.items()
        ]

    def _block(self, node: Html) -> Any:
        write = getattr(self, f"_{node.tag}", None)
        return write(node) if write else E("p", self._inline(node))

    def _blocks_of(self, node: Html) -> list[Element]:
        """The content of *node* as blocks; what is loose becomes paragraphs."""
        made: list[Element] = []
        loose: list[Any] = []
        for piece in [*pieces_of(node), None]:
            if piece is not None and (isinstance(piece, str) or piece.tag not in BLOCKS):
                loose.append(piece)
                continue
            if any(not isinstance(part, str) or part.strip() for part in loose):
                made.append(E("p", [self._piece(part) for part in loose]))
            loose = []
            if piece is not None and (block := self._block(piece)) is not None:
                made.append(block)
        return made or [E("p")]

    def _p(self, node: Html) -> Element:
        if node.get("class") == "display":
            formulas = [self._formula(image, "disp-formula") for image in node.iter("img")]
            return E("p", [each for each in formulas if each is not None])
        return E("p", {LANG: node.get("lang") or ""}, self._inline(node))

    def _h2(self, node: Html) -> Element:
        return E("p", E("bold", self._inline(node)))

    _h3 = _h2

    def _ul(self, node: Html) -> Element:
        return E("list", {"list-type": "bullet"}, self._items(node))

    def _ol(self, node: Html) -> Element:
        return E("list", {"list-type": "order"}, self._items(node))

    def _items(self, node: Html) -> list[Element]:
        return [E("list-item", self._blocks_of(item)) for item in node if item.tag == "li"]

    def _blockquote(self, node: Html) -> Element:
        return E("disp-quote", {LANG: node.get("lang") or ""}, self._blocks_of(node))

    def _pre(self, node: Html) -> Element:
        return E("preformat", "".join(node.itertext()))

    def _section(self, node: Html) -> None:
        return None

    def _table(self, node: Html) -> Element:
        number = next(self.tables)
        caption = node.find("caption")
        table = E("table")
        for section in node:
            if section.tag in {"thead", "tbody"} and len(section):
                table.append(E(str(section.tag), [E("tr", [self._cell(cell) for cell in row]) for row in section]))
        return E(
            "table-wrap",
            {"id": f"t{number}"},
            E("label", f"{LABELS[self.language][0]} {number}"),
            self._caption(caption),
            table,
        )

    def _cell(self, cell: Html) -> Element:
        attributes = {name: cell.get(name) or "" for name in ("colspan", "rowspan", "scope")}
        attributes["align"] = {"n": "right", "c": "center"}.get(cell.get("class") or "", "")
        return E(str(cell.tag), attributes, self._inline(cell))

    def _figure(self, node: Html) -> Any:
        images = [image for image in node.iter("img") if self._picture(image)]
        if not images:
            return None
        number = next(self.figures)
        alternative = " ".join(image.get("alt") or "" for image in images).strip()
        return E(
            "fig",
            {"id": f"f{number}"},
            E("label", f"{LABELS[self.language][1]} {number}"),
            self._caption(node.find("figcaption")),
            E("alt-text", alternative) if alternative else None,
            [E("graphic", {f"{{{XLINK}}}href": self._picture(image)}) for image in images],
        )

    def _picture(self, image: Html) -> str:
        number = image.get("data-figure") or ""
        return self.pictures.get(int(number), "") if number.isdecimal() else ""

    def _caption(self, node: Html | None) -> Any:
        return E("caption", E("p", self._inline(node))) if node is not None and text_of(node) else None

    def _formula(self, image: Html, tag: str) -> Any:
        number = image.get("data-formula") or ""
        if not number.isdecimal() or int(number) not in self.formulas:
            return image.get("alt") or None if tag == "inline-formula" else None
        graphic = "inline-graphic" if tag == "inline-formula" else "graphic"
        spoken = image.get("alt") or ""
        drawn = E(graphic, {f"{{{XLINK}}}href": formula_name(int(number))}, E("alt-text", spoken) if spoken else None)
        tex = self.tex.get(int(number))
        return E(tag, {"id": f"m{number}"}, E("alternatives", drawn, E("tex-math", tex)) if tex else drawn)

    def _inline(self, node: Html) -> list[Any]:
        return [self._piece(piece) for piece in pieces_of(node)]

    def _piece(self, piece: Any) -> Any:
        if isinstance(piece, str):
            return re.sub(r"\s+", " ", piece)
        if piece.tag == "br":
            return " "
        if piece.tag == "img":
            return self._formula(piece, "inline-formula")
        if piece.tag == "a":
            return self._link(piece)
        inside = self._inline(piece)
        if piece.tag in INLINE:
            return E(INLINE[piece.tag], inside)
        if piece.tag == "span" and piece.get("lang"):
            return E("styled-content", {LANG: piece.get("lang")}, inside)
        return inside

    def _link(self, piece: Html) -> Any:
        target = piece.get("href") or ""
        if piece.get("class") == "note" and target.removeprefix("#") in self.notes:
            return E("xref", {"ref-type": "fn", "rid": target.removeprefix("#")}, text_of(piece))
        if target.startswith(("http://", "https://")):
            return E("ext-link", {"ext-link-type": "uri", f"{{{XLINK}}}href": target}, self._inline(piece))
        return self._inline(piece)
