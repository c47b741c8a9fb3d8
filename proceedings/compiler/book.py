"""A volume as plain data: nothing here touches the database, everything can be pickled and hashed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from proceedings import gost

LANGUAGES = ("ru", "en")
CYRILLIC = re.compile(r"[\u0400-\u052f]")


@dataclass(frozen=True)
class Both:
    """One text in Russian and English; either may be empty."""

    ru: str = ""
    en: str = ""

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.ru

    def __bool__(self) -> bool:
        return bool(self.ru or self.en)

    def best(self, language: str) -> tuple[str, str]:
        """The text in *language*, or in the other one when it is missing, and which it is."""
        other = "en" if language == "ru" else "ru"
        return (self[language], language) if self[language] or not self[other] else (self[other], other)


@dataclass(frozen=True)
class Author:
    family: Both
    given: Both
    position: Both = Both()
    affiliation: Both = Both()
    city: Both = Both()
    country: Both = Both()
    email: str = ""
    orcid: str = ""
    is_corresponding: bool = False
    degree: Both = Both()
    spin: str = ""
    ror: str = ""

    def name(self, language: str) -> gost.Name:
        """The name in *language*, or the one there is; a Cyrillic one in Latin letters for English."""
        family, known = self.family.best(language)
        name = gost.Name(family, self.given[known] or self.given.best(known)[0])
        return gost.latin(name) if language == "en" and CYRILLIC.search(f"{name.family}{name.given}") else name

    def name_language(self, language: str) -> str:
        return "en" if language == "en" else self.family.best(language)[1]

    def full_name(self, language: str) -> str:
        """Given names first, as a byline has it: «Ирина Львовна Ратманова»."""
        name = self.name(language)
        return f"{name.given} {name.family}".strip()

    def where(self, language: str) -> str:
        """Organisation, city, country: what is known of them in *language*."""
        return ", ".join(
            part for part in (self.affiliation[language], self.city[language], self.country[language]) if part
        )


@dataclass(frozen=True)
class Text:
    """An article's text as it was taken over, and where its pictures are.

    ``figures``: number → address; ``formulas``: number → SVG; ``tex``: the same for exports.
    """

    html: str = ""
    sources: tuple[str, ...] = ()
    figures: tuple[tuple[int, str], ...] = ()
    formulas: tuple[tuple[int, str], ...] = ()
    tex: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Note:
    """Something to tell the editor about one article: a code, numbers or names, and how serious it is."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    is_error: bool = False


@dataclass(frozen=True)
class Article:
    key: str
    number: int
    language: str
    title: Both
    authors: tuple[Author, ...]
    type: Both = Both()
    udk: str = ""
    abstract: Both = Both()
    keywords: Both = Both()
    text: Text = Text()
    received: date | None = None
    accepted: date | None = None
    reviewed: date | None = None
    kind: str = "original"
    """One of the kinds of ГОСТ Р 7.0.7-2021; ``type`` is its name as it is printed."""
    doi: str = ""
    grnti: str = ""
    acknowledgments: Both = Both()
    contribution: Both = Both()
    conflict_of_interest: Both = Both()
    """What the authors declare; nothing means that there is none."""
    licence: str = ""
    """The article's own; nothing means that of the book."""
    notes: tuple[Note, ...] = ()
    """What was known before typesetting: a missing translation, an unreadable manuscript."""

    @property
    def anchor(self) -> str:
        return f"a{self.key}"

    @property
    def other(self) -> str:
        return "en" if self.language == "ru" else "ru"

    def names(self, language: str) -> list[gost.Name]:
        return [author.name(language) for author in self.authors]


@dataclass(frozen=True)
class Part:
    number: int
    title: Both
    short_title: Both
    articles: tuple[Article, ...]

    @property
    def shape(self) -> int:
        """1–4: which of the four strands of the plait the part belongs to."""
        return (self.number - 1) % 4 + 1


@dataclass(frozen=True)
class Clause:
    """A numbered clause of an outcome document; its paragraphs stand in pairs, one language beside the other."""

    number: Both
    paragraphs: tuple[Both, ...]
    level: int = 1


@dataclass(frozen=True)
class Outcome:
    """A document that the conference adopted, as it was frozen."""

    key: str
    title: Both
    adopted: Both
    preamble: tuple[Both, ...]
    clauses: tuple[Clause, ...]

    @property
    def anchor(self) -> str:
        return f"o{self.key}"


@dataclass(frozen=True)
class Section:
    """A text of the volume that is no article: a foreword, the committees, an annex. ``text`` is Markdown."""

    key: str
    kind: str
    title: Both
    text: Both = Both()
    signature: Both = Both()
    is_front: bool = True

    @property
    def anchor(self) -> str:
        return f"s{self.key}"


@dataclass(frozen=True)
class Book:
    title: Both
    subtitle: Both
    place: Both
    publisher: Both
    year: int
    parts: tuple[Part, ...]
    above_title: Both = Both()
    udk: str = ""
    bbk: str = ""
    author_sign: str = ""
    isbn: str = ""
    editors: Both = Both()
    reviewers: Both = Both()
    annotation: Both = Both()
    licence: str = ""
    url: str = ""
    is_electronic: bool = True
    is_demonstration: bool = False
    signed_on: date | None = None
    paper: str = "70×100/16"
    print_run: int | None = None
    outcomes: tuple[Outcome, ...] = ()
    """What the conference adopted: the last part of the volume."""
    front: tuple[Section, ...] = ()
    """Texts before the articles, paginated in Roman figures."""
    back: tuple[Section, ...] = ()
    """Annexes, after the articles."""
    responsible: Both = Both()
    doi: str = ""
    series: Both = Both()
    issn: str = ""
    issue_number: str = ""
    age_mark: str = ""
    publisher_address: Both = Both()
    printer: Both = Both()
    order_number: str = ""
    printing: Both = Both()
    stock: Both = Both()
    stock_microns: int = 100
    """Thickness of a leaf, which makes the spine."""
    requirements: Both = Both()
    deposit_number: str = ""
    ordering: str = "paper"
    megabytes: int = 0
    """Of the file of an electronic edition, as far as an earlier build tells; whole, so that it seldom changes."""

    def articles(self) -> Iterator[Article]:
        for part in self.parts:
            yield from part.articles

    def cited(self, language: str) -> gost.Book:
        """The volume as references and records in *language* name it."""
        other = "en" if language == "ru" else "ru"
        return gost.Book(
            title=in_one_line(self.title.best(language)[0]),
            subtitle=in_one_line(self.subtitle.best(language)[0]),
            place=self.place.best(language)[0],
            publisher=self.publisher.best(language)[0],
            year=self.year,
            parallel_title=self.title[other],
            editors=tuple(lines(self.editors.best(language)[0])),
            responsible=tuple(lines(self.responsible[language])),
            series=self.series.best(language)[0],
            issn=self.issn,
            issue_number=self.issue_number,
            isbn=self.isbn,
            doi=self.doi,
            url=self.url,
            is_electronic=self.is_electronic,
            is_example=self.is_demonstration,
        )

    def citation(self, article: Article, language: str, pages: tuple[int, int] | None) -> str:
        """How to cite *article*, in the terms of *language* (ГОСТ Р 7.0.5-2008)."""
        return gost.reference(
            article.names(language),
            in_one_line(article.title.best(language)[0]),
            self.cited(language),
            language=language,
            pages=pages,
            doi=article.doi,
        )


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def in_one_line(text: str) -> str:
    return " ".join(lines(text))
