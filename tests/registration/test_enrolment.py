"""Places in sessions: taken, waited for, passed on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone, translation

from conference.models import Message, Role, Room
from conference.moves import MoveNotAllowed
from registration import contributes
from registration.models import Enrolment
from registration.services import enrolment as services
from workshops.models import Session

State = Enrolment.State


@pytest.fixture
def session(conference):
    starts = timezone.now() + timedelta(days=100)
    return Session.objects.create(
        conference=conference, format="workshop", title_ru="Воркшоп", title_en="Hands-on", starts=starts,
        ends=starts + timedelta(hours=1), seats=2,
    )  # fmt: skip


@pytest.fixture
def people(make_person, conference):
    return [make_person(Role.Kind.PARTICIPANT, conference=conference) for _number in range(5)]


def state_of(session):
    session.refresh_from_db()
    rows = Enrolment.objects.filter(session=session).order_by("pk")
    return session.seats_taken, [row.state for row in rows]


def test_places_go_to_the_first_and_the_others_wait_in_order(session, people):
    rows = [services.enrol(session, by=person) for person in people]

    assert state_of(session) == (2, [State.ENROLLED] * 2 + [State.WAITING] * 3)
    assert [services.place_in_queue(row) for row in rows] == [0, 0, 1, 2, 3]
    assert (
        sorted(Message.objects.values_list("key", flat=True)) == ["enrolment-received"] * 2 + ["enrolment-waiting"] * 3
    )


@pytest.mark.parametrize(
    ("language", "told"),
    [("ru", "23 апреля 2037, 10:00 (Москва, UTC+3), Галерея"), ("en", "23 April 2037, 10:00 (Moscow, UTC+3), Gallery")],
)
def test_letters_tell_the_moment_and_the_room_in_the_readers_language(session, people, language, told):
    session.starts = datetime(2037, 4, 23, 7, tzinfo=UTC)
    session.ends = session.starts + timedelta(hours=1)
    session.room = Room.objects.create(conference=session.conference, title_ru="Галерея", title_en="Gallery")
    session.save()
    for person in people:
        person.language = language
        person.save()

    rows = [services.enrol(session, by=person) for person in people[:4]]
    services.give_up(rows[0], by=people[0])
    services.remove(rows[1], by=people[0], reason="Зал мал")

    letters = Message.objects.filter(key__startswith="enrolment-")
    assert {letter.key for letter in letters if told in letter.body} == {
        "enrolment-received", "enrolment-waiting", "enrolment-place", "enrolment-removed"
    }  # fmt: skip


def test_asking_twice_gives_the_same_place(session, people):
    assert services.enrol(session, by=people[0]) == services.enrol(session, by=people[0])
    assert state_of(session) == (1, [State.ENROLLED])


def test_a_place_given_up_goes_to_the_longest_waiting_at_once(session, people):
    rows = [services.enrol(session, by=person) for person in people[:4]]

    services.give_up(rows[0], by=people[0])
    services.give_up(rows[0], by=people[0])

    assert state_of(session) == (2, [State.CANCELLED, State.ENROLLED, State.ENROLLED, State.WAITING])
    assert Message.objects.get(key="enrolment-place").person == people[2]


def test_who_leaves_the_queue_frees_nothing(session, people):
    rows = [services.enrol(session, by=person) for person in people[:3]]

    services.give_up(rows[2], by=people[2])

    assert state_of(session) == (2, [State.ENROLLED, State.ENROLLED, State.CANCELLED])


def test_who_comes_back_stands_at_the_end(session, people):
    rows = [services.enrol(session, by=person) for person in people[:4]]
    services.give_up(rows[2], by=people[2])

    again = services.enrol(session, by=people[2])

    assert (services.place_in_queue(rows[3]), services.place_in_queue(again)) == (1, 2)


@pytest.mark.parametrize(
    "fields", [{"seats": None}, {"is_off": True}, {"format": "break"}, {"ends": timezone.now() - timedelta(days=1)}]
)
def test_no_places_are_given_out(session, people, fields):
    if "ends" in fields:
        fields = {**fields, "starts": fields["ends"] - timedelta(hours=1)}
    Session.objects.filter(pk=session.pk).update(**fields)
    session.refresh_from_db()

    with pytest.raises(MoveNotAllowed):
        services.enrol(session, by=people[0])


def test_strangers_get_no_place(session, make_person, other_conference):
    with pytest.raises(MoveNotAllowed):
        services.enrol(session, by=make_person(Role.Kind.PARTICIPANT, conference=other_conference))


def test_more_seats_call_up_those_who_wait(session, people, organiser):
    for person in people:
        services.enrol(session, by=person)

    given = services.change_seats(session, 4, by=organiser)

    assert [row.person for row in given] == people[2:4]
    assert state_of(session) == (4, [State.ENROLLED] * 4 + [State.WAITING])


def test_without_a_limit_everybody_comes_in(session, people, organiser):
    for person in people:
        services.enrol(session, by=person)

    services.change_seats(session, None, by=organiser)

    assert state_of(session) == (5, [State.ENROLLED] * 5)


def test_fewer_seats_than_are_taken_are_refused(session, people, organiser):
    for person in people[:2]:
        services.enrol(session, by=person)

    with pytest.raises(ValidationError):
        services.change_seats(session, 1, by=organiser)

    assert state_of(session)[0] == 2


def test_a_place_is_taken_back_with_a_reason_only(session, people, organiser):
    row = services.enrol(session, by=people[0])

    with pytest.raises(ValidationError):
        services.remove(row, by=organiser, reason=" ")
    services.remove(row, by=organiser, reason="Зал оказался мал")

    assert state_of(session) == (0, [State.CANCELLED])
    assert "Зал оказался мал" in Message.objects.get(key="enrolment-removed").body


def test_places_end_with_the_registration(session, people, conference):
    for person in people[:3]:
        services.enrol(session, by=person)

    count = services.give_up_all(people[0], conference, by=None)

    assert (count, state_of(session)[1]) == (1, [State.CANCELLED, State.ENROLLED, State.ENROLLED])


def test_those_who_wait_hear_of_a_change_too(session, people):
    for person in people[:3]:
        services.enrol(session, by=person)

    assert contributes.listeners_of([session]) == {session.pk: {person.pk for person in people[:3]}}
    assert contributes.sessions_of(people[0], session.conference) == {session.pk}
    assert contributes.sessions_of(people[2], session.conference) == set()


def test_an_erased_person_frees_the_place(session, people):
    for person in people[:3]:
        services.enrol(session, by=person)

    contributes.enrolment.erase(people[0], by=None)

    assert state_of(session) == (2, [State.ENROLLED, State.ENROLLED])


def url(name, session, language="ru", **kwargs):
    with translation.override(language):
        return reverse(
            f"registration:{name}", kwargs={"conference_slug": session.conference.slug, "pk": session.pk, **kwargs}
        )


def as_(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_buttons_take_a_place_and_give_it_up(client, session, people):
    as_(client, people[0])

    client.post(url("enrol", session))
    taken = state_of(session)
    client.post(url("give_up_place", session))

    assert (taken, state_of(session)) == ((1, [State.ENROLLED]), (0, [State.CANCELLED]))


def test_two_places_at_the_same_time_are_told_of(client, session, people):
    other = Session.objects.create(
        conference=session.conference, format="workshop", title_ru="Другой воркшоп", starts=session.starts,
        ends=session.ends, seats=5,
    )  # fmt: skip
    services.enrol(other, by=people[0])

    answer = as_(client, people[0]).post(url("enrol", session))

    told = [str(message) for message in answer.wsgi_request._messages]
    assert len([text for text in told if "Другой воркшоп" in text]) == 1


def test_a_place_waited_for_at_the_same_time_is_told_of(client, session, people):
    other = Session.objects.create(
        conference=session.conference, format="workshop", title_ru="Другой воркшоп", starts=session.starts,
        ends=session.ends, seats=1,
    )  # fmt: skip
    services.enrol(other, by=people[1])
    services.enrol(other, by=people[0])

    answer = as_(client, people[0]).post(url("enrol", session))

    told = [str(message) for message in answer.wsgi_request._messages]
    assert len([text for text in told if "Другой воркшоп" in text]) == 1


def test_a_place_is_given_up_by_a_second_button_only(client, session, people):
    services.enrol(session, by=people[0])
    request = RequestFactory().get("/")
    request.user = people[0]

    (block,) = contributes.enrolment.session_page(request, session)
    page = render_to_string(block.template, {"block": block.context}, request)

    assert page.index("<details") < page.index("<form") < page.index("</details>")


def test_my_page_tells_the_hours_the_room_and_how_to_give_up(session, people):
    session.room = Room.objects.create(conference=session.conference, title_ru="Галерея", title_en="Gallery")
    session.save()
    services.enrol(session, by=people[0])

    (block,) = contributes.enrolment.mine(RequestFactory().get("/"), people[0])
    page = render_to_string(block.template, {"block": block.context})

    ends = timezone.localtime(session.ends, session.conference.zone)
    assert f"–{ends:%H:%M}, Галерея." in page
    assert '#place">' in page


def test_the_desk_refuses_a_number_below_what_is_taken_and_keeps_it(client, session, people, organiser):
    for person in people[:2]:
        services.enrol(session, by=person)

    answer = as_(client, organiser).post(url("enrolment_seats", session), {"seats": "1"})

    assert answer.status_code == 200
    assert 'value="1"' in answer.content.decode()
    assert state_of(session)[0] == 2


@pytest.mark.parametrize("count", [1, 5])
def test_the_desk_asks_the_same_for_one_and_many(
    client, session, people, organiser, count, django_assert_max_num_queries
):
    Session.objects.filter(pk=session.pk).update(seats=10)
    session.refresh_from_db()
    for person in people[:count]:
        services.enrol(session, by=person)
    as_(client, organiser)
    client.get(url("enrolment_session", session))

    with django_assert_max_num_queries(12):
        answer = client.get(url("enrolment_session", session))

    assert answer.content.decode().count("Участников Пётр") >= count
