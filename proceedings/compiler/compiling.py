"""Driving the compilation: each piece from the cache or typeset alone, then all of them joined to a book."""

from __future__ import annotations

import hashlib
import logging
import tempfile
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from conference.rendering import Limits, Printing, RenderFailed
from conference.rendering.assembly import Assembled, Blank, FragmentsDisagree, Placed, assemble
from conference.rendering.fragments import FOLIO, DamagedFragment, Fragment, SlotDoesNotFit

from . import keys
from .book import Book
from .cache import LIMIT_BYTES, Cache
from .events import Event
from .plan import Plan, Standing
from .settling import NothingToCompile, Settled, Settling
from .whole import compile_whole

log = logging.getLogger(__name__)
ARTICLE_LIMITS = Limits(cpu_seconds=40, memory_mib=2048, wall_seconds=120)
ATTEMPTS = 3
PAGES_OF_A_SHEET = 4
LANGUAGE = "ru"
MEGABYTE = 1024**2


@dataclass(frozen=True)
class Settings:
    """Where styles, fonts and fragments are, what may be read, how much one article and the book may take.

    Without a *cache* every compilation begins with an empty one of its own.
    """

    stylesheets: tuple[Path, ...]
    roots: tuple[Path, ...]
    templates: Path
    workers: int = 1
    article_limits: Limits = ARTICLE_LIMITS
    cache: Path | None = None
    cache_bytes: int = LIMIT_BYTES

    def book_limits(self, articles: int) -> Limits:
        return Limits(cpu_seconds=120 + 10 * articles, memory_mib=4096, wall_seconds=300 + 30 * articles)


@dataclass(frozen=True)
class Compiled:
    """The book, where each article stands (numbered pages), and a verdict for every article asked for."""

    file: BinaryIO
    """The PDF from its beginning. It has no name, and goes with this object."""
    size: int
    sha256: str
    pages: int
    front_pages: int
    page_map: dict[str, tuple[int, int]]
    verdicts: list[dict[str, Any]]
    pieces: dict[str, str] = field(default_factory=dict)
    """For each article that came out the digest of what it says, wherever it stands."""
    how: str = "fragments"
    """``"fragments"``, or ``"whole"`` when everything was typeset at once; then *why*."""
    why: str = ""
    typeset: int = 0
    cached: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        weakref.finalize(self, self.file.close)

    @property
    def pdf(self) -> bytes:
        self.file.seek(0)
        return self.file.read()


def fingerprint(book: Book, settings: Settings) -> str:
    """The same for the same book in the same design by the same program, so that nothing need be done twice."""
    digest = hashlib.sha256()
    for part in (keys.engine(settings), keys.author(settings), described(book), str(settings.article_limits)):
        digest.update(part.encode())
    for article in book.articles():
        for _address, path in keys.pictures_of(article):
            digest.update(keys.bytes_of(path).encode())
    return digest.hexdigest()


def described(book: Book) -> str:
    """The same for the same book, whatever program and design it is compiled with."""
    return keys.of_facts(replace(book, megabytes=0))  # how large the file is follows from the rest


def compile_book(
    book: Book,
    settings: Settings,
    *,
    on_event: Callable[[Event], None] = lambda event: None,
    on_tick: Callable[[], None] = lambda: None,
    printing: Printing | None = None,
) -> Compiled:
    """Typeset *book*. A broken article gets its verdict, and a marked page in its place; the others make the book.

    *on_event* and *on_tick* (about once a second) are called in the caller's thread; what they raise stops the
    work and propagates. With *printing* the file is the printer's block: room around the pages, leaves for whole
    sheets, no way out when the fragments do not make a book. Raises NothingToCompile, or RenderFailed when the book as
    a whole does not come out.
    """
    clock = _Clock()
    with _cache(settings) as cache:
        target = tempfile.TemporaryFile(dir=cache.folder)  # noqa: SIM115 (it is handed over)
        try:
            work = Settling(book, settings, cache, on_event, on_tick, clock.mark)
            if book.is_electronic and not printing:
                settled, assembled, why = _joined_with_its_size(work, target, clock)
            else:
                settled, assembled, why = _settled_and_joined(work, target, clock, printing)
            if why and printing:
                raise RenderFailed("error", why)
            if why:
                on_event(Event("whole"))
                assembled, page_map, front = compile_whole(settled, settings, target, on_tick)
                clock.mark("whole")
            else:
                page_map, front = settled.page_map, settled.plan.front_pages
        except BaseException:
            target.close()
            raise
        cache.evict()
        target.seek(0)
        return Compiled(
            file=target,
            size=assembled.size,
            sha256=assembled.sha256,
            pages=assembled.pages,
            front_pages=front,
            page_map={key: span for key, span in page_map.items() if key not in settled.broken},
            verdicts=settled.verdicts,
            pieces=settled.contents,
            how="whole" if why else "fragments",
            why=why,
            typeset=work.supply.typeset,
            cached=work.supply.cached,
            seconds=clock.seconds,
        )


def _joined_with_its_size(work: Settling, target: BinaryIO, clock: _Clock) -> tuple[Settled, Assembled, str]:
    """The last page of an electronic edition tells how large its file is: joined again when it tells otherwise."""
    if megabytes := work.book.megabytes or work.supply.former_size():
        work.amend(megabytes=megabytes)
    for _attempt in range(ATTEMPTS):
        settled, assembled, why = _settled_and_joined(work, target, clock)
        megabytes = -(-assembled.size // MEGABYTE)
        if why:
            break
        work.supply.remember_size(megabytes)
        if work.book.megabytes == megabytes:
            break
        work.amend(megabytes=megabytes)
    return settled, assembled, why


@contextmanager
def _cache(settings: Settings) -> Iterator[Cache]:
    if settings.cache:
        settings.cache.mkdir(parents=True, exist_ok=True)
        yield Cache(settings.cache, limit=settings.cache_bytes)
        return
    with tempfile.TemporaryDirectory(prefix="fragments-") as folder:
        yield Cache(Path(folder), limit=settings.cache_bytes)


def _settled_and_joined(
    work: Settling, target: BinaryIO, clock: _Clock, printing: Printing | None = None
) -> tuple[Settled, Assembled, str]:
    """All fragments, and the file joined from them; or why it could not be. A damaged fragment is typeset again."""
    for _attempt in range(ATTEMPTS):
        settled = work.settle()
        if why := settled.why_not:
            return settled, Assembled(0, 0, ""), why
        work.on_event(Event("assembling"))
        try:
            target.seek(0)
            target.truncate()
            joined = _join(work, settled, target, printing)
        except DamagedFragment:
            work.supply.forget_damaged(settled.keys.values())
        except (SlotDoesNotFit, FragmentsDisagree, KeyError, ValueError) as refusal:
            log.warning("the fragments do not make a book", exc_info=refusal)
            return settled, Assembled(0, 0, ""), type(refusal).__name__
        else:
            clock.mark("assembly")
            return settled, joined, ""
    return settled, Assembled(0, 0, ""), "DamagedFragment"


def _join(work: Settling, settled: Settled, target: BinaryIO, printing: Printing | None) -> Assembled:
    book, plan = work.book, settled.plan

    def parts() -> Iterator[Placed | Blank]:
        size = (0.0, 0.0)
        for standing in plan.with_blanks():
            if standing is None:
                yield Blank(*size)
                continue
            fragment = work.supply.cache.fragment(settled.keys[standing.piece.key])
            size = fragment.pages[0].width, fragment.pages[0].height
            yield Placed(fragment, _folios(plan, standing, fragment), plan.texts)
        if printing:
            yield from [Blank(*size)] * (-plan.pages % PAGES_OF_A_SHEET)

    return assemble(
        parts(),
        target,
        title=book.title.ru or book.title.en,
        language=LANGUAGE,
        author=book.publisher.ru or book.publisher.en,
        font_store=work.supply.cache.fonts,
        labels=plan.labels,
        printing=printing,
    )


def _folios(plan: Plan, standing: Standing, fragment: Fragment) -> list[str]:
    """The number of each page that shows one."""
    shown = {slot.page for slot in fragment.slots if slot.name == FOLIO}
    return [folio if index in shown else "" for index, folio in enumerate(plan.folios(standing))]


class _Clock:
    """Seconds by phase, as they pass on the wall."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = self._started = time.monotonic()

    def mark(self, phase: str) -> None:
        """What has passed since the last mark went into *phase*."""
        now = time.monotonic()
        self.seconds[phase] = round(self.seconds.get(phase, 0.0) + now - self._last, 3)
        self.seconds["total"] = round(now - self._started, 3)
        self._last = now


__all__ = ["Compiled", "Event", "NothingToCompile", "Settings", "compile_book", "described", "fingerprint"]
