"""Tracks, authors and papers for the tests of the workshops."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.http import QueryDict

from conference.models import Conference, Person, Role, Room
from workshops import services
from workshops.models import Author, Session, Submission, Track
from workshops.services import planning

State = Submission.State


@pytest.fixture
def make_tracks() -> Callable[[Conference], list[Track]]:
    def make(conference: Conference) -> list[Track]:
        return [
            Track.objects.create(
                conference=conference,
                number=number,
                title_ru=f"Секция о предмете {number}",
                title_en=f"Subject {number}",
            )
            for number in (1, 2, 3, 4)
        ]

    return make


@pytest.fixture
def tracks(make_tracks: Any, conference: Conference) -> list[Track]:
    return make_tracks(conference)


@pytest.fixture
def author(make_person: Callable[..., Person], conference: Conference) -> Person:
    return make_person(
        Role.Kind.PARTICIPANT,
        conference=conference,
        full_name="Сомова Ольга Викторовна",
        latin_name="Olga Somova",
        email="somova@example.org",
    )


@pytest.fixture
def chair(make_person: Callable[..., Person], conference: Conference) -> Person:
    return make_person(Role.Kind.CHAIR, conference=conference, track=1)


@pytest.fixture
def make_submission(tracks: list[Track], author: Person, organiser: Person) -> Callable[..., Submission]:
    """A complete paper, brought through the verbs to *state*."""

    def make(state: str = State.DRAFT, *, track: Track | None = None, submitter: Person | None = None, **fields: Any):
        track = track or tracks[0]
        submitter = submitter or author
        defaults: dict[str, Any] = {
            "conference": track.conference,
            "track": track,
            "submitter": submitter,
            "title_ru": "Два учителя в одном классе",
            "title_en": "Two teachers in one class",
            "abstract_ru": "Кратко о работе.",
            "keywords_ru": "класс, учитель",
        }
        authors = [
            Author(family_ru="Сомова", given_ru="Ольга", family_en="Somova", given_en="Olga", email="s@example.org",
                   is_corresponding=True),
        ]  # fmt: skip
        paper = services.save_draft(Submission(**{**defaults, **fields}), by=submitter, authors=authors)
        if state != State.DRAFT:
            services.submit(paper, by=submitter)
        if state in {State.ACCEPTED, State.CONFIRMED}:
            services.accept(paper, by=organiser)
        if state == State.CONFIRMED:
            services.confirm(paper, by=submitter)
        if state == State.REVISION:
            services.ask_revision(paper, by=organiser, remarks="")
        if state == State.DECLINED:
            services.decline(paper, by=organiser)
        if state == State.WITHDRAWN:
            services.withdraw(paper, by=submitter)
        return paper

    return make


@pytest.fixture
def paper_form(tracks: list[Track]) -> Callable[..., dict[str, str]]:
    """What a browser posts: a complete paper with two authors; arguments replace fields."""

    def form(**fields: Any) -> dict[str, str]:
        data = {
            "language": "ru",
            "track": str(tracks[0].pk),
            "type": "report",
            "title_ru": "Музей и школа",
            "title_en": "",
            "abstract_ru": "О том, как музей и школа работают вместе.",
            "abstract_en": "",
            "keywords_ru": "музей, школа",
            "keywords_en": "",
            "udk": "376.1",
            "body": "Первый абзац.\n\nВторой абзац.",
            "authors-TOTAL_FORMS": "2",
            "authors-INITIAL_FORMS": "0",
            "authors-corresponding": "0",
            "authors-0-family_ru": "Сомова",
            "authors-0-given_ru": "Ольга Викторовна",
            "authors-0-email": "somova@example.org",
            "authors-0-is_presenting": "on",
            "authors-1-family_ru": "Рубцов",
            "authors-1-given_ru": "Антон",
        }
        return {name: value for name, value in {**data, **fields}.items() if value is not None}

    return form


@pytest.fixture
def as_query() -> Callable[[dict[str, str]], QueryDict]:
    def convert(data: dict[str, str]) -> QueryDict:
        query = QueryDict(mutable=True)
        query.update(data)
        return query

    return convert


@pytest.fixture
def hall(conference: Conference) -> Room:
    return Room.objects.create(conference=conference, slug="hall", title_ru="Голубой зал", title_en="Blue Hall",
                               seats=100, step_free=True, order=1)  # fmt: skip


@pytest.fixture
def attic(conference: Conference) -> Room:
    return Room.objects.create(conference=conference, slug="attic", title_ru="Мансарда", title_en="Attic", seats=20,
                               order=2)  # fmt: skip


@pytest.fixture
def make_session(conference: Conference, organiser: Person) -> Callable[..., Session]:
    """A session made by the verb: ``at`` is «HH:MM» on the first day (``day`` counts from 1)."""

    def make(title: str = "Заседание", at: str = "10:00", minutes: int = 60, *, day: int = 1, **fields: Any) -> Session:
        date = conference.starts + timedelta(days=day - 1)
        starts = datetime.combine(date, time.fromisoformat(at), tzinfo=conference.zone)
        told = {
            "format": "workshop_session", "title_ru": title, "title_en": f"{title} (EN)",
            "starts": starts, "ends": starts + timedelta(minutes=minutes), **fields,
        }  # fmt: skip
        return planning.create_session(conference, by=organiser, **told)

    return make
