"""Words that mean the same: data, see ``synonyms.toml``.

A wording of several words is indexed as one term wherever it stands, so that a synonym is found as it is written and
not as words scattered over a text.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .words import LONGEST, is_stop, keys, words

WORTH = 0.7  # of a synonym, when the word itself is 1
MOST_WORDS = 4

Wording = tuple[str, ...]
"""The keys of the words of one wording, the first of each."""


@dataclass(frozen=True)
class Synonym:
    """Another wording of the words from ``begin`` to ``end`` of a query; ``key`` is its term in the index."""

    begin: int
    end: int
    wording: Wording

    @property
    def key(self) -> str:
        return term_of(self.wording)


def term_of(wording: Wording) -> str:
    return " ".join(wording)[:LONGEST]


@cache
def _groups() -> dict[Wording, list[Wording]]:
    """The other wordings of each wording."""
    data = tomllib.loads((Path(__file__).parent / "synonyms.toml").read_text(encoding="utf-8"))
    found: dict[Wording, list[Wording]] = {}
    for group in data["groups"]:
        wordings = [tuple(keys(word)[0] for word in words(text) if not is_stop(word)) for text in group]
        for own in wordings:
            found.setdefault(own, []).extend(each for each in wordings if each != own)
    return found


@cache
def _of_several() -> dict[str, list[Wording]]:
    """Wordings of several words, by the first."""
    found: dict[str, list[Wording]] = {}
    for wording in _groups():
        if len(wording) > 1:
            found.setdefault(wording[0], []).append(wording)
    return found


def wordings_in(text: Sequence[Sequence[str]]) -> Iterator[tuple[int, Wording]]:
    """Where in *text* (the keys of each of its telling words, in order) a wording of several words begins."""
    several = _of_several()
    for place, word in enumerate(text):
        for key in word:
            for wording in several.get(key, ()):
                rest = text[place + 1 : place + len(wording)]
                if len(rest) == len(wording) - 1 and all(
                    part in each for part, each in zip(wording[1:], rest, strict=True)
                ):
                    yield place, wording


def synonyms(query: Sequence[Sequence[str]]) -> list[Synonym]:
    """Other wordings of whatever stands in *query* (the keys of each of its words)."""
    found = []
    for begin in range(len(query)):
        for end in range(begin + 1, min(len(query), begin + MOST_WORDS) + 1):
            for own in _each(query[begin:end]):
                found += [Synonym(begin, end, other) for other in _groups().get(own, ())]
    return list(dict.fromkeys(found))


def _each(span: Sequence[Sequence[str]]) -> list[Wording]:
    """Every reading of a few words, one key for each: few, since most words have one."""
    readings: list[Wording] = [()]
    for word in span:
        readings = [(*reading, key) for reading in readings for key in word[:3]]
    return readings[:27]
