"""Tables of people: read from a pasted text, CSV or XLSX, checked row by row, written without live formulas.

Reading never trusts a file: sizes are limited before anything is unpacked, formulas are read as their cached
values, and every error names its row and its column as the sheet shows them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from conference.archives import DirectoryTooLarge, open_archive

MAX_ROWS, MAX_COLUMNS, MAX_CELL = 5000, 60, 5000
MAX_BYTES, MAX_UNPACKED = 5 * 1024 * 1024, 60 * 1024 * 1024
SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """A column that an import understands: its field, and the headers by which it is known, in any language."""

    name: str
    titles: tuple[str, ...]

    def is_called(self, header: str) -> bool:
        return _plain(header) in {_plain(self.name), *map(_plain, self.titles)}


@dataclass
class Row:
    """One line of a table: its number in the sheet, from 1, and its cells by the name of their column."""

    number: int
    cells: dict[str, str]


@dataclass
class Table:
    """What was read: rows below the header, where each known column stands, headers nobody knows."""

    rows: list[Row]
    letters: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class CellError:
    """What is wrong in one cell: ``row`` as numbered in the sheet, ``letter`` of the column (empty: the whole row)."""

    row: int
    letter: str
    title: str
    text: str


@dataclass
class Checked:
    """Rows that passed, each with its bound form, and every error of those that did not."""

    good: list[tuple[Row, forms.BaseForm]] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)


def read_text(text: str, columns: Sequence[Column]) -> Table:
    """A table pasted from a spreadsheet (tabs) or typed with semicolons or commas.

    Without a header line that names a known column, the cells are taken in the order of *columns*.
    """
    lines = text.replace("\r\n", "\n").strip("\n")
    if not lines.strip():
        raise ValidationError(_("There is nothing in it. Copy the rows in your spreadsheet and paste them here."))
    first = lines.split("\n", 1)[0]
    delimiter = next((sign for sign in ("\t", ";", ",") if sign in first), "\t")
    return _table([list(row) for row in csv.reader(io.StringIO(lines), delimiter=delimiter)], columns)


def read_file(content: bytes, columns: Sequence[Column]) -> Table:
    """The first sheet of an XLSX file, or a CSV file in UTF-8 or Windows-1251. Raises ValidationError."""
    if len(content) > MAX_BYTES:
        raise ValidationError(_("The file is larger than 5 MB. Split the list into several files."))
    if content[:2] != b"PK":
        return read_text(_decoded(content), columns)
    try:
        with open_archive(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise ValidationError(_("The file is too large inside. Save the list alone in a new file."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        cells = sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS, values_only=True)
        grid = [[_as_text(value) for value in row] for row in cells]
    except DirectoryTooLarge:
        raise ValidationError(_("The file is too large inside. Save the list alone in a new file.")) from None
    except ValidationError:
        raise
    except Exception:  # whatever a broken or hostile file makes the library raise
        raise ValidationError(_("This is not an XLSX file we can read. Save it anew as .xlsx or .csv.")) from None
    return _table(grid, columns)


def check(table: Table, form: type[forms.BaseForm], columns: Sequence[Column], **kwargs: Any) -> Checked:
    """Every row through *form* (bound to the cells, with *kwargs*); errors by row and column."""
    checked = Checked()
    titles = {column.name: column.titles[0] for column in columns}
    for row in table.rows:
        bound = form(row.cells, **kwargs)
        if bound.is_valid():
            checked.good.append((row, bound))
            continue
        for name, errors in bound.errors.items():
            letter = table.letters.get(name, "")
            title = str(bound.fields[name].label or titles.get(name, "")) if name in bound.fields else ""
            checked.errors += [CellError(row.number, letter, title, str(error)) for error in errors]
    return checked


def as_xlsx(
    header: Sequence[object],
    rows: Iterable[Sequence[object]],
    *,
    title: str = "",
    options: Mapping[int, Sequence[str]] | None = None,
    widths: Mapping[int, int] | None = None,
) -> bytes:
    """A workbook with one sheet: bold frozen header with filters, text never taken for a formula, readable columns.

    *options* are the words to choose from in a column, by its place from 0; they stand on a hidden second sheet;
    *widths* are columns wider than their headers need, by place as well.
    """
    book = Workbook(write_only=True)
    sheet = _write_sheet(book, title, header, rows, widths or {})
    if options:
        _offer(book, sheet, options)
    return _saved(book)


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: its name, its header, its rows; ``widths`` of columns by their place from 0."""

    title: str
    header: Sequence[object]
    rows: Sequence[Sequence[object]]
    widths: Mapping[int, int] = field(default_factory=dict)


def as_workbook(sheets: Iterable[Sheet]) -> bytes:
    """A workbook of several sheets, each as ``as_xlsx`` writes it."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write_sheet(book, sheet.title, sheet.header, sheet.rows, sheet.widths)
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_sheet(
    book: Workbook,
    title: str,
    header: Sequence[object],
    rows: Iterable[Sequence[object]],
    widths: Mapping[int, int],
) -> Any:
    sheet = book.create_sheet(_sheet_title(title))
    sheet.freeze_panes = "A2"
    for index, name in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = widths.get(
            index - 1, min(max(len(str(name)) + 4, 14), 50)
        )
    head = []
    for name in header:
        cell = WriteOnlyCell(sheet, value=defused(name))
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        head.append(cell)
    sheet.append(head)
    last = 1
    for row in rows:
        last += 1
        sheet.append([value if isinstance(value, int | float | date) else defused(value) for value in row])
    if header:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{last}"
    return sheet


def _offer(book: Workbook, sheet: Any, options: Mapping[int, Sequence[str]]) -> None:
    """Drop-down lists in *sheet*, whose words stand on a hidden sheet; anything else may be typed all the same."""
    name = "_options"
    hidden = book.create_sheet(name)
    hidden.sheet_state = "hidden"
    for row in zip_longest(*options.values()):
        hidden.append([defused(value) for value in row])
    for place, (at, words) in enumerate(options.items(), start=1):
        column, letter = get_column_letter(place), get_column_letter(at + 1)
        cells = f"'{name}'!${column}$1:${column}${len(words)}"
        offered = DataValidation(type="list", formula1=cells, allow_blank=True, showErrorMessage=False)
        offered.add(f"{letter}2:{letter}{MAX_ROWS + 1}")
        sheet.data_validations.append(offered)


def as_csv(header: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """CSV (RFC 4180) in UTF-8 with a byte-order mark and semicolons, which spreadsheets of both languages open."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    for row in (header, *rows):
        writer.writerow([value if isinstance(value, int | float) else defused(value) for value in row])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def defused(value: object) -> str:
    """*value* as text that no spreadsheet runs: what looks like a formula gets an apostrophe in front.

    Spaces of typesetters become plain ones, by which words are searched and compared.
    """
    text = "" if value is None else str(value)
    text = SPACES.sub(" ", text)
    text = "".join(char for char in text if char in "\n\t" or char.isprintable())
    return f"'{text}" if text.startswith(FORMULA) else text


def _table(grid: list[list[str]], columns: Sequence[Column]) -> Table:
    if len(grid) > MAX_ROWS + 1:
        raise ValidationError(_("The table has more than %(count)d rows. Split it.") % {"count": MAX_ROWS})
    head = [cell.strip() for cell in grid[0]] if grid else []
    named = [next((column.name for column in columns if cell and column.is_called(cell)), "") for cell in head]
    has_header = sum(1 for name in named if name) >= min(2, len(columns))
    places = named if has_header else [column.name for column in columns]
    rows = []
    for number, cells in enumerate(grid[1:] if has_header else grid, start=2 if has_header else 1):
        values = {
            name: _unapostrophed(cell.strip())[:MAX_CELL] for name, cell in zip(places, cells, strict=False) if name
        }
        if any(values.values()):
            rows.append(Row(number, {column.name: values.get(column.name, "") for column in columns}))
    letters = {name: get_column_letter(at) for at, name in enumerate(places, start=1) if name}
    unknown = [cell for cell, name in zip(head, named, strict=True) if cell and not name] if has_header else []
    return Table(rows, letters, unknown)


def _plain(text: str) -> str:
    return " ".join(text.replace("ё", "е").replace("\xa0", " ").casefold().split()).rstrip(" :*")


def _unapostrophed(text: str) -> str:
    """Our own exports put an apostrophe before what looks like a formula; coming back it goes."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise ValidationError(_("This is not a table we can read. Save it as .xlsx or as .csv in UTF-8."))


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute) else value.isoformat(" ", "minutes")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _sheet_title(title: str) -> str:
    return "".join(char for char in title if char not in "[]:*?/\\")[:31] or "1"
