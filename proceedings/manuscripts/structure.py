"""From clean elements to an article: two levels of headings, captions, quotations, code."""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from xml.etree.ElementTree import Element

from .cleaner import BLOCK
from .report import Report
from .sources import announces, take_sources
from .tables import arrange_table
from .tree import Piece, build, fill, pieces_of, text_of, walk

BLOCKS = {"h2", "h3", "p", "ul", "ol", "blockquote", "table", "figure", "pre", "section"}
TABLE_LABEL = re.compile(r"^\s*(?:таблица|табл\.|table)\s*№?\s*[\d.]*\s*[.:–—-]?\s*", re.I)
FIGURE_LABEL = re.compile(r"^\s*(?:рисунок|рис\.|figure|fig\.)\s*№?\s*[\d.]*\d\s*[.:–—-]?\s*", re.I)
FORMULA_NUMBER = re.compile(r"[(\[]\s*\d{1,3}[а-яa-z]?\s*[)\]][.,;]?|[.,;]", re.I)
FILE_NAME = re.compile(r"^(?:[\w-]+\.(?:png|jpe?g|gif|webp|emf|wmf)|(?:рисунок|image|picture|figure|рис)\W*\d*)$", re.I)
LONGEST_HEADING = 120
LONGEST_CAPTION = 200


def arrange(pieces: list[Piece], *, titles: tuple[str, ...], report: Report) -> tuple[Element, list[str]]:
    """The article's body and its sources (HTML of each item), out of the cleaner's pieces."""
    body = build("body", _blocks(pieces))
    for container in [body, *(node for node in walk(body) if node.tag == "li")]:
        _join_marked(container)
    _drop_repeated_title(body, titles, report)
    _guess_headings(body, report)
    _level_headings(body, report)
    _caption_figures(body)
    _caption_tables(body)
    for table in [node for node in walk(body) if node.tag == "table"]:
        arrange_table(table, report)
    sources = take_sources(body, report)
    _gather_notes(body)
    for node in walk(body):
        node.attrib.pop(BLOCK, None)
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
    if not isinstance(piece, Element) or piece.tag != "p":
        return None
    images = piece.findall(".//img")
    words = text_of(piece)
    formulas = [image for image in images if image.get("data-formula")]
    if images and len(formulas) == len(images) and (not words or FORMULA_NUMBER.fullmatch(words)):
        piece.set("class", "display")
    if words or not images or formulas:
        return None
    return build("figure", images)


def _join_marked(container: Element) -> None:
    """Neighbouring paragraphs that are marked as code become one ``<pre>``, those of a quotation one quotation."""
    pieces: list[Piece] = []
    for mark, group in groupby(pieces_of(container), key=_kind):
        run = list(group)
        elements = [piece for piece in run if isinstance(piece, Element)]
        if mark == "code":
            lines = ["".join(_with_breaks(line)) for line in elements]
            pieces.append(build("pre", [build("code", ["\n".join(lines)])]))
        elif mark == "quote":
            for element in elements:
                element.attrib.pop(BLOCK, None)
            pieces.append(build("blockquote", elements))
        else:
            pieces.extend(run)
    fill(container, pieces)


def _kind(piece: Piece) -> str:
    return (piece.get(BLOCK) or "") if isinstance(piece, Element) and piece.tag == "p" else ""


def _with_breaks(paragraph: Element) -> list[str]:
    texts = [paragraph.text or ""]
    for node in paragraph.iter():
        if node is not paragraph:
            texts += ["\n" if node.tag == "br" else "", node.text or "", node.tail or ""]
    return [text.replace("\u00a0", " ") for text in texts]


def _drop_repeated_title(body: Element, titles: tuple[str, ...], report: Report) -> None:
    known = {_plain(title) for title in titles if title}
    for block in list(body)[:6]:
        if _plain(text_of(block)) in known:
            body.remove(block)
            report.once("title-repeated")


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold().replace("ё", "е")).strip()


def _guess_headings(body: Element, report: Report) -> None:
    """In a paper without headings, short paragraphs that are bold from beginning to end are what stood for them."""
    if any(re.fullmatch(r"h[1-6]", str(node.tag)) for node in body):
        return
    for block, following in list(pairwise(list(body))):
        if block.tag != "p" or following.tag not in {"p", "ul", "ol", "table", "figure"} or announces(block):
            continue
        text = text_of(block)
        is_bold = all(not isinstance(piece, str) or not piece.strip() for piece in pieces_of(block)) and all(
            child.tag == "strong" or not text_of(child) for child in block
        )
        if is_bold and len(text) <= LONGEST_HEADING and not text.endswith((".", ":", ";", ",")):
            block.tag = "h2"
            block.attrib.clear()
            fill(block, [piece for child in block for piece in pieces_of(child)])
            report.add("headings-guessed")


def _level_headings(body: Element, report: Report) -> None:
    """The levels that occur, whatever their numbers, become h2 and h3."""
    headings = [node for node in body if re.fullmatch(r"h[1-6]", str(node.tag))]
    levels = sorted({str(node.tag) for node in headings})
    report.add_some("headings-flattened", sum(1 for node in headings if node.tag in levels[2:]))
    for heading in headings:
        heading.tag = "h2" if heading.tag == levels[0] else "h3"
        if heading is headings[0]:
            heading.tag = "h2"
        if all(child.tag == "strong" for child in heading) and not (heading.text or "").strip():
            fill(heading, [piece for child in heading for piece in [*pieces_of(child), child.tail or ""]])


def _caption_figures(body: Element) -> None:
    """«Рис. 1. …» under a picture is its caption; the label goes, for numbers are given when it is shown."""
    for block, following in list(pairwise(list(body))):
        if block.tag != "figure" or block.find("figcaption") is not None or following.tag != "p":
            continue
        if FIGURE_LABEL.match(text_of(following)) or (
            following.get(BLOCK) == "caption" and not TABLE_LABEL.match(text_of(following))
        ):
            block.append(build("figcaption", pieces_of(following)))
            body.remove(following)
    for caption in body.iter("figcaption"):
        strip(caption, FIGURE_LABEL)


def _caption_tables(body: Element) -> None:
    """«Таблица 1» over a table is its caption, with the paragraph between them when the number stands alone."""
    for previous, block in list(pairwise(list(body))):
        if block.tag != "table" or block.find("caption") is not None or previous.tag != "p":
            continue
        if not (re.match(r"\s*(?:таблица|табл\.|table)\b", text_of(previous), re.I) or previous.get(BLOCK)):
            place = list(body).index(previous)
            label = body[place - 1] if place else None
            if label is None or label.tag != "p" or len(text_of(previous)) > LONGEST_CAPTION:
                continue
            if not text_of(label) or not TABLE_LABEL.fullmatch(text_of(label)):
                continue
            body.remove(label)
        block.insert(0, build("caption", pieces_of(previous)))
        body.remove(previous)
    for caption in body.iter("caption"):
        strip(caption, TABLE_LABEL)


def strip(element: Element, label: re.Pattern[str]) -> None:
    """Take *label* off the beginning of the element's text, if its text begins with it."""
    match = label.match("".join(element.itertext()))
    if match is None or not match[0]:
        return
    _cut(element, len(match[0]))


def _cut(element: Element, count: int) -> int:
    """Take *count* characters off the beginning of *element*; how many are left to take."""
    text = element.text or ""
    element.text, count = text[count:], max(0, count - len(text))
    for child in list(element):
        if not count:
            return 0
        count = _cut(child, count)
        tail = child.tail or ""
        child.tail, count = tail[count:], max(0, count - len(tail))
        if not len(child) and not child.text and child.tag in {"em", "strong", "span", "sup"}:
            fill(element, [piece for piece in pieces_of(element) if piece is not child])
    return count


def _gather_notes(body: Element) -> None:
    """All notes in one section, at the end."""
    sections = [node for node in body if node.tag == "section"]
    for section in sections:
        body.remove(section)
    items = [item for section in sections for item in section.iter("li") if item.get("id")]
    if items:
        body.append(build("section", [build("ol", items)], class_="footnotes"))


def _check_alternatives(body: Element, report: Report) -> None:
    for figure in body.iter("figure"):
        caption = figure.find("figcaption")
        words = text_of(caption) if caption is not None else ""
        for image in figure.iter("img"):
            if image.get("role") == "presentation":
                continue
            if FILE_NAME.match(image.get("alt") or "") or not image.get("alt") or image.get("alt") == words:
                image.set("alt", words)
                report.add("figure-without-alternative")
            if not words:
                report.add("figure-without-caption")
