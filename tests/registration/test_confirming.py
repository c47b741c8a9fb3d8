"""Guests say whether they come; who is silent is listed, and their seats are released by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from conference.models import IssuedDocument, Message, Role
from conference.moves import MoveNotAllowed
from registration.models import Category, Registration, Rules
from registration.services import confirming, waiting

State = Registration.State


@pytest.fixture
def soon(conference):
    """The conference opens in five days, and guests are asked seven days before."""
    conference.starts = timezone.localdate(timezone=conference.zone) + timedelta(days=5)
    conference.ends = conference.starts + timedelta(days=1)
    conference.save()
    return conference


@pytest.fixture
def guest(soon, make_registration):
    """A guest of the hall, approved some weeks ago."""
    registration = make_registration(state="approved", attendance="hall")
    return weeks_ago(registration)


def weeks_ago(registration):
    Registration.objects.filter(pk=registration.pk).update(submitted_at=timezone.now() - timedelta(days=30))
    return fresh(registration)


def fresh(registration):
    return Registration.objects.select_related("conference", "category", "person", "filled_by").get(pk=registration.pk)


def asked():
    return Message.objects.filter(key="confirm-attendance").count()


def test_guests_are_asked_once_when_their_days_have_come(guest):
    runs = [confirming.ask_everybody(), confirming.ask_everybody()]

    guest = fresh(guest)
    assert (runs, asked()) == ([1, 0], 1)
    assert guest.confirm_asked_at is not None
    assert (
        f"/ru/inclusion/attendance/{waiting.place_token(guest)}/" in Message.objects.get(key="confirm-attendance").body
    )


@pytest.mark.parametrize(
    "days", [{"starts": 8}, {"starts": -1}, {"starts": 5, "confirm_days": 0}, {"starts": 5, "confirm_days": 3}]
)
def test_nobody_is_asked_outside_those_days(days, guest, soon):
    soon.starts = timezone.localdate(timezone=soon.zone) + timedelta(days=days["starts"])
    soon.ends = soon.starts + timedelta(days=3)
    soon.save()
    if "confirm_days" in days:
        Rules.objects.create(conference=soon, confirm_days=days["confirm_days"])

    assert (confirming.ask_everybody(), asked()) == (0, 0)


def test_only_approved_guests_of_the_hall_are_asked(soon, make_registration):
    for state, attendance in (("submitted", "hall"), ("approved", "online"), ("cancelled", "hall")):
        weeks_ago(make_registration(state=state, attendance=attendance))

    assert (confirming.ask_everybody(), asked()) == (0, 0)


def test_who_registers_within_these_days_has_just_said_so(soon, make_registration):
    make_registration(state="approved", attendance="hall")

    assert (confirming.ask_everybody(), asked()) == (0, 0)


def test_so_many_are_asked_in_a_minute(soon, make_registration):
    Rules.objects.create(conference=soon, mails_a_minute=2)
    for _each in range(3):
        weeks_ago(make_registration(state="approved", attendance="hall"))

    assert [confirming.ask_everybody() for _each in range(3)] == [2, 1, 0]


def test_an_archived_conference_asks_nobody(guest, soon):
    soon.visibility = soon.Visibility.ARCHIVED
    soon.save()

    assert confirming.ask_everybody() == 0


def test_confirming_twice_is_confirming_once(guest):
    confirming.confirm(guest, by=guest.person)
    first = fresh(guest).confirmed_at

    confirming.confirm(fresh(guest), by=guest.person)

    assert first is not None
    assert fresh(guest).confirmed_at == first


def test_who_cannot_come_frees_the_seat_for_the_next(guest, categories, make_registration, run_tasks):
    Category.objects.filter(pk=categories["academic"].pk).update(seats=1)
    following = make_registration(attendance="hall")
    run_tasks()

    confirming.cannot_come(fresh(guest), by=None)
    run_tasks()

    guest = fresh(guest)
    assert (guest.state, guest.seat, fresh(following).state) == (State.CANCELLED, "", State.OFFERED)
    assert not Role.objects.filter(person=guest.person, kind=Role.Kind.PARTICIPANT).exists()


@pytest.mark.parametrize("state", ["submitted", "declined", "cancelled"])
def test_there_is_nothing_to_confirm_in(state, soon, make_registration):
    registration = make_registration(state=state)

    for verb in (confirming.confirm, confirming.cannot_come):
        with pytest.raises(MoveNotAllowed):
            verb(registration, by=registration.person)

    assert fresh(registration).confirmed_at is None


def test_silent_guests_are_those_who_were_asked_and_did_not_answer(soon, make_registration, organiser):
    unasked, silent, coming = [weeks_ago(make_registration(state="approved", attendance="hall")) for _each in range(3)]
    for each in (silent, coming):
        confirming.ask_to_confirm(each, by=organiser)
    confirming.confirm(coming, by=coming.person)

    assert list(confirming.silent_guests(soon)) == [silent]
    assert fresh(unasked).confirm_asked_at is None


def test_releasing_a_silent_guest_cancels_with_a_reason_and_a_letter(guest, organiser, run_tasks):
    run_tasks()
    confirming.ask_to_confirm(guest, by=organiser)

    confirming.release_silent(fresh(guest), by=organiser)

    guest = fresh(guest)
    assert (guest.state, guest.seat, guest.decision_note) == (State.CANCELLED, "", "Участие не подтверждено.")
    assert Message.objects.filter(key="registration-cancelled").count() == 1
    assert IssuedDocument.objects.valid().count() == 0


def test_who_has_answered_meanwhile_keeps_the_seat(guest, organiser):
    confirming.ask_to_confirm(guest, by=organiser)
    seen_at_the_desk = fresh(guest)
    confirming.confirm(fresh(guest), by=guest.person)

    with pytest.raises(MoveNotAllowed):
        confirming.release_silent(seen_at_the_desk, by=organiser)

    assert fresh(guest).state == State.APPROVED


def test_who_was_never_asked_is_not_released(guest, organiser):
    with pytest.raises(MoveNotAllowed):
        confirming.release_silent(guest, by=organiser)


# -- pages ----------------------------------------------------------------------------------------------------


def page(registration, verb=""):
    return f"/ru/inclusion/attendance/{waiting.place_token(registration)}/{verb}"


def test_opening_the_link_changes_nothing(guest, client):
    answers = [client.get(page(guest)), client.get(page(guest, "coming/")), client.get(page(guest, "not-coming/"))]

    guest = fresh(guest)
    assert [each.status_code for each in answers] == [200, 405, 405]
    assert (guest.state, guest.confirmed_at) == (State.APPROVED, None)


def test_one_button_confirms_without_signing_in(guest, client):
    response = client.post(page(guest, "coming/"), follow=True)

    assert response.status_code == 200
    assert fresh(guest).confirmed_at is not None
    assert "_auth_user_id" not in client.session


def test_the_other_button_gives_the_seat_back(guest, client):
    response = client.post(page(guest, "not-coming/"), follow=True)

    assert (response.status_code, fresh(guest).state) == (200, State.CANCELLED)


def test_the_desk_releases_only_after_it_was_asked_to_be_sure(guest, organiser, client_of):
    confirming.ask_to_confirm(guest, by=organiser)
    client = client_of(organiser)

    asked_first = client.post("/ru/inclusion/desk/silent/release/", {"guest": guest.pk})
    before = fresh(guest).state
    client.post("/ru/inclusion/desk/silent/release/", {"guest": guest.pk, "sure": "1"})

    assert (asked_first.status_code, before, fresh(guest).state) == (200, State.APPROVED, State.CANCELLED)


@pytest.mark.parametrize("sent", [["x"], ["-1"], ["9" * 30], []])
def test_the_desk_survives_whatever_is_ticked(sent, guest, organiser, client_of):
    confirming.ask_to_confirm(guest, by=organiser)

    response = client_of(organiser).post("/ru/inclusion/desk/silent/release/", {"guest": sent, "sure": "1"})

    assert (response.status_code, fresh(guest).state) == (302, State.APPROVED)


def test_a_guest_of_another_conference_is_not_released(guest, organiser, other_conference, client_of, make_person):
    confirming.ask_to_confirm(guest, by=organiser)
    stranger = make_person(Role.Kind.ORGANISER, conference=other_conference)

    answers = [
        client_of(stranger).post(f"/ru/{slug}/desk/silent/release/", {"guest": guest.pk, "sure": "1"}).status_code
        for slug in ("inclusion", "elsewhere")
    ]

    assert (answers, fresh(guest).state) == ([404, 302], State.APPROVED)


def test_the_organiser_notes_an_answer_by_telephone_and_asks_again(guest, organiser, client_of):
    confirming.ask_to_confirm(guest, by=organiser)
    client = client_of(organiser)

    client.post("/ru/inclusion/desk/silent/ask/", {"guest": guest.pk})
    letters = asked()
    client.post("/ru/inclusion/desk/silent/confirm/", {"guest": guest.pk})

    assert (letters, fresh(guest).confirmed_at is not None) == (2, True)


def test_my_page_asks_and_then_thanks(guest, organiser, client_of):
    confirming.ask_to_confirm(guest, by=organiser)
    client = client_of(guest.person)
    before = client.get("/en/me/").content.decode()
    client.post(page(guest, "coming/"))
    after = client.get("/en/me/").content.decode()

    assert ("I am coming" in before, "we are expecting you" in before) == (True, False)
    assert ("I am coming" in after, "we are expecting you" in after) == (False, True)
