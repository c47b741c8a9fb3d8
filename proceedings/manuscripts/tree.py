"""Small trees of HTML: reading, building and writing them with the standard library's elements."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from xml.etree.ElementTree import Element, tostring

import tinyhtml5

from conference.text import typography

Piece = str | Element


def parse(html: str) -> Element:
    """The body of *html*, parsed as browsers do (nothing is fetched, entities are HTML's own).

    Given as a stream: a short string the parser would take for the name of a file, and read that.
    """
    return tinyhtml5.parse(io.StringIO(html), namespace_html_elements=False).find("body")


def build(tag: str, pieces: Iterable[Piece] = (), **attributes: str) -> Element:
    """A new element holding *pieces* in order. ``class_`` stands for ``class``."""
    element = Element(tag, {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()})
    fill(element, pieces)
    return element


def fill(element: Element, pieces: Iterable[Piece]) -> None:
    """Replace the content of *element* by *pieces*."""
    for child in list(element):
        element.remove(child)
    element.text = None
    last: Element | None = None
    for piece in pieces:
        if not isinstance(piece, str):
            piece.tail = None
            element.append(piece)
            last = piece
        elif last is None:
            element.text = (element.text or "") + piece
        else:
            last.tail = (last.tail or "") + piece


def pieces_of(element: Element) -> list[Piece]:
    """The content of *element*: text and child elements in order, tails made pieces of their own."""
    pieces: list[Piece] = [element.text] if element.text else []
    for child in element:
        pieces.append(child)
        if child.tail:
            pieces.append(child.tail)
    return pieces


def text_of(element: Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def inner_html(element: Element) -> str:
    """The content of *element* as HTML."""
    whole = tostring(element, encoding="unicode", method="html", short_empty_elements=True)
    return whole[whole.index(">") + 1 : whole.rindex("</")]


def typeset(node: Element, language: str, words: Callable[[str, str], str] = typography) -> None:
    """Every text below *node* through *words*, in the language that its passage is in; code stays as it was typed."""
    own = node.get("lang") or language
    if node.tag in {"code", "pre"}:
        return
    node.text = words(node.text, own) if node.text else node.text
    for child in node:
        typeset(child, own, words)
        child.tail = words(child.tail, own) if child.tail else child.tail


def depth(element: Element) -> int:
    """How deeply elements are nested, counted without recursion."""
    deepest, level = 0, [element]
    while level:
        deepest += 1
        level = [child for parent in level for child in parent]
    return deepest


def walk(element: Element) -> Iterator[Element]:
    """All element nodes below *element*; comments and instructions are not elements."""
    for node in element.iter():
        if isinstance(node.tag, str) and node is not element:
            yield node
