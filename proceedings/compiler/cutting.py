"""One article of a compiled book as a file of its own: its fragment, joined alone, with its page numbers."""

from __future__ import annotations

import re
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

from conference.rendering.assembly import Assembled, FragmentsDisagree, Placed, assemble
from conference.rendering.fragments import FOLIO, DamagedFragment, Fragment, SlotDoesNotFit

from .book import Article, Book, Part
from .cache import Cache, Seen
from .pages import Layout
from .pieces import Piece, article_piece
from .plan import Span
from .retracted import Retraction, retraction_piece
from .supply import Need, Supply

if TYPE_CHECKING:
    from .compiling import Settings


BELOW_PART = 1
"""In the book the heading of an article stands below that of its part."""
HEADING = re.compile(rb"(/S ?/H)([2-6])(?=[/>\s])")


@dataclass(frozen=True)
class Wanted:
    """An article, its part, and the pages it has in the book; its file begins with the retraction, if there is one."""

    part: Part
    article: Article
    span: Span
    retraction: Retraction | None = None


@dataclass(frozen=True)
class Cut:
    """The file of one article. ``content`` is the digest of what it says; ``why`` tells why there is no file."""

    article: Article
    file: BinaryIO | None = None
    """The PDF from its beginning. It has no name, and goes with this object."""
    size: int = 0
    sha256: str = ""
    pages: int = 0
    content: str = ""
    why: str = ""

    def __post_init__(self) -> None:
        if self.file:
            weakref.finalize(self, self.file.close)


def cut_articles(
    book: Book,
    wanted: Iterable[Wanted],
    settings: Settings,
    *,
    created: datetime | None = None,
    on_tick: Callable[[], None] = lambda: None,
) -> Iterator[Cut]:
    """A file for each of *wanted*, in order. What is no longer in the cache is typeset again.

    Of *book* only what it says of itself matters. *created* is the only date in the files.
    """
    if settings.cache is None:
        raise ValueError("cutting needs the cache that the book was compiled with")
    supply = Supply(book, settings, Cache(settings.cache))
    places = [(each, article_piece(book, each.part, each.article)) for each in wanted]
    supply.make(_absent(supply, [*places, *_notices(places)]), lambda piece, seen: None, on_tick)
    for each, piece in places:
        on_tick()
        yield _cut(supply, each, piece, created)


def _layout(each: Wanted) -> Layout:
    return Layout({each.article.key: each.span}, 0, 0, 0)


def _notices(places: list[tuple[Wanted, Piece]]) -> Iterator[tuple[Wanted, Piece]]:
    for each, _piece in places:
        if each.retraction:
            yield each, retraction_piece(each.article, each.retraction)


def _absent(supply: Supply, places: list[tuple[Wanted, Piece]]) -> list[Need]:
    found = []
    for each, piece in places:
        if not supply.find(piece, _layout(each)) and (need := supply.need(piece, _layout(each))):
            found.append(need)
    return found


def _cut(supply: Supply, each: Wanted, piece: Piece, created: datetime | None) -> Cut:
    found = supply.find(piece, _layout(each))
    if found is None:
        return Cut(each.article, why="gone")
    key, seen = found
    if why := _why_not(seen, each):
        return Cut(each.article, why=why, content=seen.content)
    target = tempfile.TemporaryFile()  # noqa: SIM115 (it is handed over)
    try:
        parts = [*_notice(supply, each), _placed(each, piece, supply.cache.fragment(key))]
        made = _join(supply, each, parts, target, created)
    except (DamagedFragment, SlotDoesNotFit, FragmentsDisagree, KeyError, ValueError) as refusal:
        target.close()
        return Cut(each.article, why=type(refusal).__name__, content=seen.content)
    target.seek(0)
    return Cut(each.article, target, made.size, made.sha256, made.pages, seen.content)


def _why_not(seen: Seen, each: Wanted) -> str:
    first, last = each.span
    if seen.failure:
        return seen.failure
    if seen.missing or seen.remarks:
        return "glyphs" if seen.missing else "remarks"
    return "" if seen.pages == last - first + 1 else "length"


def _notice(supply: Supply, each: Wanted) -> list[Placed]:
    """The retraction on pages without numbers. Raises KeyError when it could not be typeset."""
    if each.retraction is None:
        return []
    piece = retraction_piece(each.article, each.retraction)
    known = supply.find(piece, _layout(each))
    if known is None or known[1].failure:
        raise KeyError(piece.key)
    fragment = supply.cache.fragment(known[0])
    return [Placed(_promoted(fragment), [""] * len(fragment.pages), level=-BELOW_PART)]


def _placed(each: Wanted, piece: Piece, fragment: Fragment) -> Placed:
    first, last = each.span
    numbered = {slot.page for slot in fragment.slots if slot.name == FOLIO}
    return Placed(
        _promoted(fragment),
        [str(first + index) if index in numbered else "" for index in range(len(fragment.pages))],
        {f"first:{piece.key}": str(first), f"last:{piece.key}": str(last)},
        level=-BELOW_PART,
    )


def _join(supply: Supply, each: Wanted, parts: list[Placed], target: BinaryIO, created: datetime | None) -> Assembled:
    article = each.article
    language = article.title.best(article.language)[1]
    before = sum(len(placed.fragment.pages) for placed in parts[:-1])
    return assemble(
        parts,
        target,
        title=article.title[language],
        language=article.language,
        author=", ".join(author.full_name(language) for author in article.authors),
        font_store=supply.cache.fonts,
        labels=[*([(0, "r", 1)] if before else []), (before, "D", each.span[0])],
        created=created,
    )


def _promoted(fragment: Fragment) -> Fragment:
    """*fragment* with every heading one level up, as a document of its own has them. Nothing changes its length."""
    objects = fragment.objects
    raised = HEADING.sub(lambda found: found[1] + b"%d" % (int(found[2]) - BELOW_PART), bytes(objects.data))
    return replace(fragment, objects=replace(objects, data=raised))
