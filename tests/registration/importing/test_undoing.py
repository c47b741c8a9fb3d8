"""An import is taken back: the new goes, the old returns, what somebody worked on stays."""

from __future__ import annotations

import pytest
from django.utils import timezone

from conference.models import IssuedDocument, Message, Person, Role
from conference.moves import MoveNotAllowed
from registration import services
from registration.contributes import office
from registration.models import Category, CheckIn, ImportBatch, Registration
from registration.services import applying
from tests.registration.importing.conftest import ROWS, numbers

pytestmark = pytest.mark.usefixtures("categories")


def test_undo_removes_the_new_and_restores_the_old(
    make_registration, make_person, upload, apply, organiser, categories
):
    kept = make_registration(person=make_person(email="zhuk@example.org"), body_ru="Старое место")
    people = Person.objects.count()
    batch = apply(upload(*ROWS, new_state=ImportBatch.NewState.APPROVED))

    applying.undo(batch, by=organiser)

    batch.refresh_from_db()
    kept.refresh_from_db()
    assert (numbers(), kept.body_ru, batch.state, batch.kept) == ([kept.number], "Старое место", "undone", [])
    assert Person.objects.count() == people
    assert list(Category.objects.filter(seats_taken__gt=0).values_list("family", "seats_taken")) == [("academic", 1)]
    assert not Role.objects.filter(kind="participant").exists()


def test_undo_leaves_what_somebody_worked_on(upload, apply, organiser, conference):
    batch = apply(upload(*ROWS))
    decided = Registration.objects.get(person__email="zhuk@example.org")
    services.approve(decided, by=organiser)
    came = Registration.objects.get(person__email="morozova@example.org")
    CheckIn.objects.create(conference=conference, registration=came, day=conference.starts)

    applying.undo(batch, by=organiser)

    batch.refresh_from_db()
    assert numbers() == sorted([decided.number, came.number])
    assert sorted(said[:6] for said in batch.kept) == sorted([decided.number, came.number])


def test_undo_leaves_values_that_were_changed_again(make_registration, make_person, upload, apply, organiser):
    row = make_registration(person=make_person(email="zhuk@example.org"), body_ru="Первое", degree="к. п. н.")
    batch = apply(upload(f"{row.number}\tВторое\tд. п. н.", head="№\tОрганизация\tСтепень"))
    Registration.objects.filter(pk=row.pk).update(body_ru="Третье")

    applying.undo(batch, by=organiser)

    row.refresh_from_db()
    batch.refresh_from_db()
    assert (row.body_ru, row.degree) == ("Третье", "к. п. н.")
    assert len(batch.kept) == 1


def test_whoever_had_a_letter_is_told(upload, apply, organiser):
    batch = apply(upload(ROWS[0], ROWS[1]))
    Message.objects.filter(to="zhuk@example.org").update(state="sent")

    applying.undo(batch, by=organiser)

    assert list(Message.objects.order_by("pk").values_list("to", "key")) == [
        ("zhuk@example.org", "registration-received"), ("zhuk@example.org", "registration-cancelled"),
    ]  # fmt: skip


def test_documents_of_what_is_undone_become_void(upload, apply, organiser, conference):
    batch = apply(upload(ROWS[1]))
    row = Registration.objects.get()
    IssuedDocument.objects.create(
        conference=conference, person=row.person, kind="visa_letter", number="1", language="ru", about=row
    )

    applying.undo(batch, by=organiser)

    assert (IssuedDocument.objects.get().is_valid, Registration.objects.count()) == (False, 0)


def test_undone_once(upload, apply, organiser):
    batch = apply(upload(ROWS[0]))
    applying.undo(batch, by=organiser)
    batch.refresh_from_db()

    with pytest.raises(MoveNotAllowed):
        applying.undo(batch, by=organiser)


def test_people_in_old_batches_are_forgotten(upload, apply):
    applied, waiting, fresh = apply(upload(ROWS[0])), upload(ROWS[1]), upload(ROWS[2])
    long_ago = timezone.now() - timezone.timedelta(days=40)
    ImportBatch.objects.filter(pk=applied.pk).update(applied_at=long_ago)
    ImportBatch.objects.filter(pk=waiting.pk).update(created=long_ago)

    forgotten = applying.forget_imports()

    for batch in (applied, waiting, fresh):
        batch.refresh_from_db()
    assert (forgotten, applied.created_rows, applied.may_be_undone) == (2, [], False)
    assert (waiting.state, waiting.cells, fresh.cells != []) == ("discarded", [], True)
    assert applying.forget_imports() == 0


def test_an_erased_person_leaves_imports_and_uploads(upload, apply, organiser):
    applied = apply(upload(*ROWS))
    waiting = upload(*ROWS)
    person = Person.objects.get(email="zhuk@example.org")

    erased = office.erase(person, by=organiser)

    applied.refresh_from_db()
    waiting.refresh_from_db()
    assert len(erased) == 1
    assert "Zhuk" not in str(applied.created_rows)
    assert "zhuk@example.org" not in str(waiting.cells)
    assert len(applied.created_rows) == 2
