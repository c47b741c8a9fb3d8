"""Fragments for the pieces of one book: found in the cache, or typeset by warm children."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from conference.rendering import RenderFailed, preload
from conference.rendering.workers import Workers

from . import keys, pages
from .book import Book
from .cache import Cache, DamagedFragment, Seen
from .pages import Layout
from .pieces import Piece
from .plan import known_to
from .typeset import prepare, set_piece

if TYPE_CHECKING:
    from .compiling import Settings

LETTERS_ON_A_PAGE = 2600

preload(set_piece.__module__)


@dataclass(frozen=True)
class Need:
    """One piece in one shape that is not there: the fragment that is wanted, and the HTML for it."""

    piece: Piece
    recipe: str
    variant: str
    key: str
    html: str


class Supply:
    """What is there of one book, and how to get the rest."""

    def __init__(self, book: Book, settings: Settings, cache: Cache) -> None:
        self.book, self.settings, self.cache = book, settings, cache
        self.drawer, self.writer, self.of_book = keys.engine(settings), keys.author(settings), keys.of_book(book)
        self.typeset = self.cached = 0
        self._facts: dict[int, tuple[Any, str]] = {}
        self._recipes: dict[str, str] = {}
        self._found: dict[tuple[str, str], tuple[str, Seen]] = {}

    def length(self, piece: Piece) -> int | None:
        """How many pages the piece had when it was typeset last, in whatever shape; None when it never was."""
        recipe = self.cache.recipe(self._recipe(piece))
        return recipe.pages if recipe else None

    def guess(self, piece: Piece) -> int:
        """How many pages the piece may have: as many as before it was changed, or by what it says."""
        if recipe := self.cache.recipe(_former(piece)):
            return recipe.pages
        return 2 + len(piece.article.text.html) // LETTERS_ON_A_PAGE if piece.article else 1

    def former_size(self) -> int:
        """How many megabytes the book had when it was joined last; 0 when it never was."""
        recipe = self.cache.recipe(self._size)
        return recipe.pages if recipe else 0

    def remember_size(self, megabytes: int) -> None:
        self.cache.remember(self._size, "", "", megabytes)

    @property
    def _size(self) -> str:
        return keys.of_facts(["size", self.of_book])

    def find(self, piece: Piece, layout: Layout, *, begins_left: bool = False) -> tuple[str, Seen] | None:
        """Key of the fragment that is wanted at this place and what was seen of it, if it is at hand."""
        name, variant = self._recipe(piece), keys.of_variant(known_to(piece, layout), begins_left=begins_left)
        if found := self._found.get((name, variant)):
            return found
        recipe = self.cache.recipe(name)
        key = recipe.keys.get(variant) if recipe else None
        seen = self.cache.seen(key) if key else None
        if key is None or seen is None:
            return None
        self.cached += 1
        self._found[name, variant] = key, seen
        return key, seen

    def need(self, piece: Piece, layout: Layout, *, begins_left: bool = False) -> Need | None:
        """What must be typeset for this place; None when the same HTML was typeset before. Raises what HTML raises."""
        known = known_to(piece, layout)
        variant = keys.of_variant(known, begins_left=begins_left)
        html = pages.document_html(self.book, piece.html(known), begins_left=begins_left)
        need = Need(piece, self._recipe(piece), variant, keys.of_fragment(self.drawer, html, piece), html)
        seen = self.cache.seen(need.key)
        if seen is None:
            return need
        self.cached += 1
        self._note(need, seen)
        return None

    def make(self, needs: Iterable[Need], on_made: Callable[[Piece, Seen], None], on_tick: Callable[[], None]) -> None:
        """Typeset what is needed, several at a time; *needs* is read as the children get free."""
        under_way: dict[str, Need] = {}

        def tasks() -> Iterator[tuple[str, tuple[Any, ...]]]:
            for need in needs:
                under_way[need.key] = need
                content = keys.of_content(need.html, need.piece)
                yield need.key, (need.html, str(self.cache.path(need.key)), content)

        with self._crew() as crew:
            for key, outcome in crew.run(tasks(), on_tick=on_tick):
                need = under_way.pop(key)
                seen = self.cache.fail(key, outcome.reason) if isinstance(outcome, RenderFailed) else outcome
                self.typeset += 1
                self._note(need, seen)
                on_made(need.piece, seen)

    def _crew(self) -> contextlib.AbstractContextManager[Workers]:
        settings = self.settings
        setup = partial(prepare, settings.stylesheets, settings.roots, self.cache.fonts, self.drawer)
        return Workers.kept(setup, set_piece, limits=settings.article_limits, workers=settings.workers)

    def forget_damaged(self, wanted: Iterable[str]) -> None:
        """Of the fragments *wanted*, those that cannot be read are to be typeset again."""
        for key in wanted:
            try:
                self.cache.fragment(key)
            except DamagedFragment:
                self.cache.drop(key)
                self._found = {each: found for each, found in self._found.items() if found[0] != key}

    def _note(self, need: Need, seen: Seen) -> None:
        self.cache.remember(need.recipe, need.variant, need.key, seen.pages)
        if seen.pages:
            self.cache.remember(_former(need.piece), "", "", seen.pages)
        self._found[need.recipe, need.variant] = need.key, seen

    def _recipe(self, piece: Piece) -> str:
        """Facts are known by the object, which is kept: several pieces may be made of the same."""
        known = self._facts.get(id(piece.facts))
        if known is None:
            known = self._facts[id(piece.facts)] = piece.facts, keys.of_facts(piece.facts)
        name = f"{piece.key} {known[1]}"
        if name not in self._recipes:
            self._recipes[name] = keys.of_recipe(self.writer, self.of_book, piece, known[1])
        return self._recipes[name]


def _former(piece: Piece) -> str:
    """Where the length is remembered that the piece had last, whatever it said."""
    return keys.of_facts(["former", piece.key])
