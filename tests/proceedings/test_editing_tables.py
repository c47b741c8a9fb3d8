"""A table edited cell by cell."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from proceedings.services.editing import Block, TableTyped, grid_of, new_table, table_html
from tests.proceedings.texts import HTML

TABLE = HTML[HTML.index("<table>") : HTML.index("</table>") + 8]
MERGED = '<table><tbody><tr><td colspan="2">a</td></tr><tr><td>b</td><td>c</td></tr></tbody></table>'


def made(html: str = TABLE, **told) -> str:
    grid = grid_of(Block(0, html))
    usual = {"has_head_row": grid.has_head_row, "has_head_column": grid.has_head_column}
    return table_html(Block(0, html), TableTyped(**{**usual, **told}), {})


def cells(html: str) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid_of(Block(0, html)).rows]


def test_nothing_typed_changes_nothing():
    assert made() == TABLE


def test_a_cell_and_the_caption_are_written_anew():
    html = made(cells={(1, 1): "**5**"}, caption="Новый счёт")

    assert (cells(html), "<caption>Новый счёт</caption>" in html) == ([["A", "B"], ["1", "**5**"], ["3", "4"]], True)
    assert '<td class="n"><strong>5</strong></td>' in html


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (("add-row", 1), [["A", "B"], ["1", "2"], ["", ""], ["3", "4"]]),
        (("delete-row", 2), [["A", "B"], ["1", "2"]]),
        (("add-column", 0), [["A", "", "B"], ["1", "", "2"], ["3", "", "4"]]),
        (("delete-column", 1), [["A"], ["1"], ["3"]]),
    ],
)
def test_rows_and_columns_come_and_go(act, expected):
    assert cells(made(act=act)) == expected


def test_the_ticks_make_header_cells():
    html = made(has_head_row=False, has_head_column=True)

    assert "<thead>" not in html
    assert html.count('<th scope="row">') == 3


def test_taking_the_tick_away_leaves_plain_cells():
    assert "<th" not in made(has_head_row=False)


def test_merged_cells_are_parted_before_rows_are_added():
    with pytest.raises(ValidationError):
        made(MERGED, act=("add-row", 0))

    assert cells(made(MERGED, act=("split-cells", 0))) == [["a", ""], ["b", "c"]]


def test_the_last_column_takes_the_table_along():
    assert made("<table><tbody><tr><td>a</td></tr></tbody></table>", act=("delete-column", 0)) == ""


def test_a_cell_with_a_list_stays_as_it_is():
    html = "<table><tbody><tr><td><ul><li>a</li></ul></td><td>b</td></tr></tbody></table>"

    assert made(html, cells={(0, 0): "!", (0, 1): "c"}) == html.replace(">b<", ">c<")


def test_a_new_table_has_a_row_of_headers():
    grid = grid_of(Block(0, new_table(3, 2)))

    assert (len(grid.rows), grid.columns, grid.has_head_row) == (3, 2, True)
