"""The page of an event, as joining it adds to it, and signing up once more."""

from __future__ import annotations

import pytest
from django.test import Client

from conference.models import Message
from registration.models import Attendance
from registration.services import joining as services
from tests.registration.listeners import a_season, an_event, as_listener, met


@pytest.fixture
def season(make_conference):
    return a_season(make_conference)


@pytest.mark.parametrize(
    ("fields", "is_first"),
    [({"minutes": -5}, True), ({"minutes": 10}, True), ({"join_link": ""}, True), ({"minutes": 90}, False)],
)
def test_joining_stands_at_the_very_top_while_one_can_go_in(season, fields, is_first):
    event = an_event(season, summary_ru="О чём разговор", **fields)

    page = Client().get(f"/ru/season/sessions/{event.pk}/").content.decode()

    main = page[page.index("</h1>") :]
    assert (main.index('id="joining"') < main.index('class="art-like"')) == is_first


def test_an_event_that_nobody_has_opened_yet_says_so(season):
    event = an_event(season, join_link="")

    page = Client().get(f"/en/season/sessions/{event.pk}/").content.decode()

    assert "have not opened the meeting yet" in page
    assert f'href="/en/season/sessions/{event.pk}/sign-up/"' not in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_has_signed_up_is_told_so_and_not_that_a_letter_comes(season, method):
    event, listener = an_event(season, minutes=300), met(season)
    services.sign_up(event, listener, writes=False)

    answer = getattr(as_listener(listener), method)(f"/en/season/sessions/{event.pk}/sign-up/", follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain == [(f"/en/season/sessions/{event.pk}/", 302)]
    assert ("You have signed up already." in page, "is on its way" in page) == (True, False)
    assert Message.objects.filter(key="event-signed-up").count() == 0


@pytest.mark.parametrize("is_kept", [True, False])
def test_an_event_that_is_over_promises_a_recording_only_while_there_is_none(season, monkeypatch, is_kept):
    event = an_event(season, minutes=-300)
    monkeypatch.setattr("registration.views.joining.event.kept_of", lambda rows: {event.pk: 1} if is_kept else {})

    page = Client().get(f"/en/season/sessions/{event.pk}/join/").content.decode()

    assert ("as soon as it is in the library" in page, "Recording and materials" in page) == (not is_kept, is_kept)


@pytest.mark.parametrize("is_kept", [True, False])
def test_who_was_there_is_promised_a_letter_only_while_there_is_nothing_to_watch(season, monkeypatch, is_kept):
    event, listener = an_event(season, minutes=-300), met(season)
    Attendance.objects.create(session=event, listener=listener)
    monkeypatch.setattr("registration.contributes.joining.kept_of", lambda rows: {event.pk: 1} if is_kept else {})

    page = as_listener(listener).get(f"/en/season/sessions/{event.pk}/").content.decode()

    assert ("we write to you" in page, "is on this page" in page) == (not is_kept, is_kept)
