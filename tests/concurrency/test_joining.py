"""A whole school opens the same link at once: everybody is in, each once, and no address is two people."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from conference.models import Person
from registration.models import Attendance
from registration.services import joining as services
from registration.services.joining import attending
from tests.registration.listeners import a_season, an_event, met
from workshops.models import Listener

from .test_seats import rush

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, CLICKS, ROUNDS = 100, 48, 5


@pytest.fixture
def season(make_conference):
    return a_season(make_conference)


def typed(email: str) -> dict[str, object]:
    return {"name": "Вера Дубова", "email": email, "language": "ru", "consent": None}


def test_everybody_is_in_once(season):
    event = an_event(season)

    outcomes = rush(
        [f"l{number}@example.org" for number in range(PEOPLE)], lambda email: services.enter(event, **typed(email))
    )

    assert [each for each in outcomes if isinstance(each, Exception)] == []
    assert Attendance.objects.values("listener__person").distinct().count() == PEOPLE


def test_the_same_form_sent_many_times_makes_one_person(season):
    event = an_event(season)

    outcomes = rush(["vera@example.org"] * CLICKS, lambda email: services.enter(event, **typed(email)))

    owner = Listener.objects.get(person__isnull=False)
    assert [each for each in outcomes if isinstance(each, Exception)] == []
    assert (Person.objects.count(), Listener.objects.filter(claims=owner.person).count()) == (1, CLICKS - 1)


def test_many_clicks_of_one_listener_are_one_attendance(season):
    event, listener = an_event(season), met(season)

    outcomes = rush([listener] * CLICKS, lambda each: services.join(event, each))

    assert (set(outcomes), Attendance.objects.count()) == ({None}, 1)


def test_without_the_second_try_somebody_stays_outside(season):
    """The positive control: some of those who type the same new address at once must collide."""
    collided = 0
    for number in range(ROUNDS):
        event, email = an_event(season), f"new{number}@example.org"
        outcomes = rush([email] * CLICKS, lambda each, event=event: attending._enter(event, None, typed(each)))
        collided += sum(isinstance(each, IntegrityError) for each in outcomes)

    assert collided > 0
