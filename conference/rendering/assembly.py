"""Joining fragments to one tagged PDF/UA-1, page after page, without laying out or parsing anything.

The parts are read one at a time and written at once, so that memory does not grow with the book. What can be said
only at the end (trees, outline, fonts, links from one fragment to another) is kept as short entries.

The same parts give the same bytes: numbers are given out in the order of the book, and nothing depends on when a
thread is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from .fragments import Fragment

Labels = Sequence[tuple[int, str, int]]
"""``(index of the first page, style "r" | "D", number it carries)`` for each range of page labels."""


@dataclass(frozen=True)
class Placed:
    """A fragment and what it gets where it stands.

    ``folios`` is one text for each page (``""``: the page shows none), ``texts`` one for each other slot by name.
    ``level`` is added to the levels of its bookmarks.
    """

    fragment: Fragment
    folios: Sequence[str] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    level: int = 0


@dataclass(frozen=True)
class Blank:
    """An empty page, without heads: the back of a leaf. Width and height in points."""

    width: float
    height: float


@dataclass(frozen=True)
class Printing:
    """A file for the printer: pages with room to be trimmed, and marks where."""

    bleed_mm: float = 3
    marks: bool = True


@dataclass(frozen=True)
class Assembled:
    """What was written: pages, bytes, digest; and links that led nowhere, which were dropped."""

    pages: int
    size: int
    sha256: str
    remarks: Sequence[str] = ()


class FragmentsDisagree(Exception):
    """Two fragments use different files as the same font: they were not made from the same style."""


def assemble(
    parts: Iterable[Placed | Blank],
    target: BinaryIO,
    *,
    title: str,
    language: str,
    font_store: Path,
    author: str = "",
    labels: Labels = (),
    created: datetime | None = None,
    printing: Printing | None = None,
) -> Assembled:
    """Write all *parts*, in order, to *target* as one tagged PDF/UA-1.

    *parts* is read once, one at a time. *title* and *language* (BCP 47) are those of the whole; *labels* how pages
    are called; *created* the only date in the file; *font_store* the folder with which the fragments were made.

    Raises SlotDoesNotFit, KeyError when a slot has no text, FragmentsDisagree, ValueError when there are no pages.
    """
    raise NotImplementedError
