"""Which header cells speak for which cells of a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from .elements import Element


def complete(table: Element) -> None:
    """Write scope, spans and headers into the attributes of all cells of *table*; mark the headers that are named."""
    columns: dict[int, list[Element]] = defaultdict(list)
    taken: set[tuple[int, int]] = set()
    beside: dict[int, list[Element]] = defaultdict(list)
    cells: list[tuple[Element, range, range]] = []
    for line, row in enumerate(_rows(table)):
        column = 0
        for cell in _cells(row):
            while (line, column) in taken:
                column += 1
            across, down = range(column, column + cell.spans[0]), range(line, line + cell.spans[1])
            taken.update((y, x) for y in down for x in across)
            cells.append((cell, across, down))
            column += cell.spans[0]
    for cell, across, down in cells:
        if cell.kind != "TH":
            continue
        if scope_of(cell, down.start) == "Row":
            for line in down:
                beside[line].append(cell)
        else:
            for column in across:
                columns[column].append(cell)
    for cell, across, down in cells:
        headers = [] if cell.kind == "TH" else _headers(columns, beside, across, down)
        _describe(cell, down.start, headers)


def scope_of(cell: Element, line: int) -> str:
    """``Row`` or ``Column``, as the cell says itself, or by where it stands."""
    said = (cell.source.get("scope") or "").lower() if cell.source is not None else ""
    if said:
        return "Row" if said.startswith("row") else "Column"
    return "Column" if line == 0 or cell.nearest("THead") else "Row"


def _headers(
    columns: dict[int, list[Element]], beside: dict[int, list[Element]], across: range, down: range
) -> list[Element]:
    found = [header for line in down for header in beside.get(line, ())]
    found += [header for column in across for header in columns.get(column, ())]
    return list(dict.fromkeys(header for header in found if not header.is_empty))


def _describe(cell: Element, line: int, headers: list[Element]) -> None:
    parts = ["/O/Table"]
    if cell.kind == "TH":
        parts.append(f"/Scope/{scope_of(cell, line)}")
    if headers:
        for header in headers:
            header.is_identified = True
        parts.append(f"/Headers [{' '.join(header.identifier.decode() for header in headers)}]")
    across, down = cell.spans
    parts += [f"/ColSpan {across}"] if across > 1 else []
    parts += [f"/RowSpan {down}"] if down > 1 else []
    cell.attributes = "".join(parts) if len(parts) > 1 else ""


def _rows(above: Element) -> Iterator[Element]:
    for kid in above.written_kids():
        if isinstance(kid, Element) and kid.kind == "TR":
            yield kid
        elif isinstance(kid, Element) and kid.kind in ("THead", "TBody", "TFoot"):
            yield from _rows(kid)


def _cells(row: Element) -> Iterator[Element]:
    return (kid for kid in row.written_kids() if isinstance(kid, Element) and kid.kind in ("TH", "TD"))
