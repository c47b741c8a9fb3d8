"""How well each material answers a query: the sum of what its words weigh, times how rare they are.

A material must have the words that make up most of what the query tells (LEAST_COVER); one that has them all comes
before one that has the same weight in fewer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from proceedings.searching import WORTH, Looked, Needle, synonyms

from .postings import Postings

LEAST_COVER = 0.55


@dataclass(frozen=True)
class Ranked:
    """The materials found with their scores, and the keys by which they were."""

    scores: dict[int, float]
    needles: dict[str, Needle]


def rank(looked: Sequence[Looked], postings: Postings, *, with_synonyms: bool = True) -> Ranked:
    """Every material that has most of *looked*, with its score. The postings must be loaded (see ``needed``)."""
    needles: dict[str, Needle] = {}
    heard: list[dict[int, float]] = [{} for _each in looked]  # for each place of the query: what a material has there
    worth = [0.0 for _each in looked]
    for place, each in enumerate(looked):
        for key in each.keys:
            rarity = postings.rarity(key)
            if rarity:
                _answer(needles, key, rarity, {place})
                worth[place] = max(worth[place], rarity)
                _hear(heard[place], postings.weights[key], rarity)
    in_synonyms: list[set[int]] = [set() for _each in looked]
    for other in synonyms([each.keys for each in looked]) if with_synonyms else ():
        rarity = postings.rarity(other.key)
        if rarity:
            places = range(other.begin, other.end)
            _answer(needles, other.key, WORTH * rarity, set(places))
            for place in places:
                worth[place] = worth[place] or 1.0
                in_synonyms[place] |= set(postings.weights[other.key]) - set(heard[place])
                _hear(heard[place], postings.weights[other.key], WORTH * rarity / len(places))
    return Ranked(_scores(heard, worth, in_synonyms), needles)


def _hear(heard: dict[int, float], weights: dict[int, float], rarity: float) -> None:
    """Note what each material has of a word, where that is more than it had."""
    for material, weight in weights.items():
        told = weight * rarity
        if told > heard.get(material, 0.0):
            heard[material] = told


def _scores(
    heard: Sequence[dict[int, float]], worth: Sequence[float], in_synonyms: Sequence[set[int]]
) -> dict[int, float]:
    weights: dict[int, float] = {}
    covers: dict[int, float] = {}
    for told, value, by_synonym in zip(heard, worth, in_synonyms, strict=True):
        for material, weight in told.items():
            weights[material] = weights.get(material, 0.0) + weight
            covers[material] = covers.get(material, 0.0) + (value * WORTH if material in by_synonym else value)
    total = sum(worth) or 1.0
    return {
        material: weights[material] * cover / total
        for material, cover in covers.items()
        if cover >= LEAST_COVER * total
    }


def _answer(needles: dict[str, Needle], key: str, worth: float, places: set[int]) -> None:
    """Note that *key* answers *places* of the query."""
    before = needles.get(key, Needle(0.0, frozenset()))
    needles[key] = Needle(max(worth, before.worth), before.places | places)


def needed(looked: Sequence[Looked]) -> set[str]:
    """The keys that ``rank`` asks for."""
    own = {key for each in looked for key in each.keys}
    return own | {other.key for other in synonyms([each.keys for each in looked])}
