"""One hour and many schools at once: exactly one has it, and none that was freed is lost."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tests.workshops.consulting import *  # noqa: F403
from tests.workshops.consulting import CASE
from workshops.models import Consultation, Slot
from workshops.services import consultations
from workshops.services.consultations import booking

from .test_seats import rush

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS, SCHOOLS = 5, 24


@pytest.fixture
def schools(make_school):
    return [make_school() for _number in range(SCHOOLS)]


def new_slot(season, expert, number):
    starts = timezone.now() + timedelta(days=3, hours=number)
    return Slot.objects.create(conference=season, expert=expert, starts=starts)


def booked(slot, listener):
    fresh = Slot.objects.select_related("expert", "conference").get(pk=slot.pk)
    return consultations.book(fresh, listener=listener, school="Школа", case=CASE, by=None)


def test_an_hour_is_booked_by_exactly_one(season, expert, schools):
    for number in range(ROUNDS):
        slot = new_slot(season, expert, number)
        outcomes = rush(schools, lambda listener, slot=slot: booked(slot, listener))

        assert Counter(type(each) for each in outcomes) == {Consultation: 1, consultations.SlotTaken: SCHOOLS - 1}
        Consultation.objects.all().delete()


def test_one_address_gets_no_more_than_it_may(season, expert, schools):
    slots = [new_slot(season, expert, number) for number in range(12)]

    rush(slots, lambda slot: booked(slot, schools[0]))

    assert Consultation.objects.count() == consultations.MOST_OPEN


def test_moving_and_booking_meet_in_one_hour_once(season, expert, schools):
    wanted = new_slot(season, expert, 0)
    made = [booked(new_slot(season, expert, 1 + number), schools[number]) for number in range(6)]

    def act(subject):
        if isinstance(subject, Consultation):
            return consultations.move_to(subject, wanted, by=None)
        return booked(wanted, subject)

    rush([*made, *schools[6:12]], act)

    assert Consultation.objects.filter(slot=wanted).count() == 1
    assert Consultation.objects.exclude(slot=wanted).values("slot").distinct().count() >= 5


def test_without_the_lock_the_constraint_still_refuses(season, expert, schools, monkeypatch):
    """The last line: when nobody looks first, the database says no, and it becomes the same refusal."""
    slot = new_slot(season, expert, 0)
    monkeypatch.setattr(booking, "_held", lambda slot: slot)

    outcomes = rush(schools, lambda listener: booked(slot, listener))

    assert Counter(type(each) for each in outcomes) == {Consultation: 1, consultations.SlotTaken: SCHOOLS - 1}


def test_without_lock_and_constraint_two_would_have_it(season, expert, schools, monkeypatch):
    """The positive control: what the constraint refuses is a second row for the same hour."""
    slot = new_slot(season, expert, 0)
    booked(slot, schools[0])

    with pytest.raises(IntegrityError):
        Consultation.objects.create(conference=season, slot=slot, listener=schools[1], case=CASE)
