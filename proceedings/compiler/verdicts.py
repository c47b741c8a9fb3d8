"""What became of each article, as codes with numbers: sentences are made of them where they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .book import Article, Note, Part
from .cache import Seen

FATAL = {"resource-refused"}
Verdict = dict[str, Any]


def notes_on(article: Article, seen: Seen | None) -> list[Note]:
    """What was known before typesetting, and what it has shown."""
    notes = list(article.notes)
    if seen is None:
        return notes
    if seen.failure:
        return [*notes, Note(f"failed-{seen.failure}", is_error=True)]
    return notes + [Note(code, params, code in FATAL) for code, params in seen.notes]


def broken_by(notes: Iterable[Note]) -> str:
    """The code of what keeps the article out of the book, or nothing."""
    return next((note.code for note in notes if note.is_error), "")


def verdict_on(part: Part, article: Article, seen: Seen | None, *, is_cached: bool) -> Verdict:
    """What became of one article: ``state`` ok, warning or error, its length, remarks, and what it took."""
    notes = notes_on(article, seen)
    is_broken = bool(broken_by(notes))
    title, language = article.title.best(article.language)
    return {
        "key": article.key,
        "number": article.number,
        "part": part.number,
        "label": title,
        "language": language,
        "authors": ", ".join(name.family for name in article.names(article.language)),
        "state": "error" if is_broken else "warning" if notes else "ok",
        "pages": None if is_broken or seen is None else seen.pages,
        "notes": [{"code": note.code, "params": note.params, "is_error": note.is_error} for note in notes],
        "seconds": round(seen.seconds, 1) if seen else 0,
        "cached": is_cached,
    }
