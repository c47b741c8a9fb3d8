"""The words of the library nearest to one that it does not have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .words import CYRILLIC, keys, root

LEAST, LONG = 4, 8
FEWEST_LETTERS = 3  # of the beginning of a word
MOST_ENDINGS = 12


@dataclass(frozen=True)
class Word:
    """A word of the library: as it stands there, its key, and how many materials have it."""

    form: str
    key: str
    materials: int


class Vocabulary:
    """All words of the library, to be asked for those that begin so, and for those that are nearly so."""

    def __init__(self, rows: Iterable[tuple[str, str, int]]) -> None:
        """*rows*: form, key, number of materials."""
        self._all = [word for word in (Word(*row) for row in rows) if " " not in word.key]  # single words
        self._forms: dict[bool, list[str]] = {False: [], True: []}
        self._roots: dict[bool, list[str]] = {False: [], True: []}
        self._words: dict[bool, list[Word]] = {False: [], True: []}
        for word in self._all:
            side = bool(CYRILLIC.search(word.form))
            self._words[side].append(word)
            self._forms[side].append(word.form)
            self._roots[side].append(root(word.form))

    def __len__(self) -> int:
        return len(self._all)

    def beginning(self, start: str) -> list[Word]:
        """Words that begin with *start* (folded), those of most materials first; one for each key."""
        if len(start) < FEWEST_LETTERS:
            return []
        found: dict[str, Word] = {}
        for word in self._words[bool(CYRILLIC.search(start))]:
            if word.form.startswith(start) and (word.key not in found or found[word.key].materials < word.materials):
                found[word.key] = word
        return sorted(found.values(), key=lambda word: (-word.materials, len(word.form), word.form))[:MOST_ENDINGS]

    def nearest(self, word: str, *, further: int = 0, most: int = 1) -> list[Word]:
        """Words that *word* (folded) is a slip of, the likeliest first, each as it would be written in its place.

        A slip is a letter too many, too few, another one, or two that changed places: one in a word of four letters to
        seven, two in a longer one; *further* more in one that begins with the same letters.
        """
        allowed = self.allowed(word)
        if not allowed or word.isdigit():
            return []
        side, stem = bool(CYRILLIC.search(word)), root(word)
        found: dict[str, tuple[tuple[int, bool, bool, int, str], Word]] = {}
        for whole, choices, wanted in ((True, self._forms[side], word), (False, self._roots[side], stem)):
            if len(wanted) < LEAST:
                continue
            hits = process.extract(wanted, choices, scorer=OSA.distance, score_cutoff=allowed + further, limit=40)
            for text, distance, place in hits:
                known = self._words[side][place]
                if len(text) < LEAST - 1 or (distance > allowed and text[:FEWEST_LETTERS] != wanted[:FEWEST_LETTERS]):
                    continue
                shown = known if whole else _as_typed(known, stem=text, ending=word[len(stem) :], typed=word)
                rank = (int(distance), not whole, text[0] != wanted[0], -known.materials, shown.form)
                if known.key not in found or rank < found[known.key][0]:
                    found[known.key] = (rank, shown)
        return [shown for _rank, shown in sorted(found.values(), key=lambda item: item[0])[:most]]

    @staticmethod
    def allowed(word: str) -> int:
        """How many slips *word* is forgiven."""
        return 0 if len(word) < LEAST else 1 if len(word) < LONG else 2


def _as_typed(known: Word, *, stem: str, ending: str, typed: str) -> Word:
    """*known* with the ending that was typed: «альтернотивная» is «альтернативная», whatever form stands there.

    Only where that is a form of the same word; else *known* as it stands.
    """
    form = stem + ending
    is_form = known.form.startswith(stem) and len(stem) == len(typed) - len(ending) and known.key in keys(form)
    return Word(form, known.key, known.materials) if is_form else known
