"""Turning whatever a reader made of a document into the elements of an article.

Nothing is kept for being harmless: an element is rebuilt because it is on the list, or only its text stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from .markup import MAX_CELLS, MAX_CELLS_IN_ALL, MAX_NOTES, MAX_SPAN, may_be_linked
from .opendocument import MARK
from .report import ManuscriptRefused, Report
from .tree import Piece, build, pieces_of, text_of
from .word import RUN_STYLE

SAME = {"blockquote", "ul", "em", "strong", "sup", "sub", "pre", "thead", "tbody", "tr", "figure"}
RENAMED = {
    "i": "em", "b": "strong", "cite": "em", "dfn": "em", "var": "em", "tfoot": "tbody", "code": "code", "kbd": "code",
    "samp": "code", "tt": "code", "dd": "p",
}  # fmt: skip
DROPPED = {
    "script", "style", "iframe", "object", "embed", "svg", "form", "input", "template", "noscript", "nav", "video",
    "audio", "canvas", "select", "button", "textarea", "link", "meta", "title", "base", "frameset", "applet",
}  # fmt: skip
BLOCK_STYLES = (
    ("caption", re.compile(r"caption|название объекта|illustration|^(?:table|figure|drawing)$")),
    ("quote", re.compile(r"quot|block text|цитата")),
    ("code", re.compile(r"preformatted|source code|^code$|html preformatted|plain text|macro")),
)
BLANKS = " \t\r\n"
BLOCK = "data-block"
"""Said of a paragraph until the article is arranged: it is a caption, a quotation, code, or aligned so."""


class Cleaner:
    """Rebuilds a parsed document out of allowed elements, noting in the report what had to go.

    *take_image* and *take_formula* store what they are given and return the ``<img>`` to stand for it, or None.
    """

    def __init__(
        self,
        report: Report,
        *,
        take_image: Callable[[Element], Element | None],
        take_formula: Callable[[Element], Element | None],
    ) -> None:
        self.report, self.take_image, self.take_formula = report, take_image, take_formula
        self.cells = self.notes = 0

    def clean(self, body: Element) -> list[Piece]:
        return self._inside(body)

    def _inside(self, node: Element) -> list[Piece]:
        pieces: list[Piece] = []
        for piece in pieces_of(node):
            pieces.extend([piece] if isinstance(piece, str) else self._piece(piece))
        return pieces

    def _piece(self, node: Element) -> list[Piece]:
        tag = node.tag if isinstance(node.tag, str) else ""
        local = tag.rpartition("}")[2].lower()
        if not local:
            return []
        if local in DROPPED:
            self.report.add("element-removed")
            return []
        special = getattr(self, f"on_{local}", None)
        if special:
            return special(node)
        if re.fullmatch(r"h[1-6]", local):
            return [build(local, _without_marks(self._inside(node))[0])] if text_of(node) else []
        if local in SAME or local in RENAMED:
            return [build(RENAMED.get(local, local), self._inside(node), **_language(node))]
        return self._inside(node)

    def on_p(self, node: Element) -> list[Piece]:
        inside, mark = _without_marks(self._inside(node))
        paragraph = build("p", inside if mark == "code" else _stripped(inside), **_language(node))
        if mark:
            paragraph.set(BLOCK, mark)
        return [paragraph]

    def on_dt(self, node: Element) -> list[Piece]:
        return [build("p", [build("strong", self._inside(node))])]

    def on_q(self, node: Element) -> list[Piece]:
        return ["«", *self._inside(node), "»"]

    def on_u(self, node: Element) -> list[Piece]:
        self.report.add("underlined")
        return [build("em", self._inside(node))]

    def on_s(self, node: Element) -> list[Piece]:
        if text_of(node):
            self.report.add("struck-out")
        return self._inside(node)

    on_strike = on_del = on_s

    def on_math(self, node: Element) -> list[Piece]:
        image = self.take_formula(node)
        if image is None:
            self.report.add("formula-as-text")
            return [text_of(node)]
        return [image]

    def on_img(self, node: Element) -> list[Piece]:
        image = self.take_image(node)
        return [image] if image is not None else []

    def on_br(self, node: Element) -> list[Piece]:
        return [build("br")]

    def on_hr(self, node: Element) -> list[Piece]:
        return []

    on_colgroup = on_hr

    def on_span(self, node: Element) -> list[Piece]:
        style = node.get("data-custom-style") or ""
        marks = style.removeprefix(RUN_STYLE).split("-") if style.startswith(RUN_STYLE) else []
        language = next((mark for mark in marks if mark != "code"), "") or primary(node.get("lang"))
        return _marked(self._inside(node), language, is_code="code" in marks)

    def on_div(self, node: Element) -> list[Piece]:
        """Divisions carry the styles of paragraphs; captions, quotations and code are known by them."""
        style = (node.get("data-custom-style") or node.get("class") or "").lower()
        inside = self._inside(node)
        mark = next((mark for mark, names in BLOCK_STYLES if names.search(style)), "")
        language = _language(node)
        for piece in inside:
            if isinstance(piece, Element):
                if mark and piece.tag == "p":
                    piece.set(BLOCK, mark)
                if language and not piece.get("lang"):
                    piece.set("lang", language["lang"])
        return inside

    def on_a(self, node: Element) -> list[Piece]:
        href = (node.get("href") or "").strip()
        if href.startswith(MARK):
            return self._mark(href.removeprefix(MARK), node)
        if match := re.fullmatch(r"#fn(\d{1,4})", href):
            self.notes += 1
            if self.notes > MAX_NOTES:
                raise ManuscriptRefused("too-many-notes")
            return [build("a", [match[1]], href=href, id=f"fnref{match[1]}", class_="note")]
        if re.fullmatch(r"#fnref\d{1,4}", href):
            return []  # the way back is written anew where the note is shown
        if may_be_linked(href):
            return [build("a", self._inside(node), href=href)]
        if href and not href.startswith("#"):
            self.report.add("link-removed")
        return self._inside(node)

    def _mark(self, mark: str, node: Element) -> list[Piece]:
        """What ``opendocument`` says by links: the kind of a paragraph, a language, code."""
        kind, _slash, value = mark.partition("/")
        if kind == "block":
            return [build("mark", class_=value)]
        return _marked(self._inside(node), primary(value), is_code=kind == "code")

    def on_ol(self, node: Element) -> list[Piece]:
        start, kind = node.get("start") or "", node.get("type") or ""
        attributes = {"start": start} if re.fullmatch(r"\d{1,4}", start) and start != "1" else {}
        if kind in {"a", "A", "i", "I"}:
            attributes["type"] = kind
        return [build("ol", self._inside(node), **attributes)]

    def on_li(self, node: Element) -> list[Piece]:
        inside = self._inside(node)
        whole = [piece for piece in inside if not isinstance(piece, str) or piece.strip()]
        if len(whole) == 1 and isinstance(whole[0], Element) and whole[0].tag == "p":
            inside = pieces_of(whole[0])
        identifier = node.get("id") or ""
        attributes = {"id": identifier} if re.fullmatch(r"fn\d{1,4}", identifier) else {}
        return [build("li", _stripped(inside), **attributes, **_language(node))]

    def on_section(self, node: Element) -> list[Piece]:
        inside = self._inside(node)
        if "footnotes" in (node.get("class") or ""):
            return [build("section", [p for p in inside if isinstance(p, Element)], class_="footnotes")]
        return inside

    def on_caption(self, node: Element) -> list[Piece]:
        return [build("caption", _unwrapped(self._inside(node)))]

    def on_figcaption(self, node: Element) -> list[Piece]:
        return [build("figcaption", _unwrapped(self._inside(node)))]

    def on_table(self, node: Element) -> list[Piece]:
        cells = [cell for cell in node.iter() if cell.tag in {"td", "th"}]
        self.cells += len(cells)
        if len(cells) > MAX_CELLS or self.cells > MAX_CELLS_IN_ALL:
            raise ManuscriptRefused("table-too-large", str(len(cells)))
        if len(cells) == 1:
            self.report.add("boxes-opened")
            return self._inside(cells[0])
        return [build("table", [p for p in self._inside(node) if isinstance(p, Element)])]

    def on_td(self, node: Element) -> list[Piece]:
        attributes = _language(node)
        for name in ("colspan", "rowspan"):
            value = node.get(name) or "1"
            number = int(value) if re.fullmatch(r"\d{1,9}", value) else 1
            if number > MAX_SPAN:
                raise ManuscriptRefused("table-too-large", f"{name} {number}")
            if number > 1:
                attributes[name] = str(number)
        inside = self._inside(node)
        marks = {piece.attrib.pop(BLOCK, "") for piece in inside if isinstance(piece, Element)}
        aligned = re.search(r"text-align:\s*(right|center)", node.get("style") or "")
        if aligned or marks in ({"n"}, {"c"}):
            attributes["class_"] = {"right": "n", "center": "c"}[aligned[1]] if aligned else marks.pop()
        return [build(str(node.tag), _unwrapped(inside), **attributes)]

    on_th = on_td


def primary(language: str | None) -> str:
    """``"en"`` of ``"en-GB"``; nothing of what is no language tag."""
    code = (language or "").lower().partition("-")[0]
    return code if re.fullmatch(r"[a-z]{2,3}", code) else ""


def _language(node: Element) -> dict[str, str]:
    code = primary(node.get("lang"))
    return {"lang": code} if code else {}


def _marked(inside: list[Piece], language: str, *, is_code: bool) -> list[Piece]:
    if is_code and inside:
        inside = [build("code", inside)]
    return [build("span", inside, lang=language)] if language and inside else inside


def _without_marks(pieces: list[Piece]) -> tuple[list[Piece], str]:
    """*pieces* without the mark at their beginning, and what it says."""
    marks = [piece for piece in pieces if isinstance(piece, Element) and piece.tag == "mark"]
    kept = [piece for piece in pieces if not isinstance(piece, Element) or piece.tag != "mark"]
    return kept, next((mark.get("class") or "" for mark in marks), "")


def _unwrapped(pieces: list[Piece]) -> list[Piece]:
    """Inline content: paragraphs opened, with a line break between two of them."""
    opened: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Element) and piece.tag == "p":
            if any(not isinstance(p, str) or p.strip() for p in opened):
                opened.append(build("br"))
            inside = pieces_of(piece)
            opened.extend([build("span", inside, lang=piece.get("lang") or "")] if piece.get("lang") else inside)
        else:
            opened.append(piece)
    return _stripped(opened)


def _stripped(pieces: list[Piece]) -> list[Piece]:
    """*pieces* without the blanks and line ends at their outer edges."""
    trimmed = list(pieces)
    if trimmed and isinstance(trimmed[0], str):
        trimmed[0] = trimmed[0].lstrip(BLANKS)
    if trimmed and isinstance(trimmed[-1], str):
        trimmed[-1] = trimmed[-1].rstrip(BLANKS)
    return trimmed
