"""The structure tree: what each piece of a page is, in which language, and what belongs together.

WeasyPrint writes a structure element for each box. Here there is one for each element of the HTML, so what runs over
the end of a page stays one paragraph, one table, one list; pieces of lines need none. Written by its own lights
(ISO 32000-1 §14.8, ISO 14289-1):

* ``Lang`` wherever the language changes, down to a word in a line;
* notes stand where they are called, with ``Reference`` and ``Lbl`` linked to each other;
* header cells have a scope, data cells name their headers;
* text never stands straight in a grouping element but in a paragraph of its own;
* pictures of formulas are formulas, tables of contents are that, and lists say how they are numbered.
"""

from __future__ import annotations

from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes

from .elements import Annotated, Element, Mark
from .preparing import described, unwrapped, words

KINDS = {
    "a": "Link", "article": "Art", "blockquote": "BlockQuote", "caption": "Caption", "code": "Code", "dl": "L",
    "figcaption": "Caption", "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6", "img": "Figure",
    "main": "Part", "ol": "L", "p": "P", "pre": "P", "q": "Quote", "section": "Sect", "table": "Table",
    "tbody": "TBody", "td": "TD", "tfoot": "TFoot", "th": "TH", "thead": "THead", "tr": "TR", "ul": "L",
    "{http://www.w3.org/2000/svg}svg": "Figure",
}  # fmt: skip
GROUPING = {"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "TOC", "TOCI", "L", ""}
LINE = {"Span", "Link", "Code", "Quote", "Reference", "Note", "Formula"}
WITHOUT_PARAGRAPHS = {"P", "H1", "H2", "H3", "H4", "H5", "H6", "Lbl", *LINE}
NUMBERING = {
    "decimal": "Decimal", "decimal-leading-zero": "Decimal", "lower-roman": "LowerRoman", "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha", "lower-latin": "LowerAlpha", "upper-alpha": "UpperAlpha", "upper-latin": "UpperAlpha",
    "circle": "Circle", "square": "Square", "none": "None",
}  # fmt: skip
POINTS = 0.75
PRINTED = 4
"""The flag of an annotation that is on paper as it is on the screen (ISO 32000-1, table 165)."""


class Tree:
    """Structure elements by the HTML element that they stand for, while page after page is walked through."""

    def __init__(self, language: str) -> None:
        self.root = Element("Document", None)
        self.root.language = language
        self._known: dict[tuple[Any, str], Element] = {}
        self._page = 0
        self._height = 0.0
        self._marks: dict[Any, Any] = {}

    def add_page(self, page: Any, index: int, marks: dict[Any, Any]) -> None:
        """Walk through *page*, whose painted boxes have the marks that *marks* names."""
        self._page, self._height, self._marks = index, page.height * POINTS, marks
        for child in page._page_box.children:
            if not isinstance(child, boxes.MarginBox):
                self._walk(unwrapped(child), self.root)
        for mark in marks.values():  # painted, but in no box that was walked through
            _paragraph(self.root).kids.append(Mark(index, mark["mcid"]))

    def _walk(self, box: Any, parent: Element) -> None:
        if getattr(box, "vmeste_decoration", None):
            return
        if isinstance(box, boxes.TextBox):
            if mark := self._marks.pop(box, None):
                _paragraph(parent).kids.append(Mark(self._page, mark["mcid"]))
            return
        element = self._element(box, parent)
        if box.link_annotation:
            element = self._link(box, element)
        if isinstance(box, boxes.ReplacedBox) and (mark := self._marks.pop(box, None)):
            element.kids.append(Mark(self._page, mark["mcid"]))
        for child in box.children:
            self._walk(unwrapped(child), element)

    def _element(self, box: Any, parent: Element) -> Element:
        """What stands for *box*: a box of no HTML element, or inside another of the same one, has nothing new."""
        tag = box.element_tag
        if box.element is None or tag in ("html", "body"):
            return parent
        known = self._known.get((box.element, tag))
        if known is None:
            known = self._known[box.element, tag] = self._new(box, parent)
        return known

    def _new(self, box: Any, parent: Element) -> Element:
        name, _colons, pseudo = box.element_tag.partition("::")
        if pseudo:
            return self._pseudo(box, pseudo, parent)
        if name == "li":
            return _item(box, parent)
        if name in ("dt", "dd"):
            return _definition(box, name, parent)
        kind = self._kind(box, name)
        if kind == "Link":
            parent = _entry(parent)
        if kind is None:
            return parent
        if kind in LINE:
            parent = _paragraph(parent)
        element = Element(kind, parent, box.element)
        self._complete(box, element)
        return element

    def _kind(self, box: Any, name: str) -> str | None:
        """The structure type; ``""`` for a block that only groups, None for what is just a part of its line."""
        kind = KINDS.get(name)
        classes = (box.element.get("class") or "").split()
        if kind == "Figure" and "formula" in classes:
            return "Formula"
        if kind == "L" and "toc" in classes:
            return "TOC"
        if kind and not (kind == "Link" and not box.link_annotation):
            return kind
        is_line = isinstance(box, boxes.InlineBox)
        if box.element.get("lang"):
            return "Span" if is_line else "Div"
        return None if is_line else ""

    def _complete(self, box: Any, element: Element) -> None:
        """Attributes that the structure type asks for."""
        if element.kind in ("Figure", "Formula"):
            element.alternative = described(box.element)
            x, y = box.content_box_x(), box.content_box_y()
            left, right, top, bottom = x, x + box.width, y, y + box.height
            edges = (left * POINTS, self._height - bottom * POINTS, right * POINTS, self._height - top * POINTS)
            element.attributes = f"/O/Layout/BBox[{' '.join(f'{edge:.2f}' for edge in edges)}]"
        elif element.kind == "L":
            style = box.style["list_style_type"]
            numbering = NUMBERING.get(style if isinstance(style, str) else "", "Disc")
            element.attributes = f"/O/List/ListNumbering/{numbering}" if numbering != "None" else ""
        elif element.kind in ("TH", "TD"):
            element.spans = (box.colspan, box.rowspan)

    def _pseudo(self, box: Any, pseudo: str, parent: Element) -> Element:
        """What CSS puts there: the marker of a list item, the call and the number of a footnote."""
        source = box.element
        if pseudo == "footnote-call":
            line = _paragraph(parent)
            call = Element("Reference", line)
            note = self._known[source, source.tag] = Element("Note", line, source)
            note.is_identified = True
            return call
        if pseudo == "footnote-marker":
            return Element("Lbl", parent)
        if pseudo == "marker" and parent.kind == "LBody" and parent.parent is not None:
            return Element("Lbl", parent.parent, first=True)
        return parent

    def _link(self, box: Any, element: Element) -> Element:
        """Tie the annotation of *box* to the link that it is, and say where it leads in words."""
        link = element.nearest("Link")
        if link is None:
            known = self._known.get((box.element, f"{box.element_tag}::link"))
            link = known or Element("Link", element)
            self._known[box.element, f"{box.element_tag}::link"] = link
            element = link
        source = box.element
        box.link_annotation["Contents"] = pydyf.String(source.get("aria-label") or words(source) or "–")
        box.link_annotation["F"] = PRINTED
        link.kids.append(Annotated(self._page, box.link_annotation))
        return element


def _paragraph(parent: Element) -> Element:
    """Where a piece of a line may stand in *parent*: in a block, in a paragraph of its own."""
    if parent.kind not in GROUPING:
        return parent
    if not parent.kind and parent.real.kind in WITHOUT_PARAGRAPHS:
        return parent
    last = parent.kids[-1] if parent.kids else None
    if isinstance(last, Element) and last.is_made_up:
        return last
    paragraph = Element("P", parent)
    paragraph.is_made_up = True
    return paragraph


def _item(box: Any, parent: Element) -> Element:
    """A list item and its body; what stands in the item goes into the body, its marker before it."""
    if parent.real.kind == "TOC":
        return Element("TOCI", parent, box.element)
    item = Element("LI", parent, box.element)
    return Element("LBody", item)


def _definition(box: Any, name: str, parent: Element) -> Element:
    """A term is the label of an item, and what is said of it the body of the same item."""
    last = parent.real.last("LI")
    if name == "dt" or last is None:
        last = Element("LI", parent)
    return Element("Lbl" if name == "dt" else "LBody", last, box.element)


def _entry(parent: Element) -> Element:
    """A link in a table of contents is what its entry refers to."""
    return Element("Reference", parent) if parent.real.kind == "TOCI" else parent
