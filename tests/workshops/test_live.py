"""What thousands look at: kept for a second, the same for all, nothing personal, gone when it is no longer public."""

from __future__ import annotations

import gzip
import time

import pytest
from django.urls import reverse

from conference.models import Conference
from tests.workshops.questioning import *  # noqa: F403
from workshops.live import BUSY, Answer, Meter, Shelf, interval_for, shelf
from workshops.services import questions

pytestmark = pytest.mark.django_db


def answer(text: str = "слово", **fields) -> Answer:
    return Answer(text.encode(), f'"{text}"', {}, 4.0, **fields)


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 1000.0

        def __call__(self) -> float:
            return self.now

    told = Clock()
    monkeypatch.setattr(time, "monotonic", told)
    return told


@pytest.fixture
def address(event):
    return reverse("workshops:questions_list", kwargs={"conference_slug": event.conference.slug, "pk": event.pk})


@pytest.fixture
def asked(event, make_listener, moderator):
    def ask(text: str):
        asked = questions.ask(event.conference, listener=make_listener(), text=text, language="ru", session=event)
        return questions.approve(asked, by=moderator) or asked

    return ask


# -- the shelf ---------------------------------------------------------------------------------------------------


def test_an_answer_is_given_out_for_half_a_second(clock):
    kept = Shelf()
    kept.put("/a", answer())
    clock.now += 0.5

    assert kept.look("/a").body == "слово".encode()
    assert kept.look("/b") is None


def test_one_makes_it_anew_while_the_others_get_the_old_one(clock):
    kept = Shelf()
    kept.put("/a", answer())
    clock.now += 1.5

    looks = [kept.look("/a") for _each in range(3)]

    assert [each is None for each in looks] == [True, False, False]


def test_who_died_making_it_is_replaced_and_nothing_very_old_is_given_out(clock):
    kept = Shelf()
    kept.put("/a", answer())
    clock.now += 1.5
    kept.look("/a")
    clock.now += 3.5

    assert kept.look("/a") is None


def test_the_shelf_is_bounded():
    kept = Shelf()
    for number in range(300):
        kept.put(f"/{number}", answer())

    assert (kept.look("/0"), kept.look("/299") is not None) == (None, True)


def test_an_answer_that_says_the_same_keeps_the_moment_of_its_change(clock):
    kept = Shelf()
    kept.put("/a", answer())
    clock.now += 0.5
    kept.put("/a", answer())

    assert kept.look("/a").changed == 1000.0


def test_browsers_come_less_often_when_nothing_happens_or_much_is_to_do(clock):
    told = answer()

    assert interval_for(told, 0) == 4.0
    assert interval_for(told, BUSY * 2) == 8.0
    assert interval_for(told, BUSY * 100) == 15.0
    clock.now += 61
    assert interval_for(told, 0) == 8.0


def test_the_meter_knows_requests_a_second(clock):
    meter = Meter()
    for _second in range(20):
        for _request in range(300):
            rate = meter.tick()
        clock.now += 1

    assert 280 < rate < 300
    clock.now += 60
    assert meter.tick() < 1


# -- the list of questions ------------------------------------------------------------------------------------------


def test_the_list_costs_no_query_for_a_second(clock, client, asked, address, django_assert_num_queries):
    asked("Кто платит тьютору?")
    first = client.get(address)

    with django_assert_num_queries(0):
        second = client.get(address)

    assert first.content == second.content
    assert "Кто платит тьютору?" in first.content.decode()


def test_a_new_question_is_there_after_the_second(client, asked, address, clock):
    asked("Кто платит?")
    client.get(address)
    asked("Кто учит?")
    clock.now += 1.1

    assert "Кто учит?" in client.get(address).content.decode()


def test_who_has_it_gets_304_packed_or_not(client, asked, address):
    asked("Кто платит тьютору, если ставки нет в расписании?" * 10)
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip, br"})

    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] != plain["ETag"]
    for each in (plain, packed):
        again = client.get(address, headers={"If-None-Match": each["ETag"], "Accept-Encoding": "gzip"})
        assert (again.status_code, again.content) == (304, b"")
        assert float(again["Poll-After"]) >= 4.0


def test_nothing_of_it_is_for_one_person(client, asked, address, organiser):
    asked("Кто платит?")
    client.force_login(organiser)

    made = client.get(address)
    given = client.get(address)

    for response in (made, given):
        assert response.cookies == {}
        assert (response["Cache-Control"], response["Vary"]) == ("public, no-cache", "Accept-Encoding")
        assert "csrfmiddlewaretoken" not in response.content.decode()
    assert given["Content-Security-Policy"] == made["Content-Security-Policy"]
    assert given["X-Content-Type-Options"] == "nosniff"


def test_a_season_that_became_a_draft_is_not_given_out(client, asked, address, season, clock):
    asked("Кто платит?")
    client.get(address)
    Conference.objects.filter(pk=season.pk).update(visibility=Conference.Visibility.DRAFT)
    clock.now += 1.1

    assert client.get(address).status_code == 404
    assert client.get(address).status_code == 404
    assert shelf.look(address) is None


def test_a_draft_is_never_put_on_the_shelf(client, asked, address, season, moderator):
    Conference.objects.filter(pk=season.pk).update(visibility=Conference.Visibility.DRAFT)
    client.force_login(moderator)

    response = client.get(address)

    assert (response.status_code, shelf.look(address)) == (200, None)


def test_strangers_cannot_fill_the_shelf(client, asked, address):
    asked("Кто платит?")

    client.get(f"{address}?x=1")
    client.get(f"{address}?order=time")

    assert shelf.look(f"{address}?x=1") is None
    assert shelf.look(f"{address}?order=time") is not None


# -- the screen in the hall ------------------------------------------------------------------------------------------


@pytest.fixture
def hall(event):
    return reverse("workshops:questions_screen", kwargs={"conference_slug": event.conference.slug, "pk": event.pk})


def test_the_screen_shows_both_languages_and_what_is_answered_in_front(client, asked, hall, moderator):
    aired, waiting = asked("Кто платит тьютору?"), asked("Кто учит тьютора?")
    questions.translate(waiting, "Who teaches the tutor?", by=moderator)
    questions.take_into_the_air(aired, by=moderator)

    html = client.get(hall).content.decode()

    assert '<p lang="ru">Кто учит тьютора?</p><p lang="en">Who teaches the tutor?</p>' in html
    assert html.index("Кто платит тьютору?") < html.index("Кто учит тьютора?")
    assert "data:image/png;base64," in html


def test_the_screen_shows_the_most_wanted_and_counts_the_rest(client, asked, hall, make_listener):
    made = [asked(f"Вопрос номер {number}?") for number in range(6)]
    questions.vote(made[5], listener=make_listener())

    html = client.get(f"{hall}list/").content.decode()

    assert html.index("Вопрос номер 5?") < html.index("Вопрос номер 0?")
    assert ("Вопрос номер 2?" in html, "Вопрос номер 3?" in html) == (True, False)


def test_the_screen_is_dark_or_light(client, hall):
    dark, light = (client.get(f"{hall}{query}").content.decode() for query in ("", "?look=light"))

    assert ('<html lang="ru" data-theme="dark">' in dark, '<html lang="ru" data-theme="light">' in light) == (
        True,
        True,
    )
    assert ('href="?look=light"' in dark, 'href="?"' in light) == (True, True)


def test_a_long_question_is_set_smaller_on_the_screen(client, asked, hall):
    asked("Кто?")
    asked("длинно " * 40)

    html = client.get(f"{hall}list/").content.decode()

    assert (html.count('class="words"'), html.count('class="words long"')) == (1, 1)


def test_all_screens_share_one_piece(client, asked, hall, django_assert_num_queries):
    asked("Кто платит?")
    first = client.get(f"{hall}list/")

    with django_assert_num_queries(0):
        again = client.get(f"{hall}list/", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304
