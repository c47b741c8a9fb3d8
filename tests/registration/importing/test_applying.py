"""A previewed table is applied through the verbs, once, at once or as a job that goes on."""

from __future__ import annotations

import io

import pytest
from django.http import QueryDict
from openpyxl import load_workbook

from conference.models import Consent, Job, Message, Person, Role
from conference.moves import MoveNotAllowed
from registration.models import Category, ImportBatch, Registration
from registration.services import applying, exporting, importing
from tests.registration.importing.conftest import HEAD, ROWS, numbers

pytestmark = pytest.mark.usefixtures("categories")


def test_new_people_are_registered_through_the_verbs(upload, apply, texts):
    batch = apply(upload(*ROWS))

    rows = {row.person.email: row for row in Registration.objects.all()}
    assert numbers() == ["A-0002", "L-0001", "M-0003"]
    assert {row.source for row in rows.values()} == {"import"}
    assert (rows["morozova@example.org"].state, rows["zhuk@example.org"].state) == ("approved", "submitted")
    assert (rows["zhuk@example.org"].track.number, rows["zhuk@example.org"].country.code) == (2, "BY")
    assert {(each.person.email, each.method) for each in Consent.objects.all()} == {
        ("morozova@example.org", "paper"), ("aram@example.org", "email"),
    }  # fmt: skip
    assert (batch.state, batch.created_count, batch.cells) == ("applied", 3, [])
    assert Message.objects.filter(to="zhuk@example.org", key="registration-received").count() == 1


def test_approved_at_once_when_so_chosen(upload, apply):
    apply(upload(ROWS[1], new_state=ImportBatch.NewState.APPROVED))

    row = Registration.objects.get()
    assert (row.state, row.seat) == ("approved", "hall")
    assert Role.objects.filter(person=row.person, kind="participant").exists()
    assert list(Message.objects.values_list("key", flat=True)) == ["registration-approved"]


def test_a_full_hall_puts_them_on_the_waiting_list(upload, apply, categories):
    Category.objects.filter(pk=categories["academic"].pk).update(seats=0)

    apply(upload(ROWS[1], new_state=ImportBatch.NewState.APPROVED))

    assert Registration.objects.get().state == "waiting"


def test_what_an_account_holds_already_stays(upload, apply, make_person):
    make_person(email="zhuk@example.org", full_name="Жук Алеся", latin_name="", position_ru="доцент")

    apply(upload(f"{ROWS[1]}\tректор", head=f"{HEAD}\tДолжность"))

    person = Person.objects.get(email="zhuk@example.org")
    assert (person.full_name, person.latin_name, person.position_ru) == ("Жук Алеся", "Alesia Zhuk", "доцент")


def test_changes_are_written_and_found_by_the_new_name(make_registration, make_person, upload, apply, conference):
    row = make_registration(person=make_person(email="zhuk@example.org"))

    apply(upload(f"{row.number}\tНовикова Алеся\tЕреван\tонлайн", head="№\tФИО\tГород\tУчастие"))

    row.refresh_from_db()
    assert (row.person.full_name, row.person.city_ru, row.attendance, row.seat) == (
        "Новикова Алеся", "Ереван", "online", "online",
    )  # fmt: skip
    assert "novikova" in row.search


def test_what_was_not_previewed_is_not_applied(upload, organiser, make_registration, make_person):
    batch = upload(ROWS[1])
    seen = importing.plan(batch).fingerprint()
    make_registration(person=make_person(email="zhuk@example.org"))

    with pytest.raises(MoveNotAllowed):
        applying.apply(batch, by=organiser, fingerprint=seen)

    batch.refresh_from_db()
    assert (batch.state, Registration.objects.count()) == ("uploaded", 1)


def test_applied_once_whoever_presses_again(upload, apply, organiser):
    batch = upload(*ROWS)
    seen = importing.plan(batch).fingerprint()
    apply(batch)

    with pytest.raises(MoveNotAllowed):
        applying.apply(batch, by=organiser, fingerprint=seen)

    assert Registration.objects.count() == 3


def test_a_long_table_is_a_job_that_goes_on_after_a_lost_run(upload, organiser, run_tasks, monkeypatch):
    rows = [f"Учитель Номер {at}\tTeacher\tt{at}@example.org\t\tRU\tlistener\tонлайн\t\t" for at in range(60)]
    batch = upload(*[row.replace(f"Номер {at}", f"Номер{'а' * (at + 1)}") for at, row in enumerate(rows)])
    job = applying.apply(batch, by=organiser, fingerprint=importing.plan(batch).fingerprint())
    lost = applying.CHUNK
    create, count = applying._create, iter(range(1000))

    def dies(*args, **kwargs):
        if next(count) == lost + 5:
            raise KeyboardInterrupt  # as when the worker is killed
        return create(*args, **kwargs)

    monkeypatch.setattr(applying, "_create", dies)
    with pytest.raises(KeyboardInterrupt):
        applying.run_import(job.pk)
    after_the_loss = Registration.objects.count()
    monkeypatch.setattr(applying, "_create", create)

    applying.run_import(job.pk)

    batch.refresh_from_db()
    job.refresh_from_db()
    assert after_the_loss == lost
    assert (Registration.objects.count(), batch.created_count, batch.state) == (60, 60, "applied")
    assert (job.state, job.done, job.total) == (Job.State.DONE, 60, 60)


@pytest.fixture
def long_job(upload, organiser):
    """The job of a table too long to be written at once."""
    names = ["а" * (at + 1) for at in range(60)]
    rows = [
        f"Учитель Номер{name}\tTeacher\tt{at}@example.org\t\tRU\tlistener\tонлайн\t\t" for at, name in enumerate(names)
    ]
    batch = upload(*rows)
    return applying.apply(batch, by=organiser, fingerprint=importing.plan(batch).fingerprint())


def test_a_fault_fails_the_job_at_once_and_it_can_be_continued(long_job, organiser, client_of, conference, monkeypatch):
    client, batch = client_of(organiser), ImportBatch.objects.get()
    addresses = [conference.url(f"registration:import_{name}", pk=batch.pk) for name in ("batch", "apply")]
    create = applying._create
    monkeypatch.setattr(applying, "_create", broken)
    applying.run_import(long_job.pk)
    long_job.refresh_from_db()
    failed = (long_job.state, long_job.error)
    shown = client.get(addresses[0]).text
    monkeypatch.setattr(applying, "_create", create)

    client.post(addresses[1])
    again = Job.objects.exclude(pk=long_job.pk).get()
    applying.run_import(again.pk)

    batch.refresh_from_db()
    again.refresh_from_db()
    assert (failed, addresses[1] in shown) == (("failed", "failed-error"), True)
    assert (again.state, batch.state, Registration.objects.count()) == ("done", "applied", 60)


def test_a_fault_in_undoing_fails_the_job_at_once(long_job, organiser, monkeypatch):
    applying.run_import(long_job.pk)
    batch = ImportBatch.objects.get()
    monkeypatch.setattr(applying, "_undo_one", broken)

    job = applying.undo(batch, by=organiser)
    applying.run_undo(job.pk)

    job.refresh_from_db()
    batch.refresh_from_db()
    assert (job.state, job.error, batch.may_be_undone) == ("failed", "failed-error", True)


def broken(*args, **kwargs):
    raise RuntimeError("a mistake of ours")


def test_round_trip_with_the_export(make_registration, make_person, organiser, conference, upload, apply):
    first = make_registration(person=make_person(email="a@example.org"), full_name="Жук Алеся Петровна")
    make_registration("listener", person=make_person(email="b@example.org"), full_name="Тарасов Пётр")
    content = exporting.export(conference, QueryDict("columns=all"), kind="xlsx", by=organiser)
    unchanged = importing.plan(importing.upload(conference, by=organiser, content=content))
    book = load_workbook(io.BytesIO(content))
    head = [cell.value for cell in book.active[1]]
    line = next(row for row in book.active.iter_rows(min_row=2) if row[0].value == first.number)
    line[head.index("Ф. И. О.") if "Ф. И. О." in head else 1].value = "Жук Олеся Петровна"
    edited = io.BytesIO()
    book.save(edited)

    made = importing.plan(importing.upload(conference, by=organiser, content=edited.getvalue()))

    assert (len(unchanged.same), len(unchanged.new), len(unchanged.changed), unchanged.errors) == (2, 0, 0, [])
    assert [[(change.name, change.now) for change in row.changes] for row in made.changed] == [
        [("full_name", "Жук Олеся Петровна")]
    ]
