"""What was found, where: words marked in a text, and the passage of a material that shows most of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from .words import WORD, fold, is_stop, keys, words

AROUND = 200  # characters of a passage that are shown
LEAD = 60  # of them before the first word found


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and whether it is what was looked for."""

    text: str
    is_hit: bool = False


@dataclass(frozen=True)
class Passage:
    """A piece of a material: its language, the field it stands in, its text, and its place in a recording."""

    language: str
    field: str
    text: str
    seconds: int | None = None


@dataclass(frozen=True)
class Needle:
    """One key to mark: how much it tells, and which places of the query it answers."""

    worth: float
    places: frozenset[int]


class Needles:
    """What to mark: *wanted* by key, a wording of several words joined; *forms* are how its words stand besides."""

    def __init__(self, wanted: Mapping[str, Needle], forms: Iterable[str] = (), phrases: Sequence[str] = ()) -> None:
        self.wanted = dict(wanted)
        self._several = [tuple(key.split()) for key in wanted if " " in key]
        single = {part for key in wanted for part in key.split()}
        starts = {_start(part) for each in (*single, *forms) for part in each.split()}
        self._pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(starts)))})\w*") if starts else None
        self._phrases = [
            (phrase_pattern(each), Needle(5.0, frozenset([-1 - place]))) for place, each in enumerate(phrases)
        ]

    def __bool__(self) -> bool:
        return bool(self._pattern or self._phrases)

    def hits(self, text: str) -> list[Hit]:
        """Every stretch of *text* to mark, in order; none covers another."""
        folded = fold(text)
        found = [Hit(*match.span(), needle) for pattern, needle in self._phrases for match in pattern.finditer(folded)]
        likely = [(match.span(), keys(match[0])) for match in self._pattern.finditer(folded)] if self._pattern else []
        found += self._runs(likely, folded)
        for span, own in likely:
            key = next((key for key in own if key in self.wanted), None)
            if key is not None:
                found.append(Hit(*span, self.wanted[key]))
        kept: list[Hit] = []
        for hit in sorted(found, key=lambda hit: (hit.begin, -hit.end)):
            if not kept or hit.begin >= kept[-1].end:
                kept.append(hit)
        return kept

    def _runs(self, likely: Sequence[tuple[tuple[int, int], tuple[str, ...]]], folded: str) -> Iterator[Hit]:
        """Wordings of several words, side by side but for small words."""
        for wording in self._several:
            for place in range(len(likely) - len(wording) + 1):
                run = likely[place : place + len(wording)]
                gaps = [folded[one[0][1] : two[0][0]] for one, two in pairwise(run)]
                if all(part in own for part, (_span, own) in zip(wording, run, strict=True)) and all(
                    map(_is_small, gaps)
                ):
                    yield Hit(run[0][0][0], run[-1][0][1], self.wanted[" ".join(wording)])

    def told(self, text: str) -> dict[int, float]:
        """The places of the query that *text* answers, each with how much that tells."""
        found: dict[int, float] = {}
        for hit in self.hits(text):
            for place in hit.needle.places:
                found[place] = max(hit.needle.worth, found.get(place, 0.0))
        return found


@dataclass(frozen=True)
class Hit:
    begin: int
    end: int
    needle: Needle


def _is_small(gap: str) -> bool:
    """Whether nothing that tells stands between two words."""
    return len(gap) < 12 and all(is_stop(word) for word in words(gap))


@lru_cache(maxsize=1000)
def phrase_pattern(phrase: str) -> re.Pattern[str]:
    """Finds the words of a folded *phrase* side by side, whatever stands between them but letters."""
    return re.compile(r"\b" + r"\W+".join(map(re.escape, phrase.split())) + r"\b")


def plain(texts: Iterable[str]) -> str:
    """*texts* as words in order with one blank between them, for phrases to be looked up in; none goes over an end."""
    return " | ".join(["", *(" ".join(WORD.findall(fold(text))) for text in texts), ""])


def in_plain(phrase: str) -> str:
    """What ``plain`` text has that has the folded *phrase*."""
    return f" {phrase} "


def _start(word: str) -> str:
    """What any form of *word* begins with, nearly always: a quick sieve before its key is asked."""
    return word if len(word) <= 3 else word[: max(3, len(word) - 3)]


def marked(text: str, needles: Needles) -> list[Piece]:
    """*text* in pieces, the words found marked."""
    found, last = [], 0
    for hit in needles.hits(text) if needles else ():
        found += [Piece(text[last : hit.begin]), Piece(text[hit.begin : hit.end], True)]
        last = hit.end
    return [piece for piece in (*found, Piece(text[last:])) if piece.text]


def best_passage(
    passages: Sequence[Passage], needles: Needles, *, language: str, known: Collection[int] = ()
) -> Passage | None:
    """The passage that answers most places of the query that are not *known* already; None where there is none.

    Among equals the one in *language*, then the first.
    """
    best, most = None, (0.0, 0.0, False)
    for passage in passages:
        told = needles.told(passage.text)
        new = sum(value for place, value in told.items() if place not in known)
        rank = (round(new, 6), round(sum(told.values()), 6), passage.language == language)
        if new and rank > most:
            best, most = passage, rank
    return best


def excerpt(text: str, needles: Needles, *, around: int = AROUND) -> list[Piece]:
    """As much of *text* as shows the most different words found, at whole words, marked."""
    text = " ".join(text.split())
    if len(text) <= around * 1.3:
        return marked(text, needles)
    begin = _window(needles.hits(text), around)
    end = min(len(text), begin + around)
    begin = max(0, end - around) if end == len(text) else begin
    if begin:
        begin = text.rfind(" ", 0, begin + 1) + 1
    if end < len(text):
        end = max(text.rfind(" ", begin, end), begin + 1)
    pieces = marked(text[begin:end].strip(" ,;:–—"), needles)
    return [*([Piece("…")] if begin else []), *pieces, *([Piece("…")] if end < len(text) else [])]


def _window(hits: Sequence[Hit], around: int) -> int:
    """Where a window of *around* characters begins that answers the most places of the query."""
    best, most = 0, 0
    for first in hits:
        inside = [hit for hit in hits if first.begin <= hit.begin and hit.end <= first.begin + around - LEAD]
        answered = len({place for hit in inside for place in hit.needle.places})
        if answered > most:
            best, most = max(0, first.begin - LEAD), answered
    return best
