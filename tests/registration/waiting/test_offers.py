"""The waiting list: offers in turn, with a deadline, passed on when they lapse."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conference.models import Message, Role
from conference.moves import MoveNotAllowed
from registration import services
from registration.models import Category, Registration, Rules
from registration.services import waiting
from tests.registration.waiting.conftest import State, fresh, offered_in, states


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
