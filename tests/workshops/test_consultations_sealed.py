"""Nothing of a case is plain anywhere, two people read it under log, and what is blacked out or erased is gone."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from conference.models import ErasureAct, Role
from conference.permissions import may
from conference.sealed import CannotOpen, Sealed, reveal
from conference.services import erasure, readings
from registration.services.joining import forgetting
from tests.workshops.consulting import *  # noqa: F403
from tests.workshops.consulting import CASE, NOTE, again
from workshops.contributes import consultations as contributes
from workshops.models import Consultation, Slot
from workshops.services import consultations

State = Consultation.State


@pytest.fixture
def held(book, expert):
    made = book(days=-1)
    consultations.write_outcome(made, NOTE, by=expert.person)
    return again(made)


def everything() -> str:
    """Every row of every table, as text."""
    out = io.StringIO()
    call_command("dumpdata", stdout=out, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute('SELECT "case", outcome, reason FROM workshops_consultation')
        return out.getvalue() + str(cursor.fetchall())


def test_no_table_holds_a_case_or_a_note_in_plain(held, expert, school):
    consultations.read(held, by=school.person)
    consultations.redact(held, ["прячется под парту"], by=expert.person)

    told = everything()

    assert "парту" not in told
    assert "Тихий вход" not in told
    assert told.count("sealed1:") > 2


def test_a_case_opens_in_its_own_row_only(held, book, make_slot, make_school):
    other = book(make_slot(8), listener=make_school())
    stolen = Consultation.objects.get(pk=other.pk)
    stolen.case = Sealed(held.case.token)

    with pytest.raises(CannotOpen):
        reveal(stolen, "case")


# -- who reads -----------------------------------------------------------------------------------------------------


def test_expert_and_school_read_and_each_reading_is_logged(held, expert, school):
    for person in (expert.person, school.person):
        assert consultations.read(held, by=person) == consultations.Opened(CASE, NOTE, "")

    rows = LogEntry.objects.get_for_object(held).filter(action=LogEntry.Action.ACCESS).order_by("pk")
    assert [row.actor for row in rows] == [expert.person, school.person]
    assert "парту" not in " ".join(str(row.additional_data) + str(row.changes) for row in rows)


@pytest.mark.parametrize("kind", [*Role.Kind.values, "superuser", "another school", "another expert"])
def test_nobody_else_reads(held, season, make_person, make_school, make_expert, kind):
    if kind == "superuser":
        person = make_person(is_superuser=True, is_staff=True)
    elif kind == "another school":
        person = make_school().person
    elif kind == "another expert":
        person = make_expert("other").person
    else:
        person = make_person(kind, conference=season)

    with pytest.raises(PermissionDenied):
        consultations.read(held, by=person)

    assert not LogEntry.objects.filter(action=LogEntry.Action.ACCESS).exists()


@pytest.mark.parametrize(
    ("state", "expected"), [("asked", False), ("booked", True), ("held", True), ("missed", True), ("cancelled", False)]
)
def test_the_expert_reads_while_it_stands(book, expert, state, expected):
    made = book()
    made.state = state

    assert may(expert.person, "workshops.read_case", made) is expected


def test_an_address_that_was_not_shown_reads_nothing(book, make_school):
    listener = make_school(is_sure=False)
    made = again(book(listener=listener))

    assert may(listener.person, "workshops.read_case", made) is False


def test_without_the_row_in_the_log_nothing_is_opened(held, expert, monkeypatch):
    monkeypatch.setattr(readings.LogEntry.objects, "log_create", lambda *args, **kwargs: None)

    with pytest.raises(readings.NotLogged):
        consultations.read(held, by=expert.person)


# -- blacking out --------------------------------------------------------------------------------------------------


def test_words_are_blacked_out_wherever_they_stand(held, school):
    old = held.case.token

    consultations.redact(held, ["второго  класса", "две недели"], by=school.person)

    row = again(held)
    assert reveal(row, "case") == "Ученик ▮▮▮ прячется под парту от шума. Что поменять в его дне?"
    assert reveal(row, "outcome") == "Тихий вход и место у стены; встречаемся через ▮▮▮."
    assert row.redacted_at is not None
    assert old not in everything()


def test_a_part_of_a_word_is_not_blacked_out(held, school):
    with pytest.raises(ValidationError):
        consultations.redact(held, ["учен"], by=school.person)

    assert reveal(again(held), "case") == CASE


@pytest.mark.parametrize("passages", [[], ["  "], ["…"], ["▮▮▮"], ["нет такого"]])
def test_there_is_something_to_black_out(held, school, passages):
    with pytest.raises(ValidationError):
        consultations.redact(held, passages, by=school.person)


def test_organisers_black_out_nothing(held, organiser):
    with pytest.raises(PermissionDenied):
        consultations.redact(held, ["шума"], by=organiser)


# -- erasing -------------------------------------------------------------------------------------------------------


def test_a_case_is_erased_when_its_term_is_over(held, season, school):
    Slot.objects.update(starts=timezone.now() - timedelta(days=179))
    assert consultations.erase_due_cases() == 0
    Slot.objects.update(starts=timezone.now() - timedelta(days=181))

    assert consultations.erase_due_cases() == 1
    assert consultations.erase_due_cases() == 0

    row = again(held)
    assert (reveal(row, "case"), reveal(row, "outcome"), row.school, row.state) == ("", "", "", State.HELD)
    act = ErasureAct.objects.get()
    assert (act.categories, act.basis) == (["consultations"], "case-term-over")
    assert act.subject_ref == erasure.subject_ref(school.person)


def test_a_case_the_expert_cancelled_is_kept_for_two_weeks(book, expert):
    made = book()
    consultations.cancel(made, by=expert.person)
    Slot.objects.update(starts=timezone.now() - timedelta(days=15))

    assert consultations.erase_due_cases() == 1

    assert reveal(again(made), "case") == ""


def test_who_is_forgotten_leaves_no_case_and_frees_the_hour(book, held, make_slot, school):
    coming = book(make_slot(9))

    forgetting.erase_listeners(type(school).objects.filter(pk=school.pk))

    assert [(again(each).state, reveal(again(each), "case"), again(each).listener) for each in (held, coming)] == [
        (State.HELD, "", None), (State.CANCELLED, "", None),
    ]  # fmt: skip


def test_erasure_of_a_person_takes_cases_along(held, school, organiser):
    act = erasure.erase(school.person, by=organiser, basis="own-wish")

    assert "consultations" in act.categories
    assert reveal(again(held), "case") == ""


# -- copies and exports --------------------------------------------------------------------------------------------


def test_a_copy_of_ones_data_has_the_case_sealed_apart(held, school, expert):
    plain, sealed = contributes.personal_data(school.person), contributes.sealed_data(school.person)

    assert plain["consultations_booked"][0]["school"] == "Школа № 3, Тверь"
    assert CASE not in str(plain)
    assert sealed["cases_of_consultations"][0]["case"] == CASE
    assert contributes.sealed_data(expert.person) == {}


def test_the_table_of_organisers_has_no_school_and_no_case(held, organiser, season, client_of):
    response = client_of(organiser).get(
        reverse("workshops:consultations_table", kwargs={"conference_slug": season.slug})
    )

    sheet = load_workbook(io.BytesIO(response.content)).active
    cells = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    assert len(cells) == 2
    assert cells[1][2] == "Вера Тополева"
    assert not any("Тверь" in cell or "парту" in cell or "sealed" in cell for row in cells for cell in row)
