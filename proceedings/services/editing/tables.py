"""A table as a grid that people edit cell by cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from proceedings.manuscripts.markup import MAX_CELLS
from proceedings.manuscripts.tree import build, fill, pieces_of

from .blocks import Block, caption_of, tree_of, written
from .inline import Pictures, from_markup, is_inline, language_of_whole, to_markup

ACTS = ("add-row", "delete-row", "add-column", "delete-column", "split-cells")


@dataclass(frozen=True)
class Cell:
    row: int
    place: int
    text: str
    is_header: bool
    is_fixed: bool
    """It holds more than words (a list, a table within) and stays as it is."""
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True)
class Grid:
    """What the page of a table shows."""

    caption: str
    rows: tuple[tuple[Cell, ...], ...]
    has_head_row: bool
    has_head_column: bool

    @property
    def columns(self) -> int:
        return max((sum(cell.colspan for cell in row) for row in self.rows), default=0)

    @property
    def has_merged_cells(self) -> bool:
        return any(cell.colspan > 1 or cell.rowspan > 1 for row in self.rows for cell in row)


@dataclass
class TableTyped:
    """What was typed on the page of a table; a cell that is missing was not touched."""

    caption: str | None = None
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    has_head_row: bool = False
    has_head_column: bool = False
    act: tuple[str, int] | None = None


def grid_of(block: Block) -> Grid:
    node = block.element
    rows = []
    for number, row in enumerate(node.iter("tr")):
        rows.append(tuple(_cell(cell, number, place) for place, cell in enumerate(row)))
    bodies = [row for section in node.findall("tbody") for row in section] or list(node.findall("tr"))
    return Grid(
        caption_of(node, "caption"),
        tuple(rows),
        has_head_row=any(True for _cell in node.iterfind("thead/tr/th")),
        has_head_column=bool(bodies) and all(len(row) > 0 and row[0].tag == "th" for row in bodies),
    )


def _cell(cell: Element, row: int, place: int) -> Cell:
    text = to_markup(pieces_of(cell)).strip()
    if cell.get("lang") and text:
        text = f"{{{cell.get('lang')}: {text}}}"
    spans = (int(cell.get("colspan") or 1), int(cell.get("rowspan") or 1))
    return Cell(row, place, text, cell.tag == "th", not is_inline(cell), *spans)


def table_html(block: Block, typed: TableTyped, pictures: Pictures) -> str:
    """The table with what was typed; nothing when its last row or column went. Raises ValidationError."""
    node = next(iter(tree_of(block.html)))
    grid = grid_of(block)
    _caption(node, grid, typed, pictures)
    rows = [list(row) for row in node.iter("tr")]
    for (row, place), text in typed.cells.items():
        if row < len(rows) and place < len(rows[row]) and not grid.rows[row][place].is_fixed:
            _fill(rows[row][place], text, grid.rows[row][place].text, pictures)
    if typed.act:
        _act(rows, *typed.act)
    rows = [row for row in rows if row]
    if not rows:
        return ""
    if sum(len(row) for row in rows) > MAX_CELLS:
        raise ValidationError(_("A table is too large for a book: at most 4000 cells. Split it or put it on a site."))
    _head(rows, grid, typed)
    caption = node.find("caption")
    heads = _rows_of_head(grid, typed, rows)
    sections = [build("thead", [build("tr", row) for row in rows[:heads]])] if heads else []
    sections.append(build("tbody", [build("tr", row) for row in rows[heads:]]))
    return written([build("table", [*([caption] if caption is not None else []), *sections])])


def _rows_of_head(grid: Grid, typed: TableTyped, rows: list[list[Element]]) -> int:
    if not typed.has_head_row or len(rows) < 2:
        return 0
    was = next((at for at, row in enumerate(grid.rows) if not all(cell.is_header for cell in row)), len(grid.rows))
    return max(1, min(was, len(rows) - 1)) if grid.has_head_row else 1


def _caption(node: Element, grid: Grid, typed: TableTyped, pictures: Pictures) -> None:
    if typed.caption is None or " ".join(typed.caption.split()) == grid.caption:
        return
    old = node.find("caption")
    pieces = from_markup(" ".join(typed.caption.split()), pictures)
    if old is not None:
        node.remove(old)
    if pieces:
        language, inner = language_of_whole(pieces)
        node.insert(0, build("caption", inner, **({"lang": language} if language else {})))


def _fill(cell: Element, text: str, was: str, pictures: Pictures) -> None:
    text = text.replace("\r\n", "\n").strip()
    if text == was:
        return
    language, inner = language_of_whole(from_markup(text, pictures))
    cell.attrib.pop("lang", None)
    if language:
        cell.set("lang", language)
    fill(cell, inner)


def _act(rows: list[list[Element]], verb: str, at: int) -> None:
    """Add or take out a row or a column, or part the merged cells. Raises ValidationError where cells are merged."""
    if verb == "split-cells":
        _split_cells(rows)
        return
    if any(cell.get("colspan") or cell.get("rowspan") for row in rows for cell in row):
        raise ValidationError(_("The table has merged cells. Part them first."))
    width = max(len(row) for row in rows)
    if verb == "add-row":
        rows.insert(at + 1, [build("td") for _place in range(width)])
    elif verb == "delete-row" and at < len(rows):
        del rows[at]
    elif verb == "add-column":
        for row in rows:
            row.insert(at + 1, build("td"))
    elif verb == "delete-column":
        for row in rows:
            del row[at : at + 1]


def _split_cells(rows: list[list[Element]]) -> None:
    """Every merged cell becomes as many, its words in the first."""
    taken: dict[tuple[int, int], Element] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            wide, high = int(cell.attrib.pop("colspan", 1)), int(cell.attrib.pop("rowspan", 1))
            for down in range(min(high, len(rows) - number)):
                for across in range(wide):
                    taken[number + down, column + across] = cell if not down and not across else build(str(cell.tag))
            column += wide
    if len(taken) > MAX_CELLS:
        raise ValidationError(_("A table is too large for a book: at most 4000 cells. Split it or put it on a site."))
    for number, row in enumerate(rows):
        row[:] = [taken[place] for place in sorted(taken) if place[0] == number]


def _head(rows: list[list[Element]], grid: Grid, typed: TableTyped) -> None:
    """Header cells with their scope, as the two ticks say."""
    heads = _rows_of_head(grid, typed, rows)
    began = max(heads, 1 if grid.has_head_row else 0)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            scope = "col" if number < heads else "row" if place == 0 and typed.has_head_column else ""
            keeps = cell.tag == "th" and number >= began and place > 0 and grid.has_head_column == typed.has_head_column
            cell.tag = "th" if scope or keeps else "td"
            cell.attrib.pop("scope", None)
            if scope or keeps:
                cell.set("scope", scope or "row")


def new_table(rows: int, columns: int) -> str:
    """An empty table with a row of headers."""
    head = build("thead", [build("tr", [build("th", [" "], scope="col") for _column in range(columns)])])
    body = [build("tr", [build("td") for _column in range(columns)]) for _row in range(rows - 1)]
    return written([build("table", [head, build("tbody", body)])])
