"""Tables of people: what is read from a paste, CSV or XLSX, how errors are named, and that nothing written runs."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from openpyxl import Workbook, load_workbook

from conference import tables
from conference.tables import CellError, Column

COLUMNS = (
    Column("name", ("Name", "Имя")),
    Column("email", ("E-mail", "Почта", "Эл. почта")),
    Column("born", ("Date of birth", "Дата рождения")),
)


class Guest(forms.Form):
    name = forms.CharField(label="Имя")
    email = forms.EmailField(required=False)
    born = forms.DateField(label="Дата рождения", required=False)


def xlsx(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("text", "cells", "first"),
    [
        ("Имя\tПочта\nЖук Алеся\ta@example.org\n", [("Жук Алеся", "a@example.org")], 2),
        ("Почта;Имя\na@example.org;Жук Алеся", [("Жук Алеся", "a@example.org")], 2),
        ("ИМЯ:\tэл. почта *\r\nЖук\ta@example.org\r\n\r\n", [("Жук", "a@example.org")], 2),
        ("Жук Алеся\ta@example.org", [("Жук Алеся", "a@example.org")], 1),
        ('"Жук, Алеся",a@example.org', [("Жук, Алеся", "a@example.org")], 1),
        ("Одно имя на строке\nИ ещё одно", [("Одно имя на строке", ""), ("И ещё одно", "")], 1),
    ],
)
def test_a_pasted_table_is_read(text, cells, first):
    table = tables.read_text(text, COLUMNS)

    assert [(row.cells["name"], row.cells["email"]) for row in table.rows] == cells
    assert table.rows[0].number == first


def test_columns_nobody_knows_are_named():
    table = tables.read_text("Имя\tРост\tПочта\nЖук\t170\ta@example.org", COLUMNS)

    assert (table.unknown, table.letters) == (["Рост"], {"name": "A", "email": "C"})


def test_an_xlsx_file_is_read_with_its_dates_and_numbers():
    content = xlsx(("Имя", "Дата рождения"), ("Жук", date(1980, 5, 17)), (12345.0, None))

    table = tables.read_file(content, COLUMNS)

    assert [(row.number, row.cells["name"], row.cells["born"]) for row in table.rows] == [
        (2, "Жук", "1980-05-17"), (3, "12345", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_a_csv_file_is_read_in_the_encodings_spreadsheets_write(encoding):
    table = tables.read_file("Имя;Почта\nЖук;a@example.org\n".encode(encoding), COLUMNS)

    assert table.rows[0].cells["name"] == "Жук"


def test_errors_name_the_row_and_the_column_as_the_sheet_shows_them():
    table = tables.read_text("Почта\tИмя\tДата рождения\na@example.org\tЖук\t1980-05-17\nx\t\t31.02.1980", COLUMNS)

    checked = tables.check(table, Guest, COLUMNS)

    assert [(row.number, form.cleaned_data["name"]) for row, form in checked.good] == [(2, "Жук")]
    assert [(error.row, error.letter, error.title) for error in checked.errors] == [
        (3, "B", "Имя"), (3, "A", "E-mail"), (3, "C", "Дата рождения"),
    ]  # fmt: skip
    assert isinstance(checked.errors[0], CellError)


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (tables.MAX_UNPACKED + 1))
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\n\n", b"PK\x03\x04 not a zip", b"PK", bomb(), b"\x00" * (tables.MAX_BYTES + 1), b"\x00\x01\x02",
        "Имя\n".encode() + b"x\n" * (tables.MAX_ROWS + 2), b"\xff\xfe\x00",
    ],
    ids=["empty", "blank", "broken", "two bytes", "bomb", "large", "binary", "many rows", "utf-16"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(content):
    with pytest.raises(ValidationError) as refusal:
        tables.read_file(content, COLUMNS)

    assert len(refusal.value.messages) == 1


@pytest.mark.parametrize("evil", ["=1+1", "+7 921", "-2", "@SUM(A1)", "\t=1", "＝1", "－1", "\r=1"])
def test_nothing_written_is_a_formula(evil):
    sheet = load_workbook(io.BytesIO(tables.as_xlsx(["Имя"], [[evil]]))).active
    text = tables.as_csv(["Имя"], [[evil]]).decode("utf-8-sig")

    assert (sheet["A2"].data_type, sheet["A2"].value.startswith("'")) == ("s", True)
    assert text.splitlines()[1].lstrip('"').startswith("'")


def test_our_own_apostrophe_goes_when_the_table_comes_back():
    written = tables.as_xlsx(["Имя", "Почта"], [["+7 921", "a@example.org"]])

    table = tables.read_file(written, COLUMNS)

    assert table.rows[0].cells["name"] == "+7 921"


def test_numbers_and_dates_stay_what_they_are():
    sheet = load_workbook(io.BytesIO(tables.as_xlsx(["n", "d"], [[5, date(2027, 6, 17)]]))).active

    assert (sheet["A2"].value, sheet["B2"].value.date()) == (5, date(2027, 6, 17))


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009"])
def test_words_with_a_space_of_typesetters_between_them_stay_apart(space):
    words = f"Из{space}них точно"

    sheet = load_workbook(io.BytesIO(tables.as_xlsx([words], [[words]]))).active
    text = tables.as_csv([words], [[words]]).decode("utf-8-sig")

    assert [sheet["A1"].value, sheet["A2"].value, *text.splitlines()] == ["Из них точно"] * 4
