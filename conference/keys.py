"""Keys of rows as addresses and forms tell them: anybody may write anything there."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 11


def key_in(told: str) -> int:
    """The positive number that *told* writes in ASCII digits; 0, which no row has, for anything else."""
    return int(told) if told.isascii() and told.isdecimal() and len(told) <= LONGEST else 0


def keys_in(told: Iterable[str]) -> list[int]:
    """The keys among *told*, each once, in their order; whatever is none is passed over."""
    return list(dict.fromkeys(key for key in map(key_in, told) if key))
