"""Driving the compilation: every article alone first, then the book of those that came out."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import weasyprint

from conference import text
from conference.rendering import Limits, RenderFailed, run_in_child
from proceedings import gost

from . import pages
from .book import Article, Book, Note, Part
from .pages import Layout
from .pieces import book_html
from .typeset import Looked, Typeset, look, typeset_book

BODY = "body"
ATTEMPTS = 3
ARTICLE_LIMITS = Limits(cpu_seconds=40, memory_mib=2048, wall_seconds=120)
TICK_SECONDS = 1.0


@dataclass(frozen=True)
class Settings:
    """Where styles and fonts are, what may be read, how much one article and the book may take."""

    stylesheets: tuple[Path, ...]
    roots: tuple[Path, ...]
    templates: Path
    workers: int = 1
    article_limits: Limits = ARTICLE_LIMITS

    def book_limits(self, articles: int) -> Limits:
        return Limits(cpu_seconds=120 + 10 * articles, memory_mib=4096, wall_seconds=300 + 30 * articles)


@dataclass(frozen=True)
class Event:
    """Progress: ``kind`` is ``"article"`` (with its verdict), ``"next"`` (about to begin) or ``"assembling"``."""

    kind: str
    article: Article | None = None
    verdict: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Compiled:
    """The book, where each article stands (numbered pages), and a verdict for every article asked for."""

    pdf: bytes
    pages: int
    front_pages: int
    page_map: dict[str, tuple[int, int]]
    verdicts: list[dict[str, Any]]


class NothingToCompile(Exception):
    """No article came out, so there is no book. ``verdicts`` say why."""

    def __init__(self, verdicts: list[dict[str, Any]]) -> None:
        super().__init__("no article came out")
        self.verdicts = verdicts


def fingerprint(book: Book, settings: Settings) -> str:
    """The same for the same book in the same design by the same program, so that nothing need be done twice."""
    digest = hashlib.sha256(weasyprint.__version__.encode())
    digest.update(json.dumps(asdict(book), default=str, ensure_ascii=False, sort_keys=True).encode())
    program = [*Path(__file__).parent.glob("*.py"), *Path(gost.__file__).parent.glob("*.py"), Path(text.__file__)]
    for path in sorted([*settings.stylesheets, *settings.templates.glob("*.html"), *program]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def compile_book(
    book: Book,
    settings: Settings,
    *,
    on_event: Callable[[Event], None] = lambda event: None,
    on_tick: Callable[[], None] = lambda: None,
) -> Compiled:
    """Typeset *book*. A broken article gets its verdict and is left out; the others make the book.

    *on_event* and *on_tick* (about once a second) are called in the caller's thread; what they raise stops the
    work and propagates. Raises NothingToCompile, or RenderFailed when the book as a whole does not come out.
    """
    looked = _look_at_articles(book, settings, on_event, on_tick)
    verdicts = [_verdict(part, article, looked[article.key]) for part in book.parts for article in part.articles]
    sound = _without_broken(book, {v["key"] for v in verdicts if v["state"] == "error"})
    if not sound.parts:
        raise NothingToCompile(verdicts)
    on_event(Event("assembling"))
    layout = _foresee(
        sound, settings, {key: outcome.pages for key, outcome in looked.items() if isinstance(outcome, Looked)}
    )
    for _attempt in range(ATTEMPTS):
        html = book_html(sound, layout)
        made: Typeset = run_in_child(
            typeset_book,
            html,
            list(settings.stylesheets),
            list(settings.roots),
            BODY,
            limits=settings.book_limits(len(verdicts)),
            on_tick=on_tick,
        )
        actual = _layout_of(sound, made)
        if actual == layout:
            break
        layout = actual
    return Compiled(made.pdf, made.pages, actual.front_pages, actual.pages, verdicts)


Outcome = Looked | RenderFailed


def _look_at_articles(
    book: Book, settings: Settings, on_event: Callable[[Event], None], on_tick: Callable[[], None]
) -> dict[str, Outcome]:
    """Every article typeset alone, *workers* at a time. Events come in the order in which articles are done."""
    queue = [(part, article) for part in book.parts for article in part.articles]
    outcomes: dict[str, Outcome] = {}
    running: dict[Future[Looked], tuple[Part, Article]] = {}
    stop = threading.Event()
    with ThreadPoolExecutor(settings.workers) as pool:
        try:
            while queue or running:
                while queue and len(running) < settings.workers:
                    part, article = queue.pop(0)
                    on_event(Event("next", article))
                    running[pool.submit(_look_alone, book, part, article, settings, stop)] = (part, article)
                done, _pending = wait(running, timeout=TICK_SECONDS, return_when=FIRST_COMPLETED)
                on_tick()
                for future in done:
                    part, article = running.pop(future)
                    outcomes[article.key] = _outcome(future)
                    on_event(Event("article", article, _verdict(part, article, outcomes[article.key])))
        finally:
            stop.set()
    return outcomes


class _StoppedError(Exception):
    """The compilation was called off while a child worked."""


def _look_alone(book: Book, part: Part, article: Article, settings: Settings, stop: threading.Event) -> Looked:
    def check() -> None:
        if stop.is_set():
            raise _StoppedError

    if any(note.is_error for note in article.notes):
        return Looked(0)
    try:
        html = pages.alone_html(book, part, article)
    except Exception as error:  # whatever one text provokes, the others must not suffer for it
        raise RenderFailed("error", type(error).__name__) from error
    looked: Looked = run_in_child(
        look,
        html,
        list(settings.stylesheets),
        list(settings.roots),
        True,
        limits=settings.article_limits,
        on_tick=check,
    )
    return looked


def _outcome(future: Future[Looked]) -> Outcome:
    try:
        return future.result()
    except RenderFailed as failure:
        return failure


def _verdict(part: Part, article: Article, outcome: Outcome) -> dict[str, Any]:
    """What became of one article: ``state`` ok, warning or error, its pages, and notes as codes with numbers."""
    notes = list(article.notes)
    if isinstance(outcome, RenderFailed):
        notes.append(Note(f"failed-{outcome.reason}", is_error=True))
    else:
        notes += [Note(code, params, code == "resource-refused") for code, params in outcome.notes]
    is_broken = any(note.is_error for note in notes)
    title, language = article.title.best(article.language)
    return {
        "key": article.key,
        "number": article.number,
        "part": part.number,
        "label": title,
        "language": language,
        "authors": ", ".join(name.family for name in article.names(article.language)),
        "state": "error" if is_broken else "warning" if notes else "ok",
        "pages": None if is_broken or isinstance(outcome, RenderFailed) else outcome.pages,
        "notes": [{"code": note.code, "params": note.params, "is_error": note.is_error} for note in notes],
    }


def _without_broken(book: Book, broken: set[str]) -> Book:
    parts = []
    for part in book.parts:
        articles = tuple(article for article in part.articles if article.key not in broken)
        if articles:
            parts.append(replace(part, articles=articles))
    return replace(book, parts=tuple(parts))


def _foresee(book: Book, settings: Settings, lengths: dict[str, int]) -> Layout:
    """Where everything will stand: articles and parts begin on right-hand pages, so lengths suffice."""
    page = 1
    found: dict[str, tuple[int, int]] = {}
    for part in book.parts:
        page += 2  # the part's own leaf
        for article in part.articles:
            found[article.key] = (page, page + lengths[article.key] - 1)
            page = _next_right(page + lengths[article.key])
    outcomes: dict[str, tuple[int, int]] = {}
    if book.outcomes:
        page += 2
        for outcome in book.outcomes:
            length = _length(pages.outcome_alone(book, outcome), settings)
            outcomes[outcome.key] = (page, page + length - 1)
            page = _next_right(page + length)
    guess = Layout(found, 6, page + 2, page, outcomes)
    front = _length(pages.front_alone(book, guess), settings)
    back = _length(pages.back_alone(book, guess), settings)
    return Layout(found, _next_right(front + 1) - 1, page + back - 1, page, outcomes)


def _length(html: str, settings: Settings) -> int:
    looked: Looked = run_in_child(
        look, html, list(settings.stylesheets), list(settings.roots), False, limits=settings.article_limits
    )
    return looked.pages


def _next_right(page: int) -> int:
    """*page* itself when it is a right-hand (odd) one, else the next."""
    return page if page % 2 else page + 1


def _layout_of(book: Book, made: Typeset) -> Layout:
    front = made.anchors.get(BODY, 0)
    found = {
        article.key: (made.anchors[article.anchor] - front + 1, made.anchors[f"{article.anchor}-end"] - front + 1)
        for article in book.articles()
    }
    outcomes = {
        outcome.key: (made.anchors[outcome.anchor] - front + 1, made.anchors[f"{outcome.anchor}-end"] - front + 1)
        for outcome in book.outcomes
    }
    return Layout(found, front, made.pages - front, made.anchors["index"] - front + 1, outcomes)
