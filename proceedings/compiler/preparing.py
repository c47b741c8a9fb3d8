"""Typesetting articles ahead, at the places where they will probably stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from .book import Article, Book, Part
from .cache import Cache, Seen
from .pages import Layout
from .pieces import Piece, article_piece
from .supply import Need, Supply
from .verdicts import broken_by

if TYPE_CHECKING:
    from .compiling import Settings

ROUNDS = 3


def prepare_articles(
    book: Book,
    articles: Iterable[tuple[Part, Article, int]],
    settings: Settings,
    *,
    on_tick: Callable[[], None] = lambda: None,
) -> int:
    """See to it that the fragments of *articles* (each with its part and its probable first page) are in the cache.

    Of *book* only what it says of itself matters. How many were typeset; those that cannot be count too.
    """
    if settings.cache is None:
        return 0
    supply = Supply(book, settings, Cache(settings.cache))
    places = [(article_piece(book, part, each), first) for part, each, first in articles if not broken_by(each.notes)]
    lengths = {piece.key: supply.length(piece) or supply.guess(piece) for piece, _first in places}

    def made(piece: Piece, seen: Seen) -> None:
        lengths[piece.key] = seen.pages

    for _round in range(ROUNDS):
        wanted = list(_wanted(supply, places, lengths))
        if not wanted:
            break
        supply.make(wanted, made, on_tick)
    return supply.typeset


def _wanted(supply: Supply, places: list[tuple[Piece, int]], lengths: dict[str, int]) -> Iterable[Need]:
    for piece, first in places:
        if piece.article is None or not lengths[piece.key]:  # what has failed has no length
            continue
        layout = Layout({piece.article.key: (first, first + lengths[piece.key] - 1)}, 0, 0, 0)
        if not supply.find(piece, layout) and (need := supply.need(piece, layout)):
            yield need
