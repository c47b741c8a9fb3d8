"""A season with an event, and those who listen to it, for the tests of joining."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from conference.models import Conference, ConsentText
from workshops.models import Course, EventFormat, Listener, Session
from workshops.services import listening
from workshops.views.listening import cookie_of

MEETING = "https://meet.example.org/room"
TYPED = {"name": "Вера Дубова", "email": "vera@example.org"}


def a_season(make_conference: Any, slug: str = "season", **fields: Any) -> Conference:
    today = timezone.localdate()
    return make_conference(
        slug, kind="season", starts=today - timedelta(days=60), ends=today + timedelta(days=200), **fields
    )


def an_event(season: Conference, *, minutes: int = -5, lasts: int = 60, **fields: Any) -> Session:
    """An event that begins in so many *minutes*; by default it runs."""
    kind, _made = EventFormat.objects.get_or_create(
        conference=season, key="qa", defaults={"title_ru": "Вопросы и ответы", "title_en": "Questions and answers"}
    )
    starts = timezone.now() + timedelta(minutes=minutes)
    titles = {"title_ru": "Ассистент в классе", "title_en": "An assistant in the classroom"}
    return Session.objects.create(
        conference=season, starts=starts, ends=starts + timedelta(minutes=lasts),
        **{"format": "event", "kind": kind, "join_link": MEETING, **titles, **fields},
    )  # fmt: skip


def a_course(season: Conference, *, needed: int = 2, meetings: int = 3, first: int = -3 * 24 * 60) -> Course:
    """A course of so many meetings, a day apart; the first begins in *first* minutes."""
    course = Course.objects.create(
        conference=season, slug="school", title_ru="Школа молодого специалиста", title_en="School of the young",
        hours=12, meetings_needed=needed,
    )  # fmt: skip
    for number in range(meetings):
        titles = {"title_ru": f"Занятие {number + 1}", "title_en": f"Meeting {number + 1}"}
        an_event(season, minutes=first + number * 24 * 60, course=course, **titles)
    return course


def a_text(season: Conference) -> ConsentText:
    return ConsentText.objects.create(
        conference=season, kind="processing", title_ru="Согласие на обработку персональных данных",
        title_en="Processing of personal data", body_ru="Мы храним имя и адрес.", body_en="We keep name and address.",
    )  # fmt: skip


def typed(text: ConsentText | None = None, **more: Any) -> dict[str, Any]:
    """What a stranger types into the two fields, with the tick where there is a text."""
    return {**TYPED, **({"agree": "on", "shown": text.pk} if text else {}), **more}


def met(season: Conference, email: str = "vera@example.org", *, sure: bool = True, **about: Any) -> Listener:
    fields = {"name": "Вера Дубова", "language": "ru", **about}
    listener = listening.meet(season, email=email, **fields).listener
    return listening.confirm(listener) if sure else listener


def as_listener(listener: Listener) -> Client:
    """A browser that is known as *listener*."""
    client = Client()
    client.cookies[cookie_of(listener.conference)] = listening.cookie_token(listener)
    return client
