"""What a word of a material weighs: BM25 over fields (Robertson, Zaragoza and Taylor 2004: one saturation for all).

The frequency of a word is added up over the fields, each with its weight and set off against its length; then it is
saturated, so that the tenth mention adds little. Usual lengths are constants: a material weighs the same whatever else
is in the library, and publishing one leaves the others' rows alone.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .synonyms import term_of, wordings_in
from .words import LONGEST, is_stop, keys, words

SATURATION = 4.0


@dataclass(frozen=True)
class Field:
    """``weight`` of a mention here, and how many words are ``usual``; ``length`` is how much more words take away."""

    weight: float
    usual: int
    length: float = 0.5


FIELDS: dict[str, Field] = {
    "title": Field(8, usual=9),
    "themes": Field(4, usual=12, length=0),  # themes, kind, speakers: labels, however many
    "summary": Field(3, usual=34),
    "chapters": Field(2, usual=40),
    "text": Field(1, usual=250),
    "transcript": Field(1, usual=250),
}


@dataclass(frozen=True)
class Term:
    """One key of one material in one language: the word as it mostly stands there, and what it weighs."""

    key: str
    form: str
    weight: float


def terms(fields: Mapping[str, Iterable[str]]) -> list[Term]:
    """What each word of a material's *fields* (texts by the names of FIELDS, all in one language) weighs."""
    frequency: dict[str, float] = {}
    forms: dict[str, Counter[str]] = {}
    for name, texts in fields.items():
        field = FIELDS[name]
        told = [[word for word in words(text) if not is_stop(word)] for text in texts]
        length = max(sum(map(len, told)), field.usual)
        share = field.weight / (1 - field.length + field.length * length / field.usual)
        for key, form in (pair for text in told for pair in _pairs(text)):
            frequency[key] = frequency.get(key, 0.0) + share
            forms.setdefault(key, Counter())[form] += 1
    return [
        Term(key, min(forms[key].items(), key=lambda item: (-item[1], item[0]))[0], round(saturated(heard), 4))
        for key, heard in sorted(frequency.items())
    ]


def _pairs(text: list[str]) -> Iterator[tuple[str, str]]:
    """Key and form of every word of *text*, and of every wording of several words that has synonyms."""
    found = [keys(word) for word in text]
    for word, own in zip(text, found, strict=True):
        for key in own:
            yield key, word
    for place, wording in wordings_in(found):
        yield term_of(wording), " ".join(text[place : place + len(wording)])[:LONGEST]


def saturated(frequency: float) -> float:
    return (SATURATION + 1) * frequency / (SATURATION + frequency)


def rarity(having: int, total: int) -> float:
    """How much a word tells that *having* of *total* materials have (the inverse document frequency of BM25)."""
    return math.log(1 + (total - having + 0.5) / (having + 0.5)) if having else 0.0
