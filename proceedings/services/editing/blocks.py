"""The text of an article as a row of blocks, each kept as the very bytes that it stands in.

A block that nobody touches comes back byte for byte, whatever happens to its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element, ParseError, fromstring

from proceedings.manuscripts.markup import sanitise
from proceedings.manuscripts.tree import Piece, build, inner_html, parse, pieces_of, text_of, walk
from proceedings.models import Manuscript

from .inline import INLINE, Pictures, is_inline, to_markup

TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^>]*>")
EMPTY = {"br", "img", "hr"}
KINDS = {"p": "paragraph", "h2": "heading", "h3": "subheading", "ul": "list", "ol": "list", "blockquote": "quote",
         "pre": "code", "table": "table", "figure": "figure", "section": "notes"}  # fmt: skip
TYPED = ("paragraph", "heading", "subheading", "list", "quote", "code")
"""Kinds of blocks whose words are typed into one field; an editor may turn one into another."""


def split(html: str) -> list[str]:
    """The elements of sanitised *html* at its top level, one string each; joined they are *html* again."""
    chunks: list[str] = []
    depth = start = 0
    for found in TAG.finditer(html):
        if found[2] in EMPTY:
            continue
        depth = max(0, depth - 1) if found[1] else depth + 1
        if depth == 0 and found[1]:
            chunks.append(html[start : found.end()])
            start = found.end()
    rest = html[start:]
    if rest.strip() or not chunks:
        return [*chunks, rest] if rest else chunks
    chunks[-1] += rest
    return chunks


def tree_of(html: str) -> Element:
    """The body of sanitised *html*: by the fast parser, since what the allow-list wrote is nearly XML."""
    closed = re.sub(r"<(br|img|hr)\b([^>]*)>", r"<\1\2/>", html).replace("&nbsp;", "\u00a0")
    try:
        return fromstring(f"<body>{closed}</body>")  # noqa: S314 — no document type, no entities  # nosec B314
    except ParseError:
        return parse(html)


def written(pieces: Iterable[Piece]) -> str:
    """*pieces* as the HTML that is kept."""
    return sanitise(inner_html(build("body", pieces)))


@dataclass(frozen=True)
class Block:
    """One block of one revision."""

    index: int
    html: str

    @cached_property
    def element(self) -> Element:
        found = next(iter(tree_of(self.html)), None)
        return found if found is not None else build("p", [self.html])

    @cached_property
    def kind(self) -> str:
        """One of TYPED, or ``table``, ``figure``, ``formula``, ``notes``, or ``fixed``: shown and moved as it is."""
        node = self.element
        found = KINDS.get(str(node.tag), "fixed")
        if node.tag == "p" and node.get("class") == "display":
            return "formula"
        if found in {"paragraph", "heading", "subheading"} and not is_inline(node):
            return "fixed"
        if found == "list" and not all(_is_plain_item(item) for item in node.iter("li")):
            return "fixed"
        if found == "quote" and not all(child.tag == "p" and is_inline(child) for child in _paragraphs(node)):
            return "fixed"
        return found

    @property
    def is_typed(self) -> bool:
        return self.kind in TYPED

    @cached_property
    def source(self) -> str:
        """What stands in the field of a typed block."""
        return source_of(self.element, self.kind)

    @cached_property
    def words(self) -> str:
        """What is read out of the block, with its marks, for comparing it with another."""
        if self.is_typed:
            return self.source
        if self.kind == "table":
            rows = [
                " | ".join(to_markup(pieces_of(cell), line_end=" ") for cell in row) for row in self.element.iter("tr")
            ]
            return "\n".join([caption_of(self.element, "caption"), *rows]).strip()
        if self.kind in {"figure", "formula"}:
            alternatives = [f"[{image.get('alt') or ''}]" for image in self.element.iter("img")]
            return "\n".join([*alternatives, caption_of(self.element, "figcaption")]).strip()
        if self.kind == "notes":
            return "\n".join(f"{number}. {text}" for number, text in notes_of(self.element))
        return text_of(self.element)


def source_of(node: Element, kind: str) -> str:
    if kind == "code":
        return "".join(node.itertext()).strip("\n")
    if kind == "list":
        return "\n".join(_lines(node, 0))
    if kind == "quote":
        return "\n\n".join(_in_language(child) for child in _paragraphs(node))
    return _in_language(node, line_end="\n" if kind == "paragraph" else " ")


def _in_language(node: Element, line_end: str = "\n") -> str:
    text = to_markup(pieces_of(node), line_end=line_end).strip()
    return f"{{{node.get('lang')}: {text}}}" if node.get("lang") and text else text


def _paragraphs(quote: Element) -> list[Element]:
    """The paragraphs of a quotation; loose words are one."""
    if all(child.tag in INLINE for child in quote):
        return [build("p", pieces_of(deepcopy(quote)))]
    parts = [piece for piece in pieces_of(deepcopy(quote)) if not isinstance(piece, str) or piece.strip()]
    return [build("p", [piece]) if isinstance(piece, str) else piece for piece in parts]


def _is_plain_item(item: Element) -> bool:
    inner = [child for child in item if child.tag not in {"ul", "ol"}]
    return all(child.tag in INLINE and is_inline(child) for child in inner)


def _lines(node: Element, depth: int) -> list[str]:
    """A list as lines: «- …» or «1. …», two blanks deeper for each level."""
    lines = []
    first = int(node.get("start") or 1)
    for number, item in enumerate((child for child in node if child.tag == "li"), start=first):
        own = [piece for piece in pieces_of(item) if isinstance(piece, str) or piece.tag not in {"ul", "ol"}]
        text = to_markup(own, line_end="{br}").strip()
        if item.get("lang") and text:
            text = f"{{{item.get('lang')}: {text}}}"
        mark = f"{number}." if node.tag == "ol" else "-"
        lines.append(f"{'  ' * depth}{mark} {text}")
        for child in item:
            if child.tag in {"ul", "ol"}:
                lines += _lines(child, depth + 1)
    return lines


def caption_of(node: Element, tag: str) -> str:
    found = node.find(tag)
    return to_markup(pieces_of(found), line_end="{br}").strip() if found is not None else ""


def notes_of(section: Element) -> list[tuple[str, str]]:
    """Number and words of each note; its paragraphs stand apart by an empty line."""
    found = []
    for item in section.iter("li"):
        number = (item.get("id") or "").removeprefix("fn")
        if number.isdecimal():
            parts = [child for child in item if child.tag == "p"] or [item]
            found.append((number, "\n\n".join(_in_language(part) for part in parts)))
    return found


def blocks_of(manuscript: Manuscript) -> list[Block]:
    return [Block(index, html) for index, html in enumerate(split(manuscript.html))]


def pictures_in(manuscript: Manuscript) -> Pictures:
    """Every picture of the text by kind and number, with the attributes that it carries."""
    found = {}
    for node in walk(tree_of(manuscript.html)):
        if node.tag == "img":
            kind = "formula" if node.get("data-formula") else "figure"
            found[kind, node.get(f"data-{kind}") or "0"] = Element("img", dict(node.attrib))
    return found
