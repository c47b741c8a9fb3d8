"""How well each material answers a query: the sum of what its words weigh, times how rare they are.

A material must have the words that make up most of what the query tells (LEAST_COVER); one that has them all comes
before one that has the same weight in fewer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from proceedings.searching import WORTH, Looked, is_stop, keys, synonyms, words

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
    """The materials found with their scores, and the keys by which they were, each with how much it tells."""

    scores: dict[int, float]
    telling: dict[str, float]


def rank(looked: Sequence[Looked], postings: Postings, *, with_synonyms: bool = True) -> Ranked:
    """Every material that has most of *looked*, with its score. The postings must be loaded (see ``needed``)."""
    known = [(place, each) for place, each in enumerate(looked) if any(map(postings.knows, each.keys))]
    heard: dict[int, Heard] = {}
    telling: dict[str, float] = {}
    for place, each in known:
        for key in each.keys:
            rarity = postings.rarity(key)
            if rarity:
                telling[key] = rarity
            for material, weight in postings.weights.get(key, {}).items():
                heard.setdefault(material, Heard()).hear(place, weight * rarity, 1.0)
    if with_synonyms:
        _hear_synonyms(looked, postings, heard, telling)
    worth = {place: max(postings.rarity(key) for key in each.keys) for place, each in known}
    for said in heard.values():
        worth |= {place: worth.get(place, 1.0) for place in said.weight}
    total = sum(worth.values())
    scores = {}
    for material, said in heard.items():
        cover = sum(worth[place] * fit for place, fit in said.fit.items()) / total
        if cover >= LEAST_COVER:
            scores[material] = sum(said.weight.values()) * cover
    return Ranked(scores, telling)


def _hear_synonyms(
    looked: Sequence[Looked], postings: Postings, heard: dict[int, Heard], telling: dict[str, float]
) -> None:
    for other in synonyms([each.keys for each in looked]):
        having = [postings.having(word) for word in other.words]
        found = set.intersection(*having) if having else set()
        for word in other.words:
            telling |= {key: WORTH * postings.rarity(key) for key in word if found and key not in telling}
        for material in found:
            weights = [
                max(postings.weights[key].get(material, 0.0) * postings.rarity(key) for key in word)
                for word in other.words
            ]
            said = heard.setdefault(material, Heard())
            for place in range(other.begin, other.end):
                said.hear(place, WORTH * sum(weights) / len(weights), WORTH)


def needed(looked: Sequence[Looked]) -> set[str]:
    """The keys that ``rank`` asks for."""
    found = {key for each in looked for key in each.keys}
    return found | {key for other in synonyms([each.keys for each in looked]) for word in other.words for key in word}


def having_all(phrases: Sequence[str], postings: Postings) -> set[int]:
    """Materials that have every telling word of all *phrases*, somewhere."""
    found = set(postings.catalogue.entries)
    for phrase in phrases:
        for word in words(phrase):
            if not is_stop(word):
                found &= postings.having(keys(word))
    return found
