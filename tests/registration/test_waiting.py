"""The waiting list: offers in turn, with a deadline, answered by a button and never by opening a letter."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conference.models import Message, Role
from conference.moves import MoveNotAllowed
from registration import services
from registration.models import Category, Registration, Rules
from registration.services import waiting

State = Registration.State


@pytest.fixture
def press(categories):
    """A category that approves by itself, with one seat and no places online."""
    Category.objects.filter(pk=categories["academic"].pk).update(seats=1, seats_online=0, approval="automatic")
    categories["academic"].refresh_from_db()
    return categories["academic"]


@pytest.fixture
def line(press, make_registration):
    """One guest with the seat and three who wait, in order."""
    return [make_registration() for _each in range(4)]


def states(line):
    known = dict(Registration.objects.filter(pk__in=[each.pk for each in line]).values_list("pk", "state"))
    return [known[each.pk] for each in line]


def fresh(registration):
    return Registration.objects.select_related("conference", "category", "person", "filled_by").get(pk=registration.pk)


def offered_in(line, run_tasks, organiser):
    """The guest gives the seat back and the worker offers it: the second of the line."""
    services.cancel(line[0], by=organiser)
    run_tasks()
    return fresh(line[1])


def lapse(registration):
    moment = timezone.now() - timedelta(minutes=1)
    Registration.objects.filter(pk=registration.pk).update(offered_until=moment)
    return fresh(registration)


def test_a_freed_seat_is_offered_to_the_first_who_waits(line, run_tasks, organiser, press):
    offered = offered_in(line, run_tasks, organiser)

    press.refresh_from_db()
    hours = (offered.offered_until - timezone.now()).total_seconds() / 3600
    assert states(line) == [State.CANCELLED, State.OFFERED, State.WAITING, State.WAITING]
    assert (offered.seat, press.seats_taken, round(hours)) == ("hall", 1, 48)
    assert Message.objects.filter(key="registration-offer").count() == 1


def test_the_letter_names_the_deadline_and_holds_one_link(line, run_tasks, organiser):
    offered = offered_in(line, run_tasks, organiser)

    letter = Message.objects.get(key="registration-offer")
    assert waiting.in_words(offered.offered_until, offered.conference) in letter.body
    assert [row for row in letter.body.splitlines() if "://" in row] == [
        f"http://127.0.0.1:8000/ru/inclusion/place/{waiting.place_token(offered)}/"
    ]


def test_the_organisers_offer_by_hand_where_they_say_so(line, run_tasks, organiser, press):
    Category.objects.filter(pk=press.pk).update(promotion=Category.Promotion.BY_HAND)
    services.cancel(line[0], by=organiser)
    run_tasks()
    before = states(line)

    waiting.offer(fresh(line[2]), by=organiser)

    assert before == [State.CANCELLED, State.WAITING, State.WAITING, State.WAITING]
    assert states(line) == [State.CANCELLED, State.WAITING, State.OFFERED, State.WAITING]


def test_nothing_is_offered_while_no_seat_is_free(line, organiser, press):
    with pytest.raises(MoveNotAllowed):
        waiting.offer(fresh(line[1]), by=organiser)

    assert (waiting.offer_next(press, "hall"), waiting.offer_what_is_free()) == (None, 0)
    assert Message.objects.filter(key="registration-offer").count() == 0


def test_more_seats_are_offered_to_the_next_in_turn(line, press):
    Category.objects.filter(pk=press.pk).update(seats=3)

    offered = waiting.offer_what_is_free()

    assert offered == 2
    assert states(line) == [State.APPROVED, State.OFFERED, State.OFFERED, State.WAITING]


def test_raising_the_number_in_the_administration_offers_the_new_seats(line, press, client_of, organiser, run_tasks):
    run_tasks()
    page = f"/admin/registration/category/{press.pk}/change/"
    client = client_of(organiser)
    form = client.get(page).context["adminform"].form
    data = {name: value for name in form.fields if (value := form.get_initial_for_field(form.fields[name], name))}
    data |= {"seats": 2, "conference": press.conference_id, "family": "academic"}

    response = client.post(page, {**data, "seats_online": 0, "order": 2, "_save": "1"})
    run_tasks()

    assert response.status_code == 302, response.context["adminform"].form.errors
    assert states(line) == [State.APPROVED, State.OFFERED, State.WAITING, State.WAITING]


def test_accepting_makes_a_participant(line, run_tasks, organiser, press):
    offered = offered_in(line, run_tasks, organiser)

    waiting.accept_offer(offered, by=offered.person)

    press.refresh_from_db()
    offered = fresh(offered)
    assert (offered.state, offered.seat, offered.offered_until, press.seats_taken) == (State.APPROVED, "hall", None, 1)
    assert Role.objects.filter(person=offered.person, kind=Role.Kind.PARTICIPANT).count() == 1


def test_giving_up_passes_the_seat_on(line, run_tasks, organiser, press):
    offered = offered_in(line, run_tasks, organiser)

    waiting.give_up_offer(offered, by=offered.person)
    run_tasks()

    press.refresh_from_db()
    assert states(line) == [State.CANCELLED, State.CANCELLED, State.OFFERED, State.WAITING]
    assert press.seats_taken == 1


def test_an_offer_that_lapses_goes_to_the_next_and_its_guest_to_the_end(line, run_tasks, organiser, press):
    lapse(offered_in(line, run_tasks, organiser))

    expired = waiting.expire_offers()
    run_tasks()

    press.refresh_from_db()
    assert (expired, press.seats_taken) == (1, 1)
    assert states(line) == [State.CANCELLED, State.WAITING, State.OFFERED, State.WAITING]
    assert list(waiting.in_line(press, "hall")) == [line[3], line[1]]
    assert Message.objects.filter(key="registration-offer-expired", to=line[1].person.email).count() == 1


def test_an_offer_in_time_does_not_expire(line, run_tasks, organiser):
    offered = offered_in(line, run_tasks, organiser)

    assert (waiting.expire_offers(), waiting.expire_offer(offered)) == (0, False)
    assert fresh(offered).state == State.OFFERED


def test_a_lapsed_offer_cannot_be_accepted(line, run_tasks, organiser):
    offered = lapse(offered_in(line, run_tasks, organiser))

    with pytest.raises(MoveNotAllowed):
        waiting.accept_offer(offered, by=offered.person)

    assert fresh(offered).state == State.OFFERED


def test_who_let_two_offers_lapse_gets_no_third_by_itself(press, make_registration, run_tasks, organiser):
    holder, silent = make_registration(), make_registration()
    services.cancel(holder, by=organiser)
    run_tasks()
    for _each in range(2):
        lapse(silent)
        waiting.expire_offers()
        run_tasks()

    assert (fresh(silent).state, waiting.offer_what_is_free()) == (State.WAITING, 0)
    assert Message.objects.filter(key="registration-offer").count() == 2
    assert waiting.offer(fresh(silent), by=organiser).state == State.OFFERED


def test_an_offer_never_outlives_the_conference(line, run_tasks, organiser, conference):
    conference.starts = conference.ends = timezone.localdate(timezone=conference.zone)
    conference.save()
    for each in line:
        each.refresh_from_db()

    offered = offered_in(line, run_tasks, organiser)

    assert timezone.localdate(offered.offered_until, conference.zone) == conference.ends


def test_nothing_is_offered_after_the_conference(line, run_tasks, organiser, conference):
    conference.starts = conference.ends = timezone.localdate() - timedelta(days=2)
    conference.save()

    services.cancel(line[0], by=organiser)
    run_tasks()

    assert states(line)[1:] == [State.WAITING] * 3


def test_the_rules_say_for_how_long(line, run_tasks, organiser, conference):
    Rules.objects.create(conference=conference, offer_hours=6)

    offered = offered_in(line, run_tasks, organiser)

    assert round((offered.offered_until - timezone.now()).total_seconds() / 3600) == 6


def test_positions_are_counted_in_one_query(line, make_registration):
    everybody = [fresh(each) for each in line]

    with CaptureQueriesContext(connection) as captured:
        positions = waiting.positions_of(everybody)

    assert positions == {line[1].pk: 1, line[2].pk: 2, line[3].pk: 3}
    assert len(captured) == 1


def test_the_lists_for_the_hall_and_online_are_apart(line, make_registration):
    online = make_registration(attendance="online")

    assert waiting.positions_of([online, fresh(line[3])]) == {online.pk: 1, line[3].pk: 3}


def test_who_waits_for_the_hall_can_take_part_online_at_once(line, press):
    Category.objects.filter(pk=press.pk).update(seats_online=5)
    registration = fresh(line[2])

    waiting.take_online_instead(registration, by=registration.person)

    press.refresh_from_db()
    registration = fresh(registration)
    assert (registration.state, registration.attendance, registration.seat) == (State.APPROVED, "online", "online")
    assert (press.seats_taken, press.seats_online_taken) == (1, 1)


def test_a_category_approved_by_hand_considers_who_goes_online(line, press):
    Category.objects.filter(pk=press.pk).update(seats_online=5, approval="by_hand")
    registration = fresh(line[2])

    waiting.take_online_instead(registration, by=registration.person)

    assert (fresh(registration).state, fresh(registration).seat) == (State.SUBMITTED, "online")


def test_nobody_loses_the_place_in_the_list_when_nothing_is_free_online(line):
    registration = fresh(line[2])

    with pytest.raises(MoveNotAllowed):
        waiting.take_online_instead(registration, by=registration.person)

    registration = fresh(registration)
    assert (registration.state, registration.attendance) == (State.WAITING, "hall")
    assert waiting.positions_of([registration]) == {registration.pk: 2}


def page(registration, verb=""):
    return f"/ru/inclusion/place/{waiting.place_token(registration)}/{verb}"


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
