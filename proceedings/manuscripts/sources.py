"""The list of sources taken out of the text, and the marks in the text that refer to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from .report import Report
from .tree import Piece, build, fill, inner_html, pieces_of, text_of

HEADING = re.compile(
    r"(?:\d+\.?\s*)?(?:"
    r"(?:список\s+|перечень\s+)?(?:использованн\w+\s+|цитируем\w+\s+|цитированн\w+\s+)?"
    r"(?:источник\w*|литератур\w*)(?:\s+(?:и|и\s+использованн\w+)\s+(?:литератур\w*|источник\w*))?"
    r"|(?:при\w*статейн\w+\s+)?библиографическ\w+\s+(?:список|ссылки|указатель)|библиография|ссылки|примечания\s+и\s+ссылки"
    r"|(?:list\s+of\s+)?(?:references|sources|literature)(?:\s+cited)?|bibliography|works\s+cited|literature\s+cited"
    r"|references\s+and\s+notes|reference\s+list"
    r")",
    re.I,
)
AFTER = re.compile(
    r"(?:сведения|информация|данные)\s+об\s+автор\w*|об\s+автор\w*|авторы|благодарност\w*|приложени\w*.{0,40}"
    r"|(?:information\s+)?about\s+the\s+authors?|authors?(?:\s+information)?|acknowledge?ments?|appendix.{0,40}|annex.{0,40}"
    r"|конфликт\s+интересов|conflicts?\s+of\s+interests?",
    re.I,
)
NUMBER = re.compile(r"^\s*(?:\[\d{1,3}\]|\d{1,3}[.)])\s*")
YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
CITATION = re.compile(r"\[(?=[^\[\]]{1,120}\])([^\[\]]+)\]")
PLACE = re.compile(r"\s*(\d{1,3})(?:\s*[-–—]\s*(\d{1,3}))?\s*(?:,\s*(?:с|сс|стр|p|pp|т|ч|гл|ст)\b.*)?", re.I | re.S)
SILENT = {"a", "code", "pre", "h2", "h3"}
LONGEST_HEADING = 70


def announces(node: Element) -> bool:
    """Whether *node* is the heading of a list of sources."""
    text = text_of(node).rstrip(".: ")
    is_heading = node.tag in {"h2", "h3"} or (node.tag == "p" and len(text) < LONGEST_HEADING)
    return is_heading and bool(HEADING.fullmatch(text))


def take_sources(body: Element, report: Report) -> list[str]:
    """The items of the list that ends the article, as HTML, taken out of the body.

    A second list (the same sources in Latin letters) stays where it is, and is reported.
    """
    children = list(body)
    starts = [place for place, node in enumerate(children) if announces(node)]
    while len(starts) > 1 and not _is_list(children[starts[0] + 1 : starts[1]]):
        starts.pop(0)  # a section that is called «Источники» and is about them
    if not starts:
        return []
    report.add_some("sources-twice", len(starts) - 1)
    start = starts[0]
    end = starts[1] if len(starts) > 1 else len(children)
    sources: list[str] = []
    for node in children[start + 1 : end]:
        if node.tag in {"h2", "section"} or _is_other_heading(node):
            break
        for item in list(node) if node.tag in {"ol", "ul"} else [node]:
            _drop_number(item)
            sources.append(_item_html(item))
        body.remove(node)
    body.remove(children[start])
    return [source for source in sources if source]


def _is_list(nodes: list[Element]) -> bool:
    if not nodes or any(node.tag not in {"ol", "ul", "p", "h3"} for node in nodes):
        return False
    lines = [text_of(node) for node in nodes if node.tag == "p"]
    are_numbered = all(NUMBER.match(line) for line in lines)
    return are_numbered or (len(lines) > 1 and all(YEAR.search(line) for line in lines))


def _is_other_heading(node: Element) -> bool:
    return node.tag in {"p", "h3"} and bool(AFTER.fullmatch(text_of(node).rstrip(".: ")))


def _drop_number(item: Element) -> None:
    pieces = pieces_of(item)
    if pieces and isinstance(pieces[0], str):
        pieces[0] = NUMBER.sub("", pieces[0], count=1)
        fill(item, pieces)


def _item_html(item: Element) -> str:
    inside = item[0] if len(item) == 1 and item[0].tag == "p" and not (item.text or "").strip() else item
    html = inner_html(inside).strip()
    language = inside.get("lang") or item.get("lang")
    return f'<span lang="{language}">{html}</span>' if language else html


def link_citations(body: Element, count: int, address: Callable[[int], str]) -> int:
    """Make links of the numbers in «[1, с. 15; 3]» that name one of *count* sources; how many were made.

    *address* gives the address of a source by its number, from 1. A bracket with anything else in it is left alone:
    «[1939]», «[sic]», «[0; 1]». To be used where an article is shown; the text that is kept has no such links.
    """
    made = 0
    for node in [body, *(each for each in body.iter() if isinstance(each.tag, str))]:
        if node.tag in SILENT or node.get("class") == "footnotes":
            continue
        pieces: list[Piece] = []
        for piece in pieces_of(node):
            linked = _linked(piece, count, address) if isinstance(piece, str) else [piece]
            made += sum(1 for each in linked if isinstance(each, Element) and each is not piece)
            pieces.extend(linked)
        if len(pieces) != len(pieces_of(node)):
            fill(node, pieces)
    return made


def _linked(text: str, count: int, address: Callable[[int], str]) -> list[Piece]:
    pieces: list[Piece] = []
    position = 0
    for bracket in CITATION.finditer(text):
        for start, end, number in _numbers(bracket, count):
            pieces += [text[position:start], build("a", [text[start:end]], href=address(number))]
            position = end
    return [*pieces, text[position:]]


def _numbers(bracket: re.Match[str], count: int) -> list[tuple[int, int, int]]:
    """Where the numbers of sources stand inside a bracket; nothing when any part of it is something else."""
    found: list[tuple[int, int, int]] = []
    offset = bracket.start(1)
    parts = re.split(r";", bracket[1])
    if len(parts) == 1 and re.fullmatch(r"[\d\s,–—-]+", bracket[1]):
        parts = re.split(r",", bracket[1])
    for part in parts:
        place = PLACE.fullmatch(part)
        if place is None:
            return []
        for group in (1, 2):
            if place[group] is not None:
                if not 1 <= int(place[group]) <= count:
                    return []
                found.append((offset + place.start(group), offset + place.end(group), int(place[group])))
        offset += len(part) + 1
    return found
