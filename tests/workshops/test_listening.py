"""How a listener is known again: the personal link, the cookie, and what an opened link proves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conference.models import Message
from registration.models import Attendance, SignUp
from workshops.models import Listener, Question, Session
from workshops.services import listening
from workshops.views.listening import cookie_of


@pytest.fixture
def season(make_conference):
    return make_conference("season", kind="season")


def met(season, email="vera@example.org", **about):
    return listening.meet(season, name="Вера Дубова", email=email, language="ru", **about).listener


def browser_of(listener) -> Client:
    client = Client()
    client.cookies[cookie_of(listener.conference)] = listening.cookie_token(listener)
    return client


def path_of(listener, to: str = "") -> str:
    return listening.personal_link(listener, to=to).partition("8000")[2]


def an_event(season) -> Session:
    starts = timezone.now() + timedelta(days=1)
    fields = {"format": "event", "title_ru": "Событие", "starts": starts, "ends": starts + timedelta(hours=1)}
    return Session.objects.create(conference=season, **fields)


def test_the_link_proves_the_address_and_makes_the_browser_known(season):
    listener, client = met(season), Client()

    response = client.get(path_of(listener))

    listener.refresh_from_db()
    assert (response.status_code, response.url) == (302, "/ru/season/mine/")
    assert (listener.confirmed_at is not None, listener.generation) == (True, 2)
    assert response.cookies[cookie_of(season)].value == listening.cookie_token(listener)


def test_the_first_link_ends_cookies_of_whoever_merely_typed_the_address(season):
    listener = met(season)
    typed = browser_of(listener)

    Client().get(path_of(listener))

    assert (
        "не знает вас" in typed.get("/ru/season/mine/").content.decode()
        or listening.listener_by_cookie(season, typed.cookies[cookie_of(season)].value) is None
    )


def test_the_second_link_leaves_cookies_alone(season):
    listener = listening.confirm(met(season))
    client = browser_of(listener)

    Client().get(path_of(listener))

    assert listening.listener_by_cookie(season, client.cookies[cookie_of(season)].value) == listener


def test_a_program_that_only_asks_for_the_head_proves_nothing(season):
    listener = met(season)

    response = Client().head(path_of(listener))

    listener.refresh_from_db()
    assert (response.status_code, listener.confirmed_at) == (302, None)


def test_opening_the_link_records_no_attendance(season):
    listener, event = met(season), an_event(season)

    Client().get(path_of(listener, to=f"sessions/{event.pk}/join/"), follow=True)

    assert Attendance.objects.count() == 0


@pytest.mark.parametrize(
    ("to", "leads"),
    [
        ("now/", "/ru/season/now/"),
        ("sessions/5/join/", "/ru/season/sessions/5/join/"),
        ("mine/#past", "/ru/season/mine/#past"),
        ("", "/ru/season/mine/"),
        ("//evil.example/", "/ru/season/mine/"),
        ("https://evil.example/", "/ru/season/mine/"),
        ("../../admin/", "/ru/season/mine/"),
        ("999999", "/ru/season/mine/"),
    ],
)
def test_where_the_link_leads(season, to, leads):
    assert Client().get(path_of(met(season), to=to)).url == leads


def test_the_first_opening_says_that_the_address_is_confirmed(season):
    path = path_of(met(season)).replace("/ru/", "/en/")

    pages = [Client().get(path, follow=True).content.decode() for _time in range(2)]

    assert ["Your address is confirmed. Here are your events." in page for page in pages] == [True, False]


def test_the_link_leads_to_an_event_by_its_key(season):
    event = an_event(season)

    assert Client().get(path_of(met(season), to=str(event.pk))).url == f"/ru/season/sessions/{event.pk}/"


@pytest.mark.parametrize("bad", ["x", "0" * 32 + "~" + "A" * 43])
@pytest.mark.parametrize(("language", "words"), [("ru", "Send me the link"), ("en", "This link does not open")])
def test_a_bad_link_says_what_to_do(season, bad, language, words):
    response = Client().get(f"/{language}/season/l/{bad}/")

    assert response.status_code == 404
    assert 'name="email"' in response.content.decode()
    assert words in response.content.decode() or language == "ru"


def test_a_link_of_another_season_is_a_bad_one(season, make_conference):
    other = make_conference("other", kind="season")

    assert Client().get(path_of(met(other)).replace("/other/", "/season/")).status_code == 404


def test_a_link_that_was_taken_back_is_a_bad_one(season):
    listener = met(season)
    path = path_of(listener)
    Listener.objects.filter(pk=listener.pk).update(key="00000000-0000-4000-8000-000000000001")

    assert Client().get(path).status_code == 404


def test_what_the_same_browser_did_is_the_owners_once_the_link_is_opened_in_it(season):
    owner, event = listening.confirm(met(season)), an_event(season)
    guest = met(season)
    SignUp.objects.create(session=event, listener=guest)
    Attendance.objects.create(session=event, listener=guest)
    Question.objects.create(conference=season, asker=guest, text="?", language="ru")

    browser_of(guest).get(path_of(owner))

    assert (SignUp.objects.get().listener, Attendance.objects.get().listener) == (owner, owner)
    assert (Attendance.objects.get().is_sure, Question.objects.get().asker) == (True, owner)
    assert not Listener.objects.filter(pk=guest.pk).exists()


def test_what_another_browser_did_stays_apart(season):
    owner, event = listening.confirm(met(season)), an_event(season)
    guest = met(season)
    Attendance.objects.create(session=event, listener=guest)

    Client().get(path_of(owner))

    assert (Attendance.objects.get().listener, Attendance.objects.get().is_sure) == (guest, False)


def test_one_joined_by_typing_and_proved_it_in_the_same_browser(season):
    listener, event = met(season), an_event(season)
    Attendance.objects.create(session=event, listener=listener)

    browser_of(listener).get(path_of(listener))

    assert Attendance.objects.get().is_sure is True


def test_signing_in_is_proof_too(season, make_person):
    person = make_person(email="vera@example.org")
    typed = met(season)

    listener = listening.listener_of_person(season, person)

    assert (listener.pk, listener.is_sure, listener.generation) == (typed.pk, True, 2)


def test_typing_a_known_address_twice_makes_browsers_and_no_people(season):
    first, second, third = (met(season) for _each in range(3))

    assert [second.claims, third.claims] == [first.person, first.person]
    assert [each.voter for each in (first, second, third)] == [first.voter] * 3


def test_the_link_is_sent_again_and_the_answer_tells_nothing(season):
    listener = met(season)

    pages = [Client().post("/ru/season/l/", {"email": email}) for email in ("VERA@example.org", "who@example.org")]

    assert [page.status_code for page in pages] == [200, 200]
    assert [page.templates[0].name for page in pages] == ["workshops/listening/link_sent.html"] * 2
    letter = Message.objects.get()
    assert (letter.key, listening.personal_link(listener) in letter.body) == ("listener-link", True)


def test_who_joined_gets_the_link_in_the_background_once(season):
    listener = met(season)
    Listener.objects.update(joined_at=timezone.now() - timedelta(minutes=3))

    counts = [listening.introduce(), listening.introduce()]

    letter = Message.objects.get()
    assert counts == [1, 0]
    assert (letter.key, listening.personal_link(listener) in letter.body) == ("listener-welcome", True)


def test_the_owner_of_a_typed_address_gets_one_letter_for_many_browsers(season):
    owner = listening.confirm(met(season))
    for _each in range(3):
        met(season)
    Listener.objects.update(joined_at=timezone.now() - timedelta(minutes=3))
    Listener.objects.filter(pk=owner.pk).update(link_sent_at=timezone.now() - timedelta(days=1))

    listening.introduce()

    assert list(Message.objects.values_list("key", "to")) == [("listener-link", "vera@example.org")]


def test_introducing_costs_one_query_when_nobody_waits(season, django_assert_num_queries):
    with django_assert_num_queries(1):
        listening.introduce()


@pytest.mark.parametrize("path", ["l/", "l/x/", "l/x/stop/"])
def test_a_conference_has_no_listeners(make_conference, path):
    make_conference("congress")

    assert Client().get(f"/ru/congress/{path}").status_code == 404
