"""Questions alike: by the words that two of them share, whatever their endings."""

from __future__ import annotations

from collections.abc import Iterable

from conference.text import finds, search_words
from workshops.models import Question

SHORTEST = 4
LIKE = 0.3


def roots(text: str) -> frozenset[str]:
    """The longer words of *text*, whole and without endings: enough to see that two questions are about one thing."""
    return frozenset(word for word in search_words(text) if len(word) >= SHORTEST)


def alike(question: Question, others: Iterable[Question], *, most: int = 5) -> list[Question]:
    """Those of *others* that resemble *question*, the nearest first."""
    own = [roots(question.words("ru")), roots(question.words("en"))]
    scored = []
    for other in others:
        theirs = [roots(other.words("ru")), roots(other.words("en"))]
        score = max(_likeness(*pair) for pair in zip(own, theirs, strict=True))
        if other.pk != question.pk and score >= LIKE:
            scored.append((-score, other.pk, other))
    return [other for _score, _pk, other in sorted(scored, key=lambda each: each[:2])[:most]]


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """What share of the words of the shorter text both have."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def found(others: Iterable[Question], told: str) -> list[Question]:
    """Those of *others* that have every word of *told*, in either language and any form."""
    return [other for other in others if finds(told, search_words(f"{other.words('ru')} {other.words('en')}"))]
