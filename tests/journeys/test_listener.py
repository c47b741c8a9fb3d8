"""A teacher hears of an event, signs up on a phone, is reminded, joins, gets the recording and is forgotten."""

from __future__ import annotations

import re
from datetime import timedelta

import time_machine
from django.test import Client
from django.utils import timezone

from conference.models import Message, Person
from registration.contributes.joining import recording_published
from registration.models import Attendance, SignUp
from registration.services import joining
from tests.registration.listeners import MEETING, a_season, a_text, an_event, typed
from workshops.models import Listener


def links_of(key: str) -> list[str]:
    body = Message.objects.filter(key=key).latest("pk").body
    return [line.partition("8000")[2] for line in body.splitlines() if re.fullmatch(r"https?://\S+", line)]


def test_a_listeners_season(make_conference, run_tasks):
    season = a_season(make_conference)
    event, text = an_event(season, minutes=3 * 24 * 60), a_text(season)
    phone, laptop = Client(), Client()

    page = phone.get(f"/ru/season/sessions/{event.pk}/").content.decode()
    assert f"/ru/season/sessions/{event.pk}/sign-up/" in page
    phone.post(f"/ru/season/sessions/{event.pk}/sign-up/", typed(text))
    listener = Listener.objects.get()
    assert SignUp.objects.get().listener == listener

    with time_machine.travel(event.starts - timedelta(minutes=50), tick=False):
        joining.remind()
        reminded = links_of("event-soon")[0]

    with time_machine.travel(event.starts - timedelta(minutes=5), tick=False):
        led = laptop.get(reminded)
        assert led.url == f"/ru/season/sessions/{event.pk}/join/"
        button = laptop.get(led.url)
        assert (Attendance.objects.count(), button.status_code) == (0, 200)
        opened = laptop.post(led.url)
        assert MEETING in opened.content.decode()
        assert Attendance.objects.get().is_sure is True

    with time_machine.travel(event.ends + timedelta(days=2), tick=False):
        recording_published(event, {"ru": "https://site.test/ru/library/x/", "en": "https://site.test/en/library/x/"})
        run_tasks()
        assert "https://site.test/ru/library/x/" in Message.objects.get(key="event-recording").body
        assert "Ассистент" in laptop.get("/ru/season/mine/").content.decode()
        laptop.post(links_of("event-soon")[1])
        listener.refresh_from_db()
        assert listener.wants_reminders is False
        laptop.post("/ru/season/mine/forget/")

    assert (Listener.objects.count(), SignUp.objects.count(), Attendance.objects.count()) == (0, 0, 0)
    assert Person.objects.filter(email="vera@example.org").count() == 0
    assert timezone.now() < event.starts
