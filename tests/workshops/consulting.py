"""A season with an expert who consults, hours and schools, for the tests that ask about consultations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from conference.models import Conference, ConsentText, Person, Role
from workshops.models import Consultation, Expert, Listener, Slot, Theme
from workshops.services import consultations, listening
from workshops.views.listening import cookie_of

from .seasons import bare_season

CASE = "Ученик второго класса прячется под парту от шума. Что поменять в его дне?"
NOTE = "Тихий вход и место у стены; встречаемся через две недели."

WHO = {"name": "Ольга Тверская", "email": "olga@example.org", "consent": "on"}


@pytest.fixture
def season(make_conference: Callable[..., Conference]) -> Conference:
    return bare_season(make_conference)


@pytest.fixture
def theme(season: Conference) -> Theme:
    return Theme.objects.create(conference=season, slug="support", title_ru="Сопровождение", title_en="Support")


@pytest.fixture
def make_expert(season: Conference, theme: Theme, make_person: Callable[..., Person]) -> Callable[..., Expert]:
    def make(slug: str = "expert", **fields: Any) -> Expert:
        person = make_person(Role.Kind.EXPERT, conference=season)
        told = {"name_ru": "Вера Тополева", "name_en": "Vera Topoleva", "consults": True, "person": person, **fields}
        expert = Expert.objects.create(conference=season, slug=slug, **told)
        expert.themes.add(theme)
        return expert

    return make


@pytest.fixture
def expert(make_expert: Callable[..., Expert]) -> Expert:
    return make_expert()


@pytest.fixture
def organiser(make_person: Callable[..., Person], season: Conference) -> Person:
    return make_person(Role.Kind.ORGANISER, conference=season)


def at(season: Conference, days: int, hour: int = 15, minute: int = 0) -> datetime:
    """A moment *days* from today by the clock of the season."""
    return datetime.combine(season.today() + timedelta(days=days), time(hour, minute), tzinfo=season.zone)


@pytest.fixture
def make_slot(season: Conference, expert: Expert) -> Callable[..., Slot]:
    def make(days: int = 3, hour: int = 15, **fields: Any) -> Slot:
        told = {"expert": expert, "starts": at(season, days, hour), "join_link": "https://meet.example.org/x", **fields}
        return Slot.objects.create(conference=season, **told)

    return make


@pytest.fixture
def slot(make_slot: Callable[..., Slot]) -> Slot:
    return make_slot()


@pytest.fixture
def make_school(season: Conference, make_person: Callable[..., Person]) -> Callable[..., Listener]:
    """A listener with an address: shown to be theirs (``is_sure``) or not."""

    def make(*, is_sure: bool = True, **fields: Any) -> Listener:
        told = {"person": make_person(), "name": "Ольга Тверская", **fields}
        confirmed = timezone.now() if is_sure else None
        return Listener.objects.create(conference=season, confirmed_at=confirmed, **told)

    return make


@pytest.fixture
def school(make_school: Callable[..., Listener]) -> Listener:
    return make_school()


@pytest.fixture
def book(slot: Slot, school: Listener) -> Callable[..., Consultation]:
    """A consultation booked by the verb; with ``days`` in the past its hour is put there afterwards."""

    def make(where: Slot | None = None, *, days: int | None = None, **fields: Any) -> Consultation:
        told = {"listener": school, "school": "Школа № 3, Тверь", "case": CASE, "by": None, **fields}
        made = consultations.book(where or slot, **told)
        if days is not None:
            Slot.objects.filter(pk=made.slot_id).update(starts=timezone.now() + timedelta(days=days))
        return again(made)

    return make


def again(made: Consultation) -> Consultation:
    """The row as the database has it."""
    rows = Consultation.objects.select_related("slot__expert__person", "slot__conference", "conference", "listener")
    return rows.get(pk=made.pk)


@pytest.fixture
def consent(season: Conference) -> ConsentText:
    return ConsentText.objects.create(
        conference=season, kind="processing", title_ru="Согласие", body_ru="Текст", body_en="Text"
    )


def browser_of(listener: Listener) -> Client:
    """A browser that keeps the cookie of *listener*."""
    client = Client()
    client.cookies[cookie_of(listener.conference)] = listening.cookie_token(listener)
    return client


@pytest.fixture
def page(season: Conference) -> Callable[..., str]:
    return lambda path, language="ru": f"/{language}/{season.slug}/{path}"


@pytest.fixture
def form(theme: Theme, consent: ConsentText) -> dict[str, str]:
    return {"case": CASE, "theme": str(theme.pk), "school": "Школа № 3, Тверь", **WHO}


def text(response: Any) -> str:
    shown: str = response.content.decode()
    return shown


__all__ = [
    "CASE",
    "NOTE",
    "again",
    "at",
    "book",
    "browser_of",
    "consent",
    "expert",
    "form",
    "make_expert",
    "make_school",
    "make_slot",
    "organiser",
    "page",
    "school",
    "season",
    "slot",
    "theme",
]  # fmt: skip
