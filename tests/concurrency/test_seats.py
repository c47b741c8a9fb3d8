"""Ten seats and five hundred guests at once, on PostgreSQL: exactly ten get one, whatever the doors they come through.

Every test runs real threads with connections of their own against committed rows. Each guard has a positive control:
the same rush without it must go wrong, or the test would prove nothing. SQLite has one writer, so it is left out.
"""

from __future__ import annotations

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models import Count, Q
from django.test import Client
from django.test.testcases import LiveServerThread
from django.utils import timezone

from conference.models import Conference, ConsentText, Message, Person
from conference.models import Counter as Numbers
from registration import services
from registration.models import Category, Invitation, Registration
from registration.services import seats, sending, waiting

if connection.vendor != "postgresql":
    pytest.skip("concurrency is tried on PostgreSQL only", allow_module_level=True)

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS, GUESTS, SEATS = 20, 500, 10
AT_ONCE = 16
"""Threads, each with a connection of its own: well under the hundred that a server allows."""
State = Registration.State


def rush(subjects: Sequence[Any], act: Callable[[Any], object], *, at_once: int = AT_ONCE) -> list[object]:
    """*act* upon every subject from *at_once* threads that start together; what it returned or raised, in order."""
    outcomes: list[object] = [None] * len(subjects)
    gate = threading.Barrier(at_once)

    def work(first: int) -> None:
        gate.wait()
        try:
            for index in range(first, len(subjects), at_once):
                try:
                    outcomes[index] = act(subjects[index])
                except Exception as error:
                    outcomes[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.fixture
def hall(make_conference: Callable[..., Conference]) -> Category:
    """A category that approves by itself, with ten seats."""
    conference = make_conference("rush")
    ConsentText.objects.create(conference=conference, kind="processing", title_ru="Согласие", body_ru="Т", body_en="T")
    return Category.objects.create(
        conference=conference, family="listener", slug="listener", title_ru="Слушатель", approval="automatic",
        seats=SEATS,
    )  # fmt: skip


def people(number: int) -> list[Person]:
    return Person.objects.bulk_create(
        Person(email=f"rush{n}@example.org", full_name=f"Участник {n}", password="!") for n in range(number)
    )


def drafts(hall: Category, number: int) -> list[Registration]:
    """So many forms, ready to be sent."""
    text = ConsentText.objects.of(hall.conference).get()
    answers = {
        "about": {"full_name": "Участник Первый", "city": "Псков", "country": "RU", "attendance": "hall"},
        "access": {},
        "consents": {"consents": [{"text": text.pk, "language": "ru"}]},
    }
    return Registration.objects.bulk_create(
        Registration(conference=hall.conference, category=hall, answers=answers) for _each in range(number)
    )


def held(hall: Category) -> tuple[int, int, int]:
    """The seats counted, the registrations that hold one, and those that wait."""
    hall.refresh_from_db()
    rows = Registration.objects.filter(category=hall)
    return hall.seats_taken, rows.filter(seat="hall").count(), rows.filter(state=State.WAITING).count()


def admitted(hall: Category, guests: Sequence[Person]) -> list[Registration]:
    """The guests' registrations, sent and not yet decided about, as ``submit`` hands them to ``admit``."""
    now = timezone.now()
    return Registration.objects.bulk_create(
        Registration(
            conference=hall.conference, category=hall, person=guest, filled_by=guest, state=State.SUBMITTED,
            number=f"L-{number:04d}", attendance="hall", submitted_at=now,
        )
        for number, guest in enumerate(guests)
    )  # fmt: skip


def start_over(hall: Category) -> None:
    Registration.objects.filter(category=hall)._raw_delete(DEFAULT_DB_ALIAS)
    Message.objects.all()._raw_delete(DEFAULT_DB_ALIAS)
    Category.objects.filter(pk=hall.pk).update(seats_taken=0)


def admit(registration: Registration) -> Registration:
    with transaction.atomic():  # as within ``submit``
        return sending.admit(registration, by=registration.person)


def test_ten_seats_for_five_hundred_guests_at_once_in_twenty_rounds(hall):
    guests = people(GUESTS)
    rounds = []
    for _round in range(ROUNDS):
        start_over(hall)
        rush(admitted(hall, guests), admit)
        rounds.append(held(hall))

    assert rounds == [(SEATS, SEATS, GUESTS - SEATS)] * ROUNDS


def test_the_same_through_the_whole_verb_with_numbers_and_letters(hall):
    forms = list(zip(drafts(hall, GUESTS), people(GUESTS), strict=True))

    outcomes = rush(forms, lambda pair: services.submit(pair[0], by=pair[1]))

    numbers = Registration.objects.values_list("number", flat=True)
    assert Counter(type(outcome).__name__ for outcome in outcomes) == {"Registration": GUESTS}
    assert held(hall) == (SEATS, SEATS, GUESTS - SEATS)
    assert sorted(numbers) == [f"L-{number:04d}" for number in range(1, GUESTS + 1)]
    assert dict(Message.objects.order_by().values_list("key").annotate(Count("pk"))) == {
        "registration-approved": SEATS, "registration-waiting": GUESTS - SEATS,
    }  # fmt: skip


def count_then_write(registration: Registration, _condition: Q) -> str:
    """The guard as it is written without thinking: look, and then write what was seen plus one."""
    category = Category.objects.get(pk=registration.category_id)
    if category.seats is not None and category.seats_taken >= category.seats:
        return ""
    time.sleep(0.002)
    Category.objects.filter(pk=category.pk).update(seats_taken=category.seats_taken + 1)
    return "hall"


def test_positive_control_without_the_guard_the_hall_is_oversold(hall, monkeypatch):
    monkeypatch.setattr(seats, "_of_the_category", count_then_write)

    rush(admitted(hall, people(100)), admit)

    _counted, sold, _waiting = held(hall)
    assert sold > SEATS


# -- offers -------------------------------------------------------------------------------------------------------


def one(registration: Registration) -> Registration:
    rows = Registration.objects.select_related("conference", "category", "person", "filled_by")
    return rows.get(pk=registration.pk)


def test_a_seat_that_is_taken_and_lapses_at_the_same_moment_has_one_end(hall):
    """Half of the doors accept, half let the offer lapse: whoever is first decides, and each seat is counted once."""
    Category.objects.filter(pk=hall.pk).update(seats=40, promotion="by_hand")
    offered = admitted(hall, people(40))
    Registration.objects.update(state=State.OFFERED, seat="hall", offered_until=timezone.now() + timedelta(seconds=0.3))
    Category.objects.filter(pk=hall.pk).update(seats_taken=40)

    def accept(registration: Registration) -> object:
        time.sleep(max(0.0, 0.28 - (time.monotonic() - began)))
        return waiting.accept_offer(one(registration), by=None)

    def lapse(registration: Registration) -> object:
        time.sleep(max(0.0, 0.31 - (time.monotonic() - began)))
        return waiting.expire_offer(one(registration))

    began = time.monotonic()
    doors = [(verb, each) for each in offered for verb in (accept, lapse, accept, lapse)]
    rush(doors, lambda pair: pair[0](pair[1]), at_once=20)

    states = Counter(Registration.objects.values_list("state", flat=True))
    approved = states[State.APPROVED]
    assert set(states) <= {State.APPROVED, State.WAITING}
    assert states.total() == 40
    assert held(hall) == (approved, approved, 40 - approved)


def test_several_workers_offer_each_free_seat_once_and_in_turn(hall):
    line = admitted(hall, people(30))
    for number, registration in enumerate(line):
        since = timezone.now() - timedelta(minutes=60 - number)
        Registration.objects.filter(pk=registration.pk).update(state=State.WAITING, waiting_since=since)

    offered = rush([hall.pk] * 8, waiting.offer_free_seats, at_once=8)

    got = Registration.objects.filter(state=State.OFFERED).order_by("pk").values_list("pk", flat=True)
    assert (sum(offered), held(hall)) == (SEATS, (SEATS, SEATS, 20))
    assert list(got) == [each.pk for each in line[:SEATS]]
    assert Message.objects.filter(key="registration-offer").count() == SEATS


def test_seats_given_back_and_taken_at_once_stay_counted(hall):
    """Guests leave while others come: at the end the counter is what the registrations hold, and never above ten."""
    Category.objects.filter(pk=hall.pk).update(promotion="by_hand")
    everybody = admitted(hall, people(60))
    rush(everybody[:30], admit)

    def come_or_go(registration: Registration) -> object:
        if registration.pk in first:
            return services.cancel(one(registration), by=registration.person)
        return admit(one(registration))

    first = {each.pk for each in everybody[:30]}
    outcomes = rush(everybody, come_or_go)

    counted, holding, _waiting = held(hall)
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert counted == holding <= SEATS


def test_an_organisation_uses_no_more_places_than_it_was_given(hall):
    Category.objects.filter(pk=hall.pk).update(seats=None)
    invitation = Invitation.objects.create(
        conference=hall.conference, category=hall, kind="organisation", state="sent", places=5, body_ru="Институт",
        email="rector@example.org", expires_at=timezone.now() + timedelta(days=9),
    )  # fmt: skip
    forms = drafts(hall, 30)
    for form in forms:
        form.answers["invited"] = {"invitation": invitation.pk}
    Registration.objects.bulk_update(forms, ["answers"])

    outcomes = rush(list(zip(forms, people(30), strict=True)), lambda pair: services.submit(pair[0], by=pair[1]))

    invitation.refresh_from_db()
    assert Counter(type(outcome).__name__ for outcome in outcomes) == {"Registration": 5, "ValidationError": 25}
    assert (invitation.state, invitation.used, invitation.registrations.count()) == ("accepted", 5, 5)


# -- through HTTP ---------------------------------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[tuple[str, int]]:
    """The site behind a server with a thread, and a database connection, for each request."""
    thread = LiveServerThread("localhost", static_handler=lambda application: application)
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield "localhost", thread.port
    thread.terminate()


def visitor(person: Person, draft: Registration) -> str:
    """The session cookie of somebody who is signed in and has filled this form in."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["registration_drafts"] = {str(draft.category_id): draft.pk}
    session.save()
    return str(client.cookies["sessionid"].value)


def press_send(server: tuple[str, int], cookie: str) -> tuple[int, str]:
    """“Send the registration”, pressed in a browser of its own; the answer's status and where it leads."""
    token = "c" * 32
    browser = http.client.HTTPConnection(*server, timeout=60)
    headers = {
        "Host": "testserver",
        "Cookie": f"sessionid={cookie}; csrftoken={token}",
        "X-CSRFToken": token,
        "Content-Length": "0",
    }
    browser.request("POST", "/ru/rush/register/listener/send/", headers=headers)
    answer = browser.getresponse()
    answer.read()
    browser.close()
    return answer.status, answer.headers.get("Location", "")


def test_fifty_identical_posts_make_one_row_one_number_and_one_letter(hall, server):
    (guest,) = people(1)
    (draft,) = drafts(hall, 1)
    cookie = visitor(guest, draft)

    answers = rush([cookie] * 50, lambda one: press_send(server, str(one)))

    assert {status for status, _place in answers} <= {200, 302}  # sent, or “you are registered already”
    assert Registration.objects.values_list("number", "state").get() == ("L-0001", State.APPROVED)
    assert Numbers.objects.get(kind="registration").value == 1
    assert list(Message.objects.values_list("key", flat=True)) == ["registration-approved"]
    assert held(hall)[:2] == (1, 1)


def test_a_rush_through_http_leaves_exactly_ten_with_a_seat(hall, server):
    cookies = [visitor(*pair) for pair in zip(people(80), drafts(hall, 80), strict=True)]

    answers = rush(cookies, lambda one: press_send(server, str(one)))

    assert set(answers) == {(302, "/ru/rush/register/sent/")}
    assert held(hall) == (SEATS, SEATS, 70)
