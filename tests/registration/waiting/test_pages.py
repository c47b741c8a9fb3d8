"""The pages of the waiting list: an offer is answered by a button and never by opening a letter."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from conference.models import Message
from registration.models import Category
from registration.services import waiting
from tests.registration.waiting.conftest import State, fresh, offered_in, page, states


def test_opening_the_link_changes_nothing(line, run_tasks, organiser, client):
    offered = offered_in(line, run_tasks, organiser)

    shown = [client.get(page(offered)), client.head(page(offered)), client.get(page(offered, "take/"))]

    assert [each.status_code for each in shown] == [200, 200, 405]
    assert fresh(offered).state == State.OFFERED


def test_a_button_takes_the_seat_without_signing_in(line, run_tasks, organiser, client):
    offered = offered_in(line, run_tasks, organiser)

    response = client.post(page(offered, "take/"), follow=True)

    assert fresh(offered).state == State.APPROVED
    assert "Take the seat" not in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_second_answer_is_answered_kindly(line, run_tasks, organiser, client):
    offered = offered_in(line, run_tasks, organiser)
    client.post(page(offered, "take/"))

    response = client.post(page(offered, "give-up/"), follow=True)

    assert (response.status_code, fresh(offered).state) == (200, State.APPROVED)


@pytest.mark.parametrize("token", ["forged", "eyJ0.abc:def", "…", "1:1abc:xyz"])
def test_an_altered_link_leads_nowhere(token, conference, client):
    answers = [client.get(f"/ru/inclusion/place/{token}/"), client.post(f"/ru/inclusion/place/{token}/take/")]

    assert [each.status_code for each in answers] == [404, 404]


def test_a_link_of_another_conference_leads_nowhere(line, other_conference, client):
    token = waiting.place_token(line[1])

    assert client.get(f"/ru/elsewhere/place/{token}/").status_code == 404


def test_a_link_of_one_purpose_serves_no_other(line, client):
    registration = line[1]

    answers = [
        client.get(f"/ru/inclusion/place/{registration.resume_token()}/"),
        client.get(f"/ru/inclusion/invitation/{waiting.place_token(registration)}/"),
    ]

    assert [each.status_code for each in answers] == [404, 404]


def test_my_page_shows_the_position(line, client_of):
    response = client_of(line[3].person).get("/en/me/")

    assert "Your place in the list: 3." in response.content.decode()


def test_my_page_offers_the_two_buttons(line, run_tasks, organiser, client_of):
    offered = offered_in(line, run_tasks, organiser)

    text = client_of(offered.person).get("/en/me/").content.decode()

    assert (text.count("/take/"), text.count("/give-up/")) == (1, 1)


def test_the_page_after_sending_shows_the_position(line, client_of):
    text = client_of(line[2].person).get("/en/inclusion/register/sent/").content.decode()

    assert "Your place in the list: 2." in text
    assert "five working days" not in text


def test_the_desk_shows_each_list_in_order(line, organiser, client_of):
    response = client_of(organiser).get("/en/inclusion/desk/waiting/")

    shown = response.context["lists"]
    assert [(each["label"], [one.pk for one in each["waiting"]]) for each in shown] == [
        ("in the hall", [each.pk for each in line[1:]])
    ]


def test_the_desk_offers_all_free_seats_at_once(line, press, organiser, client_of):
    Category.objects.filter(pk=press.pk).update(seats=3, promotion="by_hand")

    client_of(organiser).post("/en/inclusion/desk/waiting/academic/hall/offer/")

    assert states(line) == [State.APPROVED, State.OFFERED, State.OFFERED, State.WAITING]


def test_the_desk_says_that_a_seat_can_be_offered(line, press, organiser, rf):
    from registration.contributes import invitations as contributed

    request = rf.get("/")
    request.user = organiser
    none_free = contributed.tasks_waiting(request, press.conference)
    Category.objects.filter(pk=press.pk).update(seats=3, promotion="by_hand")

    tasks = contributed.tasks_waiting(request, press.conference)

    assert none_free == []
    assert [(task["url"], task["since"]) for task in tasks] == [
        ("/ru/inclusion/desk/waiting/", fresh(line[1]).waiting_since)
    ]


def test_every_scheduled_function_can_be_found_by_name():
    from registration.contributes import invitations as contributed

    names = [function.__name__ for function in contributed.schedules()]

    assert len(set(names)) == len(names)


def test_an_anonymous_visitor_is_not_told_who_else_waits(line, press):
    text = Client().get(page(line[3])).content.decode()

    assert not any(each.number in text for each in line[:3])


def test_page_and_letter_name_the_hour_of_the_conference(line, run_tasks, organiser, client, conference):
    conference.time_zone = "Asia/Vladivostok"
    conference.save()
    for each in line:
        each.refresh_from_db()

    offered = offered_in(line, run_tasks, organiser)

    hour = f"{timezone.localtime(offered.offered_until, conference.zone):%H:%M}"
    letter = Message.objects.get(key="registration-offer")
    assert (hour in letter.body, hour in client.get(page(offered)).content.decode()) == (True, True)


@pytest.mark.parametrize(
    ("approval", "promotion", "state", "letter"),
    [
        ("automatic", "automatic", "approved", "registration-approved"),
        ("by_hand", "by_hand", "approved", "registration-approved"),
        ("by_hand", "automatic", "submitted", "registration-received"),
    ],
)
def test_taking_a_seat_does_not_go_past_the_organisers(
    approval, promotion, state, letter, line, press, run_tasks, organiser
):
    offered = offered_in(line, run_tasks, organiser)
    Category.objects.filter(pk=press.pk).update(approval=approval, promotion=promotion)

    taken = waiting.accept_offer(fresh(offered), by=None)

    assert (taken.state, fresh(taken).seat) == (state, "hall")
    assert Message.objects.filter(about_id=taken.pk, key=letter).count() == 1
