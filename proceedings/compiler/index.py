"""The index of authors: Cyrillic letters first, then Latin, in the order of the alphabets."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Any

from .book import Book

OWN_LETTERS = "ҚӘҒҢӨҰҮҺІЎЇЄЙ"  # letters, not accents upon others


@dataclass(frozen=True)
class Entry:
    """One name and the articles it stands under: ``(anchor, pages, title)`` each, ``pages`` as they were given."""

    name: str
    articles: list[tuple[str, tuple[int, int], str]] = field(default_factory=list)


@dataclass(frozen=True)
class Letter:
    letter: str
    entries: list[Entry]


def author_index(book: Book, pages: dict[str, tuple[int, int]], *, as_written: bool = False) -> dict[str, list[Letter]]:
    """Letters with their names, for ``"ru"`` (Cyrillic names) and ``"en"`` (Latin names of everybody).

    *as_written* leaves out names that would have to be transliterated.
    """
    return {language: _letters(book, pages, language, as_written) for language in ("ru", "en")}


def _letters(book: Book, pages: dict[str, tuple[int, int]], language: str, as_written: bool) -> list[Letter]:
    entries: dict[str, Entry] = {}
    for article in book.articles():
        for author in article.authors:
            if as_written and not author.family[language]:
                continue
            known = author.name(language)
            name = f"{known.family} {known.given}".strip()
            if not known.family or is_cyrillic(name) != (language == "ru") or article.key not in pages:
                continue
            entry = entries.setdefault(name, Entry(name))
            entry.articles.append((article.anchor, pages[article.key], article.title.best(language)[0]))
    ordered = sorted(entries.values(), key=lambda entry: sort_key(entry.name))
    return [Letter(letter, list(group)) for letter, group in groupby(ordered, key=lambda entry: heading(entry.name))]


def is_cyrillic(text: str) -> bool:
    return bool(re.match(r"[^\w]*[\u0400-\u052f]", text))


def heading(name: str) -> str:
    """The letter under which *name* stands: Ё with Е, Latin letters without their accents."""
    first = next((char for char in name.upper() if char.isalpha()), "")
    if first == "Ё":
        return "Е"
    if first in OWN_LETTERS or first == "Ə":
        return first
    return unicodedata.normalize("NFD", first)[:1]


@cache
def _collator() -> Any:
    from pyuca import Collator

    return Collator()


def sort_key(text: str) -> tuple[int, Any]:
    """Cyrillic before Latin, then by the Unicode Collation Algorithm (Ё beside Е, Ә after А)."""
    return (0 if is_cyrillic(text) else 1, _collator().sort_key(text))
