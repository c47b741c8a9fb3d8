"""What a book consists of, in order: the row of pieces that are typeset one by one or all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from . import pages
from .book import LANGUAGES, Article, Book, Part, Section, Text
from .imprint import publisher_sheets
from .outcomes import part_html
from .pages import Layout
from .sections import section_html


class Begins(StrEnum):
    """On which page a piece begins: the next right-hand one, or the next whatever it is."""

    RIGHT = "right"
    NEXT = "next"


class Needs(StrEnum):
    """What of the layout the HTML of a piece tells. Whatever it does not need must not stand in it.

    Numbers of pages that stand in slots are known only by how many digits they have, or have room for: the layout that
    ``html`` gets holds some number of as many digits.
    """

    NOTHING = "nothing"
    PLACE = "place"
    """Where the piece itself stands, in slots."""
    PLACES = "places"
    """Where articles stand, in slots that have as much room as those of their neighbours (see ``pages.rooms``)."""
    ENDS = "ends"
    """Where articles, outcome documents, annexes and the index stand, in slots at the end of a line, which have room
    for as many digits as any page of the book has; sections of the front, literally."""
    EXTENT = "extent"
    """How many pages front and body have, literally."""


@dataclass(frozen=True)
class Piece:
    """One piece of the book. ``key`` is the anchor of what has one, and unique in the book.

    ``facts`` are what ``html`` makes the piece of, apart from the layout and from the facts of the book itself: the
    same facts give the same HTML.
    """

    key: str
    html: Callable[[Layout], str]
    facts: Any = ()
    begins: Begins = Begins.RIGHT
    needs: Needs = Needs.NOTHING
    is_front: bool = False
    article: Article | None = None
    part: Part | None = None


def pieces(book: Book) -> Iterator[Piece]:
    """The row of pieces that make *book*."""
    rows = _rows(book)
    yield from _front(book, rows)
    for part in book.parts:
        bare = replace(part, articles=())
        yield Piece(
            f"part{part.number}",
            lambda layout, part=part: pages.part_leaf_html(book, part),  # type: ignore[misc]
            facts=(bare, part is book.parts[0]),
        )
        yield from (article_piece(book, part, article) for article in part.articles)
    if book.outcomes:
        yield Piece("outcomes", lambda layout: part_html())
        for outcome in book.outcomes:
            yield Piece(
                outcome.anchor,
                lambda layout, outcome=outcome: pages.outcome_piece_html(book, outcome),  # type: ignore[misc]
                facts=outcome,
            )
    yield from _back(book, rows)


def article_piece(book: Book, part: Part, article: Article) -> Piece:
    return Piece(
        article.anchor,
        lambda layout: pages.article_html(book, part, article, layout.pages[article.key]),
        facts=(replace(part, articles=()), article),
        needs=Needs.PLACE,
        article=article,
        part=part,
    )


def _front(book: Book, rows: Any) -> Iterator[Piece]:
    yield Piece("titlepage", lambda layout: pages.titlepage_html(book), is_front=True)
    yield Piece(
        "imprint",
        lambda layout: pages.imprint_html(book, layout),
        begins=Begins.NEXT,
        needs=Needs.EXTENT,
        is_front=True,
    )
    for language in LANGUAGES:
        yield Piece(
            f"contents-{language}",
            lambda layout, language=language: pages.contents_html(book, layout, language),  # type: ignore[misc]
            facts=rows,
            begins=Begins.RIGHT if language == LANGUAGES[0] else Begins.NEXT,
            needs=Needs.ENDS,
            is_front=True,
        )
    yield from (_section(section, is_front=True) for section in book.front)


def _section(section: Section, *, is_front: bool) -> Piece:
    return Piece(section.anchor, lambda layout: section_html(section), facts=section, is_front=is_front)


def _back(book: Book, rows: Any) -> Iterator[Piece]:
    yield from (_section(section, is_front=False) for section in book.back)
    yield Piece("index", lambda layout: pages.index_html(book, layout), facts=rows, needs=Needs.PLACES)
    yield Piece(
        "last",
        lambda layout: pages.last_html(book, layout),
        facts=book.megabytes if book.is_electronic else str(publisher_sheets(book)),
        begins=Begins.NEXT,
        needs=Needs.EXTENT,
    )


def _rows(book: Book) -> Any:
    """What contents and index are made of: everything but the texts."""
    parts = [
        replace(part, articles=tuple(replace(article, text=Text(), notes=()) for article in part.articles))
        for part in book.parts
    ]
    return parts, book.outcomes, book.front, book.back
