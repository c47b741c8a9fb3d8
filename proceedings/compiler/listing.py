"""The list of sources made ready: even punctuation where it is unambiguous, typography, addresses as links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from proceedings import gost
from proceedings.manuscripts.markup import sanitise
from proceedings.manuscripts.tree import Piece, build, fill, inner_html, parse, pieces_of, typeset

DOI = re.compile(r"(?:DOI:[ \u00a0])(10\.\d{4,9}/[^\s<>«»]+?)(?=[.,;)]?(?:\s|$))")
URL = re.compile(r"(https?://[^\s<>«»]+?)(?=[.,;)]{0,2}(?:\s|$))")


def source_html(html: str, language: str) -> str:
    """One source as the list shows it. One with markup of its own keeps its punctuation."""
    item = parse(sanitise(html))
    plain = _only_text(item)
    if plain is not None:
        plain.text = gost.tidy(plain.text or "", plain.get("lang") or language)
    typeset(item, language)
    _link(item)
    return inner_html(item)


def _only_text(item: Element) -> Element | None:
    """The element that holds nothing but text: the item itself, or the passage that is all of it."""
    if not len(item):
        return item
    only = item[0]
    is_wrapped = len(item) == 1 and not len(only) and not (item.text or "").strip() and not (only.tail or "").strip()
    return only if is_wrapped and only.tag in {"span", "p"} else None


def _link(node: Element) -> None:
    if node.tag in {"a", "code", "pre"}:
        return
    pieces: list[Piece] = []
    for piece in pieces_of(node):
        if isinstance(piece, str):
            pieces += _linked(piece)
        else:
            _link(piece)
            pieces.append(piece)
    fill(node, pieces)


def _linked(text: str) -> Iterator[Piece]:
    """*text* with its DOIs and addresses as links."""
    at = 0
    found = sorted([*DOI.finditer(text), *URL.finditer(text)], key=lambda match: match.start())
    for match in found:
        if match.start() < at:
            continue
        address = f"https://doi.org/{match[1]}" if match.re is DOI else match[1]
        yield text[at : match.start()]
        yield build("a", [match[0]], href=address)
        at = match.end()
    yield text[at:]
