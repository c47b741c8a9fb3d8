"""The page of the door, without JavaScript too."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from conference.models import Role
from registration import services
from registration.models import CheckIn, Delegation, Registration
from registration.services import door
from registration.services.door import Mark, Verdict
from tests.registration.door.conftest import CODE, badge_of, mark_of, report


def test_the_page_may_use_the_camera_and_no_other_may(at_door, conference):
    policies = [at_door.get(conference.url(name))["Permissions-Policy"] for name in ("registration:door", "desk")]

    assert ["camera=(self)" in policy for policy in policies] == [True, False]


def test_the_page_a_device_keeps_names_nobody(at_door, conference, guest, volunteer):
    at_door.post(conference.url("registration:door_undo", pk=guest.pk))

    shell = at_door.get(conference.url("registration:door"), headers={"X-Door-Shell": "1"}).content.decode()
    page = at_door.get(conference.url("registration:door")).content.decode()

    assert [
        word for word in (volunteer.email, volunteer.full_name, guest.number, 'class="msgs"') if word in shell
    ] == []
    assert 'class="msgs"' in page


def test_who_may_not_stand_here_is_told_to_forget(client_of, person, conference):
    answers = [client_of(person).get(conference.url(f"registration:{name}")) for name in ("door", "door_list")]

    assert [(answer.status_code, answer["X-Door"]) for answer in answers] == [(404, "closed")] * 2


def test_the_worker_serves_this_door_alone(at_door, conference):
    worker = at_door.get(conference.url("registration:door_worker"))

    assert worker["Content-Type"] == "text/javascript"
    assert '"page": "/ru/inclusion/desk/door/"' in worker.content.decode()
    assert "Service-Worker-Allowed" not in worker


def test_without_javascript_a_code_admits_and_a_second_time_does_not(at_door, conference, guest):
    badge = badge_of(guest)
    url = conference.url("registration:door")

    first = at_door.post(url, {"look": badge.code, "door": "А"}, follow=True).content.decode()
    second = at_door.post(url, {"look": guest.number, "door": "Б"}, follow=True).content.decode()

    row = CheckIn.objects.get()
    assert ("is-admit" in first, "is-already" in second, row.door) == (True, True, "А")
    assert "Алеся Жук" in first


def test_without_javascript_a_name_is_found_marked_and_taken_back(at_door, conference, guest):
    found = at_door.post(conference.url("registration:door"), {"look": "Zhu"}).content.decode()
    marked = at_door.post(conference.url("registration:door_mark", pk=guest.pk), follow=True).content.decode()
    at_door.post(conference.url("registration:door_undo", pk=guest.pk))

    assert conference.url("registration:door_mark", pk=guest.pk) in found
    assert "is-admit" in marked
    assert CheckIn.objects.standing().count() == 0


def test_without_javascript_a_void_or_unknown_code_admits_nobody(at_door, conference, guest):
    void = badge_of(guest, revoked_at=timezone.now())
    url = conference.url("registration:door")

    pages = [at_door.post(url, {"look": code}, follow=True).content.decode() for code in (void.code, CODE)]

    assert CheckIn.objects.count() == 0
    assert str(door.words_of(Verdict.VOID)) in pages[0]
    assert str(door.words_of(Verdict.UNKNOWN)) in pages[1]
    assert ["is-refuse" in page for page in pages] == [True, True]
    assert conference.url("registration:walk_in") in pages[1]


@pytest.mark.parametrize("typed", ["К-77", "9999", "L-9999", "ABCDEFGHJKLMNPQRSTU"])
def test_without_javascript_a_wrong_code_gets_the_red_card(typed, at_door, conference, guest):
    page = at_door.post(conference.url("registration:door"), {"look": typed}).content.decode()

    assert ("is-refuse" in page, CheckIn.objects.count()) == (True, 0)


def test_without_javascript_the_end_of_a_number_finds_and_asks(at_door, conference, guest):
    page = at_door.post(conference.url("registration:door"), {"look": guest.number[-4:]}).content.decode()

    assert conference.url("registration:door_mark", pk=guest.pk) in page
    assert CheckIn.objects.count() == 0


def test_without_javascript_the_earlier_mark_of_another_stays(at_door, conference, guest, organiser):
    earlier = door.check_in(guest, by=organiser).check_in
    at_door.post(conference.url("registration:door"), {"look": guest.number})

    page = at_door.get(conference.url("registration:door_guest", pk=guest.pk)).content.decode()
    at_door.post(conference.url("registration:door_undo", pk=guest.pk))

    earlier.refresh_from_db()
    assert (conference.url("registration:door_undo", pk=guest.pk) in page, earlier.undone_at) == (False, None)


def test_without_javascript_undo_takes_back_the_last_action_on_a_delegation_alone(
    at_door, conference, make_registration, organiser
):
    delegation = Delegation.objects.create(conference=conference, body_ru="Министерство", country="AM", seats=3)
    first, second = (make_registration(state="approved", full_name=f"Жук Анна {n}") for n in range(2))
    Registration.objects.filter(pk__in=[first.pk, second.pk]).update(delegation=delegation)
    earlier = door.check_in(first, by=organiser).check_in
    others = conference.url("registration:door_delegation", pk=delegation.pk)

    marked = at_door.post(others, {"guest": first.pk}, follow=True)
    taken = at_door.post(conference.url("registration:door_undo", pk=first.pk), follow=True).content.decode()
    again = at_door.post(conference.url("registration:door_undo", pk=first.pk), follow=True)

    assert marked.redirect_chain[-1][0] == conference.url("registration:door_guest", pk=first.pk)
    assert (second.number in taken, first.number in taken, again.status_code) == (True, False, 200)
    assert list(CheckIn.objects.standing()) == [earlier]


def test_who_is_in_already_is_told_without_gender(at_door, conference, guest, organiser):
    door.check_in(guest, by=organiser, door="А")

    page = at_door.get(conference.url("registration:door_guest", pk=guest.pk)).content.decode()

    assert ("вошёл" in page, "is-already" in page) == (False, True)


def test_the_empty_field_says_what_to_type(at_door, conference):
    page = at_door.post(conference.url("registration:door"), {"look": ""}).content.decode()

    assert 'class="esum"' in page


def test_a_revoked_role_closes_the_door(client_of, volunteer, conference, guest):
    Role.revoke(volunteer, Role.Kind.DOOR, conference)

    response = report(client_of(volunteer), conference, [mark_of(guest)])

    assert (response.status_code, CheckIn.objects.count()) == (404, 0)


def test_a_cancelled_guest_is_refused_though_the_phone_let_them_in(guest, at_door, conference, organiser):
    mark = mark_of(guest)
    services.cancel(guest, by=organiser)

    answers = report(at_door, conference, [mark]).json()["answers"]

    assert (answers[0]["result"], answers[0]["verdict"]) == ("refused", "invalid")


def test_marks_of_a_service_are_taken_in_order(guest, volunteer, conference):
    nonce = uuid.uuid4()
    marks = [Mark(nonce, is_undo=True), Mark(nonce, guest.pk, timezone.now()), Mark(nonce, is_undo=True)]

    answers = door.sync(conference, marks, by=volunteer)

    assert [answer.result for answer in answers] == ["unknown", "in", "undone"]
