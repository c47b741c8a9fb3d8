"""Five places and a hundred people at once: exactly five get one, and no place given up is lost."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from conference.models import Role
from registration.models import Enrolment
from registration.services import enrolment as services
from workshops.models import Session

from .test_seats import rush

pytestmark = pytest.mark.django_db(transaction=True)
State = Enrolment.State
ROUNDS, PEOPLE, SEATS = 20, 100, 5


@pytest.fixture
def people(make_person, conference):
    return [make_person(Role.Kind.PARTICIPANT, conference=conference, email=None) for _number in range(PEOPLE)]


def new_session(conference):
    starts = timezone.now() + timedelta(days=100)
    return Session.objects.create(
        conference=conference, format="workshop", title_ru="Воркшоп", starts=starts, ends=starts + timedelta(hours=1),
        seats=SEATS,
    )  # fmt: skip


def count_of(session):
    session.refresh_from_db()
    rows = Enrolment.objects.filter(session=session).values_list("state", flat=True)
    return session.seats_taken, Counter(rows)


def test_exactly_as_many_as_there_are_places(conference, people):
    found = []
    for _round in range(ROUNDS):
        session = new_session(conference)
        rush(people, lambda person, session=session: services.enrol(session, by=person))
        found.append(count_of(session))

    assert found == [(SEATS, Counter({State.WAITING: PEOPLE - SEATS, State.ENROLLED: SEATS}))] * ROUNDS


def test_places_given_up_at_once_are_all_passed_on(conference, people):
    session = new_session(conference)
    for person in people[: 3 * SEATS]:
        services.enrol(session, by=person)
    held = list(Enrolment.objects.filter(session=session, state=State.ENROLLED).select_related("session", "person"))
    comers = people[3 * SEATS : 6 * SEATS]

    def act(subject):
        if isinstance(subject, Enrolment):
            return services.give_up(subject, by=subject.person)
        return services.enrol(session, by=subject)

    rush([*held, *comers], act)

    assert count_of(session) == (
        SEATS, Counter({State.ENROLLED: SEATS, State.CANCELLED: SEATS, State.WAITING: 4 * SEATS})
    )  # fmt: skip


def test_the_same_form_sent_many_times_makes_one_place(conference, people):
    session = new_session(conference)

    rush([people[0]] * 50, lambda person: services.enrol(session, by=person))

    assert count_of(session) == (1, Counter({State.ENROLLED: 1}))


def test_without_the_guard_too_many_get_in(conference, people, monkeypatch):
    """The positive control: counting first and writing afterwards must oversell, or the rush proves nothing."""

    def count_then_write(session):
        taken = Session.objects.values_list("seats_taken", flat=True).get(pk=session.pk)
        return taken < SEATS and Enrolment.objects.filter(session=session, state=State.ENROLLED).count() < SEATS

    monkeypatch.setattr(services, "_hold", lambda session: None)
    monkeypatch.setattr(services, "_take", count_then_write)
    oversold = 0
    for _round in range(ROUNDS):
        session = new_session(conference)
        rush(people, lambda person, session=session: services.enrol(session, by=person))
        oversold += count_of(session)[1][State.ENROLLED] > SEATS
        if oversold:
            break

    assert oversold == 1
