"""Charts as numbers: lengths of bars and points of a line, ready for a template to draw as SVG.

No chart has a colour or a style of its own; the words around it and its table are the template's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

LONGEST = 100.0
"""A bar's length is counted in hundredths of the longest possible one."""


@dataclass(frozen=True)
class Datum:
    """One measured thing: what it is called, how many, what the reader sees instead of the bare number, its page,
    and what the table adds.
    """

    label: str
    value: int
    text: str = ""
    url: str = ""
    note: str = ""

    @property
    def shown(self) -> str:
        return self.text or str(self.value)


@dataclass(frozen=True)
class Bar:
    label: str
    shown: str
    length: float
    url: str = ""


@dataclass(frozen=True)
class Bars:
    """A bar chart: the bars as drawn, and every datum for the table beside it with its share of the sum."""

    title: str
    bars: list[Bar]
    rows: list[dict[str, Any]]
    total: int
    summary: str = ""


def bars(
    title: str,
    data: Iterable[Datum],
    *,
    keep: int = 0,
    others: Callable[[int], str] = str,
    whole: int = 0,
    is_sorted: bool = True,
) -> Bars:
    """Bars for *data*, the longest first; with *keep*, those after it fold into one.

    The longest bar fills the width; with *whole*, that number does (100 for per cent). The folded bar stands last,
    and the table keeps every row. *others* names it by the number of rows folded.
    """
    ordered = sorted(data, key=lambda datum: -datum.value) if is_sorted else list(data)
    total = sum(datum.value for datum in ordered)
    drawn = ordered
    if keep and len(ordered) > keep + 1:
        rest = ordered[keep:]
        drawn = [*ordered[:keep], Datum(others(len(rest)), sum(datum.value for datum in rest))]
    longest = whole or max((datum.value for datum in drawn), default=0)
    return Bars(
        title,
        [Bar(datum.label, datum.shown, _length(datum.value, longest), datum.url) for datum in drawn],
        [{"datum": datum, "share": share(datum.value, total)} for datum in ordered],
        total,
    )


def _length(value: int, longest: int) -> float:
    """Never past the end; something that is there is seen."""
    if not value or not longest:
        return 0.0
    return round(max(min(value / longest, 1.0) * LONGEST, 0.8), 2)


def share(part: int, whole: int) -> int:
    """Per cent, rounded as people do (half up); what is not all is never shown as 100, nor what is there as 0."""
    if not whole or not part:
        return 0
    if part >= whole:
        return 100
    return min(max(math.floor(part * 100 / whole + 0.5), 1), 99)


@dataclass(frozen=True)
class Tick:
    at: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Line:
    """A line chart in a box of ``width`` by ``height``: its path, grid, ticks and the point with the direct label."""

    width: int
    height: int
    path: str
    left: float
    right: float
    bottom: float
    levels: list[Tick] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)
    last_x: float = 0
    last_y: float = 0
    last: str = ""


TOP, BELOW = 14, 26


def line(values: Sequence[int], names: Sequence[tuple[int, str]], *, width: int = 640, height: int = 190) -> Line:
    """A line through *values*, equally spaced, from zero up; *names* are the ticks below, as index and text.

    A tick that would run into the next one is left out; the last stands.
    """
    digits = len(str(top_of(values)))
    left, right, bottom = 10 + 9.0 * digits, width - 20 - 11.0 * len(str(values[-1] if values else 0)), height - BELOW
    top = top_of(values)
    step = (right - left) / max(len(values) - 1, 1)

    def x(index: int) -> float:
        return round(left + step * index if len(values) > 1 else right, 1)

    def y(value: float) -> float:
        return round(bottom - (bottom - TOP) * value / top, 1)

    points = [(x(index), y(value)) for index, value in enumerate(values)]
    path = "M" + "L".join(f"{at_x} {at_y}" for at_x, at_y in points) if points else ""
    last_x, last_y = points[-1] if points else (left, bottom)
    return Line(
        width, height, path, left, right, bottom,
        levels=[Tick(y(level), f"{level}") for level in levels_of(top)],
        ticks=_apart([Tick(x(index), text) for index, text in names]),
        last_x=last_x, last_y=last_y, last=str(values[-1]) if values else "0",
    )  # fmt: skip


def _apart(ticks: list[Tick], gap: float = 12, letter: float = 7.5) -> list[Tick]:
    """The ticks that do not touch, counted from the last one back."""
    standing: list[Tick] = []
    for tick in reversed(ticks):
        half = len(tick.text) * letter / 2
        if not standing or tick.at + half + gap <= standing[-1].at - len(standing[-1].text) * letter / 2:
            standing.append(tick)
    return standing[::-1]


def top_of(values: Sequence[int]) -> int:
    """The upper edge: a round number, divisible by three or two, not below any value; at least 3."""
    highest = max([*values, 3])
    size = 10 ** max(len(str(highest)) - 1, 0)
    for factor in (1, 1.5, 2, 3, 4, 4.5, 6, 9, 10, 12):
        candidate = factor * size
        if candidate >= highest and float(candidate).is_integer() and _parts(int(candidate)):
            return int(candidate)
    return int(15 * size)


def _parts(top: int) -> int:
    """Into how many equal whole steps the height divides."""
    return next((parts for parts in (3, 4, 2) if top % parts == 0), 0)


def levels_of(top: int) -> list[int]:
    parts = _parts(top) or 1
    return [top * part // parts for part in range(parts + 1)]
