"""Tables: which cells are headers and of what, and which columns hold numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from .report import Report
from .tree import build, text_of

NUMERIC = re.compile(r"^[\d\s.,%±+–−—/:()<>≤≥*-]*$")


def arrange_table(table: Element, report: Report) -> None:
    """Header cells with their scope: the first row, and the first column when it names its rows."""
    _drop_empty_rows(table)
    rows = list(table.iter("tr"))
    if not rows:
        return
    head = table.find("thead")
    if head is None or not any(text_of(cell) for cell in head.iter("th")):
        _promote_first_row(table, rows, report)
    for cell in table.iter("th"):
        cell.set("scope", "col")
    bodies = [row for section in table.findall("tbody") for row in section]
    _name_rows(table, bodies)
    for cell in (cell for row in bodies for cell in row):
        if cell.tag == "th" and cell.get("scope") == "col":
            cell.set("scope", "row")
    if not any(cell.get("class") for cell in table.iter("td")):
        _align_numbers(bodies)


def _drop_empty_rows(table: Element) -> None:
    for section in [node for node in table if node.tag in {"thead", "tbody"}]:
        for row in list(section):
            if row.tag == "tr" and not len(row):
                section.remove(row)
        if not len(section):
            table.remove(section)


def _name_rows(table: Element, bodies: list[Element]) -> None:
    """The cells of the first column head their rows when each of them says something that is no number."""
    first = [cell for row in bodies for column, cell in _columns(bodies, row) if column == 0]
    wide = bodies and sum(int(cell.get("colspan") or 1) for cell in bodies[0]) > 1
    if wide and first and all(text_of(cell) and not NUMERIC.match(text_of(cell)) for cell in first):
        for cell in first:
            cell.tag = "th"
            cell.set("scope", "row")
            cell.attrib.pop("class", None)


def _columns(rows: list[Element], wanted: Element) -> Iterator[tuple[int, Element]]:
    """The cells of the row *wanted* with their columns, those that reach down from above counted."""
    taken: dict[int, int] = {}
    for row in rows:
        column = 0
        for cell in row:
            while taken.get(column, 0):
                column += 1
            if row is wanted:
                yield column, cell
            for each in range(column, column + int(cell.get("colspan") or 1)):
                taken[each] = int(cell.get("rowspan") or 1)
            column += int(cell.get("colspan") or 1)
        if row is wanted:
            return
        taken = {each: left - 1 for each, left in taken.items() if left > 1}


def _align_numbers(bodies: list[Element]) -> None:
    """Columns of nothing but numbers are set as numbers, where no cell says how it is aligned."""
    columns: dict[int, list[Element]] = {}
    for row in bodies:
        for column, cell in enumerate(row):
            columns.setdefault(column, []).append(cell)
    for cells in columns.values():
        words = [text_of(cell) for cell in cells if cell.tag == "td"]
        if len(words) > 1 and all(NUMERIC.match(text) for text in words) and any(re.search(r"\d", w) for w in words):
            for cell in cells:
                if cell.tag == "td":
                    cell.set("class", "n")


def _promote_first_row(table: Element, rows: list[Element], report: Report) -> None:
    old = table.find("thead")
    if old is not None:
        table.remove(old)
        rows = [row for row in rows if row not in set(old)]
    if not rows or not all(text_of(cell) for cell in rows[0]):
        report.add("table-without-header")
        return
    for section in table.findall("tbody"):
        if rows[0] in list(section):
            section.remove(rows[0])
    for cell in rows[0]:
        cell.tag = "th"
    position = 1 if table.find("caption") is not None else 0
    table.insert(position, build("thead", [rows[0]]))
    report.add("table-header-guessed")
