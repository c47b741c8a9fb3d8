"""Reports of devices: one row however often and from however many doors it is told, nothing foreign."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conference.models import Role
from registration.models import CheckIn
from registration.services import door
from tests.registration.door.conftest import mark_of, report
from workshops.models import Session

UNDO = {"nonce": str(uuid.uuid4()), "undo": True}


def test_two_phones_that_saw_one_badge_make_one_row(guest, at_door, conference):
    now = timezone.now()
    late, early = mark_of(guest, door="Б"), mark_of(guest, door="А", at=(now - timedelta(minutes=5)).isoformat())
    answers = [report(at_door, conference, [mark]).json()["answers"][0] for mark in (late, early)]

    row = CheckIn.objects.get()

    assert [answer["result"] for answer in answers] == ["in", "already"]
    assert row.door == "А"


def test_a_report_that_comes_twice_counts_once_and_is_answered_alike(guest, at_door, conference):
    mark = mark_of(guest)

    answers = [report(at_door, conference, [mark]).json()["answers"] for _time in range(2)]

    assert answers[0] == answers[1]
    assert answers[0][0]["result"] == "in"
    assert CheckIn.objects.count() == 1


def test_a_mark_and_its_undoing_in_one_report(guest, at_door, conference):
    mark = mark_of(guest)
    undo = {"nonce": mark["nonce"], "undo": True}

    answers = report(at_door, conference, [mark, undo]).json()["answers"]
    repeated = report(at_door, conference, [mark]).json()["answers"]

    assert [answer["result"] for answer in answers] == ["in", "undone"]
    assert [answer["result"] for answer in repeated] == ["undone"]
    assert CheckIn.objects.standing().count() == 0


def test_a_wrong_clock_is_put_right(guest, at_door, conference):
    wrong = timezone.now() + timedelta(days=400)
    mark = mark_of(guest, at=(wrong - timedelta(minutes=10)).isoformat())

    report(at_door, conference, [mark], sent=wrong)

    row = CheckIn.objects.get()
    assert abs(row.at - (timezone.now() - timedelta(minutes=10))) < timedelta(seconds=5)
    assert row.received_at - row.at > timedelta(minutes=9)


def test_one_bad_mark_does_not_hold_up_the_others(guest, make_registration, at_door, conference):
    waiting = make_registration(full_name="Ждущий Пётр")
    old = mark_of(guest, at=(timezone.now() - timedelta(days=30)).isoformat())
    marks = [mark_of(waiting), {**mark_of(guest), "guest": 10**9}, old, mark_of(guest)]

    answers = report(at_door, conference, marks).json()["answers"]

    assert [(answer["result"], answer["verdict"]) for answer in answers] == [
        ("refused", "undecided"),
        ("refused", "unknown"),
        ("refused", "unknown"),
        ("in", ""),
    ]


def test_guests_sessions_and_reports_of_another_conference_do_not_exist(
    guest, conference, other_conference, make_person, client_of, session, volunteer
):
    stranger = client_of(make_person(Role.Kind.DOOR, conference=other_conference))
    ours = door.check_in(guest, by=volunteer).check_in
    marks = [mark_of(guest), {"nonce": str(ours.nonce), "undo": True}]

    answers = report(stranger, other_conference, marks).json()["answers"]
    foreign = report(stranger, conference, marks)

    assert [answer["result"] for answer in answers] == ["refused", "unknown"]
    assert foreign.status_code == 404
    ours.refresh_from_db()
    assert (ours.undone_at, CheckIn.objects.count()) == (None, 1)


def test_a_session_of_another_conference_is_refused(guest, at_door, conference, other_conference):
    now = timezone.now()
    theirs = Session.objects.create(
        conference=other_conference, format="plenary", title_ru="Чужое", starts=now, ends=now + timedelta(hours=1)
    )

    answers = report(at_door, conference, [mark_of(guest, session=theirs.pk)]).json()["answers"]

    assert (answers[0]["result"], CheckIn.objects.count()) == ("refused", 0)


def test_somebody_elses_report_number_is_refused(guest, make_registration, volunteer, at_door, conference):
    other = make_registration(state="approved", full_name="Жук Олеся")
    nonce = door.check_in(guest, by=volunteer).check_in.nonce

    answers = report(at_door, conference, [mark_of(other, nonce=str(nonce))]).json()["answers"]

    assert (answers[0]["result"], CheckIn.objects.count()) == ("refused", 1)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"[" * 100_000, b'{"marks": 1, "sent": "2027-01-01T00:00:00Z"}', b"\xff\xfe",
        b'{"marks": [], "sent": "yesterday"}', b'{"marks": [], "sent": "2027-01-01T00:00:00"}', b'{"marks": []}',
        b'{"marks": [7], "sent": "2027-01-01T00:00:00Z"}', b'{"marks": [{}], "sent": "2027-01-01T00:00:00Z"}',
        b'{"marks": [{"nonce": "x"}], "sent": "2027-01-01T00:00:00Z"}',
        json.dumps({"marks": [UNDO] * 201, "sent": "2027-01-01T00:00:00Z"}).encode(),
    ],
)  # fmt: skip
def test_what_is_no_report_is_answered_with_400(body, at_door, conference):
    response = at_door.post(conference.url("registration:door_sync"), body, content_type="application/json")

    assert response.status_code == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"door": "x" * 41}, {"door": "\ud800"}, {"door": "\x00"}, {"guest": 2**70}, {"guest": "1; drop"}, {"guest": -1},
        {"at": "9999-99-99"}, {"at": 5}, {"session": "x"}, {"method": "online"}, {"method": "desk"}, {"guest": None},
    ],
)  # fmt: skip
def test_a_mark_out_of_shape_is_answered_with_400(wrong, guest, at_door, conference):
    response = report(at_door, conference, [mark_of(guest, **wrong)])

    assert (response.status_code, CheckIn.objects.count()) == (400, 0)


def test_a_report_needs_its_token(guest, volunteer, conference):
    client = Client(enforce_csrf_checks=True)
    client.force_login(volunteer, backend="django.contrib.auth.backends.ModelBackend")
    token = client.get(conference.url("registration:door_list"))["X-Door-Token"]

    refused = report(client, conference, [mark_of(guest)])
    taken = report(client, conference, [mark_of(guest)], HTTP_X_CSRFTOKEN=token)

    assert (refused.status_code, taken.status_code) == (403, 200)
