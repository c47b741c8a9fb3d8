"""Signing up, reminders, word of recordings, and ending such letters."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from conference.models import Message
from conference.moves import MoveNotAllowed
from conference.services.mail import as_email
from registration.contributes.joining import listeners_of, recording_published
from registration.models import Attendance, SignUp
from registration.services import joining as services
from registration.services.joining.recordings import tell_of_recording
from registration.services.joining.signing import day_in_words
from tests.registration.listeners import a_season, a_text, an_event, as_listener, met, typed
from workshops.models import Question, Session
from workshops.services import listening

HOURS = 60


@pytest.fixture
def season(make_conference):
    return a_season(make_conference)


def page(event, rest: str = "sign-up/", language: str = "ru") -> str:
    return f"/{language}/{event.conference.slug}/sessions/{event.pk}/{rest}"


def long_ago(sign_up: SignUp, hours: int = 100) -> SignUp:
    SignUp.objects.filter(pk=sign_up.pk).update(at=timezone.now() - timedelta(hours=hours))
    return sign_up


def test_a_stranger_signs_up_and_gets_a_letter_with_the_link_and_the_calendar(season):
    event, text = an_event(season, minutes=48 * HOURS), a_text(season)

    response = Client().post(page(event), typed(text))

    [letter] = Message.objects.all()
    row = SignUp.objects.select_related("listener").get()
    assert (response.status_code, response.url) == (302, page(event, ""))
    assert (letter.key, letter.to, letter.attachment_name) == ("event-signed-up", "vera@example.org", "event.ics")
    assert listening.personal_link(row.listener, to=f"sessions/{event.pk}/join/") in letter.body
    with letter.attachment.open() as file:
        assert b"BEGIN:VEVENT" in file.read()


def test_the_letter_speaks_the_language_of_the_page(season):
    event = an_event(season, minutes=48 * HOURS)

    Client().post(page(event, language="en"), typed())

    letter = Message.objects.get()
    assert letter.subject == "You have signed up: “An assistant in the classroom”"
    assert "/en/season/l/" in letter.body


def test_one_click_of_a_known_listener(season):
    event, listener = an_event(season, minutes=48 * HOURS), met(season)
    client = as_listener(listener)

    client.post(page(event))
    client.post(page(event))

    assert SignUp.objects.get().listener == listener
    assert Message.objects.filter(key="event-signed-up").count() == 1


def test_an_address_that_is_known_brings_its_owner_a_letter_and_nothing_else(season):
    event, owner = an_event(season, minutes=48 * HOURS), met(season)

    Client().post(page(event), typed())

    letter = Message.objects.get()
    assert (letter.key, letter.to) == ("event-claimed", "vera@example.org")
    assert not SignUp.objects.filter(listener=owner).exists()


def test_a_question_may_be_asked_at_sign_up(season):
    event = an_event(season, minutes=48 * HOURS)

    said = Client().post(page(event), typed(question="Кто платит ассистенту?"), follow=True).content.decode()

    asked = Question.objects.get()
    assert f'/season/sessions/{event.pk}/questions/#own">' in said
    assert (asked.text, asked.phase, asked.asker) == (
        "Кто платит ассистенту?", Question.Phase.SIGNUP, SignUp.objects.get().listener,
    )  # fmt: skip


def test_taking_it_back_and_signing_up_again(season):
    event, listener = an_event(season, minutes=48 * HOURS), met(season)
    client = as_listener(listener)
    client.post(page(event))

    client.post(page(event, "sign-up/undo/"))
    gone = SignUp.objects.count()
    client.post(page(event))

    assert (gone, SignUp.objects.count()) == (0, 1)


@pytest.mark.parametrize("fields", [{"minutes": -90}, {"minutes": 60, "is_off": True}])
def test_one_cannot_sign_up_for_what_is_over_or_off(season, fields):
    with pytest.raises(MoveNotAllowed):
        services.sign_up(an_event(season, **fields), met(season))

    assert SignUp.objects.count() == 0


def test_letters_to_one_address_are_limited_and_signing_up_is_not(season):
    for _each in range(5):
        Client().post(page(an_event(season, minutes=48 * HOURS)), typed())

    assert (SignUp.objects.count(), Message.objects.filter(key__startswith="event-").count()) == (5, 3)


@pytest.mark.parametrize(
    ("minutes", "key"),
    [(30, "event-soon"), (64, "event-soon"), (70, None), (20 * HOURS, "event-tomorrow"), (26 * HOURS, None)],
)
def test_which_reminder_is_due(season, minutes, key):
    long_ago(services.sign_up(an_event(season, minutes=minutes), met(season), writes=False))

    services.remind()

    assert list(Message.objects.values_list("key", flat=True)) == ([key] if key else [])


def test_a_reminder_is_written_once(season):
    long_ago(services.sign_up(an_event(season, minutes=30), met(season), writes=False))

    counts = [services.remind(), services.remind()]

    assert counts == [1, 0]


def test_a_reminder_leads_to_the_page_with_the_button_and_says_when(season):
    event = an_event(season, minutes=30, fallback_ru="8 800 000-00-00")
    listener = met(season)
    long_ago(services.sign_up(event, listener, writes=False))

    services.remind()

    letter = Message.objects.get()
    starts = timezone.localtime(event.starts, season.zone)
    assert f"{starts:%H:%M}–" in letter.body
    assert "Москва (UTC+3)" in letter.body
    assert "Если трансляция" in letter.body or "8 800 000-00-00" in letter.body
    assert listening.personal_link(listener, to=f"sessions/{event.pk}/join/") in letter.body.splitlines()


@pytest.mark.parametrize(
    ("hours", "day"), [(12, "Today"), (23, "Tomorrow"), (46, "Tomorrow"), (48, "25 November")]
)  # fmt: skip
def test_a_letter_names_the_day_as_the_season_counts_it(season, monkeypatch, hours, day):
    now = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)  # it is one at night in Moscow
    monkeypatch.setattr(timezone, "now", lambda: now)
    event = Session(conference=season, starts=now + timedelta(hours=hours))

    with translation.override("en"):
        assert day_in_words(event) == day


@pytest.mark.parametrize(("minutes", "subject"), [(30, "Скоро: «"), (20 * HOURS, None)])
def test_a_reminder_begins_with_a_day_that_is_true(season, minutes, subject):
    event = an_event(season, minutes=minutes)
    long_ago(services.sign_up(event, met(season), writes=False))

    services.remind()

    with translation.override("ru"):
        assert Message.objects.get().subject.startswith(subject or f"{day_in_words(event)}: «")


def test_whoever_signed_up_a_minute_ago_is_not_reminded_at_once(season):
    services.sign_up(an_event(season, minutes=30), met(season), writes=False)

    assert services.remind() == 0


@pytest.mark.parametrize("why", ["stopped", "off", "conference", "browser"])
def test_nobody_is_reminded_in_vain(season, why):
    event, listener = an_event(season, minutes=30), met(season)
    if why == "browser":
        listener = met(season, "", sure=False, name="Кто-то")
    long_ago(services.sign_up(event, listener, writes=False))
    if why == "stopped":
        listening.stop_letters(listener)
    if why == "off":
        event.is_off = True
        event.save()
    if why == "conference":
        season.kind = "conference"
        season.save()

    assert services.remind() == 0


def test_the_reminder_costs_one_query_when_nothing_is_near(season, django_assert_num_queries):
    long_ago(services.sign_up(an_event(season, minutes=50 * HOURS), met(season), writes=False))

    with django_assert_num_queries(1):
        services.remind()


def test_a_reminder_can_be_ended_by_one_click_in_the_mail_program(season):
    listener = met(season)
    long_ago(services.sign_up(an_event(season, minutes=30), listener, writes=False))
    services.remind()
    headers = as_email(Message.objects.get()).extra_headers
    path = headers["List-Unsubscribe"].strip("<>").partition("8000")[2]

    response = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})

    listener.refresh_from_db()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (response.status_code, listener.wants_reminders) == (200, False)


def test_looking_at_the_page_that_ends_letters_ends_none(season):
    listener = met(season)

    Client().get(listening.stop_link(listener).partition("8000")[2])

    listener.refresh_from_db()
    assert listener.wants_reminders is True


def test_a_recording_is_told_once_to_those_who_signed_up_or_came(season, run_tasks):
    event = an_event(season, minutes=-300)
    people = [met(season, f"listener{n}@example.org") for n in range(4)]
    SignUp.objects.create(session=event, listener=people[0])
    Attendance.objects.create(session=event, listener=people[0])
    Attendance.objects.create(session=event, listener=people[1])
    SignUp.objects.create(session=event, listener=listening.stop_letters(people[2]))
    address = {"ru": "https://site/ru/library/x/", "en": "https://site/en/library/x/"}

    recording_published(event, address)
    run_tasks()
    again = tell_of_recording(event.pk, json.dumps(address))

    letters = Message.objects.filter(key="event-recording")
    assert sorted(letters.values_list("to", flat=True)) == ["listener0@example.org", "listener1@example.org"]
    assert (again, address["ru"] in letters[0].body) == (0, True)


def test_of_a_moved_event_those_hear_who_signed_up(season):
    event, listener = an_event(season, minutes=48 * HOURS), met(season)
    services.sign_up(event, listener, writes=False)
    services.sign_up(event, met(season, "", sure=False, name=""), writes=False)

    assert listeners_of([event]) == {event.pk: {listener.person_id}}
