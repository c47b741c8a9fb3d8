"""The same pages in less time: hot functions of WeasyPrint 70.0, written again.

Each module here lists in ``OURS`` a few functions that give the same results as WeasyPrint's own, down to the last
byte of the file, which tests hold. What each gains was measured on the corpus of ``tests/benches/corpus.py``, in CPU
seconds of layout and painting together. ``patch`` puts ours in the place of theirs, ``theirs`` undoes it for a while.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from . import borders, declarations, flow, glyphs, lines, percentages, styles

MODULES = (declarations, styles, percentages, flow, lines, glyphs, borders)

_replaced: list[tuple[Any, str, Any, Any]] = []
"""Where (a module or a class), under which name, theirs, ours."""


def patch() -> None:
    """Put ours in the place of theirs, wherever theirs were imported to."""
    for module in MODULES:
        for owner, name, ours in getattr(module, "OURS", ()):
            theirs = owner.__dict__[name]
            _replaced.extend((place, name, theirs, ours) for place in _places(owner, name, theirs))
    for place, name, _theirs, ours in _replaced:
        setattr(place, name, ours)


@contextmanager
def theirs() -> Iterator[None]:
    """WeasyPrint as it came, within the block."""
    for place, name, original, _ours in _replaced:
        setattr(place, name, original)
    try:
        yield
    finally:
        for place, name, _theirs, ours in _replaced:
            setattr(place, name, ours)


def _places(owner: Any, name: str, theirs: Any) -> list[Any]:
    if isinstance(owner, type):
        return [owner]
    modules = [module for key, module in list(sys.modules.items()) if key.startswith("weasyprint")]
    return [module for module in modules if module.__dict__.get(name) is theirs]
