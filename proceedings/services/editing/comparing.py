"""What is different between two revisions of a text, block by block and reference by reference."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher

from proceedings.models import Manuscript

from .blocks import Block, split
from .rebuilding import source_text


@dataclass(frozen=True)
class Row:
    """One passage: ``same`` (so many in a row), ``changed``, ``removed`` or ``added``, with its words."""

    kind: str
    old: str = ""
    new: str = ""
    count: int = 1
    number: int = 0
    """Where it stands in the newer text, from 1; in the older one when it was taken out."""


def compare(older: Manuscript, newer: Manuscript) -> dict[str, list[Row]]:
    """Rows for the ``blocks`` and for the ``sources`` of two revisions."""
    return {
        "blocks": _rows(
            [chunk.strip() for chunk in split(older.html)],
            [chunk.strip() for chunk in split(newer.html)],
            lambda html: Block(0, html).words,
        ),
        "sources": _rows(older.sources, newer.sources, source_text),
    }


def _rows(old: list[str], new: list[str], words: Callable[[str], str]) -> list[Row]:
    rows: list[Row] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            rows.append(Row("same", count=i2 - i1, number=j1 + 1))
            continue
        both = min(i2 - i1, j2 - j1)
        for step in range(both):
            rows.append(Row("changed", words(old[i1 + step]), words(new[j1 + step]), number=j1 + step + 1))
        rows += [Row("removed", old=words(old[at]), number=at + 1) for at in range(i1 + both, i2)]
        rows += [Row("added", new=words(new[at]), number=at + 1) for at in range(j1 + both, j2)]
    return rows
