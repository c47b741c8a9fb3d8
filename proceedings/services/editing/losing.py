"""What the text held before it was saved and holds no more: formulas, figures, marks of notes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from proceedings.models import Manuscript

from .blocks import blocks_of, notes_of, pictures_in

MARK = re.compile(r'href="#fn(\d{1,4})"')


@dataclass(frozen=True)
class Lost:
    kind: str
    """``formula``, ``figure`` or ``note``."""
    number: str
    """As it was; of a note as it is now, for notes are numbered anew."""
    words: str = ""
    """The first words of a note."""


def lost_between(before: Manuscript, after: Manuscript) -> list[Lost]:
    """What *before* showed and *after* does not; notes that are still there, and that nothing leads to any more."""
    known, left = pictures_in(before), pictures_in(after)
    pictures = [Lost(kind, number) for kind, number in known if (kind, number) not in left]
    unmarked = {words for _number, words in _unmarked(before)}
    notes = [Lost("note", number, _first(words)) for number, words in _unmarked(after) if words not in unmarked]
    return [*pictures, *notes]


def _unmarked(manuscript: Manuscript) -> list[tuple[str, str]]:
    marks = set(MARK.findall(manuscript.html))
    sections = [block.element for block in blocks_of(manuscript) if block.kind == "notes"]
    return [(number, words) for section in sections for number, words in notes_of(section) if number not in marks]


def _first(markup: str) -> str:
    words = " ".join(markup.split())
    return words if len(words) <= 40 else f"{words[:40].rsplit(' ', 1)[0]}…"
