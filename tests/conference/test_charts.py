"""Charts: what is drawn is what is counted."""

from __future__ import annotations

import itertools

import pytest

from conference.charts import Datum, bars, levels_of, line, share, top_of


def data(*values: int) -> list[Datum]:
    return [Datum(f"row {at}", value) for at, value in enumerate(values)]


def test_bars_are_sorted_and_the_longest_fills_the_width():
    chart = bars("Title", data(2, 8, 4))

    assert [(bar.label, bar.shown, bar.length) for bar in chart.bars] == [
        ("row 1", "8", 100.0), ("row 2", "4", 50.0), ("row 0", "2", 25.0),
    ]  # fmt: skip
    assert (chart.total, [row["share"] for row in chart.rows]) == (14, [57, 29, 14])


def test_others_fold_into_one_bar_that_stands_last_while_the_table_keeps_every_row():
    chart = bars("Title", data(9, 8, 7, 6, 5), keep=2, others=lambda count: f"{count} others")

    assert [(bar.label, bar.shown) for bar in chart.bars] == [("row 0", "9"), ("row 1", "8"), ("3 others", "18")]
    assert [row["datum"].value for row in chart.rows] == [9, 8, 7, 6, 5]
    assert chart.bars[-1].length == 100.0


def test_one_row_too_many_is_not_folded():
    chart = bars("Title", data(3, 2, 1), keep=2, others=str)

    assert len(chart.bars) == 3


def test_per_cent_are_measured_against_a_hundred():
    chart = bars("Title", [Datum("hall", 97, "97 %")], whole=100)

    assert (chart.bars[0].length, chart.bars[0].shown) == (97.0, "97 %")


@pytest.mark.parametrize("values", [(), (0, 0)])
def test_nothing_is_drawn_of_nothing(values):
    chart = bars("Title", data(*values))

    assert [bar.length for bar in chart.bars] == [0.0] * len(values)
    assert chart.total == 0


def test_something_is_always_seen():
    assert bars("Title", data(100_000, 1)).bars[1].length == 0.8


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(0, 5, 0), (5, 5, 100), (1, 3, 33), (1, 2, 50), (999, 1000, 99), (1, 1000, 1), (3, 0, 0)],
)
def test_shares_never_pretend(part, whole, expected):
    assert share(part, whole) == expected


@pytest.mark.parametrize("highest", [0, 1, 3, 4, 7, 10, 11, 23, 99, 100, 101, 412, 999, 8000, 9700, 123456])
def test_the_scale_is_round_and_holds_every_value(highest):
    top = top_of([0, highest])
    levels = levels_of(top)

    assert top >= highest
    assert (levels[0], levels[-1]) == (0, top)
    assert len({later - former for former, later in itertools.pairwise(levels)}) == 1


def test_a_line_ends_where_its_last_value_is():
    drawn = line([0, 150, 300, 450], [(0, "1 февраля"), (3, "сегодня")])

    assert drawn.path.startswith(f"M{drawn.left} {float(drawn.bottom)}L")
    assert drawn.path.endswith(f"L{drawn.last_x} {drawn.last_y}")
    assert (drawn.last, drawn.last_y, drawn.last_x) == ("450", 14.0, drawn.right)
    assert [level.text for level in drawn.levels] == ["0", "150", "300", "450"]


def test_ticks_do_not_touch_and_the_last_stands():
    names = [(at, "19 октября") for at in range(10)]
    drawn = line(list(range(10)), names, width=360)

    places = [tick.at for tick in drawn.ticks]
    assert places[-1] == drawn.right
    assert all(later - former > 75 for former, later in itertools.pairwise(places))


def test_one_day_is_a_point():
    drawn = line([4], [(0, "today")])

    assert (drawn.path, drawn.last_x, drawn.last) == (f"M{drawn.right} {drawn.last_y}", drawn.right, "4")
