"""What was found, where: words marked in a text, and the passage of a material that shows most of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .words import fold, keys

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


class Needles:
    """The words to mark: *wanted* gives for each key how rare it is, *forms* how its words may begin besides."""

    def __init__(self, wanted: Mapping[str, float], forms: Iterable[str] = (), phrases: Sequence[str] = ()) -> None:
        self.wanted = dict(wanted)
        self.phrases = tuple(phrases)
        starts = {_start(each) for each in (*wanted, *forms)}
        self._pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(starts)))})\w*") if starts else None
        self._phrases = [phrase_pattern(each) for each in phrases]

    def __bool__(self) -> bool:
        return bool(self._pattern or self._phrases)

    def hits(self, text: str) -> list[tuple[int, int, str]]:
        """Begin, end and key of every word of *text* to mark, in order; a phrase is its own key."""
        folded, found = fold(text), []
        for pattern, phrase in zip(self._phrases, self.phrases, strict=True):
            found += [(match.start(), match.end(), phrase) for match in pattern.finditer(folded)]
        taken = list(found)
        for match in self._pattern.finditer(folded) if self._pattern else ():
            key = next((key for key in keys(match[0]) if key in self.wanted), None)
            if key is not None and not any(begin < match.end() and match.start() < end for begin, end, _key in taken):
                found.append((match.start(), match.end(), key))
        return sorted(found)

    def told(self, text: str) -> dict[str, float]:
        """The keys found in *text*, each with how much it tells."""
        return {key: self.wanted.get(key, 5.0) for _begin, _end, key in self.hits(text)}


@lru_cache(maxsize=1000)
def phrase_pattern(phrase: str) -> re.Pattern[str]:
    """Finds the words of a folded *phrase* side by side, whatever stands between them but letters."""
    return re.compile(r"\b" + r"\W+".join(map(re.escape, phrase.split())) + r"\b")


def has_phrase(texts: Iterable[str], phrase: str) -> bool:
    pattern = phrase_pattern(phrase)
    return any(pattern.search(fold(text)) for text in texts)


def _start(word: str) -> str:
    """What any form of *word* begins with, nearly always: a quick sieve before its key is asked."""
    return word if len(word) <= 3 else word[: max(3, len(word) - 3)]


def marked(text: str, needles: Needles) -> list[Piece]:
    """*text* in pieces, the words found marked."""
    found, last = [], 0
    for begin, end, _key in needles.hits(text) if needles else ():
        if begin < last:
            continue
        found += [Piece(text[last:begin]), Piece(text[begin:end], True)]
        last = end
    return [piece for piece in (*found, Piece(text[last:])) if piece.text]


def best_passage(
    passages: Sequence[Passage], needles: Needles, *, language: str, known: Collection[str] = ()
) -> Passage | None:
    """The passage that tells most of what is not *known* already; among equals the one in *language*, then the first.

    None where no passage has a word that is not known.
    """
    best, most = None, (0.0, 0.0, False)
    for passage in passages:
        told = needles.told(passage.text)
        new = sum(value for key, value in told.items() if key not in known)
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


def _window(hits: Sequence[tuple[int, int, str]], around: int) -> int:
    """Where a window of *around* characters begins that holds the most different words."""
    best, most = 0, 0
    for first, _end, _key in hits:
        inside = {key for begin, end, key in hits if first <= begin and end <= first + around - LEAD}
        if len(inside) > most:
            best, most = max(0, first - LEAD), len(inside)
    return best
