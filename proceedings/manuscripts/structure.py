"""From clean elements to an article: two levels of headings, captions, header cells, the list of sources apart."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree.ElementTree import Element

from .report import Report
from .tree import Piece, build, fill, inner_html, pieces_of, text_of, walk

BLOCKS = {"h2", "h3", "p", "ul", "ol", "blockquote", "table", "figure", "pre", "section"}
SOURCES = re.compile(
    r"(?:список\s+)?(?:использованн\w+\s+)?(?:источник\w*|литератур\w*)(?:\s+и\s+\w+)?"
    r"|библиографическ\w+\s+список|библиография|references|bibliography|works\s+cited|sources",
    re.I,
)
TABLE_LABEL = re.compile(r"^\s*(?:таблица|табл\.|table)\s*№?\s*\d*\s*[.:–—-]?\s*", re.I)
FIGURE_LABEL = re.compile(r"^\s*(?:рисунок|рис\.|figure|fig\.)\s*№?\s*\d+\s*[.:–—-]?\s*", re.I)
ITEM_NUMBER = re.compile(r"^\s*(?:\[\d{1,3}\]|\d{1,3}[.)])\s*")
NUMERIC = re.compile(r"^[\d\s.,%±+–—−/:()<>≤≥*-]*$")
FILE_NAME = re.compile(r"^(?:[\w-]+\.(?:png|jpe?g|gif|webp|emf|wmf)|(?:рисунок|image|picture|figure|рис)\W*\d*)$", re.I)


def arrange(pieces: list[Piece], *, titles: tuple[str, ...], report: Report) -> tuple[Element, list[str]]:
    """The article's body and its sources (HTML of each item), out of the cleaner's pieces."""
    body = build("body", _blocks(pieces))
    _drop_repeated_title(body, titles, report)
    _level_headings(body)
    _caption_figures(body)
    _caption_tables(body)
    for table in [node for node in walk(body) if node.tag == "table"]:
        _head_cells(table, report)
    for node in walk(body):
        node.attrib.pop("data-caption", None)
    sources = _take_sources(body)
    _check_alternatives(body, report)
    return body, sources


def _blocks(pieces: list[Piece]) -> list[Piece]:
    """Only blocks, none of them empty; loose text becomes paragraphs; a paragraph of one picture a figure."""
    blocks: list[Piece] = []
    loose: list[Piece] = []
    for piece in [*pieces, None]:
        is_block = isinstance(piece, Element) and (piece.tag in BLOCKS or re.fullmatch(r"h[1-6]", piece.tag))
        if piece is not None and not is_block:
            loose.append(piece)
            continue
        if any(not isinstance(p, str) or p.strip() for p in loose):
            blocks.append(build("p", loose))
        loose = []
        if piece is not None and _has_content(piece):
            blocks.append(_as_figure(piece) or piece)
    return blocks


def _has_content(piece: Piece) -> bool:
    if isinstance(piece, Element) and piece.tag == "figure":
        return piece.find(".//img") is not None  # a caption without its picture says nothing
    return not isinstance(piece, Element) or bool(text_of(piece)) or piece.find(".//img") is not None


def _as_figure(piece: Piece) -> Element | None:
    if not isinstance(piece, Element) or piece.tag != "p" or text_of(piece):
        return None
    images = piece.findall(".//img")
    if not images:
        return None
    if all(image.get("data-formula") for image in images):
        piece.set("class", "display")
        return None
    return build("figure", [image for image in images if image.get("data-figure")])


def _drop_repeated_title(body: Element, titles: tuple[str, ...], report: Report) -> None:
    known = {_plain(title) for title in titles if title}
    for block in list(body)[:4]:
        if _plain(text_of(block)) in known:
            body.remove(block)
            report.add("title-repeated")


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold().replace("ё", "е")).strip()


def _level_headings(body: Element) -> None:
    """The levels that occur, whatever their numbers, become h2 and h3."""
    headings = [node for node in body if re.fullmatch(r"h[1-6]", str(node.tag))]
    levels = sorted({str(node.tag) for node in headings})
    for heading in headings:
        heading.tag = "h2" if heading.tag == levels[0] else "h3"
        if heading is headings[0]:
            heading.tag = "h2"


def _caption_figures(body: Element) -> None:
    """«Рис. 1. …» under a picture is its caption; the label goes, for numbers are given when it is shown."""
    for block, following in list(pairwise(list(body))):
        if block.tag != "figure" or block.find("figcaption") is not None or following.tag != "p":
            continue
        if FIGURE_LABEL.match(text_of(following)) or "data-caption" in following.attrib:
            block.append(build("figcaption", pieces_of(following)))
            body.remove(following)
    for caption in body.iter("figcaption"):
        _strip(caption, FIGURE_LABEL)


def _caption_tables(body: Element) -> None:
    for previous, block in list(pairwise(list(body))):
        if block.tag != "table" or block.find("caption") is not None or previous.tag != "p":
            continue
        if re.match(r"\s*(?:таблица|table)\b", text_of(previous), re.I) or "data-caption" in previous.attrib:
            block.insert(0, build("caption", pieces_of(previous)))
            body.remove(previous)
    for caption in body.iter("caption"):
        _strip(caption, TABLE_LABEL)


def _strip(element: Element, label: re.Pattern[str]) -> None:
    """Take *label* off the beginning of the element's text, if its text begins with it."""
    pieces = pieces_of(element)
    if pieces and isinstance(pieces[0], str):
        pieces[0] = label.sub("", pieces[0], count=1)
        fill(element, pieces)


def _head_cells(table: Element, report: Report) -> None:
    """Header cells with their scope: the first row, and the first column when it names its rows."""
    rows = list(table.iter("tr"))
    if not rows:
        return
    if table.find("thead") is None or not any(text_of(cell) for cell in table.find("thead").iter("th")):
        _promote_first_row(table, rows, report)
    for cell in table.iter("th"):
        cell.set("scope", "col")
    bodies = [row for section in table.findall("tbody") for row in section]
    first = [row[0] for row in bodies if len(row)]
    if first and len(bodies[0]) > 1 and all(text_of(cell) and not NUMERIC.match(text_of(cell)) for cell in first):
        for cell in first:
            cell.tag = "th"
            cell.set("scope", "row")
            cell.attrib.pop("class", None)
    for cell in (cell for row in bodies for cell in row):
        if cell.tag == "th" and cell.get("scope") == "col":
            cell.set("scope", "row")


def _promote_first_row(table: Element, rows: list[Element], report: Report) -> None:
    old = table.find("thead")
    if old is not None:
        table.remove(old)
        rows = [row for row in rows if row not in set(old)]
    if not rows or not all(text_of(cell) for cell in rows[0]):
        report.add("table-without-header")
        return
    for section in table.findall("tbody"):
        if rows[0] in list(section):
            section.remove(rows[0])
    for cell in rows[0]:
        cell.tag = "th"
    position = 1 if table.find("caption") is not None else 0
    table.insert(position, build("thead", [rows[0]]))
    report.add("table-header-guessed")


def _take_sources(body: Element) -> list[str]:
    """The list under the last heading that announces sources, taken out of the body."""
    children = list(body)
    starts = [i for i, node in enumerate(children) if _announces_sources(node)]
    if not starts:
        return []
    start = starts[-1]
    sources: list[str] = []
    for node in children[start + 1 :]:
        if node.tag in {"h2", "section"}:
            break
        items = list(node) if node.tag in {"ol", "ul"} else [node]
        for item in items:
            if node.tag == "p":
                _strip(item, ITEM_NUMBER)
            sources.append(_item_html(item))
        body.remove(node)
    body.remove(children[start])
    return [source for source in sources if source]


def _announces_sources(node: Element) -> bool:
    text = text_of(node).rstrip(".:")
    is_heading = node.tag in {"h2", "h3"} or (node.tag == "p" and len(text) < 60)
    return is_heading and bool(SOURCES.fullmatch(text))


def _item_html(item: Element) -> str:
    html = inner_html(item).strip()
    return f'<span lang="{item.get("lang")}">{html}</span>' if item.get("lang") else html


def _check_alternatives(body: Element, report: Report) -> None:
    for figure in body.iter("figure"):
        for image in figure.iter("img"):
            caption = figure.find("figcaption")
            words = text_of(caption) if caption is not None else ""
            if FILE_NAME.match(image.get("alt") or "") or not image.get("alt") or image.get("alt") == words:
                image.set("alt", words)
                report.add("figure-without-alternative")
            if not words:
                report.add("figure-without-caption")
