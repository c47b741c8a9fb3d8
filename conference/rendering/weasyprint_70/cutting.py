"""The content stream of a page cut at the runs of its slots."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import pydyf

from ..parts import POINTS, Moving, Slot
from .painting import Run, Start
from .preparing import SlotMark

LEVEL = 9
KEPT_OPEN = 1500
"""Content beside a slot that has fewer bytes than this is not worth a stream of its own."""

Piece = bytes | list[bytes | int | Moving]
"""Content compressed once and for all; or bytes and, between them, indexes of slots and places that move."""


def cut(stream: pydyf.Stream, page: int, slots: list[Slot], indexes: dict[SlotMark, int]) -> list[Piece]:
    """The pieces of the content of *page*, in order. Appends its slots to *slots*, and where to *indexes*."""
    pieces: list[Piece] = []
    for is_open, parts in groupby(_parts(stream.stream, page, slots, indexes), key=_is_open):
        if is_open:
            pieces.append(list(parts))
        else:
            pieces += [zlib.compress(part, LEVEL) for part in parts if isinstance(part, bytes)]
    return pieces


def _is_open(part: bytes | int | Moving) -> bool:
    return not isinstance(part, bytes) or len(part) < KEPT_OPEN


def _parts(
    operators: Sequence[Any], page: int, slots: list[Slot], indexes: dict[SlotMark, int]
) -> Iterator[bytes | int | Moving]:
    """Stretches of operators, and for each run of a slot its index. A page without slots is one stretch."""
    lines: list[bytes] = []
    for operator in operators:
        if isinstance(operator, Run):
            yield b"\n".join((*lines, b""))
            indexes[operator.mark] = len(slots)
            slots.append(_slot(operator, page))
            yield len(slots) - 1
            lines = [b""]
        elif isinstance(operator, Start):
            *matrix, _x, y, name = operator.split(b" ")
            yield b"\n".join((*lines, b" ".join((*matrix, b""))))
            yield Moving(operator.x, [indexes[mark] for mark in operator.behind if mark in indexes], POINTS)
            lines = [b" ".join((b"", y, name))]
        else:
            lines.append(_bytes(operator))
    yield b"\n".join(lines)


def _slot(run: Run, page: int) -> Slot:
    return Slot(run.mark.name, page, run.text, run.mark.align, run.font, run.size, run.glyphs)


def _bytes(operator: Any) -> bytes:
    if isinstance(operator, bytes):
        return operator
    if isinstance(operator, pydyf.Object):
        data: bytes = operator.data
        return data
    return str(operator).encode("ascii")
