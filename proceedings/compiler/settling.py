"""Until every piece has the fragment that fits its place: places follow from lengths, shapes from places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from conference.rendering import RenderFailed

from .book import Book
from .broken import marked_piece
from .cache import Cache, Seen
from .events import Event
from .pieces import Needs, Piece, pieces
from .plan import Plan, Standing, plan
from .supply import Need, Supply
from .verdicts import Verdict, broken_by, notes_on, verdict_on

if TYPE_CHECKING:
    from .compiling import Settings

STAGES = ((Needs.NOTHING, Needs.PLACE), (Needs.PLACES, Needs.ENDS), (Needs.EXTENT,))
"""First what stands anywhere, then what tells where that is, then what tells how long it all is."""
ROUNDS = 20


class NothingToCompile(Exception):
    """No article came out, so there is no book. ``verdicts`` say why."""

    def __init__(self, verdicts: list[Verdict]) -> None:
        super().__init__("no article came out")
        self.verdicts = verdicts


@dataclass(frozen=True)
class Settled:
    """All pieces at their places, and the fragment of each."""

    book: Book
    row: list[Piece]
    plan: Plan
    keys: dict[str, str]
    """Key of the fragment for the key of each piece."""
    verdicts: list[Verdict]
    contents: dict[str, str]
    """For each article that came out the digest of what it says."""
    broken: set[str] = field(default_factory=set)
    why_not: str = ""
    """Why the fragments do not make a book, in a word."""

    @property
    def page_map(self) -> dict[str, tuple[int, int]]:
        return self.plan.layout.pages


class Settling:
    """The work on one book. ``settle`` may be called again when a fragment has proved damaged."""

    def __init__(
        self,
        book: Book,
        settings: Settings,
        cache: Cache,
        on_event: Callable[[Event], None],
        on_tick: Callable[[], None],
        mark: Callable[[str], None],
    ) -> None:
        self.book, self.on_event, self.on_tick, self.mark = book, on_event, on_tick, mark
        self.supply = Supply(book, settings, cache)
        self.row = list(pieces(book))
        self.total = sum(1 for _article in book.articles())
        self.verdicts: dict[str, Verdict] = {}
        self.broken: dict[str, str] = {}
        self._lengths: dict[str, int] = {}
        self._guessed: set[str] = set()
        """Keys of pieces whose length is not known yet."""
        self._is_told = False

    def amend(self, *, megabytes: int) -> None:
        """Go on with a book that tells another size of its file."""
        self.book = self.supply.book = replace(self.book, megabytes=megabytes)
        telling = {piece.key: piece for piece in pieces(self.book) if not piece.article}
        self.row = [telling.get(piece.key, piece) for piece in self.row]

    def settle(self) -> Settled:
        """Find or typeset everything. Raises NothingToCompile; RenderFailed when a piece that is no article fails."""
        self._set_aside_what_is_known_to_be_broken()
        for _round in range(ROUNDS):
            self._check_that_something_is_left()
            current = self._plan()
            stage, absent = self._absent(current)
            if absent:
                self._typeset(absent)
                self.mark("articles" if stage == 0 else "front")
            elif self._plan() == current:
                return self._settled(current)
        return self._settled(current, why_not="unsettled")

    def _settled(self, current: Plan, why_not: str = "") -> Settled:
        found = {} if why_not else {each.piece.key: self._found(each, current) for each in current.standings}
        articles = [piece.article.key for piece in self.row if piece.article]
        return Settled(
            book=self.book,
            row=self.row,
            plan=current,
            keys={name: key for name, (key, _seen) in found.items()},
            verdicts=[self.verdicts[key] for key in articles],
            contents={
                each.piece.article.key: found[each.piece.key][1].content
                for each in current.standings
                if each.piece.article and each.piece.article.key not in self.broken and found
            },
            broken=set(self.broken),
            why_not=why_not or next(filter(None, (_why_not(seen) for _key, seen in found.values())), ""),
        )

    def _found(self, standing: Standing, current: Plan) -> tuple[str, Seen]:
        found = self._find(standing, current)
        if found is None:
            raise RenderFailed("error", f"{standing.piece.key} has gone")
        return found

    def _find(self, standing: Standing, current: Plan) -> tuple[str, Seen] | None:
        return self.supply.find(standing.piece, current.layout, begins_left=standing.begins_left)

    def _need(self, standing: Standing, current: Plan) -> Need | None:
        return self.supply.need(standing.piece, current.layout, begins_left=standing.begins_left)

    def _plan(self) -> Plan:
        return plan((piece, self._length(piece)) for piece in self.row)

    def _length(self, piece: Piece) -> int:
        if piece.key not in self._lengths:
            known = self.supply.length(piece)
            self._lengths[piece.key] = known or self.supply.guess(piece)
            if not known:
                self._guessed.add(piece.key)
        return self._lengths[piece.key]

    def _absent(self, current: Plan) -> tuple[int, list[Piece]]:
        """The first stage at which something is not there, and what; with all lengths known, of the others as well.

        What stands last, and is one long piece, comes first: then all children have something to do to the end.
        """
        first, absent = len(STAGES), list[Piece]()
        for number, stage in enumerate(STAGES):
            here = []
            for standing in current.standings:
                if standing.piece.needs not in stage:
                    continue
                found = self._find(standing, current)
                if found is None:
                    here.append(standing.piece)
                else:
                    self._take(standing.piece, found[1], is_cached=True)
            if number == 0 and not self._is_told:
                self._is_told = True
                ready = self.total - sum(1 for piece in here if piece.article)
                self.on_event(Event("found", ready=ready, total=self.total))
            first = min(first, number) if here else first
            absent = [*here, *absent]
            if any(piece.key in self._guessed for piece in absent):
                break
        return first, absent

    def _typeset(self, absent: list[Piece]) -> None:
        if not any(piece.article for piece in absent):
            self.on_event(Event("front"))
        self.supply.make(
            self._needs(absent), lambda piece, seen: self._take(piece, seen, is_cached=False), self.on_tick
        )

    def _needs(self, absent: list[Piece]) -> Iterator[Need]:
        """What is to be typeset, each in the shape that its place has by what is known at that moment."""
        for piece in absent:
            current = self._plan()
            standing = next(each for each in current.standings if each.piece.key == piece.key)
            try:
                need = None if self._find(standing, current) else self._need(standing, current)
            except Exception as error:  # whatever one text provokes, the others must not suffer for it
                if piece.article is None or piece.article.key in self.broken:
                    raise
                self._take(piece, Seen(0, failure="error", remarks=[type(error).__name__]), is_cached=False)
                continue
            if need is None:
                found = self._find(standing, current)
                if found:
                    self._take(piece, found[1], is_cached=True)
                continue
            if piece.article:
                self.on_event(Event("next", piece.article))
            yield need

    def _take(self, piece: Piece, seen: Seen, *, is_cached: bool) -> None:
        """Note what has become of *piece*. An article that is broken has a marked page put in its place."""
        article, part = piece.article, piece.part
        if article is None or part is None or article.key in self.broken:
            if seen.failure:
                raise RenderFailed(seen.failure, piece.key)
            self._learn(piece, seen.pages)
            return
        if code := broken_by(notes_on(article, seen)):
            self._set_aside(piece, code)
        else:
            self._learn(piece, seen.pages)
        if article.key not in self.verdicts:
            verdict = self.verdicts[article.key] = verdict_on(part, article, seen, is_cached=is_cached)
            self.on_event(Event("article", article, verdict))
        else:
            self.verdicts[article.key]["pages"] = None if code else seen.pages

    def _learn(self, piece: Piece, pages: int) -> None:
        self._lengths[piece.key] = pages
        self._guessed.discard(piece.key)

    def _set_aside_what_is_known_to_be_broken(self) -> None:
        for piece in list(self.row):
            article, part = piece.article, piece.part
            if article is None or part is None or article.key in self.broken:
                continue
            if code := broken_by(article.notes):
                self._set_aside(piece, code)
                verdict = self.verdicts[article.key] = verdict_on(part, article, None, is_cached=True)
                self.on_event(Event("article", article, verdict))

    def _set_aside(self, piece: Piece, code: str) -> None:
        article, part = piece.article, piece.part
        if article is None or part is None:
            return
        self.broken[article.key] = code
        self._learn(piece, 1)
        place = next(index for index, each in enumerate(self.row) if each.key == piece.key)
        self.row[place] = marked_piece(self.book, part, article, code)

    def _check_that_something_is_left(self) -> None:
        if len(self.broken) == self.total:
            raise NothingToCompile(list(self.verdicts.values()))


def _why_not(seen: Seen) -> str:
    if seen.missing:
        return "glyphs"
    return "remarks" if seen.remarks else ""
