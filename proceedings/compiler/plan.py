"""Where everything stands, from nothing but the order of the pieces and their lengths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from proceedings import gost

from .pages import Layout, rooms, smallest_as_long
from .pieces import Begins, Needs, Piece

Span = tuple[int, int]


@dataclass(frozen=True)
class Standing:
    """A piece at its place: ``at`` is the index of its first page in the file, from 0."""

    piece: Piece
    at: int
    pages: int

    @property
    def begins_left(self) -> bool:
        return self.at % 2 == 1


@dataclass(frozen=True)
class Plan:
    """All pieces at their places, and how many pages come before the one numbered 1."""

    standings: tuple[Standing, ...]
    front_pages: int

    @property
    def pages(self) -> int:
        last = self.standings[-1]
        return last.at + last.pages

    @cached_property
    def spans(self) -> dict[str, Span]:
        """First and last page of each piece by its key: sections of the front by its own count, all else from 1 on."""
        return {each.piece.key: self._span(each) for each in self.standings}

    @cached_property
    def _front(self) -> set[str]:
        return {each.piece.key for each in self.standings if each.piece.is_front}

    def _span(self, standing: Standing) -> Span:
        first = standing.at + 1 - (0 if standing.piece.is_front else self.front_pages)
        return first, first + standing.pages - 1

    @cached_property
    def layout(self) -> Layout:
        """The same in the terms of the book's HTML."""
        spans = self.spans
        return Layout(
            pages={each.piece.article.key: spans[each.piece.key] for each in self.standings if each.piece.article},
            front_pages=self.front_pages,
            body_pages=self.pages - self.front_pages,
            index_page=spans["index"][0] if "index" in spans else 0,
            outcomes={key[1:]: span for key, span in spans.items() if is_of(key, "o")},
            sections={key[1:]: span for key, span in spans.items() if is_of(key, "s") and key in self._front},
            annexes={key[1:]: span for key, span in spans.items() if is_of(key, "s") and key not in self._front},
        )

    @cached_property
    def texts(self) -> dict[str, str]:
        """What stands in the slots of contents, index and citations."""
        found = {}
        for each in self.standings:
            first, last = self.spans[each.piece.key]
            show = gost.roman if each.piece.is_front else str
            found[f"first:{each.piece.key}"], found[f"last:{each.piece.key}"] = show(first), show(last)
        return found

    def folios(self, standing: Standing) -> list[str]:
        """How the pages of *standing* are numbered: Roman before the body."""
        first, last = self.spans[standing.piece.key]
        show = gost.roman if standing.piece.is_front else str
        return [show(number) for number in range(first, last + 1)]

    @property
    def labels(self) -> list[tuple[int, str, int]]:
        """Page labels of the file."""
        return [(0, "r", 1), (self.front_pages, "D", 1)] if self.front_pages else [(0, "D", 1)]

    def with_blanks(self) -> Iterator[Standing | None]:
        """The pieces in order, with None for each empty page between them."""
        at = 0
        for standing in self.standings:
            yield from [None] * (standing.at - at)
            yield standing
            at = standing.at + standing.pages


def is_of(key: str, letter: str) -> bool:
    """Whether *key* is the anchor of a section (``s7``) or an outcome document (``o7``)."""
    return key[:1] == letter and key[1:].isdecimal()


def plan(row: Iterable[tuple[Piece, int]]) -> Plan:
    """Place the pieces of *row*, each with its length in pages: right-hand openings leave blank backs before them."""
    standings: list[Standing] = []
    at, front = 0, None
    for piece, length in row:
        if piece.begins is Begins.RIGHT and at % 2:
            at += 1
        if front is None and not piece.is_front:
            front = at
        standings.append(Standing(piece, at, length))
        at += length
    return Plan(tuple(standings), at if front is None else front)


def known_to(piece: Piece, layout: Layout) -> Layout:
    """What of *layout* the HTML of *piece* may tell: of numbers in slots no more than how many digits they have."""
    if piece.needs is Needs.PLACE and piece.article:
        key = piece.article.key
        return Layout({key: _rounded(layout.pages[key])}, 0, 0, 0)
    if piece.needs is Needs.PLACES:
        return Layout({key: (room, room) for key, room in rooms(layout.pages).items()}, 0, 0, 0)
    if piece.needs is Needs.ENDS:
        room = smallest_as_long(layout.body_pages)
        known = (room, room)
        return Layout(
            dict.fromkeys(layout.pages, known),
            0,
            0,
            room,
            dict.fromkeys(layout.outcomes, known),
            layout.sections,
            dict.fromkeys(layout.annexes, known),
        )
    if piece.needs is Needs.EXTENT:
        return Layout({}, layout.front_pages, layout.body_pages, 0)
    return Layout({}, 0, 0, 0)


def _rounded(span: Span) -> Span:
    first, last = span
    return smallest_as_long(first), smallest_as_long(last) + (last > first)
