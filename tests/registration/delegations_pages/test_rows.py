"""Members from a spreadsheet: row and column of each error, nothing written before it is applied."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from tests.registration.delegations_pages.conftest import GOOD, HEADER, add


def xlsx(*rows: tuple) -> SimpleUploadedFile:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("list.xlsx", buffer.getvalue())


def test_errors_name_row_and_column_and_nothing_is_written_before_apply(officer, url, delegation):
    bad_name = "Петров Пётр\tПётр Петров\tэксперт\texpert\t\t\t"
    bad_day = "Ли Анна\tAnna Li\tэксперт\texpert\t\t31.06.2027\t"
    text = "\n".join([HEADER, GOOD, bad_name, bad_day, GOOD.replace("Gayane", "Gohar"), GOOD])

    page = officer.post(url("delegation_rows"), {"table": text})

    checked = page.context["checked"]
    assert [(error.row, error.letter) for error in checked.errors] == [(3, "B"), (4, "F"), (6, "A")]
    assert [row.number for row, _form in checked.good] == [2, 5]
    assert "31.06.2027" in page.content.decode()
    assert delegation.registrations.count() == 0

    answer = officer.post(url("delegation_rows"), {"table": text, "apply": "1", "seen": page.context["seen"]})
    rest = officer.get(answer["Location"])

    assert answer["Location"] == url("delegation_rows")
    assert "Петров Пётр" in rest.context["form"].initial["table"]
    assert "Gohar" not in rest.context["form"].initial["table"]
    said = [str(message) for message in rest.context["messages"]]
    assert any("Петров Пётр" in each for each in said)
    kept = delegation.registrations.order_by("pk")
    assert [each.answers["member"]["latin_name"] for each in kept] == [
        "Gayane Sarkisyan",
        "Gohar Sarkisyan",
    ]
    assert kept[0].answers["travel"] == {"arrival_day": "2027-06-16", "departure_day": "2027-06-19"}
    assert kept[0].delegation_role == "adviser"


def test_a_file_becomes_text_that_can_be_mended_on_the_same_lines(officer, url, delegation):
    upload = xlsx(("ФИО", "Имя латиницей", "Роль"), ("Ли Анна", "Anna Li", "советник"), (), ("Ким Ян", "Ким", "глава"))

    page = officer.post(url("delegation_rows"), {"file": upload})

    shown = page.context["form"].initial["table"].splitlines()
    assert [(error.row, error.letter) for error in page.context["checked"].errors] == [(4, "B")]
    assert (len(shown), shown[1].split("\t")[0], shown[2].strip(), shown[3].split("\t")[0]) == (
        4, "Ли Анна", "", "Ким Ян",
    )  # fmt: skip
    mended = "\n".join(shown).replace("\tКим\t", "\tYan Kim\t")
    again = officer.post(url("delegation_rows"), {"table": mended})
    officer.post(url("delegation_rows"), {"table": mended, "apply": "1", "seen": again.context["seen"]})
    assert set(delegation.registrations.values_list("delegation_role", flat=True)) == {"adviser", "head"}


@pytest.mark.parametrize(("cell", "letter"), [("=HYPERLINK(1)", "A"), ("@SUM(A1)", "A"), ("+7", "A"), ("-cmd", "A")])
def test_formulas_are_no_names(cell, letter, officer, url, delegation):
    page = officer.post(url("delegation_rows"), {"table": f"{HEADER}\n{cell}x\tAnna Li", "apply": "1"})

    assert [(error.row, error.letter) for error in page.context["checked"].errors] == [(2, letter)]
    assert delegation.registrations.count() == 0


@pytest.mark.parametrize(
    "row",
    [
        "Ли Анна\tAnna Li\tэксперт\tкороль\t\t\t",
        "Ли Анна\tAnna Li\tэксперт\texpert\tno-address\t\t",
        "Ли Анна\tAnna Li\tэксперт\texpert\t\t19.06.2027\t16.06.2027",
        "12345\tAnna Li\tэксперт\texpert\t\t\t",
    ],
)
def test_each_wrong_cell_is_found(row, officer, url, delegation):
    page = officer.post(url("delegation_rows"), {"table": f"{HEADER}\n{row}"})

    assert [error.row for error in page.context["checked"].errors] == [2]
    assert page.context["checked"].good == []


def test_more_rows_than_seats_are_refused_whole_and_the_text_stays(officer, url, delegation):
    text = "\n".join([HEADER, *[GOOD.replace("Гаяне", f"Гаяне{sign}") for sign in "абвгдежзикл"]])
    seen = officer.post(url("delegation_rows"), {"table": text}).context["seen"]

    page = officer.post(url("delegation_rows"), {"table": text, "apply": "1", "seen": seen})

    assert delegation.registrations.count() == 0
    assert "table" in page.context["form"].errors
    assert "Gayane Sarkisyan" in page.content.decode()


def test_five_thousand_rows_are_refused_politely(officer, url, delegation):
    text = "\n".join([HEADER, *["Ли Анна\tAnna Li"] * 5002])

    page = officer.post(url("delegation_rows"), {"table": text})

    assert (page.status_code, delegation.registrations.count()) == (200, 0)
    assert "table" in page.context["form"].errors


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"\x00\x01\x02", b"%PDF-1.7"])
def test_what_is_no_table_is_told_so(content, officer, url, delegation):
    page = officer.post(url("delegation_rows"), {"file": SimpleUploadedFile("list.xlsx", content)})

    assert (page.status_code, bool(page.context["form"].errors)) == (200, True)


def test_the_list_goes_out_in_protocol_order_and_defused(officer, url, delegation):
    add(delegation, full_name="Член Б", latin_name="B Member")
    add(delegation, full_name="=1+1 Глава", latin_name="Head Person", delegation_role="head")

    response = officer.get(url("delegation_xlsx"))

    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows] == ["'=1+1 Глава", "Член Б"]
    assert response["Content-Disposition"] == 'attachment; filename="arm-01.xlsx"'
    assert "no-store" in response["Cache-Control"]
