"""A season with an event, listeners and questions, for the tests that ask about questions."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from conference.models import Conference, Person, Role
from workshops.models import EventFormat, Expert, Listener, Question, Session
from workshops.services import questions

from .seasons import bare_season


def html(response: Any) -> str:
    """The page of *response* with its white space as a browser shows it."""
    return re.sub(r"\s+", " ", response.content.decode())


def new_event(conference: Conference, *, starts: timedelta = timedelta(days=1), **fields: Any) -> Session:
    kind, _made = EventFormat.objects.get_or_create(
        conference=conference, key=fields.pop("kind", "qa"), defaults={"title_ru": "Q&A", "title_en": "Q&A"}
    )
    begins = timezone.now() + starts
    defaults = {"title_ru": "Разговор о тьюторах", "title_en": "About tutors", "format": Session.Format.EVENT}
    return Session.objects.create(
        conference=conference, kind=kind, starts=begins, ends=begins + timedelta(minutes=90), **{**defaults, **fields}
    )


@pytest.fixture
def season(make_conference: Callable[..., Conference]) -> Conference:
    return bare_season(make_conference)


@pytest.fixture
def event(season: Conference) -> Session:
    return new_event(season)


@pytest.fixture
def moderator(make_person: Callable[..., Person], season: Conference) -> Person:
    return make_person(Role.Kind.MODERATOR, conference=season)


@pytest.fixture
def make_listener(season: Conference) -> Callable[..., Listener]:
    def make(person: Person | None = None, **fields: Any) -> Listener:
        return Listener.objects.create(conference=season, person=person, **{"name": "Анна", **fields})

    return make


@pytest.fixture
def listener(make_listener: Callable[..., Listener]) -> Listener:
    return make_listener()


@pytest.fixture
def make_question(event: Session, make_listener: Callable[..., Listener]) -> Callable[..., Question]:
    """A question brought to *state* through the verbs, with so many *votes*."""

    def make(text: str = "Кто платит тьютору?", state: str = "approved", *, votes: int = 0, **given: Any) -> Question:
        asked = questions.ask(
            given.get("conference", event.conference),
            **{"listener": given.pop("listener", None) or make_listener(), "text": text, "language": "ru",
               "session": event, **{key: value for key, value in given.items() if key != "conference"}},
        )  # fmt: skip
        if state == "declined":
            return questions.decline(asked, reason="Не по теме.", by=None)
        if state != "pending":
            questions.approve(asked, by=None)
        for _number in range(votes):
            questions.vote(asked, listener=make_listener())
        if state == "answered":
            questions.answer_in_writing(asked, None, "Школа.", "The school.", by=None)
        return asked

    return make


@pytest.fixture
def expert(season: Conference, make_person: Callable[..., Person]) -> Expert:
    person = make_person(Role.Kind.EXPERT, conference=season)
    return Expert.objects.create(conference=season, person=person, slug="expert", name_ru="Вера", name_en="Vera")
