"""Invitations at the desk: prepared from a table, previewed, sent by a job."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook

from conference.models import Job, Message, Role
from conference.tables import as_xlsx
from registration.models import Invitation, Registration, Rules
from registration.services import invitations
from tests.registration.invitations.conftest import DESK, TABLE, State, form, fresh, letters, page


def test_the_preview_names_good_rows_errors_and_those_left_out(desk, categories):
    preview = desk.post(f"{DESK}new/", form(categories)).context["preview"]

    assert [(row["number"], row["email"], row["language"], row["country"]) for row in preview.rows] == [
        (2, "anna@example.org", "ru", "AM"), (3, "marie@example.org", "en", "FR"),
    ]  # fmt: skip
    assert [(error.row, error.letter) for error in preview.errors] == [(4, "A"), (5, "B"), (5, "E")]
    assert [(each["number"], each["guest"]["email"]) for each in preview.skipped] == [
        (6, "anna@example.org"), (7, "taken@example.org"),
    ]  # fmt: skip
    assert (Invitation.objects.count(), Message.objects.filter(key__startswith="invitation").count()) == (0, 0)


def test_the_preview_shows_the_letter_in_both_languages(desk, categories):
    shown = desk.post(f"{DESK}new/", form(categories)).context["letters"]

    assert [(each["language"], "Сомова" in each["body"] or "Lef" in each["body"]) for each in shown] == [
        ("ru", True), ("en", True),
    ]  # fmt: skip
    assert not any("{" in each["subject"] + each["body"] for each in shown)


def test_the_button_sends_what_the_preview_showed(desk, categories, run_tasks):
    payload = desk.post(f"{DESK}new/", form(categories)).context["payload"]

    response = desk.post(f"{DESK}send/", {"payload": payload})
    run_tasks()

    job = Job.objects.get(kind="invitations")
    assert response["Location"] == f"{DESK}jobs/{job.pk}/"
    assert (job.state, job.done, job.total) == ("done", 2, 2)
    assert sorted(Invitation.objects.values_list("email", "state")) == [
        ("anna@example.org", "sent"), ("marie@example.org", "sent"),
    ]  # fmt: skip
    assert letters("invitation-personal").count() == 2


def test_pressing_the_button_twice_writes_once(desk, categories, run_tasks):
    payload = desk.post(f"{DESK}new/", form(categories)).context["payload"]

    for _each in range(2):
        desk.post(f"{DESK}send/", {"payload": payload})
    run_tasks()

    assert (Invitation.objects.count(), letters("invitation-personal").count()) == (2, 2)


def test_a_job_that_begins_anew_writes_to_nobody_twice(desk, categories, run_tasks):
    payload = desk.post(f"{DESK}new/", form(categories)).context["payload"]
    desk.post(f"{DESK}send/", {"payload": payload})
    run_tasks()
    job = Job.objects.get(kind="invitations")
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)

    invitations.work_through(job.pk)

    assert (letters("invitation-personal").count(), letters("invitation-reminder").count()) == (2, 0)


def test_a_fault_fails_the_job_at_once(make_invitation, conference, organiser, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(invitations, "_written_once", broken)
    job = invitations.send_all([make_invitation(send=False)], conference=conference, by=organiser)

    invitations.work_through(job.pk)

    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "failed-error")


def test_letters_keep_the_pace_of_the_rules(make_invitation, conference, organiser):
    Rules.objects.create(conference=conference, mails_a_minute=2)
    drafts = [make_invitation(send=False) for _each in range(5)]

    job = invitations.send_all(drafts, conference=conference, by=organiser)
    invitations.work_through(job.pk)

    now = timezone.now()
    waits = sorted(round((each.next_attempt_at - now).total_seconds() / 60) for each in letters("invitation-personal"))
    assert waits == [0, 0, 1, 1, 2]


@pytest.mark.parametrize("payload", ["", "forged", "eyJhIjoxfQ:1abc:def"])
def test_a_forged_preview_sends_nothing(payload, desk):
    response = desk.post(f"{DESK}send/", {"payload": payload})

    assert (response.status_code, Invitation.objects.count()) == (302, 0)


def test_a_preview_of_another_conference_sends_nothing(
    desk, categories, other_conference, make_person, client_of, make_categories
):
    payload = desk.post(f"{DESK}new/", form(categories)).context["payload"]
    make_categories(other_conference)
    stranger = make_person(Role.Kind.ORGANISER, conference=other_conference)

    client_of(stranger).post("/ru/elsewhere/desk/invitations/send/", {"payload": payload})

    assert Invitation.objects.count() == 0


def test_the_same_table_may_come_as_a_file(desk, categories):
    rows = [line.split("\t") for line in TABLE.strip().split("\n")]
    file = SimpleUploadedFile("гости.xlsx", as_xlsx(rows[0], rows[1:]))

    preview = desk.post(f"{DESK}new/", form(categories, table="", file=file)).context["preview"]

    assert (len(preview.rows), preview.broken_rows, len(preview.skipped)) == (2, 2, 2)


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a book", b"\x00\x01\x02", b""])
def test_a_broken_file_is_an_error_in_words(content, desk, categories):
    response = desk.post(f"{DESK}new/", form(categories, table="", file=SimpleUploadedFile("x.xlsx", content)))

    assert (response.status_code, response.context["has_errors"], "preview" in response.context) == (200, True, False)


def test_nothing_in_the_form_is_one_error(desk, categories):
    response = desk.post(f"{DESK}new/", form(categories, table=" "))

    assert list(response.context["form"].errors) == ["table"]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "{link}{contact}"])
def test_hostile_names_stay_text(text, desk, categories):
    table = f"E-mail\tИмя\nx@example.org\t{text} Имя"

    response = desk.post(f"{DESK}new/", form(categories, table=table))

    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert not any("org@example.org" in letter["body"].split("\n")[2] for letter in response.context["letters"])


def test_organisations_are_invited_with_their_places(desk, categories, run_tasks):
    table = "E-mail;Организация;Мест\nrector@example.org;Институт;12\nx@example.org;Другой;0\ny@example.org;;3"

    preview = desk.post(f"{DESK}new/", form(categories, kind="organisation", table=table)).context["preview"]

    assert [(row["email"], row["places"], row["body_ru"]) for row in preview.rows] == [
        ("rector@example.org", 12, "Институт")
    ]
    assert [(error.row, error.letter) for error in preview.errors] == [(3, "C"), (4, "B")]


def test_the_empty_table_is_read_back(desk):
    response = desk.get(f"{DESK}template/")

    sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
    assert response["Content-Disposition"].startswith("attachment")
    assert [cell.value for cell in sheet[1]][:3] == ["Электронная почта", "Имя", "Имя латиницей"]


def test_everybody_who_has_not_answered_is_reminded_at_once(make_invitation, desk, run_tasks):
    silent, declined = make_invitation(), make_invitation()
    invitations.decline(declined)
    Invitation.objects.filter(pk=silent.pk).update(sent_at=timezone.now() - timedelta(days=1))
    run_tasks()

    desk.post(f"{DESK}remind/")
    run_tasks()

    assert [letter.to for letter in letters("invitation-reminder")] == [silent.email]


def test_the_list_is_filtered_by_state(make_invitation, desk):
    one, other = make_invitation(), make_invitation()
    invitations.decline(other)

    shown = {state: list(desk.get(f"{DESK}?state={state}").context["page_obj"]) for state in ("sent", "declined", "x")}

    assert shown == {"sent": [one], "declined": [other], "x": [other, one]}


def test_revoking_at_the_desk_kills_the_link(make_invitation, desk, client):
    invitation = make_invitation()

    desk.post(f"{DESK}{invitation.pk}/revoke/")
    client.post(page(invitation, "accept/"))

    assert (fresh(invitation).state, Registration.objects.drafts().count()) == (State.REVOKED, 0)
