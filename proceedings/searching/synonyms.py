"""Words that mean the same: data, see ``synonyms.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .words import is_stop, keys, words

WORTH = 0.7  # of a synonym, when the word itself is 1
MOST_WORDS = 4


@dataclass(frozen=True)
class Synonym:
    """Another wording of the words from ``begin`` to ``end`` of a query, each by its keys."""

    begin: int
    end: int
    words: tuple[tuple[str, ...], ...]


@cache
def _groups() -> dict[tuple[str, ...], list[tuple[tuple[str, ...], ...]]]:
    """The other wordings of each wording, by the first keys of its words."""
    data = tomllib.loads((Path(__file__).parent / "synonyms.toml").read_text(encoding="utf-8"))
    found: dict[tuple[str, ...], list[tuple[tuple[str, ...], ...]]] = {}
    for group in data["groups"]:
        wordings = [tuple(keys(word) for word in words(text) if not is_stop(word)) for text in group]
        for own in wordings:
            others = [each for each in wordings if each != own]
            found.setdefault(tuple(word[0] for word in own), []).extend(others)
    return found


def synonyms(query: Sequence[Sequence[str]]) -> list[Synonym]:
    """Other wordings of whatever stands in *query* (the keys of each of its words)."""
    found = []
    for begin in range(len(query)):
        for end in range(begin + 1, min(len(query), begin + MOST_WORDS) + 1):
            for own in _each(query[begin:end]):
                found += [Synonym(begin, end, other) for other in _groups().get(own, ())]
    return list(dict.fromkeys(found))


def _each(span: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Every reading of a few words, one key for each: few, since most words have one."""
    readings: list[tuple[str, ...]] = [()]
    for word in span:
        readings = [(*reading, key) for reading in readings for key in word[:3]]
    return readings[:27]
