"""The identity motif: four strands, one per workshop, that start apart and are plaited together.

The drawing is an SVG of smooth curves. On the site its strands carry the classes ``plait-1`` to ``plait-4`` and
take their colours from the theme; a document passes literal colours instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

STRANDS = 4
PERIOD = 8  # crossings after which every strand is back in its lane and the pattern begins anew
PRINT_COLOURS = ("#6b3fa0", "#b0402a", "#2f6e3b", "#1d5fa8")

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]


@dataclass(frozen=True)
class Pattern:
    """One appearance of the motif. Lengths are units of its view box."""

    width: float
    height: float
    start: float
    """Where the first crossing begins; to the left of it the strands run apart."""
    step: float
    """Length of one crossing."""
    crossings: int
    loose: float
    """Distance between lanes where the strands start."""
    tight: float
    """Distance between lanes once they are plaited."""
    stroke: float
    gap: float
    """Width of the break in the strand that passes beneath, on either side of the one above."""
    left: float = -20
    """Where the strands begin."""
    tail: float = 20
    """How far they go on after the last crossing."""
    tightens_over: float = 1
    """The stretch, from the left edge, over which the lanes come closer."""
    align: str = "xMidYMid slice"
    cap: str = "butt"
    is_endless: bool = False
    """Drawn as one period and repeated, so that a band of any length stays small."""


KINDS = {
    "hero": Pattern(
        2880,
        240,
        start=170,
        step=96,
        crossings=29,
        loose=58,
        tight=27,
        stroke=11,
        gap=5,
        tightens_over=940,
        align="xMinYMid slice",
    ),
    "title": Pattern(
        1000, 200, start=60, step=88, crossings=11, loose=44, tight=24, stroke=9, gap=4, tightens_over=660
    ),
    "band": Pattern(1000, 114, start=30, step=70, crossings=14, loose=24, tight=24, stroke=9, gap=3.5),
    "cover": Pattern(440, 120, start=10, step=52, crossings=9, loose=22, tight=22, stroke=10, gap=3.5),
    "footer": Pattern(
        3520,
        54,
        start=0,
        step=44,
        crossings=PERIOD,
        loose=12,
        tight=12,
        stroke=5,
        gap=2,
        left=0,
        tail=1,
        align="xMinYMid slice",
        is_endless=True,
    ),
    "mark": Pattern(
        72,
        72,
        start=9,
        step=18,
        crossings=3,
        loose=17,
        tight=17,
        stroke=8,
        gap=2.6,
        left=6,
        tail=3,
        cap="round",
        align="xMidYMid meet",
    ),
}


@cache
def draw(kind: str = "hero", *, colours: tuple[str, ...] | None = None, background: str = "#fff") -> str:
    """The motif as an ``<svg>``: ``hero``, ``title``, ``band``, ``cover``, ``footer`` or ``mark``.

    Without *colours* the strands have classes for the style sheet; with four of them the drawing stands alone,
    and *background* is the colour that parts the strands where they cross.
    """
    pattern = KINDS[kind]
    drawing = _strands(pattern, colours) + _crossings(pattern, colours, background)
    if pattern.is_endless:
        drawing = _repeat(drawing, pattern, f"plait-{kind}-period")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="plait plait-{kind}" '
        f'viewBox="0 0 {_number(pattern.width)} {_number(pattern.height)}" preserveAspectRatio="{pattern.align}" '
        f'aria-hidden="true" focusable="false">'
        f'<g fill="none" stroke-width="{_number(pattern.stroke)}" stroke-linecap="{pattern.cap}" '
        f'stroke-linejoin="round">{drawing}</g></svg>'
    )


def _strands(pattern: Pattern, colours: tuple[str, ...] | None) -> str:
    """Each strand as one path from edge to edge."""
    paths = []
    for strand in range(STRANDS):
        curves = [curve for curve, _is_over in _course(pattern, strand)]
        end = _number(curves[-1][-1][0] + pattern.tail)
        paths.append(f'<path {_paint(strand, colours)} d="{_path(curves)}H{end}"/>')
    return "".join(paths)


def _crossings(pattern: Pattern, colours: tuple[str, ...] | None, background: str) -> str:
    """The strand on top of each crossing, drawn once more over a wider line in the colour of the ground."""
    ground = f'stroke="{background}"' if colours else 'class="plait-gap"'
    width = _number(pattern.stroke + 2 * pattern.gap)
    paths = []
    for strand in range(STRANDS):
        for curve, is_over in _course(pattern, strand):
            if is_over:
                paths.append(
                    f'<path {ground} stroke-width="{width}" stroke-linecap="butt" d="{_path([_middle(curve, 0.16)])}"/>'
                )
                paths.append(f'<path {_paint(strand, colours)} d="{_path([curve])}"/>')
    return "".join(paths)


def _course(pattern: Pattern, strand: int) -> Iterator[tuple[Curve, bool]]:
    """The curves that *strand* follows from left to right, and whether it passes over another one there."""
    lanes = _lanes(strand, pattern)
    if pattern.start > pattern.left:
        yield _curve(pattern, pattern.left, pattern.start, lanes[0:1] * 3 + lanes[1:2]), False
    for crossing in range(pattern.crossings):
        left = pattern.start + crossing * pattern.step
        before, here, there, after = lanes[max(crossing - 1, 0)], *lanes[crossing : crossing + 3]
        if pattern.is_endless and crossing == 0:
            before = lanes[PERIOD - 1]
        is_over = here != there and (there > here) == (crossing % 2 == 0)
        yield _curve(pattern, left, left + pattern.step, [before, here, there, after]), is_over


def _lanes(strand: int, pattern: Pattern) -> list[int]:
    """The lane of *strand* before each crossing, after the last one, and after one more.

    Even crossings swap the outer pairs of lanes, odd ones the middle pair.
    """
    lanes = [strand]
    for crossing in range(pattern.crossings + (1 if pattern.is_endless else 0)):
        lane = lanes[-1]
        lanes.append(lane ^ 1 if crossing % 2 == 0 else {1: 2, 2: 1}.get(lane, lane))
    return lanes if pattern.is_endless else [*lanes, lanes[-1]]


def _curve(pattern: Pattern, left: float, right: float, lanes: list[int]) -> Curve:
    """A cubic Bézier curve that meets its neighbours without a corner.

    *lanes* are those at the knot before, at both ends of the curve, and at the knot after.
    """
    before, here, there, after = lanes
    y0, slope0 = _height(pattern, left, here, here - before, there - here)
    y1, slope1 = _height(pattern, right, there, there - here, after - there)
    handle = (right - left) * (0.45 if here != there else 1 / 3)
    return (left, y0), (left + handle, y0 + handle * slope0), (right - handle, y1 - handle * slope1), (right, y1)


def _height(pattern: Pattern, x: float, lane: int, came: int, goes: int) -> tuple[float, float]:
    """Ordinate and slope of a strand in *lane* at *x*, coming from and going to the lanes beside it.

    The lanes draw together along a smooth step; a strand that crosses twice running keeps its direction.
    """
    t = min(1.0, max(0.0, x / pattern.tightens_over))
    distance = pattern.loose + (pattern.tight - pattern.loose) * t * t * (3 - 2 * t)
    closing = (pattern.tight - pattern.loose) * 6 * t * (1 - t) / pattern.tightens_over
    place = lane - (STRANDS - 1) / 2
    slope = place * closing + (came * distance / pattern.step if came == goes else 0)
    return pattern.height / 2 + place * distance, slope


def _middle(curve: Curve, cut: float) -> Curve:
    """*curve* without its first and last *cut* (a share of the parameter), after de Casteljau."""
    return _reverse(_after(_reverse(_after(curve, cut)), cut / (1 - cut)))


def _after(curve: Curve, t: float) -> Curve:
    def between(a: Point, b: Point) -> Point:
        return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t

    a, b, c, d = curve
    ab, bc, cd = between(a, b), between(b, c), between(c, d)
    abc, bcd = between(ab, bc), between(bc, cd)
    return between(abc, bcd), bcd, cd, d


def _reverse(curve: Curve) -> Curve:
    a, b, c, d = curve
    return d, c, b, a


def _repeat(drawing: str, pattern: Pattern, name: str) -> str:
    """One period, and references to it along the whole width."""
    period = pattern.step * PERIOD
    copies = "".join(
        f'<use href="#{name}" x="{_number(turn * period)}"/>' for turn in range(1, round(pattern.width / period))
    )
    return f'<g id="{name}">{drawing}</g>{copies}'


def _paint(strand: int, colours: tuple[str, ...] | None) -> str:
    return f'stroke="{colours[strand]}"' if colours else f'class="plait-{strand + 1}"'


def _path(curves: list[Curve]) -> str:
    steps = "".join(f"C{_points(curve[1:])}" for curve in curves)
    return f"M{_points(curves[0][:1])}{steps}"


def _points(points: tuple[Point, ...]) -> str:
    return " ".join(f"{_number(x)} {_number(y)}" for x, y in points)


def _number(value: float) -> str:
    """One decimal is finer than any screen."""
    return f"{round(value, 1) + 0:g}"


def outlines(kind: str, *, steps: int = 12) -> Iterator[tuple[int, bool, list[Point]]]:
    """The strands of *kind* as points, for what is drawn without SVG: strand, whether it lies on top, points.

    All strands come first from edge to edge, then, in the order of drawing, the stretches that pass over another.
    """
    pattern = KINDS[kind]
    for strand in range(STRANDS):
        curves = [curve for curve, _is_over in _course(pattern, strand)]
        yield strand, False, [point for curve in curves for point in _along(curve, steps)]
    for strand in range(STRANDS):
        for curve, is_over in _course(pattern, strand):
            if is_over:
                yield strand, True, _along(curve, steps)


def _along(curve: Curve, steps: int) -> list[Point]:
    return [curve[0], *(_after(curve, step / steps)[0] for step in range(1, steps)), curve[3]]
