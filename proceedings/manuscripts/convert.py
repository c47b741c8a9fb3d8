"""The conversion itself, as one function for a child process."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from . import formulas, images, opendocument, pandoc, word
from .cleaner import Cleaner
from .formulas import Formula
from .kinds import text_of_file
from .languages import mark_languages
from .markup import MAX_DEPTH, sanitise
from .notes import gather_notes
from .pictures import Pictures, millimetres
from .report import ManuscriptRefused, Report
from .structure import arrange
from .tree import build, depth, inner_html, parse, pieces_of, text_of

MAX_HTML = 4_000_000
MAX_IMAGES = 60
MAX_FORMULAS = 400
HAS_MARKDOWN = re.compile(r"^(?:#{1,4} \S|\$\$|!\[|\[\^\w+\]:|\|.+\|\s*$)", re.M)
WIDTH = re.compile(r"width:\s*([\d.]+\w{2})")
DATA_URL = re.compile(r"data:image/(?:png|jpeg|webp);base64,", re.I)


@dataclass(frozen=True)
class Figure:
    """One picture of an article, encoded anew; ``printed_mm`` is how wide the author placed it."""

    number: int
    data: bytes
    extension: str
    width: int
    height: int
    printed_mm: int | None = None


@dataclass(frozen=True)
class Converted:
    """A manuscript taken over: body, sources, figures, formulas, and what the editor should know."""

    html: str
    sources: list[str]
    figures: list[Figure]
    formulas: list[Formula]
    report: list[dict[str, Any]]


def convert(
    emit: Callable[[object], None], source: str, kind: str, *, language: str, titles: tuple[str, ...], work: str
) -> Converted:
    """Convert ``source`` inside a child process: the text itself when *kind* is ``"typed"``, else the path of a file.

    *kind* is one of ``kinds.KINDS``; *work* is an empty folder that the caller removes. Raises ManuscriptRefused.
    """
    folder = Path(work)
    conversion = _Conversion(folder, language, titles)
    if kind == "typed":
        return conversion.run(_text(source, folder))
    path = Path(source)
    if kind in {"docx", "odt"}:
        prepare = word.prepare if kind == "docx" else opendocument.prepare
        marked = prepare(path, folder, conversion.pictures, conversion.report, language=language)
        return conversion.run(pandoc.to_html(marked, folder, reader="docx+styles" if kind == "docx" else "odt"))
    text = text_of_file(path.read_bytes())
    if text is None:
        raise ManuscriptRefused("unreadable", "no text")
    return conversion.run(text if kind == "html" else _text(text, folder), is_page=kind == "html")


def attempt(emit: Callable[[object], None], source: str, kind: str, **options: Any) -> Converted | ManuscriptRefused:
    """``convert``, with a refusal handed back as a value: an exception would lose its code on the way home."""
    try:
        return convert(emit, source, kind, **options)
    except ManuscriptRefused as refusal:
        return refusal


def _text(text: str, work: Path) -> str:
    """Plain text by paragraphs; a text with headings, tables, notes or formulas of Markdown as Markdown."""
    if not HAS_MARKDOWN.search(text):
        paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text)]
        return "".join(f"<p>{escape(part)}</p>" for part in paragraphs if part)
    source = work / "text.md"
    source.write_text(text, encoding="utf-8")
    return pandoc.to_html(source, work, reader=pandoc.MARKDOWN)


class _Conversion:
    def __init__(self, folder: Path, language: str, titles: tuple[str, ...]) -> None:
        self.folder, self.language, self.titles = folder.resolve(), language, titles
        self.report, self.pictures = Report(), Pictures()
        self.figures: list[Figure] = []
        self.formulas: list[Formula] = []

    def run(self, html: str, *, is_page: bool = False) -> Converted:
        """The article out of *html*; a page as it came from elsewhere (*is_page*) keeps notes in its own way."""
        if len(html) > MAX_HTML:
            raise ManuscriptRefused("too-large", str(len(html)))
        body = parse(html)
        if depth(body) > MAX_DEPTH:
            raise ManuscriptRefused("too-deep")
        if is_page:
            body = next((found for tag in ("article", "main") if (found := body.find(f".//{tag}")) is not None), body)
            gather_notes(body)
        _set_formulas_apart(body)
        cleaner = Cleaner(self.report, take_image=self._take_image, take_formula=self._take_formula)
        arranged, sources = arrange(cleaner.clean(body), titles=self.titles, report=self.report)
        mark_languages(arranged, self.language)
        self._say_formulas(arranged)
        if not sources:
            self.report.add("no-sources")
        clean = sanitise(inner_html(arranged))
        return Converted(
            clean, [self._source(item) for item in sources], self.figures, self.formulas, self.report.as_list()
        )

    def _source(self, html: str) -> str:
        item = build("body", [build("li", pieces_of(parse(html)))])
        mark_languages(item, self.language)
        self._say_formulas(item)
        inside = item[0]
        marked = inner_html(inside)
        language = inside.get("lang")
        return sanitise(f'<span lang="{language}">{marked}</span>' if language else marked)

    def _take_image(self, node: Element) -> Element | None:
        facts = self.pictures.facts(node.get("alt"), node.get("title"))
        data = self._picture(node.get("src") or "")
        if data is None:
            self.report.add("figure-missing")
            return None
        if len(self.figures) >= MAX_IMAGES:
            raise ManuscriptRefused("too-many-images")
        try:
            data, extension, width, height = images.reencode(data, facts.crop)
        except ManuscriptRefused as refusal:
            self.report.add(refusal.code)
            return None
        number = len(self.figures) + 1
        placed = WIDTH.search(node.get("style") or "")
        printed = facts.printed_mm or (millimetres(placed[1]) if placed else None)
        self.figures.append(Figure(number, data, extension, width, height, printed))
        role = {"role": "presentation"} if facts.is_decorative else {}
        alternative = "" if facts.is_decorative else facts.alternative
        return build("img", alt=alternative, data_figure=str(number), width=str(width), height=str(height), **role)

    def _picture(self, source: str) -> bytes | None:
        """The bytes of a picture that came with the document: laid out by pandoc, or written into the page itself."""
        if inline := DATA_URL.match(source):
            try:
                return base64.b64decode(source[inline.end() :], validate=False)
            except binascii.Error:
                return None
        path = Path(source).resolve() if source.startswith("/") else (self.folder / source).resolve()
        if not source or "\0" in source or not path.is_relative_to(self.folder) or not path.is_file():
            return None
        return path.read_bytes()

    def _take_formula(self, node: Element) -> Element | None:
        number = len(self.formulas) + 1
        formula = formulas.draw(node, number, decimal_comma=self.language == "ru") if number <= MAX_FORMULAS else None
        if formula is None:
            return None
        self.formulas.append(formula)
        classes = f"formula fh-{formula.height}" + (f" fd-{formula.depth}" if formula.depth else "")
        return build("img", alt=formula.words[self.language], data_formula=str(number), class_=classes)

    def _say_formulas(self, body: Element) -> None:
        known = {str(formula.number): formula.words for formula in self.formulas}
        formulas.say_in_place(body, self.language, known)


def _set_formulas_apart(body: Element) -> None:
    """A formula among words is set as part of the line, whatever the document called it."""
    for paragraph in body.iter("p"):
        inside = [node for node in paragraph.iter() if isinstance(node.tag, str) and node.tag.endswith("math")]
        words = len(text_of(paragraph)) - sum(len(text_of(node)) for node in inside)
        for node in inside if words > 8 else []:
            node.set("display", "inline")
