"""Hostile tables: cells stay text, and what a table may not say is never taken."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from openpyxl import Workbook

from conference.models import Person, Role
from registration.models import ImportBatch, Registration
from registration.services import exporting, importing
from tests.registration.importing.conftest import HEAD, ROWS

pytestmark = pytest.mark.usefixtures("categories")


@pytest.mark.parametrize("name", ["=1+1", "＝1+1", "@SUM(A1)", "+7 999", "-2+3", "12345", "\u202eанна"])
def test_what_is_no_name_is_refused(name, upload):
    made = importing.plan(upload(f"{name}\tAnna\ta@example.org\t\t\tlistener\t\t\t"))

    assert [(error.row, error.letter) for error in made.errors] == [(2, "A")]


def test_a_formula_in_another_cell_stays_text_and_leaves_defused(upload, apply, organiser, conference):
    apply(upload('Ким Анна\tAnna Kim\tkim@example.org\t=HYPERLINK("http://evil")\t\tlistener\t\t\t'))

    exported = exporting.export(conference, QueryDict("columns=body_ru"), kind="csv", by=organiser).decode()

    assert Registration.objects.get().body_ru.startswith("=HYPERLINK")
    assert "'=HYPERLINK" in exported


@pytest.mark.parametrize("size", [201, 5000])
def test_a_cell_that_is_too_long_is_named(size, upload):
    made = importing.plan(upload(f"{'Я' * size}\tAnna\ta@example.org\t\t\tlistener\t\t\t"))

    assert [(error.row, error.letter) for error in made.errors] == [(2, "A")]


def test_wrong_types_are_read_as_text(conference, organiser, categories):
    book = Workbook()
    book.active.append(["ФИО", "Почта", "Секция", "Организация", "Категория"])
    book.active.append(["Ким Анна", "kim@example.org", 2.0, True, "listener"])
    book.active.append([timezone.now().replace(tzinfo=None), 17, "два", None, 3.5])
    content = io.BytesIO()
    book.save(content)

    made = importing.plan(importing.upload(conference, by=organiser, content=content.getvalue()))

    assert (len(made.new), made.new[0].values["track"].number, made.new[0].values["body_ru"]) == (1, 2, "True")
    assert {(error.row, error.letter) for error in made.errors} == {(3, "A"), (3, "B"), (3, "C"), (3, "E")}


def test_files_that_are_no_tables_are_refused(conference, organiser):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (61 * 1024 * 1024))
    for content in (b"PK\x03\x04garbage", b"\xff\xfe\x00\x00\x00", bomb.getvalue(), b"\x00" * 6_000_000):
        with pytest.raises(ValidationError):
            importing.upload(conference, by=organiser, content=content)

    assert ImportBatch.objects.count() == 0


@pytest.mark.parametrize("header", ["Роль", "is_staff", "is_superuser", "roles", "password", "state"])
def test_roles_permissions_and_states_are_never_taken(header, upload, apply, organiser):
    batch = upload(f"{ROWS[0]}\torganiser", head=f"{HEAD}\t{header}")
    batch.columns = [name if name != "role" else "" for name in batch.columns]

    apply(batch)

    person = Person.objects.get(email="morozova@example.org")
    assert (person.is_staff, person.is_superuser, person.has_usable_password()) == (False, False, False)
    assert set(Role.objects.filter(person=person).values_list("kind", flat=True)) <= {"participant"}


def test_an_address_is_never_changed(make_registration, upload):
    row = make_registration()

    made = importing.plan(upload(f"{row.number}\tevil@example.org", head="№\tПочта"))

    assert [(error.row, error.letter) for error in made.errors] == [(2, "B")]


def test_staff_are_not_renamed_by_a_table(make_registration, make_person, upload, conference):
    boss = make_person(Role.Kind.ORGANISER, conference=conference, is_staff=True, email="boss@example.org")
    row = make_registration(person=boss)

    made = importing.plan(upload(f"{row.number}\tПодменённое Имя", head="№\tФИО"))

    assert [(error.row, error.letter) for error in made.errors] == [(2, "B")]


def test_a_number_of_another_conference_is_not_there(make_registration, other_conference, upload):
    row = make_registration()
    Registration.objects.filter(pk=row.pk).update(conference=other_conference)

    made = importing.plan(upload(f"{row.number}\tИное Имя", head="№\tФИО"))

    assert [(error.row, error.letter) for error in made.errors] == [(2, "A")]
