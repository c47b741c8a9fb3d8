"""The plait: four strands, each in its place, in the theme's colours or in a document's own."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conference import plait

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("kind", plait.KINDS)
def test_drawing_for_the_site_leaves_colours_to_the_theme(kind):
    drawing = plait.draw(kind)

    svg = ElementTree.fromstring(drawing)  # noqa: S314 — our own drawing
    strands = {element.get("class") for element in svg.iter() if element.tag.endswith("path")}
    assert strands == {"plait-1", "plait-2", "plait-3", "plait-4", "plait-gap"}
    assert svg.get("class") == f"plait plait-{kind}"
    assert svg.get("aria-hidden") == "true"
    assert not re.search(r'stroke="|style=|#[0-9a-f]{3}\b', drawing)


@pytest.mark.parametrize("kind", plait.KINDS)
def test_drawing_for_a_document_carries_its_own_colours(kind):
    drawing = plait.draw(kind, colours=plait.PRINT_COLOURS, background="#fefefe")

    assert set(re.findall(r'stroke="([^"]+)"', drawing)) == {*plait.PRINT_COLOURS, "#fefefe"}
    assert 'class="plait-1"' not in drawing


def test_unknown_kind_is_refused():
    with pytest.raises(KeyError):
        plait.draw("ribbon")


@pytest.mark.parametrize("kind", plait.KINDS)
def test_every_crossing_has_one_strand_on_top(kind):
    pattern = plait.KINDS[kind]
    courses = [list(plait._course(pattern, strand)) for strand in range(plait.STRANDS)]

    on_top = [sum(over for _curve, over in pieces) for pieces in zip(*courses, strict=True)]

    crossings = on_top[-pattern.crossings :]
    assert crossings == [2 if number % 2 == 0 else 1 for number in range(pattern.crossings)]
    assert sum(on_top) == sum(crossings)


@pytest.mark.parametrize("kind", plait.KINDS)
@pytest.mark.parametrize("strand", range(plait.STRANDS))
def test_strand_has_no_break_and_no_corner(kind, strand):
    curves = [curve for curve, _over in plait._course(plait.KINDS[kind], strand)]

    for before, after in pairwise(curves):
        assert before[3] == after[0]
        assert slope(before[2], before[3]) == pytest.approx(slope(after[0], after[1]), abs=1e-6)


def slope(a, b):
    return (b[1] - a[1]) / (b[0] - a[0])


def test_period_of_the_endless_band_joins_itself():
    pattern = plait.KINDS["footer"]

    for strand in range(plait.STRANDS):
        curves = [curve for curve, _over in plait._course(pattern, strand)]
        (x0, y0), (x1, y1) = curves[0][0], curves[-1][3]
        assert (x1 - x0, y1) == (plait.PERIOD * pattern.step, pytest.approx(y0))
        assert slope(*curves[-1][2:]) == pytest.approx(slope(*curves[0][:2]))


def test_strands_come_closer_from_left_to_right():
    first, last = (list(plait._course(plait.KINDS["hero"], strand)) for strand in (0, 3))

    distances = [abs(b[0][0][1] - a[0][0][1]) for a, b in zip(first, last, strict=True)]

    assert distances[0] == pytest.approx(3 * 58)
    assert max(distances[-8:]) <= 3 * 27 + 0.01


def test_every_drawing_fits_its_box():
    for pattern in plait.KINDS.values():
        for strand in range(plait.STRANDS):
            heights = [y for curve, _over in plait._course(pattern, strand) for _x, y in curve]
            assert min(heights) - pattern.stroke / 2 >= 0
            assert max(heights) + pattern.stroke / 2 <= pattern.height


def test_icon_of_the_site_is_the_mark():
    icon = (ROOT / "static" / "img" / "mark.svg").read_text()

    assert icon.strip() == plait.draw("mark", colours=plait.PRINT_COLOURS)
