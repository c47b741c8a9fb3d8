"""The pages of importing: the whole way, the choice of columns, the template, what is said afterwards."""

from __future__ import annotations

import io

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from registration.models import ImportBatch
from registration.services import importing
from registration.services.import_columns import BY_NAME, Known
from tests.registration.importing.conftest import HEAD, ROWS, numbers

pytestmark = pytest.mark.usefixtures("categories")


def test_the_whole_way_in_the_browser(organiser, client_of, conference, make_registration, make_person):
    make_registration(person=make_person(email="zhuk@example.org"))
    client = client_of(organiser)

    sent = client.post(
        conference.url("registration:import"), {"text": "\n".join([HEAD, *ROWS, "x\tx\tx\tx\tx\tx\tx\tx\tx"])}
    )
    batch = ImportBatch.objects.get()
    page = client.get(sent.url)
    errors = client.get(conference.url("registration:import_errors", pk=batch.pk))
    told = {"fingerprint": page.context["fingerprint"]}
    client.post(conference.url("registration:import_apply", pk=batch.pk), told)
    result = client.get(sent.url)
    client.post(conference.url("registration:import_undo", pk=batch.pk))

    made = page.context["plan"]
    assert (len(made.new), len(made.changed), made.wrong_rows) == (2, 1, 1)
    assert load_workbook(io.BytesIO(errors.content)).active["A2"].value == 5
    assert len(result.context["created"]) == 2
    assert numbers() == ["A-0001"]


def test_the_columns_can_be_chosen(organiser, client_of, conference, upload):
    batch = upload("Ким Анна\tkim@example.org\tlistener", head="Кто\tКуда писать\tКак")
    told = {"has_header": "on", "new_state": "submitted", "column_0": "full_name", "column_1": "email",
            "column_2": "category"}  # fmt: skip

    before = importing.plan(batch)
    client_of(organiser).post(conference.url("registration:import_columns", pk=batch.pk), told)

    batch.refresh_from_db()
    assert (len(before.new), len(importing.plan(batch).new)) == (0, 1)


def test_two_columns_cannot_be_the_same(organiser, client_of, conference, upload):
    batch = upload("Ким Анна\tИначе", head="ФИО\tКак ещё")
    told = {"has_header": "on", "new_state": "submitted", "column_0": "full_name", "column_1": "full_name"}

    response = client_of(organiser).post(conference.url("registration:import_columns", pk=batch.pk), told)

    assert list(response.context["form"].errors) == ["column_1"]


def test_markup_in_cells_is_inert(organiser, client_of, conference, upload):
    batch = upload("<script>alert(1)</script>\tA\ta@example.org\t<img src=x>\tRU\tlistener\t\t\t<b>")

    page = client_of(organiser).get(conference.url("registration:import_batch", pk=batch.pk)).content.decode()

    assert "<script>alert" not in page
    assert "<img src=x>" not in page


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_samples_of_the_template_are_left_out(conference, organiser, language):
    with override(language):
        content = importing.template(conference)
    batch = importing.upload(conference, by=organiser, content=content)
    made = importing.plan(batch)

    assert (made.rows, made.errors, made.samples) == ([], [], 2)


def test_the_lists_of_the_template_hold_what_an_import_understands(conference, organiser):
    book = load_workbook(io.BytesIO(importing.template(conference)))
    words = [[cell.value for cell in column if cell.value] for column in book["_options"].iter_cols()]
    names = ("country", "category", "attendance", "language", "consent")

    known = Known.of(conference)
    assert book["_options"].sheet_state == "hidden"
    assert len(book.worksheets[0].data_validations.dataValidation) == 5
    assert all(BY_NAME[name].read(word, known) for name, found in zip(names, words, strict=True) for word in found)


def test_columns_that_are_not_taken_are_named(upload, client_of, organiser, conference):
    batch = upload("Жук Алеся\tzhuk@example.org\tacademic\tодобрена\t", head="ФИО\tПочта\tКатегория\tСостояние\tПусто")

    page = client_of(organiser).get(conference.url("registration:import_batch", pk=batch.pk))

    assert page.context["left_out"] == ["Состояние"]
    assert "(optional)" not in page.content.decode().partition('class="filter columns"')[2].partition("</form>")[0]


def test_what_was_changed_is_said_afterwards(upload, apply, make_registration, client_of, organiser, conference):
    row = make_registration()
    batch = apply(upload(f"{row.number}\tТверь", head="Номер\tГород"))

    page = client_of(organiser).get(conference.url("registration:import_batch", pk=batch.pk))

    assert [(each["number"], each["columns"]) for each in page.context["changed"]] == [(row.number, "Город")]


def test_rows_left_out_are_told_in_the_language_of_the_page(upload, apply, client_of, organiser, conference):
    batch = apply(upload(ROWS[0], "Жук Алеся\t\tне адрес\t\t\tlistener"))
    client = client_of(organiser)

    texts = {
        language: client.get(f"/{language}{conference.url('registration:import_batch', pk=batch.pk)[3:]}").context[
            "failures"
        ][0]
        for language in ("ru", "en")
    }

    assert texts["en"]["text"].startswith("This is not an e-mail address.")
    assert texts["en"]["title"] == "E-mail"
    assert texts["ru"]["title"] != ""
    assert batch.failures[0]["text"].keys() == {"ru", "en"}
