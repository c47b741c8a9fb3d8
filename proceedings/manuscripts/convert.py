"""The conversion itself, as one function for a child process."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from . import formulas, images, pandoc
from .formulas import Formula
from .languages import mark_foreign
from .markup import MAX_DEPTH, Cleaner, sanitise
from .report import ManuscriptRefused, Report
from .structure import arrange
from .tree import build, depth, inner_html, parse, pieces_of

MAX_HTML = 4_000_000
MAX_IMAGES = 60
MAX_FORMULAS = 400
MARKDOWN = "markdown-raw_html-raw_tex-raw_attribute-link_attributes+link_attributes-yaml_metadata_block"
HAS_MARKDOWN_HEADING = re.compile(r"^#{1,4} \S", re.M)


@dataclass(frozen=True)
class Figure:
    """One picture of an article, encoded anew."""

    number: int
    data: bytes
    extension: str
    width: int
    height: int


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
    """Convert ``source`` (a path when *kind* is ``"docx"``, the text itself when ``"text"``) inside a child process.

    *work* is an empty folder that the caller removes. Raises ManuscriptRefused.
    """
    folder = Path(work)
    report = Report()
    html = _docx(Path(source), folder) if kind == "docx" else _text(source, folder)
    if len(html) > MAX_HTML:
        raise ManuscriptRefused("too-large", str(len(html)))
    return _Conversion(folder, language, titles, report).run(html)


def attempt(emit: Callable[[object], None], source: str, kind: str, **options: Any) -> Converted | ManuscriptRefused:
    """``convert``, with a refusal handed back as a value: an exception would lose its code on the way home."""
    try:
        return convert(emit, source, kind, **options)
    except ManuscriptRefused as refusal:
        return refusal


def _docx(path: Path, work: Path) -> str:
    return pandoc.to_html(pandoc.with_language_styles(path, work), work, reader="docx+styles")


def _text(text: str, work: Path) -> str:
    """Plain text by paragraphs; a text with Markdown headings as Markdown."""
    if not HAS_MARKDOWN_HEADING.search(text):
        paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text)]
        return "".join(f"<p>{escape(part)}</p>" for part in paragraphs if part)
    source = work / "text.md"
    source.write_text(text, encoding="utf-8")
    return pandoc.to_html(source, work, reader=MARKDOWN)


class _Conversion:
    def __init__(self, folder: Path, language: str, titles: tuple[str, ...], report: Report) -> None:
        self.folder, self.language, self.titles, self.report = folder.resolve(), language, titles, report
        self.figures: list[Figure] = []
        self.formulas: list[Formula] = []

    def run(self, html: str) -> Converted:
        body = parse(html)
        if depth(body) > MAX_DEPTH:
            raise ManuscriptRefused("too-deep")
        cleaner = Cleaner(self.report, take_image=self._take_image, take_formula=self._take_formula)
        arranged, sources = arrange(cleaner.clean(body), titles=self.titles, report=self.report)
        mark_foreign(arranged, self.language)
        if not sources:
            self.report.add("no-sources")
        clean = sanitise(inner_html(arranged))
        return Converted(
            clean, [self._source(item) for item in sources], self.figures, self.formulas, self.report.as_list()
        )

    def _source(self, html: str) -> str:
        item = build("body", [build("li", pieces_of(parse(html)))])
        mark_foreign(item, self.language)
        inside = item[0]
        marked = inner_html(inside)
        language = inside.get("lang")
        return sanitise(f'<span lang="{language}">{marked}</span>' if language else marked)

    def _take_image(self, source: str, alternative: str) -> Element | None:
        path = Path(source).resolve() if source.startswith("/") else (self.folder / source).resolve()
        if not path.is_relative_to(self.folder) or not path.is_file():
            self.report.add("figure-missing")
            return None
        if len(self.figures) >= MAX_IMAGES:
            raise ManuscriptRefused("too-many-images")
        try:
            data, extension, width, height = images.reencode(path.read_bytes())
        except ManuscriptRefused as refusal:
            self.report.add(refusal.code)
            return None
        number = len(self.figures) + 1
        self.figures.append(Figure(number, data, extension, width, height))
        return build("img", alt=alternative.strip(), data_figure=str(number), width=str(width), height=str(height))

    def _take_formula(self, node: Element) -> Element | None:
        number = len(self.formulas) + 1
        formula = formulas.draw(node, number, decimal_comma=self.language == "ru") if number <= MAX_FORMULAS else None
        if formula is None:
            return None
        self.formulas.append(formula)
        classes = f"formula fh-{formula.height}" + (f" fd-{formula.depth}" if formula.depth else "")
        return build("img", alt=formula.tex, data_formula=str(number), class_=classes)
