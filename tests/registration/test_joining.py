"""Joining an event: two fields for a stranger, one click for who is known, attendance once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conference.models import Consent, Message, Person
from conference.moves import MoveNotAllowed
from registration.models import Attendance
from registration.services import joining as services
from registration.services.joining.attending import Way, way_in
from registration.templatetags.joining import telephones
from tests.registration.listeners import MEETING, a_season, a_text, an_event, as_listener, met, typed
from workshops.models import Listener


@pytest.fixture
def season(make_conference):
    return a_season(make_conference)


def address(event, language: str = "ru") -> str:
    return f"/{language}/{event.conference.slug}/sessions/{event.pk}/join/"


def test_a_stranger_is_in_after_two_fields_and_a_tick(season):
    event, text = an_event(season), a_text(season)

    response = Client().post(address(event), typed(text))

    listener = Listener.objects.get()
    assert response.status_code == 200
    assert f'content="0;url={MEETING}"' in response.content.decode()
    assert (listener.name, listener.person.email, listener.person.full_name) == (
        "Вера Дубова", "vera@example.org", "Вера Дубова",
    )  # fmt: skip
    assert Attendance.objects.filter(session=event, listener=listener, is_sure=False).count() == 1
    assert Consent.objects.get().subject == {"name": "Вера Дубова", "address": "vera@example.org"}
    assert not listener.person.has_usable_password()


def test_the_answer_belongs_to_nobody_else(season):
    response = Client().post(address(an_event(season)), typed())

    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_the_browser_is_known_afterwards(season):
    client, event = Client(), an_event(season)
    client.post(address(event), typed())

    page = client.get(address(an_event(season))).content.decode()

    assert 'name="email"' not in page
    assert "Вера Дубова" in page


def test_looking_records_nothing(season):
    event = an_event(season)

    as_listener(met(season)).get(address(event))
    Client().get(address(event))

    assert Attendance.objects.count() == 0


def test_one_click_of_a_known_listener_is_sure(season):
    event, listener = an_event(season), met(season)

    response = as_listener(listener).post(address(event))

    assert MEETING in response.content.decode()
    assert Attendance.objects.get().is_sure is True


def test_two_clicks_are_one_attendance(season):
    event, listener = an_event(season), met(season)
    client = as_listener(listener)

    client.post(address(event))
    client.post(address(event))

    assert Attendance.objects.count() == 1


def test_unsure_attendance_becomes_sure_and_never_unsure_again(season):
    event, listener = an_event(season), met(season, sure=False)
    services.join(event, listener)
    unsure = Attendance.objects.get().is_sure
    listener.confirmed_at = timezone.now()
    services.join(event, listener)
    sure = Attendance.objects.get().is_sure
    listener.confirmed_at = None

    services.join(event, listener)

    assert (unsure, sure, Attendance.objects.get().is_sure) == (False, True, True)


def test_a_signed_in_person_joins_by_one_click_for_sure(season, make_person, client_of):
    event, person = an_event(season), make_person()

    client_of(person).post(address(event))

    assert Attendance.objects.get(listener__person=person).is_sure is True


def test_an_address_that_is_known_joins_as_a_browser(season):
    event, owner = an_event(season), met(season)

    Client().post(address(event), typed())

    guest = Attendance.objects.get().listener
    assert (guest.person, guest.claims) == (None, owner.person)
    assert Person.objects.filter(email="vera@example.org").count() == 1


def test_no_letter_is_written_while_thousands_join(season):
    Client().post(address(an_event(season)), typed())

    assert Message.objects.count() == 0


@pytest.mark.parametrize("language", ["ru", "en"])
def test_empty_fields_are_marked_in_both_languages(season, language):
    response = Client().post(address(an_event(season), language), {})

    page = response.content.decode()
    assert page.count('aria-invalid="true"') == 2
    assert ("Enter your name" in page) == (language == "en")
    assert Listener.objects.count() == 0


def test_without_the_tick_nothing_is_kept(season):
    text = a_text(season)

    response = Client().post(address(an_event(season), "en"), typed())

    assert "Tick the box" in response.content.decode()
    assert (Person.objects.count(), text.consents.count()) == (0, 0)


def test_a_text_that_changed_meanwhile_is_read_again(season):
    old = a_text(season)
    season.consent_texts.create(kind="processing", version=2, title_ru="Новое", body_ru="Новый текст")

    Client().post(address(an_event(season)), typed(old))

    assert Person.objects.count() == 0


def test_switching_the_language_keeps_what_was_typed(season):
    client, event = Client(), an_event(season)

    response = client.post(address(event), typed(switch_language="en"), follow=True)

    page = response.content.decode()
    assert response.redirect_chain == [(address(event, "en"), 302)]
    assert 'value="vera@example.org"' in page
    assert "Join the event" in page


@pytest.mark.parametrize(
    ("fields", "way"),
    [
        ({"minutes": -5}, Way.OPEN),
        ({"minutes": 14}, Way.OPEN),
        ({"minutes": 16}, Way.EARLY),
        ({"minutes": -61}, Way.OVER),
        ({"minutes": -5, "join_link": ""}, Way.NO_LINK),
        ({"minutes": -5, "is_off": True}, Way.OFF),
    ],
)
def test_the_way_in(season, fields, way):
    assert way_in(an_event(season, **fields)) == way


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"minutes": 90}, "The doors open"),
        ({"minutes": -90}, "The event is over"),
        ({"minutes": -5, "join_link": ""}, "have not opened the meeting yet"),
        ({"minutes": -5, "is_off": True}, "does not take place"),
    ],
)
def test_outside_its_time_the_page_says_why(season, fields, words):
    event = an_event(season, **fields)

    response = Client().post(address(event, "en"), typed())

    assert words in response.content.decode()
    assert Attendance.objects.count() == 0


def test_joining_too_early_is_refused(season):
    with pytest.raises(MoveNotAllowed):
        services.join(an_event(season, minutes=60), met(season))


def test_the_other_way_in_stands_on_every_page(season):
    event = an_event(season, fallback_ru="+7 495 000-00-00")

    pages = [Client().get(address(event)), as_listener(met(season)).post(address(event))]

    link = '<a class="tel" href="tel:+74950000000">+7 495 000-00-00</a>'
    assert [link in page.content.decode() for page in pages] == [True, True]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("8 (800) 000-00-00, доб. 12", '<a class="tel" href="tel:88000000000">8 (800) 000-00-00</a>, доб. 12'),
        ("Zoom 853 1234 5678", "Zoom 853 1234 5678"),
        ("<b>+1 2", "&lt;b&gt;+1 2"),
    ],
)
def test_only_telephone_numbers_become_links(text, shown):
    assert telephones(text) == shown


def test_an_event_of_another_season_is_not_found(season, make_conference):
    other = an_event(a_season(make_conference, "other"))

    assert Client().get(f"/ru/season/sessions/{other.pk}/join/").status_code == 404


def test_a_cookie_of_another_season_opens_nothing(season, make_conference):
    other = a_season(make_conference, "other")
    client = as_listener(met(season))
    client.cookies[f"listener-{other.pk}"] = client.cookies[f"listener-{season.pk}"].value

    page = client.get(address(an_event(other))).content.decode()

    assert 'name="email"' in page


def test_the_first_join_is_cheap(season, django_assert_num_queries):
    event, text = an_event(season), a_text(season)
    client = Client()
    data = typed(text)

    with django_assert_num_queries(12):
        client.post(address(event), data)


def test_a_join_of_a_known_listener_is_cheaper(season, django_assert_num_queries):
    event = an_event(season)
    client = as_listener(met(season))

    with django_assert_num_queries(4):
        client.post(address(event))


def test_a_join_of_a_signed_in_listener_is_cheap(season, make_person, client_of, django_assert_max_num_queries):
    event, person = an_event(season), make_person()
    client = client_of(person)
    client.post(address(event))

    with django_assert_max_num_queries(12):
        client.post(address(event))


def test_a_nameless_browser_says_who_it_is(season):
    browser = met(season, "", sure=False, name="")
    event = an_event(season, minutes=-10)

    as_listener(browser).post(address(event), typed())

    browser.refresh_from_db()
    assert (browser.person.email, Attendance.objects.get().listener) == ("vera@example.org", browser)


def test_join_is_open_from_fifteen_minutes_before(season):
    event = an_event(season, minutes=60)

    assert event.starts - services.DOORS_OPEN_BEFORE == event.starts - timedelta(minutes=15)
