"""The volume as an EPUB 3: our own pages and pictures in one archive, the same bytes every time.

Checked by EPUBCheck in the tests. The accessibility metadata claims what is true: of conformance nothing is said,
for nobody has certified it.
"""

from __future__ import annotations

import uuid
import zipfile
from dataclasses import dataclass
from datetime import UTC
from typing import Any, BinaryIO

from conference.text import typography
from proceedings import compiler
from proceedings.compiler import Both
from proceedings.compiler.book import lines

from .archive import Content, add_file
from .epub_pages import (
    TYPE,
    WORDS,
    XHTML,
    ArticlePage,
    cover_page,
    marked,
    outcome_page,
    part_page,
    section_page,
    title_page,
)
from .epub_style import CSS
from .markup import LANG, Element, clean, document, maker, one_line
from .records import Issue

OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"
CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"
SVG = "http://www.w3.org/2000/svg"
MEDIA = {
    ".xhtml": "application/xhtml+xml", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png",
    ".jpg": "image/jpeg",
}  # fmt: skip
STRANDS = ("#0b5563", "#a63d20", "#5a4a8a", "#3f6b2a")
SUMMARY = Both(
    "Заголовки, списки, таблицы, сноски и списки источников размечены; языки отмечены вплоть до отдельных слов; "
    "у рисунков есть словесные описания, формулы прочитаны словами; "
    "указано, на какой странице печатного тома начинается каждая статья.",
    "Headings, lists, tables, notes and references are marked up; languages are marked down to single words; figures "
    "have text alternatives, formulas are read out in words; the page of the printed volume on which each article "
    "begins is given.",
)

D = maker(DC)
P = maker(OPF, {None: OPF, "dc": DC})
C = maker(CONTAINER, {None: CONTAINER})
S = maker(SVG, {None: SVG})
E = maker(XHTML, {None: XHTML, "epub": "http://www.idpf.org/2007/ops"})


@dataclass(frozen=True)
class Leaf:
    """One page of the book: its file, its content, and how contents name it. ``level`` 0 stays out of contents."""

    name: str
    content: bytes
    title: str = ""
    language: str = "ru"
    level: int = 0


def write(
    issue: Issue, target: BinaryIO, *, front: tuple[compiler.Section, ...] = (), back: tuple[compiler.Section, ...] = ()
) -> None:
    """Write the e-book of *issue* into *target*; *front* and *back* are the texts before and after the articles."""
    book = _Book(issue, front, back)
    with zipfile.ZipFile(target, "w") as archive:
        at = issue.published.astimezone(UTC)
        add_file(archive, "mimetype", b"application/epub+zip", at, stored=True)
        for name, content in book.files():
            add_file(archive, name, content, at)


class _Book:
    def __init__(self, issue: Issue, front: tuple[compiler.Section, ...], back: tuple[compiler.Section, ...]) -> None:
        self.issue = issue
        self.pictures: dict[str, Content] = {}
        self.is_described = True
        self.pages: list[tuple[str, str]] = []
        """Pages of the printed volume: number and address."""
        self.leaves = [*self._before(front), *self._articles(), *self._after(back)]

    def _before(self, front: tuple[compiler.Section, ...]) -> list[Leaf]:
        title = self.issue.book.title.best("ru")[0]
        leaves = [Leaf("cover", cover_page(self.issue)), Leaf("title", title_page(self.issue), title, "ru", 0)]
        return [*leaves, *(_section(section) for section in front)]

    def _articles(self) -> list[Leaf]:
        leaves = []
        for part in self.issue.book.parts:
            items = self.issue.of_part(part.number)
            if not items:
                continue
            title, language = part.title.best("ru")
            label = f"{WORDS['part'][language]} {part.number}. {title}"
            leaves.append(Leaf(f"part-{part.number}", part_page(part), label, language, 1))
            for item in items:
                made = ArticlePage(self.issue, item)
                name = f"a{item.article.number}"
                shown = item.article.title.best(item.article.language)[1]
                leaves.append(Leaf(name, made.write(), item.main_title(), shown, 2))
                self.pictures |= made.files
                self.is_described = self.is_described and made.is_described
                self.pages.append((str(item.pages[0]), f"text/{name}.xhtml#p{item.pages[0]}"))
        return leaves

    def _after(self, back: tuple[compiler.Section, ...]) -> list[Leaf]:
        leaves = []
        for outcome in self.issue.book.outcomes:
            title, language = outcome.title.best("ru")
            leaves.append(Leaf(f"o{outcome.key}", outcome_page(outcome), title, language, 1))
        return [*leaves, *(_section(section) for section in back)]

    def files(self) -> list[tuple[str, Content]]:
        found: list[tuple[str, Content]] = [
            ("META-INF/container.xml", _container()),
            ("EPUB/package.opf", self._package()),
            ("EPUB/nav.xhtml", self._navigation()),
            ("EPUB/style.css", CSS.encode()),
            ("EPUB/cover.svg", _cover(self.issue)),
        ]
        found += [(f"EPUB/text/{leaf.name}.xhtml", leaf.content) for leaf in self.leaves]
        return found + [(f"EPUB/{name}", content) for name, content in sorted(self.pictures.items())]

    # -- the package -----------------------------------------------------------------------------------------

    def _package(self) -> bytes:
        root = P(
            "package",
            {"version": "3.0", "unique-identifier": "id", LANG: "ru"},
            P("metadata", self._described(), self._accessibility()),
            P("manifest", self._manifest()),
            P("spine", self._spine()),
        )
        return document(root)

    def _described(self) -> list[Any]:
        book = self.issue.book
        identifier = uuid.uuid5(uuid.NAMESPACE_URL, self.issue.url.best("ru")[0])
        languages = sorted({item.article.language for item in self.issue.items} | {"ru", "en"}, reverse=True)
        return [
            D("identifier", {"id": "id"}, f"urn:uuid:{identifier}"),
            D("identifier", f"doi:{book.doi}") if book.doi else None,
            _texts("title", book.title),
            [D("language", language) for language in languages],
            [
                [D("contributor", {"id": f"editor{number}"}, name),
                 _meta("role", "edt", {"refines": f"#editor{number}", "scheme": "marc:relators"})]
                for number, name in enumerate(lines(book.editors.best("ru")[0]), start=1)
            ],
            _texts("publisher", book.publisher)[:1],
            D("date", self.issue.day),
            _texts("description", book.annotation),
            D("subject", f"УДК {book.udk}") if book.udk else None,
            D("rights", book.licence) if book.licence else None,
            D("source", self.issue.pdf) if self.issue.pdf else None,
            _meta("dcterms:modified", f"{self.issue.published.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"),
        ]  # fmt: skip

    def _accessibility(self) -> list[Element]:
        has_pictures = bool(self.pictures)
        features = ["tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability"]
        features += ["pageBreakMarkers", "pageNavigation"]
        if has_pictures and self.is_described:
            features.append("alternativeText")
        if self.is_described and any(name.startswith("formulas/") for name in self.pictures):
            features.append("describedMath")
        claims = [_meta("schema:accessMode", "textual")]
        if has_pictures:
            claims.append(_meta("schema:accessMode", "visual"))
        if self.is_described:
            claims.append(_meta("schema:accessModeSufficient", "textual"))
        claims += [_meta("schema:accessibilityFeature", feature) for feature in features]
        claims.append(_meta("schema:accessibilityHazard", "none"))
        claims += [
            _meta("schema:accessibilitySummary", SUMMARY[language], {LANG: language}) for language in ("ru", "en")
        ]
        return claims

    def _manifest(self) -> list[Element]:
        def row(identifier: str, href: str, properties: str = "") -> Element:
            kind = MEDIA[href[href.rindex(".") :]]
            return P("item", {"id": identifier, "href": href, "media-type": kind, "properties": properties})

        rows = [
            row("nav", "nav.xhtml", "nav"),
            row("style", "style.css"),
            row("cover-image", "cover.svg", "cover-image"),
        ]
        rows += [row(f"t-{leaf.name}", f"text/{leaf.name}.xhtml") for leaf in self.leaves]
        return rows + [row(f"f{number}", name) for number, name in enumerate(sorted(self.pictures), start=1)]

    def _spine(self) -> list[Element]:
        order = [f"t-{leaf.name}" for leaf in self.leaves]
        order.insert(2, "nav")
        return [P("itemref", {"idref": name}) for name in order]

    # -- navigation ------------------------------------------------------------------------------------------

    def _navigation(self) -> bytes:
        title = self.issue.book.title.best("ru")[0]
        body = [
            E(
                "nav",
                {TYPE: "toc", "role": "doc-toc", "id": "toc"},
                E("h1", "Содержание ", E("span", {"class": "alt", **marked("en", "ru")}, "Contents")),
                self._contents(),
            ),
            self._page_list(),
            self._landmarks(),
        ]
        root = E(
            "html",
            {"lang": "ru", LANG: "ru"},
            E("head", E("title", title), E("link", {"rel": "stylesheet", "type": "text/css", "href": "style.css"})),
            E("body", body),
        )
        return document(root, doctype="<!DOCTYPE html>", pretty=False)

    def _contents(self) -> Element:
        rows: list[Element] = []
        inner: Element | None = None
        for leaf in self.leaves:
            if not leaf.level:
                continue
            link = E(
                "a",
                {"href": f"text/{leaf.name}.xhtml", **marked(leaf.language, "ru")},
                typography(leaf.title, leaf.language),
            )
            row = E("li", link)
            if leaf.level == 2 and rows:
                if inner is None:
                    inner = E("ol")
                    rows[-1].append(inner)
                inner.append(row)
                continue
            rows.append(row)
            inner = None
        return E("ol", rows)

    def _page_list(self) -> Any:
        if not self.pages:
            return None
        rows = [E("li", E("a", {"href": address}, number)) for number, address in self.pages]
        return E(
            "nav",
            {TYPE: "page-list", "role": "doc-pagelist", "hidden": "hidden"},
            E("h2", "Начальные страницы статей в печатном томе"),
            E("ol", rows),
        )

    def _landmarks(self) -> Element:
        first = next((leaf for leaf in self.leaves if leaf.level), self.leaves[0])
        marks = [
            ("cover", "text/cover.xhtml", "Обложка"),
            ("toc", "nav.xhtml#toc", "Содержание"),
            ("bodymatter", f"text/{first.name}.xhtml", "Начало текста"),
        ]
        return E(
            "nav",
            {TYPE: "landmarks", "hidden": "hidden"},
            E("h2", "Ориентиры"),
            E("ol", [E("li", E("a", {TYPE: kind, "href": href}, name)) for kind, href, name in marks]),
        )


def _texts(name: str, text: Both) -> list[Element]:
    return [D(name, {LANG: language}, one_line(text[language])) for language in ("ru", "en") if text[language]]


def _meta(name: str, value: str, attributes: dict[str, str] | None = None) -> Element:
    return P("meta", {"property": name, **(attributes or {})}, value)


def _section(section: compiler.Section) -> Leaf:
    title, language = section.title.best("ru")
    return Leaf(f"s{section.key}", section_page(section), title, language, 1)


def _container() -> bytes:
    file = {"full-path": "EPUB/package.opf", "media-type": "application/oebps-package+xml"}
    return document(C("container", {"version": "1.0"}, C("rootfiles", C("rootfile", file))))


def _cover(issue: Issue) -> bytes:
    """Four strands, the title and the year, drawn without a font of our own."""
    strands = [
        S("rect", {"x": str(60 + 40 * place), "y": "0", "width": "24", "height": "1400", "fill": colour})
        for place, colour in enumerate(STRANDS)
    ]
    title = [
        S("text", {"x": "280", "y": str(420 + 64 * place), "font-size": "48", "font-family": "serif"}, line)
        for place, line in enumerate(_broken(issue.book.title.best("ru")[0], 26)[:9])
    ]
    year = S("text", {"x": "280", "y": "1290", "font-size": "40", "font-family": "serif"}, str(issue.book.year))
    size = {"viewBox": "0 0 1000 1400", "width": "1000", "height": "1400"}
    return document(
        S("svg", size, S("rect", {"width": "1000", "height": "1400", "fill": "#fbf8f1"}), strands, title, year)
    )


def _broken(text: str, width: int) -> list[str]:
    rows: list[str] = []
    for word in clean(text).split():
        if rows and len(rows[-1]) + 1 + len(word) <= width:
            rows[-1] = f"{rows[-1]} {word}"
        else:
            rows.append(word)
    return rows
