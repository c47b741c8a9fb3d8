"""A table of people is recognised and previewed: its errors are named, and nothing is written."""

from __future__ import annotations

import pytest

from conference.models import Message, Person
from registration.models import Registration
from registration.services import importing
from tests.registration.importing.conftest import ROWS

pytestmark = pytest.mark.usefixtures("categories")


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("ФИО\tПочта\tСтрана", ["full_name", "email", "country"]),
        ("Full name\tE-mail\tCountry", ["full_name", "email", "country"]),
        ("Фамилия, имя, отчество\tЭлектронная почта\tТелефон", ["full_name", "email", ""]),
        ("№\tИмя\tИмя\tОрганизация по-английски", ["number", "full_name", "", "body_en"]),
    ],
)
def test_headers_are_recognised_in_both_languages(header, columns, upload):
    batch = upload("1\t2\t3\t4", head=header)

    assert (batch.has_header, batch.columns[: len(columns)]) == (True, columns)


def test_a_table_without_a_header_is_taken_in_the_usual_order(conference, organiser, categories):
    batch = importing.upload(conference, by=organiser, text="Ким Анна\tkim@example.org\tШкола 2\tRU")
    batch.category = categories["listener"]

    made = importing.plan(batch)

    assert (batch.has_header, len(made.new), made.errors) == (False, 1, [])
    assert made.new[0].values["body_ru"] == "Школа 2"


def test_nothing_is_written_by_the_preview(upload):
    before = (Registration.objects.count(), Person.objects.count(), Message.objects.count())

    made = importing.plan(upload(*ROWS))

    assert (len(made.new), len(made.changed), made.errors) == (3, 0, [])
    assert (Registration.objects.count(), Person.objects.count(), Message.objects.count()) == before


def test_errors_name_the_row_and_the_column(upload):
    made = importing.plan(
        upload(
            ROWS[0],
            "Ошибкин Иван\tИван\tне-адрес\tШкола\tАтлантида\tмаг\tпо телефону\t9\tточно",
            "\tNo Name\tnoname@example.org\t\t\tlistener\t\t\t",
        )
    )

    found = [(error.row, error.letter) for error in made.errors]
    assert sorted(found) == sorted([(3, "B"), (3, "C"), (3, "E"), (3, "F"), (3, "G"), (3, "H"), (3, "I"), (4, "A")])
    assert (len(made.new), made.wrong_rows) == (1, 2)


def test_the_same_person_twice_is_an_error(upload):
    made = importing.plan(upload(ROWS[0], ROWS[1], ROWS[0]))

    assert [(error.row, error.letter) for error in made.errors] == [(4, "C")]
    assert len(made.new) == 2


def test_two_people_may_share_an_address_for_letters(upload, apply):
    head = "ФИО\tПочта для писем\tКатегория"
    rows = ("Первый Иван\tmid@example.org\tministry", "Второй Пётр\tmid@example.org\tministry")

    apply(upload(*rows, head=head))
    again = importing.plan(upload(*rows, head=head))

    assert Person.objects.filter(contact_email="mid@example.org", email=None).count() == 2
    assert (len(again.new), len(again.changed), len(again.same)) == (0, 0, 2)


def test_changes_show_what_was_and_what_will_be(make_registration, make_person, upload):
    make_registration(person=make_person(email="zhuk@example.org"), body_ru="Старое место", country="RU")

    made = importing.plan(upload(ROWS[1]))

    changes = {change.name: (change.was, change.now) for change in made.changed[0].changes}
    assert changes == {"body_ru": ("Старое место", "Университет"), "country": ("RU", "BY")}
    assert made.changed[0].changes[1].was_shown == "Российская Федерация"


def test_an_empty_cell_changes_nothing(make_registration, make_person, upload):
    make_registration(person=make_person(email="zhuk@example.org"))

    made = importing.plan(upload("\t\tzhuk@example.org\t\t\t\t\t\t–"))

    assert (len(made.same), len(made.changed), made.errors) == (1, 0, [])
