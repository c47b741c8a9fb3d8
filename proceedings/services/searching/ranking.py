"""How well each material answers a query: the sum of what its words weigh, times how rare they are.

A material must have the words that make up most of what the query tells (LEAST_COVER); one that has them all comes
before one that has the same weight in fewer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from proceedings.searching import WORTH, Looked, Needle, is_stop, keys, synonyms, words

from .postings import Postings

LEAST_COVER = 0.55


@dataclass
class Heard:
    """What one material has of the query: for each place in it, how much that weighs, and how well it fits (0 to 1)."""

    weight: dict[int, float] = field(default_factory=dict)
    fit: dict[int, float] = field(default_factory=dict)

    def hear(self, place: int, weight: float, fit: float) -> None:
        self.weight[place] = max(weight, self.weight.get(place, 0.0))
        self.fit[place] = max(fit, self.fit.get(place, 0.0))


@dataclass(frozen=True)
class Ranked:
    """The materials found with their scores, and the keys by which they were."""

    scores: dict[int, float]
    needles: dict[str, Needle]


def rank(looked: Sequence[Looked], postings: Postings, *, with_synonyms: bool = True) -> Ranked:
    """Every material that has most of *looked*, with its score. The postings must be loaded (see ``needed``)."""
    known = [(place, each) for place, each in enumerate(looked) if any(map(postings.knows, each.keys))]
    heard: dict[int, Heard] = {}
    needles: dict[str, Needle] = {}
    for place, each in known:
        for key in each.keys:
            rarity = postings.rarity(key)
            if rarity:
                _answer(needles, key, rarity, {place})
            for material, weight in postings.weights.get(key, {}).items():
                heard.setdefault(material, Heard()).hear(place, weight * rarity, 1.0)
    if with_synonyms:
        _hear_synonyms(looked, postings, heard, needles)
    worth = {place: max(postings.rarity(key) for key in each.keys) for place, each in known}
    for said in heard.values():
        worth |= {place: worth.get(place, 1.0) for place in said.weight}
    total = sum(worth.values())
    scores = {}
    for material, said in heard.items():
        cover = sum(worth[place] * fit for place, fit in said.fit.items()) / total
        if cover >= LEAST_COVER:
            scores[material] = sum(said.weight.values()) * cover
    return Ranked(scores, needles)


def _hear_synonyms(
    looked: Sequence[Looked], postings: Postings, heard: dict[int, Heard], needles: dict[str, Needle]
) -> None:
    for other in synonyms([each.keys for each in looked]):
        places = set(range(other.begin, other.end))
        rarity = postings.rarity(other.key)
        if rarity:
            _answer(needles, other.key, WORTH * rarity, places)
        for material, weight in postings.weights[other.key].items():
            said = heard.setdefault(material, Heard())
            for place in places:
                said.hear(place, WORTH * weight * rarity / len(places), WORTH)


def _answer(needles: dict[str, Needle], key: str, worth: float, places: set[int]) -> None:
    """Note that *key* answers *places* of the query."""
    before = needles.get(key, Needle(0.0, frozenset()))
    needles[key] = Needle(max(worth, before.worth), before.places | places)


def needed(looked: Sequence[Looked]) -> set[str]:
    """The keys that ``rank`` asks for."""
    own = {key for each in looked for key in each.keys}
    return own | {other.key for other in synonyms([each.keys for each in looked])}


def having_all(phrases: Sequence[str], postings: Postings) -> set[int]:
    """Materials that have every telling word of all *phrases*, somewhere."""
    found = set(postings.catalogue.entries)
    for phrase in phrases:
        for word in words(phrase):
            if not is_stop(word):
                found &= postings.having(keys(word))
    return found
