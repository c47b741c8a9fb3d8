"""Seats are counted once, given back once, and never jump the queue."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from registration import services
from registration.models import Category, Delegation, Registration
from registration.services import seats

State = Registration.State


def counted(category: Category) -> tuple[int, int]:
    category.refresh_from_db()
    return category.seats_taken, category.seats_online_taken


@pytest.fixture
def hall(categories):
    """The academic category with two seats and one place online."""
    Category.objects.filter(pk=categories["academic"].pk).update(seats=2, seats_online=1)
    categories["academic"].refresh_from_db()
    return categories["academic"]


def test_each_registration_counts_once_where_it_takes_part(hall, make_registration):
    make_registration(attendance="hall")
    make_registration(attendance="online")

    assert counted(hall) == (1, 1)


def test_whoever_comes_after_the_last_seat_waits(hall, make_registration):
    states = [make_registration().state for _each in range(4)]

    assert states == [State.SUBMITTED, State.SUBMITTED, State.WAITING, State.WAITING]
    assert counted(hall) == (2, 0)


def test_a_full_hall_leaves_the_places_online_alone(hall, make_registration):
    for _each in range(2):
        make_registration(attendance="hall")

    online = make_registration(attendance="online")

    assert (online.state, online.seat) == (State.SUBMITTED, "online")


def test_who_has_just_come_does_not_get_a_seat_before_those_who_wait(hall, make_registration, organiser):
    first, *_others = [make_registration() for _each in range(3)]
    Category.objects.filter(pk=hall.pk).update(promotion=Category.Promotion.BY_HAND)
    services.cancel(first, by=organiser)

    newcomer = make_registration()

    assert (newcomer.state, counted(hall)) == (State.WAITING, (1, 0))


def test_without_a_limit_nobody_waits_for_others(hall, make_registration):
    for _each in range(3):
        make_registration()
    Category.objects.filter(pk=hall.pk).update(seats=None)

    newcomer = make_registration()

    assert newcomer.state == State.SUBMITTED


def test_a_seat_is_taken_once_however_often_it_is_asked_for(hall, make_registration):
    registration = make_registration()

    assert [seats.take_seat(registration) for _each in range(3)] == [True] * 3
    assert counted(hall) == (1, 0)


def test_a_seat_given_meanwhile_is_not_counted_a_second_time(hall, make_registration):
    registration = make_registration()
    stale = Registration.objects.get(pk=registration.pk)
    stale.seat = ""

    assert seats.take_seat(stale)
    assert (stale.seat, counted(hall)) == ("hall", (1, 0))


def test_giving_back_twice_frees_one_seat(hall, make_registration):
    one, _other = make_registration(), make_registration()
    same = Registration.objects.get(pk=one.pk)

    freed = [seats.give_seat_back(one), seats.give_seat_back(one), seats.give_seat_back(same)]

    assert freed == [True, False, False]
    assert counted(hall) == (1, 0)


@pytest.mark.parametrize("verb", [services.cancel, lambda each, by: services.decline(each, by=by, reason="Нет")])
def test_cancelled_and_declined_registrations_free_their_seat(verb, hall, make_registration, organiser):
    registration = make_registration()

    verb(registration, by=organiser)

    registration.refresh_from_db()
    assert (registration.seat, counted(hall)) == ("", (0, 0))


def test_approval_of_who_waits_needs_a_seat(hall, make_registration, organiser):
    waiting = [make_registration() for _each in range(3)][-1]

    with pytest.raises(services.decisions.MoveNotAllowed):
        services.approve(waiting, by=organiser)

    waiting.refresh_from_db()
    assert (waiting.state, counted(hall)) == (State.WAITING, (2, 0))


def test_moving_online_frees_the_seat_in_the_hall(hall, make_registration):
    registration = make_registration()

    moved = seats.move_seat(registration, "online")

    registration.refresh_from_db()
    assert (moved, registration.attendance, registration.seat, counted(hall)) == (True, "online", "online", (0, 1))


def test_moving_where_nothing_is_free_changes_nothing(hall, make_registration):
    make_registration(attendance="online")
    registration = make_registration()

    moved = seats.move_seat(registration, "online")

    registration.refresh_from_db()
    assert (moved, registration.attendance, registration.seat, counted(hall)) == (False, "hall", "hall", (1, 1))


def test_the_database_itself_refuses_a_seat_too_many(hall):
    with pytest.raises(IntegrityError), transaction.atomic():
        Category.objects.filter(pk=hall.pk).update(seats_taken=3)


@pytest.fixture
def delegation(conference, categories):
    Category.objects.filter(pk=categories["ministry"].pk).update(seats=4)
    return Delegation.objects.create(
        conference=conference, category=categories["ministry"], body_ru="Министерство", country="AM", seats=3
    )


def member_of(delegation, make_registration):
    registration = make_registration("ministry")
    seats.give_seat_back(registration)
    Registration.objects.filter(pk=registration.pk).update(delegation=delegation)
    return Registration.objects.get(pk=registration.pk)


def test_members_use_the_seats_held_for_their_delegation(delegation, make_registration):
    seats.hold_seats(delegation, 2)
    member = member_of(delegation, make_registration)

    seats.take_seat(member)

    delegation.refresh_from_db()
    assert (member.seat, delegation.seats_used, counted(delegation.category)) == ("delegation", 1, (2, 0))


def test_a_member_who_leaves_gives_the_seat_to_the_delegation(delegation, make_registration):
    seats.hold_seats(delegation, 1)
    member = member_of(delegation, make_registration)
    seats.take_seat(member)

    seats.give_seat_back(member)

    delegation.refresh_from_db()
    assert (delegation.seats_used, delegation.seats_held, counted(delegation.category)) == (0, 1, (1, 0))


@pytest.mark.parametrize(("number", "held"), [(3, True), (0, True), (5, False)])
def test_a_delegation_holds_what_the_hall_has(number, held, delegation):
    Delegation.objects.filter(pk=delegation.pk).update(seats=9)

    assert seats.hold_seats(delegation, number) is held
    assert counted(delegation.category) == (number if held else 0, 0)


def test_seats_without_a_name_go_back_to_the_hall(delegation, make_registration):
    seats.hold_seats(delegation, 3)
    seats.take_seat(member_of(delegation, make_registration))

    freed = seats.release_held_seats(delegation)

    assert (freed, delegation.seats_held, counted(delegation.category)) == (2, 1, (1, 0))


def test_a_freed_seat_is_offered_in_the_background_only_when_somebody_waits(hall, make_registration, organiser):
    from django_q.models import OrmQ

    one = make_registration()
    OrmQ.objects.all().delete()
    services.cancel(one, by=organiser)
    alone = [row.func() for row in OrmQ.objects.all() if "waiting" in row.func()]
    for _each in range(3):
        last = make_registration()
    OrmQ.objects.all().delete()
    services.cancel(Registration.objects.filter(seat="hall").first(), by=organiser)
    queued = [row.func() for row in OrmQ.objects.all() if "waiting" in row.func()]

    assert last.waiting_since > timezone.now() - timedelta(minutes=1)
    assert (alone, queued) == ([], ["registration.services.waiting.offer_free_seats"])
