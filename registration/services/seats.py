"""Seats: counted where they are limited, taken and given back by one conditional UPDATE each.

The row that counts is locked by the UPDATE itself, so two registrations never share the last seat, whatever
the isolation level; the CheckConstraints on Category and Delegation are the last line.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q

from registration.models import Category, Delegation, Registration

Seat = Registration.Seat
POOLS = {Seat.HALL: ("seats", "seats_taken"), Seat.ONLINE: ("seats_online", "seats_online_taken")}


@transaction.atomic
def take_seat(registration: Registration) -> bool:
    """Count a seat for *registration*: of its delegation while one is held there, else of its category.

    Returns False when none is free. A registration that has a seat keeps it.
    """
    if registration.seat:
        return True
    seat = _of_the_delegation(registration) or _of_the_category(registration)
    if not seat:
        return False
    _write(registration, seat)
    return True


@transaction.atomic
def give_seat_back(registration: Registration) -> bool:
    """Free the seat that *registration* holds; returns whether there was one. Safe to call twice."""
    seat = registration.seat
    freed = Registration.objects.filter(pk=registration.pk, seat=seat).exclude(seat=Seat.NONE).update(seat=Seat.NONE)
    registration.seat = Seat.NONE
    if not freed:
        return False
    if seat == Seat.DELEGATION:
        Delegation.objects.filter(pk=registration.delegation_id, seats_used__gt=0).update(
            seats_used=F("seats_used") - 1
        )
        return True
    _limit, taken = POOLS[Seat(seat)]
    Category.objects.filter(pk=registration.category_id, **{f"{taken}__gt": 0}).update(**{taken: F(taken) - 1})
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
    held = Delegation.objects.select_for_update(no_key=True).get(pk=delegation.pk)
    spare = held.seats_held - held.seats_used
    if spare <= 0:
        return 0
    Delegation.objects.filter(pk=held.pk).update(seats_held=F("seats_used"))
    Category.objects.filter(pk=held.category_id).update(seats_taken=F("seats_taken") - spare)
    delegation.refresh_from_db(fields=["seats_held"])
    return spare


def _of_the_delegation(registration: Registration) -> str:
    if registration.delegation_id is None or registration.attendance != Registration.Attendance.HALL:
        return ""
    held = Delegation.objects.filter(pk=registration.delegation_id, seats_used__lt=F("seats_held"))
    return Seat.DELEGATION if held.update(seats_used=F("seats_used") + 1) else ""


def _of_the_category(registration: Registration) -> str:
    seat = Seat(registration.attendance)
    limit, taken = POOLS[seat]
    free = Q(**{limit: None}) | Q(**{f"{taken}__lt": F(limit)})
    here = Category.objects.filter(free, pk=registration.category_id)
    return seat if here.update(**{taken: F(taken) + 1}) else ""


def _write(registration: Registration, seat: str) -> None:
    Registration.objects.filter(pk=registration.pk).update(seat=seat)
    registration.seat = seat
