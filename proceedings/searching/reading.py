"""What a query most likely means: which of its words the library knows, and what the others are slips of.

A word that is known is never touched. One that is not is tried, in this order: as a word of one script, as the same
keys in the other layout of the keyboard, as the beginning of words, as a slip of one or two letters, and as such a slip
in the other layout. A word of the Russian dictionary is no slip: what the library does not have is said to be missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .layouts import in_one_script, other_layout
from .nearest import Vocabulary
from .query import Asked, Query
from .words import fold, is_russian, is_stop, keys, words

Knows = Callable[[str], bool]


@dataclass(frozen=True)
class Looked:
    """One word that is looked for: ``keys``, any of which will do; ``text`` is how it is written."""

    text: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """What is looked for. ``text`` is the query as it was understood; ``unknown`` are words that lead nowhere."""

    words: tuple[Looked, ...] = ()
    text: str = ""
    is_changed: bool = False
    unknown: tuple[str, ...] = ()


def wanted(query: Query) -> set[str]:
    """Every key that ``read`` may ask for before it needs the vocabulary."""
    found = {key for asked in query.asked for word in _ways(asked) for key in keys(word)}
    others = [word for phrase in query.phrases for word in words(phrase)]
    return found | {key for word in (*others, *query.without) for key in keys(word)}


def _ways(asked: Asked) -> list[str]:
    return [*asked.words, *filter(None, map(in_one_script, asked.words)), *_switched(asked)]


def _switched(asked: Asked) -> list[str]:
    found = words(other_layout(asked.piece))
    return [word for word in found if not is_stop(word)] or found


def as_typed(query: Query, knows: Knows) -> Reading:
    """The words of *query* as they are: nothing is mended."""
    looked = [Looked(word, keys(word)) for asked in query.asked for word in asked.words]
    unknown = [each.text for each in looked if not any(map(knows, each.keys))]
    return Reading(tuple(looked), query.text, unknown=tuple(unknown))


def read(query: Query, knows: Knows, vocabulary: Callable[[], Vocabulary]) -> Reading:
    """*query* as it is most likely meant. *vocabulary* is asked for only when there is a word that nobody knows."""
    looked: list[Looked] = []
    unknown: list[str] = []
    text, is_changed = query.text, False
    for asked in query.asked:
        found, missing, written = _understood(asked, knows, vocabulary)
        looked += found
        unknown += missing
        if written != asked.piece:
            text, is_changed = text.replace(asked.piece, written, 1), True
    return Reading(tuple(looked), text, is_changed, tuple(unknown))


def _understood(
    asked: Asked, knows: Knows, vocabulary: Callable[[], Vocabulary]
) -> tuple[list[Looked], list[str], str]:
    """The words of one piece, those that lead nowhere, and the piece as it was understood."""
    plain = [_known(word, knows) for word in asked.words]
    switched = _switched(asked)
    if not any(plain) and switched and all(_has(word, knows) or is_russian(word) for word in switched):
        looked = [Looked(word, keys(word)) for word in switched]
        return looked, [word for word in switched if not _has(word, knows)], other_layout(asked.piece)
    found: list[Looked] = []
    missing: list[str] = []
    written = asked.piece
    for word, known in zip(asked.words, plain, strict=True):
        mended = known or _mended(word, vocabulary())
        if mended is None and len(asked.words) == 1 and len(switched) == 1 and not switched[0].isdigit():
            mended = _nearest(switched[0], vocabulary())
        if mended is None:
            missing.append(word)
            found.append(Looked(word, keys(word)))
            continue
        found.append(mended)
        written = _written(written, word, mended.text)
    return found, missing, written


def _has(word: str, knows: Knows) -> bool:
    return any(map(knows, keys(word)))


def _known(word: str, knows: Knows) -> Looked | None:
    """*word*, or what it is in one script, where the library has it."""
    for form in filter(None, (word, in_one_script(word))):
        if _has(form, knows):
            return Looked(form, keys(form))
    return None


def _mended(word: str, vocabulary: Vocabulary) -> Looked | None:
    form = in_one_script(word) or word
    if begun := vocabulary.beginning(form):
        return Looked(form, tuple(each.key for each in begun))
    return _nearest(form, vocabulary)


def _nearest(word: str, vocabulary: Vocabulary) -> Looked | None:
    near = [] if is_russian(word) else vocabulary.nearest(word)
    return Looked(near[0].form, (near[0].key,)) if near else None


def _written(piece: str, word: str, form: str) -> str:
    """*piece* with *form* in the place of *word*; as it was where nothing changes."""
    at = fold(piece).find(word)
    if form == word or at < 0:
        return piece if form == word else form
    return piece[:at] + form + piece[at + len(word) :]
