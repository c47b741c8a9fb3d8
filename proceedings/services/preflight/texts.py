"""What can be told of a text by reading it. A revision never changes, so the answer is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from conference.text import typography
from proceedings.manuscripts.languages import RUNS, script_of
from proceedings.manuscripts.structure import FILE_NAME
from proceedings.manuscripts.tree import pieces_of, text_of
from proceedings.models import Manuscript
from proceedings.services.editing import Block, blocks_of, is_decorative, tree_of

from .items import ADVICE, Finding

LEAST_DPI = 200
YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b|б\. ?г\.|n\. ?d\.", re.I)
CITATION = re.compile(r"\[(\d{1,3}(?:\s*[-–,;]\s*\d{1,3})*(?:\s*,\s*(?:с|c|стр|p|pp|ст)\.?[^\]]{1,40})?)\]")
NUMBERS = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?")
FOREIGN_WORDS = 2
TEX = re.compile(r"\$[^$\n]{0,400}?\\[A-Za-z][^$\n]{0,400}\$|\\\(.{1,400}?\\\)|\\begin\{[a-z*]{2,20}\}")
"""A formula that somebody typed with the commands of TeX."""


def findings_in(manuscript: Manuscript, language: str, measure_mm: int) -> list[Finding]:
    """Everything to mend in one revision, in the order of the text."""
    blocks = blocks_of(manuscript)
    return [
        *_headings(blocks),
        *_pictures(blocks),
        *_resolution(manuscript, blocks, measure_mm),
        *_tables(blocks),
        *_language_of_all(blocks, language),
        *_languages(blocks, language),
        *_typed_formulas(blocks),
        *_notes(manuscript),
        *_sources(manuscript, blocks),
    ]


def _headings(blocks: list[Block]) -> Iterator[Finding]:
    level = 1
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        if block.kind not in {"heading", "subheading"}:
            continue
        own = 2 if block.kind == "heading" else 3
        words = typography(text_of(block.element), "ru")[:80]
        if own > level + 1:
            yield Finding("heading-jump", params={"title": words}, place=f"text#b{block.index}")
        level = own
        next_kind = following.kind if following else "notes"
        if next_kind in {"heading", "notes"} or (own == 3 and next_kind == "subheading"):
            yield Finding("section-empty", params={"title": words}, place=f"text#b{block.index}")


def _pictures(blocks: list[Block]) -> Iterator[Finding]:
    number = 0
    for block in blocks:
        if block.kind == "figure":
            number += 1
            caption = block.element.find("figcaption")
            words = text_of(caption) if caption is not None else ""
            if not words:
                yield Finding("caption-missing", ADVICE, {"number": number}, f"text#b{block.index}")
            for image in block.element.iter("img"):
                if code := _alternative(image, words):
                    yield Finding(code, params={"number": number}, place=f"text#b{block.index}")
        for image in block.element.iter("img"):
            if image.get("data-formula") and not (image.get("alt") or "").strip():
                yield Finding("formula-silent", params={"number": int(image.get("data-formula") or 0)},
                              place=f"text#b{block.index}")  # fmt: skip


def _alternative(image: Element, caption: str) -> str:
    alternative = (image.get("alt") or "").strip()
    if is_decorative(image):
        return ""
    if not alternative:
        return "alternative-missing"
    if alternative == caption:
        return "alternative-repeats"
    return "alternative-file-name" if FILE_NAME.match(alternative) else ""


def _resolution(manuscript: Manuscript, blocks: list[Block], measure_mm: int) -> Iterator[Finding]:
    places = {}
    for block in blocks:
        for image in block.element.iter("img"):
            if number := image.get("data-figure"):
                places[int(number)] = block.index
    for figure in manuscript.figures.all():
        if figure.number not in places:
            continue
        wide = min(measure_mm, figure.printed_mm or round(figure.width / 96 * 25.4))
        dpi = round(figure.width / (max(wide, 1) / 25.4))
        if dpi < LEAST_DPI:
            params = {"number": figure.number, "dpi": dpi}
            yield Finding("image-coarse", params=params, place=f"text#b{places[figure.number]}")


def _tables(blocks: list[Block]) -> Iterator[Finding]:
    for number, block in enumerate((block for block in blocks if block.kind == "table"), start=1):
        if block.element.find(".//th") is None:
            yield Finding("table-headless", params={"number": number}, place=f"text/table/{block.index}")
        if block.element.find("caption") is None:
            yield Finding("table-nameless", ADVICE, {"number": number}, f"text/table/{block.index}")


def _language_of_all(blocks: list[Block], language: str) -> Iterator[Finding]:
    """The whole text is in the other script than its article says, whatever its passages are marked as."""
    found = script_of(" ".join(_prose(block.element) for block in blocks))
    if found and found != language:
        yield Finding("language-other", params={"language": language}, place="text")


def _typed_formulas(blocks: list[Block]) -> Iterator[Finding]:
    for block in blocks:
        if typed := TEX.search(_prose(block.element)):
            place = f"text/table/{block.index}" if block.kind == "table" else f"text#b{block.index}"
            yield Finding("formula-typed", params={"words": typed[0][:60]}, place=place)


def _prose(node: Element) -> str:
    """The words of *node* without those of programs."""
    if node.tag in {"code", "pre"}:
        return " "
    return "".join(piece if isinstance(piece, str) else _prose(piece) for piece in pieces_of(node))


def _languages(blocks: list[Block], language: str) -> Iterator[Finding]:
    for block in blocks:
        if block.kind == "code":
            continue
        if found := _untagged(block.element, language, language):
            place = f"text/table/{block.index}" if block.kind == "table" else f"text#b{block.index}"
            yield Finding("language-untagged", params={"words": found[:60]}, place=place)


def _untagged(node: Element, language: str, here: str) -> str:
    """The first passage of several words in the other script that is not marked as another language."""
    here = node.get("lang") or here
    if here not in RUNS or here != language or node.tag in {"code", "pre"}:
        return ""
    for piece in pieces_of(node):
        if isinstance(piece, Element):
            if found := _untagged(piece, language, here):
                return found
            continue
        for run in RUNS[language].finditer(TEX.sub(" $ ", piece)):
            if len([word for word in re.findall(r"\w{2,}", run[0]) if not word.isdigit()]) >= FOREIGN_WORDS:
                return run[0]
    return ""


def _notes(manuscript: Manuscript) -> Iterator[Finding]:
    marks = set(re.findall(r'href="#fn(\d{1,4})"', manuscript.html))
    notes = set(re.findall(r'<li [^>]*id="fn(\d{1,4})"', manuscript.html))
    for number in sorted(marks - notes, key=int):
        yield Finding("note-missing", params={"number": number}, place="text")
    for number in sorted(notes - marks, key=int):
        yield Finding("note-unused", params={"number": number}, place=f"text#n{number}")


def _sources(manuscript: Manuscript, blocks: list[Block]) -> Iterator[Finding]:
    texts = [text_of(tree_of(html)) for html in manuscript.sources]
    if not texts:
        yield Finding("sources-missing", ADVICE, place="text#sources")
        return
    for place, text in enumerate(texts):
        if not YEAR.search(text):
            yield Finding("source-yearless", params={"number": place + 1}, place=f"text#s{place}")
    cited = _cited(" ".join(text_of(block.element) for block in blocks))
    if not cited:
        return
    for number in sorted(set(range(1, len(texts) + 1)) - cited):
        yield Finding("source-uncited", params={"number": number}, place=f"text#s{number - 1}")
    for number in sorted(number for number in cited if number > len(texts)):
        yield Finding("source-unknown", params={"number": number}, place="text#sources")


def _cited(text: str) -> set[int]:
    """Numbers of the references in brackets: «[3]», «[1; 2, с. 5]», «[4–6]»; a year in brackets is none."""
    found: set[int] = set()
    for group in CITATION.findall(text):
        for part in group.split(";"):
            head = re.split(r",\s*(?=(?:с|c|стр|p|pp|ст)\b)", part)[0]
            for first, last in NUMBERS.findall(head):
                found |= set(range(int(first), min(int(last or first), int(first) + 50) + 1))
    return found - {0}
