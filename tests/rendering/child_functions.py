"""What runs in children of the tests: functions that can be pickled by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .papers import page_of, typesetter


def taken(emit: Callable[[object], None], body: str, store: Path) -> bytes:
    """The bytes of a fragment made in a process that has done nothing before."""
    made = typesetter()
    return made.fragment(made.lay_out(page_of(body)), font_store=store).to_bytes()
