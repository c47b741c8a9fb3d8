"""The pages of the e-book as XHTML: a cover, a title page, parts, articles, what the conference adopted, annexes."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element as Html

from conference.text import markdown, typography
from proceedings import compiler
from proceedings.compiler import Both, present
from proceedings.compiler.book import lines
from proceedings.manuscripts.tree import parse

from .markup import LANG, Element, add, clean, document, maker
from .records import Issue, Item

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
TYPE = f"{{{OPS}}}type"
SIZES = re.compile(r"\b(fh|fd)-(\d+)\b")
KEPT = {"id", "class", "lang", "href", "src", "alt", "width", "height", "scope", "colspan", "rowspan", "start", "role",
        "aria-label"}  # fmt: skip
UNWRAPPED = {"table-scroll"}
STEPS = 20
WORDS = {
    "abstract": Both("Аннотация", "Abstract"),
    "keywords": Both("Ключевые слова", "Keywords"),
    "authors": Both("Авторы", "Authors"),
    "sources": Both("Список источников", "References"),
    "citation": Both("Для цитирования", "For citation"),
    "part": Both("Секция", "Track"),
    "pages": Both("С.", "P."),
    "udk": Both("УДК", "UDC"),
    "licence": Both("Лицензия", "Licence"),
    "example": Both(
        "Демонстрация: сборник, его авторы и их организации вымышлены.",
        "Demonstration: the volume, its authors and their organisations are invented.",
    ),
    "outcomes": Both("Итоговые документы", "Outcome documents"),
}

E = maker(XHTML, {None: XHTML, "epub": OPS})


def page(title: str, language: str, body: list[Any], *, kind: str = "", up: str = "../") -> bytes:
    """One XHTML document; *kind* is the ``epub:type`` of its body."""
    root = E(
        "html",
        {"lang": language, LANG: language},
        E(
            "head",
            E("title", typography(title, language)),
            E("link", {"rel": "stylesheet", "type": "text/css", "href": f"{up}style.css"}),
        ),
        E("body", {TYPE: kind}, body),
    )
    return document(root, doctype="<!DOCTYPE html>", pretty=False)


def said(tag: str, text: Both, first: str, **attributes: str) -> list[Element]:
    """*text* in both languages, one element each; the one that is not *first* is marked."""
    order = (first, "en" if first == "ru" else "ru")
    return [
        E(tag, {**attributes, **marked(language, first)}, typography(text[language], language))
        for language in order
        if text[language]
    ]


def marked(language: str, around: str) -> dict[str, str]:
    return {} if language == around else {"lang": language, LANG: language}


# -- front matter --------------------------------------------------------------------------------------------


def cover_page(issue: Issue) -> bytes:
    title = issue.book.title.best("ru")[0]
    picture = E(
        "img", {"src": "../cover.svg", "alt": f"{title}. {issue.book.publisher.best('ru')[0]}, {issue.book.year}"}
    )
    return page(title, "ru", [E("section", {TYPE: "cover", "class": "cover"}, picture)], kind="cover")


def title_page(issue: Issue) -> bytes:
    book = issue.book
    title, language = book.title.best("ru")
    other = book.title["en"] if language == "ru" else ""
    body = [
        *said("p", book.above_title, "ru", **{"class": "small"}),
        E("h1", marked(language, "ru"), typography(title, language)),
        E("p", {"class": "alt", **marked("en", "ru")}, typography(other, "en")) if other else None,
        *said("p", book.subtitle, "ru"),
        *said("p", book.responsible, "ru"),
        E("p", {"class": "notice"}, WORDS["example"].ru, " ", E("span", marked("en", "ru"), WORDS["example"].en))
        if book.is_demonstration
        else None,
        _facts(issue),
        [E("p", typography(part, "ru")) for part in lines(book.annotation.ru)],
        [E("p", marked("en", "ru"), typography(part, "en")) for part in lines(book.annotation.en)],
    ]
    return page(title, "ru", [E("section", {TYPE: "titlepage"}, body)], kind="frontmatter")


def _facts(issue: Issue) -> Element:
    book = issue.book
    facts = [
        ("Издательство", ", ".join(part for part in (book.place.best("ru")[0], book.publisher.best("ru")[0]) if part)),
        ("Год", str(book.year)),
        ("ISBN", book.isbn),
        ("DOI", book.doi),
        ("УДК", book.udk),
        ("ББК", book.bbk),
        ("Редакционная коллегия", "; ".join(lines(book.editors.best("ru")[0]))),
        ("Рецензенты", "; ".join(lines(book.reviewers.best("ru")[0]))),
        ("Лицензия", book.licence),
        ("Опубликовано", f"{issue.published:%d.%m.%Y}"),
    ]
    return E(
        "dl", {"class": "facts"}, [[E("dt", name), E("dd", typography(value, "ru"))] for name, value in facts if value]
    )


def section_page(section: compiler.Section) -> bytes:
    """A foreword, the committees, an annex: in Russian, then in English."""
    title, first = section.title.best("ru")
    body: list[Any] = [E("h1", typography(title, first))]
    for language in (first, "en" if first == "ru" else "ru"):
        if not section.text[language]:
            continue
        inside = [
            E("h2", typography(section.title[language], language)) if language != first else None,
            taken_over(parse(markdown(section.text[language], language))),
            [E("p", typography(line, language)) for line in lines(section.signature[language])],
        ]
        body.append(E("div", marked(language, first), inside) if language != first else inside)
    kind = {"foreword": "foreword", "annex": "appendix"}.get(section.kind, "")
    return page(title, first, [E("section", {TYPE: kind}, body)])


def part_page(part: compiler.Part) -> bytes:
    title, language = part.title.best("ru")
    other = part.title["en"] if language == "ru" else ""
    label = f"{WORDS['part'][language]} {part.number}"
    body = [
        E("p", label),
        E("h1", typography(title, language)),
        E("p", {"class": "alt", **marked("en", language)}, typography(other, "en")) if other else None,
    ]
    return page(f"{label}. {title}", language, [E("section", {TYPE: "part"}, body)], kind="bodymatter")


# -- an article ----------------------------------------------------------------------------------------------


class ArticlePage:
    """One article as a page, and the files of its pictures and formulas (``files``: name → bytes or a reader)."""

    def __init__(self, issue: Issue, item: Item) -> None:
        self.issue, self.item, self.article = issue, item, item.article
        self.language = item.article.language
        self.files: dict[str, Any] = {}
        self.is_described = True
        """Every picture has words of its own."""

    def write(self) -> bytes:
        title = self.item.main_title()
        shown = self.article.title.best(self.language)[1]
        body = [
            E("span", {TYPE: "pagebreak", "role": "doc-pagebreak", "id": f"p{self.item.pages[0]}",
                       "aria-label": str(self.item.pages[0])}),
            E("h1", marked(shown, self.language), typography(title, shown)),
            self._other_title(),
            [E("aside", {"class": "notice", **marked(language, self.language)},
               E("p", notice.line(language)))
             for notice in self.item.notices
             for language in (self.language, self.article.other)
             if notice.text[language] or language == self.language],
            self._byline(),
            self._facts(),
            [self._abstract(language) for language in (self.language, self.article.other)],
            self._text(),
            self._sources(),
        ]  # fmt: skip
        return page(
            title, self.language, [E("section", {TYPE: "chapter", "role": "doc-chapter"}, body)], kind="bodymatter"
        )

    def _other_title(self) -> Any:
        other = self.item.title(self.article.other)
        if not other or other == self.item.main_title():
            return None
        return E(
            "p", {"class": "alt", **marked(self.article.other, self.language)}, typography(other, self.article.other)
        )

    def _byline(self) -> Any:
        if not self.article.authors:
            return None
        rows = []
        for author in self.article.authors:
            known = author.name_language(self.language)
            where = author.where(self.language) or author.where(self.article.other)
            rows.append(
                E(
                    "li",
                    E("span", marked(known, self.language), author.full_name(self.language)),
                    E("span", {"class": "places"}, f" – {typography(where, self.language)}") if where else None,
                    [" ", E("a", {"href": f"https://orcid.org/{author.orcid}"}, f"ORCID {author.orcid}")]
                    if author.orcid
                    else None,
                )
            )
        return E("ul", {"class": "byline", "aria-label": WORDS["authors"][self.language]}, rows)

    def _facts(self) -> Element:
        language = self.language
        first, last = self.item.pages
        pages = f"{WORDS['pages'][language]} {first}" + (f"–{last}" if last != first else "")
        parts = [self.article.type.best(language)[0]]
        if self.article.udk:
            parts.append(f"{WORDS['udk'][language]} {self.article.udk}")
        parts.append(pages)
        facts = E("p", {"class": "facts"}, ". ".join(part.rstrip(".") for part in parts if part) + ".")
        if self.article.doi:
            add(
                facts,
                " ",
                E("a", {"href": f"https://doi.org/{self.article.doi}"}, f"https://doi.org/{self.article.doi}"),
            )
        cited = self.issue.book.citation(self.article, language, self.item.pages)
        citation = E("p", {"class": "small"}, E("b", f"{WORDS['citation'][language]}: "), typography(cited, language))
        return E("div", facts, citation)

    def _abstract(self, language: str) -> Any:
        text = self.article.abstract[language]
        if not text:
            return None
        keywords = ", ".join(self.item.keywords(language))
        return E(
            "section",
            {"class": "abstract", TYPE: "abstract", "role": "doc-abstract", **marked(language, self.language)},
            E("h2", WORDS["abstract"][language]),
            [E("p", typography(part, language)) for part in lines(text)],
            E("p", E("b", f"{WORDS['keywords'][language]}: "), typography(keywords, language)) if keywords else None,
        )

    def _text(self) -> list[Any]:
        text = self.article.text
        if not text.html:
            return []
        name = f"a{self.article.number}"
        formulas: dict[str, str] = {}
        for number, svg in text.formulas:
            path = formulas.setdefault(f"data:image/svg+xml,{quote(svg)}", f"formulas/{name}-{number}.svg")
            self.files[path] = clean(svg).encode()
        figures = []
        for picture in self.item.pictures:
            path = f"images/{name}-{picture.number}.{'jpg' if picture.kind == 'image/jpeg' else 'png'}"
            figures.append((picture.number, f"../{path}"))
            self.files[path] = picture.read
        placed = compiler.Text(text.html, text.sources, tuple(figures), text.formulas)
        body = parse(present(placed, self.language, for_print=False).body)
        for image in body.iter("img"):
            source = image.get("src") or ""
            image.set("src", f"../{formulas[source]}" if source in formulas else source)
            self.is_described = self.is_described and bool((image.get("alt") or "").strip())
        return taken_over(body)

    def _sources(self) -> Any:
        if not self.article.text.sources:
            return None
        shown = present(compiler.Text(sources=self.article.text.sources), self.language, for_print=False).sources
        return E(
            "section",
            {TYPE: "bibliography", "role": "doc-bibliography"},
            E("h2", WORDS["sources"][self.language]),
            E("ol", {"class": "refs"}, [E("li", taken_over(parse(source))) for source in shown]),
        )


# -- outcome documents ---------------------------------------------------------------------------------------


def outcome_page(outcome: compiler.Outcome) -> bytes:
    """An adopted document: each paragraph in Russian, and under it in English."""
    title, first = outcome.title.best("ru")
    body = [
        E("h1", typography(title, first)),
        said("p", Both("", outcome.title.en), "ru", **{"class": "alt"}) if first == "ru" else None,
        said("p", outcome.adopted, "ru"),
        [said("p", paragraph, "ru") for paragraph in outcome.preamble],
        [_clause(clause) for clause in outcome.clauses],
    ]
    return page(title, first, [E("section", {TYPE: "chapter"}, body)], kind="bodymatter")


def _clause(clause: compiler.Clause) -> Element:
    made = []
    for place, paragraph in enumerate(clause.paragraphs):
        for language in ("ru", "en"):
            number = f"{clause.number[language]} " if place == 0 and clause.number[language] else ""
            if paragraph[language]:
                made.append(E("p", marked(language, "ru"), f"{number}{typography(paragraph[language], language)}"))
    return E("div", made)


# -- from HTML to XHTML --------------------------------------------------------------------------------------


def taken_over(node: Html) -> list[Any]:
    """The content of an HTML element as XHTML, with ``xml:lang`` beside each ``lang`` and the types of notes."""
    pieces: list[Any] = [node.text] if node.text else []
    for child in node:
        if isinstance(child.tag, str):
            pieces += taken_over(child) if child.get("class") in UNWRAPPED else [_copied(child)]
        if child.tail:
            pieces.append(child.tail)
    return pieces


def _copied(node: Html) -> Element:
    attributes = {name: value for name, value in node.attrib.items() if name in KEPT and value}
    if node.tag == "img":
        attributes["alt"] = node.get("alt") or ""
    if "lang" in attributes:
        attributes[LANG] = attributes["lang"]
    attributes |= _notes(node)
    if style := _sized(node.get("class") or ""):
        attributes["style"] = style
        attributes["class"] = "formula"
        attributes.pop("width", None)
        attributes.pop("height", None)
    made = E(str(node.tag), attributes, taken_over(node))
    if node.tag == "img":
        made.set("alt", clean(node.get("alt") or ""))
    return made


def _notes(node: Html) -> dict[str, str]:
    if node.tag == "a" and node.get("class") == "note":
        return {TYPE: "noteref", "role": "doc-noteref"}
    if node.tag == "section" and node.get("class") == "footnotes":
        return {TYPE: "footnotes"}
    if node.tag == "li" and re.fullmatch(r"fn\d+", node.get("id") or ""):
        return {TYPE: "footnote"}
    return {}


def _sized(classes: str) -> str:
    """Height and depth of a formula, as the classes of the site say them in twentieths of an em."""
    sizes = {name: int(number) / STEPS for name, number in SIZES.findall(classes)}
    if "fh" not in sizes:
        return ""
    return f"height: {sizes['fh']:g}em; vertical-align: {-sizes.get('fd', 0):g}em"
