"""Seats: counted where they are limited, taken and given back by one conditional UPDATE each.

The row that counts is locked by the UPDATE itself, so two registrations never share the last seat, whatever
the isolation level; the CheckConstraints on Category and Delegation are the last line. Whoever locks both rows locks
the category first, so that nobody waits for each other. Whoever waits is told of a
freed seat by ``waiting``: this module only says that there is one (``queue_up``).
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, F, Q

from conference.services.queue import enqueue
from registration.models import Category, Delegation, Registration

Seat = Registration.Seat
POOLS = {Seat.HALL: ("seats", "seats_taken"), Seat.ONLINE: ("seats_online", "seats_online_taken")}


class NoSeatForBoth(Exception):
    """The guest would be seated, the assistant would not."""


class SeatIsThere(Exception):
    """The registration was given a seat by somebody else meanwhile."""


@transaction.atomic
def take_seat(registration: Registration) -> bool:
    """Count a seat for *registration*: of its delegation while one is held there, else of its category.

    Returns False when none is free. A registration that has a seat keeps it, even when that was not known here. An
    assistant who comes along is seated too: both have a seat, or neither.
    """
    return _take_together(registration, Q())


@transaction.atomic
def take_seat_in_turn(registration: Registration) -> bool:
    """As ``take_seat``, for who has just come: a limited seat goes to nobody while others wait for it."""
    waiting = Registration.objects.waiting_list().order_by().exclude(pk=registration.pk)
    ahead = waiting.filter(category=registration.category_id, attendance=registration.attendance)
    return _take_together(registration, Q(~Exists(ahead)))


@transaction.atomic
def give_seat_back(registration: Registration) -> bool:
    """Free the seat that *registration* holds; returns whether there was one. Safe to call twice.

    Whoever waits for it is offered it in the background.
    """
    for assistant in _assistants(registration):
        _give_one_back(assistant)
    return _give_one_back(registration)


def _give_one_back(registration: Registration) -> bool:
    seat = registration.seat
    freed = Registration.objects.filter(pk=registration.pk, seat=seat).exclude(seat=Seat.NONE).update(seat=Seat.NONE)
    registration.seat = Seat.NONE
    if not freed:
        return False
    if seat == Seat.DELEGATION:
        Delegation.objects.filter(pk=registration.delegation_id or 0, seats_used__gt=0).update(
            seats_used=F("seats_used") - 1
        )
    else:
        _limit, taken = POOLS[Seat(seat)]
        Category.objects.filter(pk=registration.category_id, **{f"{taken}__gt": 0}).update(**{taken: F(taken) - 1})
    queue_up(registration.category_id)
    return True


@transaction.atomic
def move_seat(registration: Registration, attendance: str) -> bool:
    """Change how *registration* takes part, with its seat: the new one is taken before the old one is freed.

    Returns False, and changes nothing, when it holds a seat and none is free there.
    """
    if registration.attendance == attendance:
        return True
    try:
        with transaction.atomic():
            if not all(_move(each, attendance) for each in (registration, *_assistants(registration))):
                raise NoSeatForBoth
    except NoSeatForBoth:
        registration.refresh_from_db(fields=["attendance", "seat"])
        return False
    return True


def _move(registration: Registration, attendance: str) -> bool:
    was, held = registration.attendance, registration.seat
    registration.attendance, registration.seat = attendance, Seat.NONE
    if held:
        there = _of_the_delegation(registration) or _of_the_category(registration, Q())
        if not there:
            registration.attendance, registration.seat = was, held
            return False
        registration.seat = held
        _give_one_back(registration)
        _write(registration, there)
    Registration.objects.filter(pk=registration.pk).update(attendance=attendance)
    return True


@transaction.atomic
def hold_seats(delegation: Delegation, number: int) -> bool:
    """Reserve *number* more seats of the hall for *delegation*; False when the hall has not so many."""
    if delegation.category_id is None or number <= 0:
        return number <= 0
    free = Q(seats=None) | Q(seats__gte=F("seats_taken") + number)
    if not Category.objects.filter(free, pk=delegation.category_id).update(seats_taken=F("seats_taken") + number):
        return False
    Delegation.objects.filter(pk=delegation.pk).update(seats_held=F("seats_held") + number)
    delegation.refresh_from_db(fields=["seats_held"])
    return True


@transaction.atomic
def release_held_seats(delegation: Delegation) -> int:
    """Give the seats without a name back to the hall; returns how many."""
    Category.objects.select_for_update(no_key=True).filter(pk=delegation.category_id or 0).first()
    held = Delegation.objects.select_for_update(no_key=True).get(pk=delegation.pk)
    spare = held.seats_held - held.seats_used
    if spare <= 0:
        return 0
    Delegation.objects.filter(pk=held.pk).update(seats_held=F("seats_used"))
    delegation.refresh_from_db(fields=["seats_held"])
    if held.category_id is not None:
        Category.objects.filter(pk=held.category_id).update(seats_taken=F("seats_taken") - spare)
        queue_up(held.category_id)
    return spare


def queue_up(category_id: int) -> None:
    """Have free seats of the category offered soon, when somebody waits there."""
    from .waiting import offer_free_seats  # the list is built upon the seats, not the other way round

    if Registration.objects.filter(category=category_id, state=Registration.State.WAITING).exists():
        enqueue(offer_free_seats, category_id)


def _assistants(registration: Registration) -> list[Registration]:
    """Those who come along with the guest of *registration* and are seated with them."""
    if registration.accompanies_id is not None:
        return []
    return list(Registration.objects.active().filter(accompanies=registration))


def _take_together(registration: Registration, condition: Q) -> bool:
    had = registration.seat
    try:
        with transaction.atomic():
            if not _take(registration, condition):
                return False
            for assistant in _assistants(registration):
                assistant.attendance = registration.attendance
                if not _take(assistant, Q()):
                    raise NoSeatForBoth
                Registration.objects.filter(pk=assistant.pk).update(attendance=registration.attendance)
    except NoSeatForBoth:
        registration.seat = had
        return False
    return True


def _take(registration: Registration, condition: Q) -> bool:
    if registration.seat:
        return True
    try:
        with transaction.atomic():
            seat = _of_the_delegation(registration) or _of_the_category(registration, condition)
            if seat:
                _write(registration, seat)
            return bool(seat)
    except SeatIsThere:  # the second count is rolled back
        registration.refresh_from_db(fields=["seat"])
        return True


def _of_the_delegation(registration: Registration) -> str:
    if registration.delegation_id is None or registration.attendance != Registration.Attendance.HALL:
        return ""
    held = Delegation.objects.filter(pk=registration.delegation_id, seats_used__lt=F("seats_held"))
    return Seat.DELEGATION if held.update(seats_used=F("seats_used") + 1) else ""


def _of_the_category(registration: Registration, condition: Q) -> str:
    """Count one more where there is no limit, or a seat is free and *condition* holds."""
    seat = Seat(registration.attendance)
    limit, taken = POOLS[seat]
    free = Q(**{limit: None}) | (Q(**{f"{taken}__lt": F(limit)}) & condition)
    here = Category.objects.filter(free, pk=registration.category_id)
    return seat if here.update(**{taken: F(taken) + 1}) else ""


def _write(registration: Registration, seat: str) -> None:
    if not Registration.objects.filter(pk=registration.pk, seat=Seat.NONE).update(seat=seat):
        raise SeatIsThere
    registration.seat = seat
