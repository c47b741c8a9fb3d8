"""What a visitor typed, taken apart: words, “phrases”, and -words that must not be there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .words import WORD, fold, is_stop, normal, words

LONGEST, MOST_WORDS = 200, 12
PIECE = re.compile(r"""((?<!\S)[-−–](?=[\w"«“„]))?(?:"([^"]+)"|«([^»]+)»|“([^”]+)”|„([^“]+)“|([^\s"«“„]+|\S))""")


@dataclass(frozen=True)
class Asked:
    """One piece of a query, as typed between two blanks, and the words in it that tell something, folded."""

    piece: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """``phrases`` and ``without`` are folded; phrases are whole words side by side, one blank between them."""

    text: str
    asked: tuple[Asked, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for: no word, or only what must not be there."""
        return not (self.asked or self.phrases)


def parse(typed: str) -> Query:
    """*typed* as a query of at most MOST_WORDS words; small words count only where there is nothing else."""
    text = " ".join(normal(typed.replace("\x00", " ")).split())[:LONGEST].strip()
    asked: list[Asked] = []
    phrases: list[str] = []
    without: list[str] = []
    for minus, *quoted, bare in (match.groups(default="") for match in PIECE.finditer(text)):
        piece = bare or "".join(quoted)
        found = words(piece)
        if minus:
            without += found
        elif not bare and len(found) > 1:
            phrases.append(" ".join(WORD.findall(fold(piece))))
        elif found:
            asked.append(Asked(piece, tuple(found)))
    return Query(text, _telling(asked, bool(phrases)), tuple(phrases[:MOST_WORDS]), tuple(without[:MOST_WORDS]))


def _telling(asked: list[Asked], has_phrases: bool) -> tuple[Asked, ...]:
    kept: list[Asked] = []
    left = MOST_WORDS
    is_small = all(is_stop(word) for each in asked for word in each.words)
    if is_small and has_phrases:
        return ()
    for each in asked:
        found = tuple(word for word in each.words if is_small or not is_stop(word))[:left]
        if found:
            kept.append(Asked(each.piece, found))
            left -= len(found)
    return tuple(kept)
