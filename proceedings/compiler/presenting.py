"""An article's clean HTML made ready for a reader: numbers of tables and figures, notes, pictures, typography."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from urllib.parse import quote
from xml.etree.ElementTree import Element

from conference.text import typography
from proceedings import gost
from proceedings.manuscripts import link_citations
from proceedings.manuscripts.markup import sanitise
from proceedings.manuscripts.tree import Piece, build, fill, inner_html, parse, pieces_of, text_of, typeset, walk

from .book import Text
from .listing import source_html

WORDS = {
    "ru": {"table": "Таблица", "figure": "Рис.", "note": "Примечание", "notes": "Примечания", "back": "к тексту"},
    "en": {"table": "Table", "figure": "Fig.", "note": "Note", "notes": "Notes", "back": "back to the text"},
}
LONG_TABLE = 8  # rows; a longer table may go on overleaf, under its head again
DEEPER = {"h2": "h3", "h3": "h4"}


@dataclass(frozen=True)
class Presented:
    """The text and its list of sources as HTML; ``missing`` figures had no file."""

    body: str
    sources: tuple[str, ...]
    missing: int = 0


def present(text: Text, language: str, *, for_print: bool, source: Callable[[int], str] | None = None) -> Presented:
    """*text* for the book (*for_print*: notes at the foot, headings one level down) or for a page of the site.

    *source* gives the address of a source by its number: then «[1, с. 15]» in the text leads there.
    """
    body = parse(sanitise(text.html))
    missing = _place_pictures(body, text)
    _drop_empty_headings(body)
    _number(body, "table", "caption", WORDS[language]["table"])
    _number(body, "figure", "figcaption", WORDS[language]["figure"])
    if for_print:
        _notes_to_foot(body)
        _break_long_tables(body)
        for node in walk(body):
            node.tag = DEEPER.get(str(node.tag), node.tag)
    else:
        _notes_at_end(body, language)
        _scrolling_tables(body, language)
    typeset(body, language, _words)
    if source:
        link_citations(body, len(text.sources), source)
    return Presented(inner_html(body), tuple(source_html(item, language) for item in text.sources), missing)


def _words(text: str, language: str) -> str:
    """Typography by the rules of the language; references in brackets by the standard."""
    return typography(gost.tidy_citations(text, language), language)


def _place_pictures(body: Element, text: Text) -> int:
    """Give every ``<img>`` its address; a figure without a file goes, and is counted."""
    figures, formulas = dict(text.figures), dict(text.formulas)
    missing = 0
    for parent in [body, *walk(body)]:
        for image in [child for child in parent if child.tag == "img"]:
            formula, figure = image.attrib.pop("data-formula", ""), image.attrib.pop("data-figure", "")
            if formula.isdecimal() and int(formula) in formulas:
                image.set("src", f"data:image/svg+xml,{quote(formulas[int(formula)])}")
            elif figure.isdecimal() and int(figure) in figures:
                image.set("src", figures[int(figure)])
            else:
                missing += 1
                fill(parent, [piece for piece in pieces_of(parent) if piece is not image])
    return missing


def _drop_empty_headings(body: Element) -> None:
    for parent in [body, *walk(body)]:
        pieces = pieces_of(parent)
        kept = [piece for piece in pieces if isinstance(piece, str) or not _is_empty_heading(piece)]
        if len(kept) < len(pieces):
            fill(parent, kept)


def _is_empty_heading(node: Element) -> bool:
    return node.tag in {"h1", "h2", "h3", "h4"} and not text_of(node).strip() and node.find(".//img") is None


def _number(body: Element, tag: str, caption_tag: str, word: str) -> None:
    """Number the *tag* elements through the article: «Таблица 1. …» before each caption."""
    for number, element in enumerate([node for node in walk(body) if node.tag == tag], start=1):
        caption = element.find(caption_tag)
        if caption is None:
            caption = build(caption_tag)
            element.insert(0 if tag == "table" else len(element), caption)
        words: list[Piece] = pieces_of(caption)
        label = build("span", [f"{word}\u00a0{number}{'.' if text_of(caption) else ''}"])
        label.set("class", "label")
        fill(caption, [label, " ", *words])


def _notes(body: Element) -> dict[str, Element]:
    """Footnotes by the number of their anchor, taken out of the body."""
    found = {}
    for section in [node for node in body if node.tag == "section" and node.get("class") == "footnotes"]:
        for item in section.iter("li"):
            if identifier := item.get("id"):
                found[identifier.removeprefix("fn")] = item
        body.remove(section)
    return found


def _notes_to_foot(body: Element) -> None:
    notes = _notes(body)
    for parent in [body, *walk(body)]:
        pieces: list[Piece] = []
        for piece in pieces_of(parent):
            if isinstance(piece, Element) and piece.tag == "a" and piece.get("class") == "note":
                note = notes.get((piece.get("href") or "").removeprefix("#fn"))
                if note is not None:
                    pieces.append(_foot(note))
            else:
                pieces.append(piece)
        if any(isinstance(piece, Element) and piece.get("class") == "fn" for piece in pieces):
            fill(parent, pieces)


def _foot(note: Element) -> Element:
    inside: list[Piece] = []
    for piece in pieces_of(note):
        inside.extend(pieces_of(piece) if isinstance(piece, Element) and piece.tag == "p" else [piece])
    if inside and isinstance(inside[0], str):
        inside[0] = inside[0].lstrip()
    foot = build("span", inside)
    foot.set("class", "fn")
    return foot


def _break_long_tables(body: Element) -> None:
    for table in [node for node in walk(body) if node.tag == "table"]:
        if sum(len(section.findall("tr")) for section in table.findall("tbody")) > LONG_TABLE:
            table.set("class", "long")


def _notes_at_end(body: Element, language: str) -> None:
    """Notes as a section of their own, with a way there and back."""
    words = WORDS[language]
    for anchor in [node for node in walk(body) if node.tag == "a" and node.get("class") == "note"]:
        number = text_of(anchor)
        anchor.set("role", "doc-noteref")
        anchor.set("aria-label", f"{words['note']} {number}")
        fill(anchor, [build("sup", [number])])
    notes = _notes(body)
    if not notes:
        return
    for number, item in notes.items():
        back = build("a", [words["back"]], href=f"#fnref{number}", class_="back", role="doc-backlink")
        fill(item, [*pieces_of(item), " ", back])
    section = build("section", [build("h2", [words["notes"]]), build("ol", list(notes.values()))])
    section.set("class", "footnotes")
    section.set("role", "doc-endnotes")
    body.append(section)


def _scrolling_tables(body: Element, language: str) -> None:
    """Tables wider than a phone scroll by themselves, in a region that has a name and takes the focus."""
    for parent in [body, *walk(body)]:
        pieces = pieces_of(parent)
        if not any(isinstance(piece, Element) and piece.tag == "table" for piece in pieces):
            continue
        fill(
            parent,
            [_region(piece) if isinstance(piece, Element) and piece.tag == "table" else piece for piece in pieces],
        )


def _region(table: Element) -> Element:
    caption = table.find("caption")
    region = build(
        "div", [table], role="region", tabindex="0", aria_label=text_of(caption) if caption is not None else ""
    )
    region.set("class", "table-scroll")
    return region


def plain_paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text, escaped."""
    return [escape(part.strip()) for part in text.split("\n\n") if part.strip()]
