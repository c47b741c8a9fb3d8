"""What registration adds to pages, to the demonstration and to personal data, which the core assembles.

Each journey has a module here with any of the functions of ``conference.extensions.POINTS``; this package
puts their answers together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from types import ModuleType
from typing import Any

from django.http import HttpRequest

from conference.demo import World
from conference.extensions import Block, ReportPart
from conference.models import Conference, Consent, Person
from registration.demo.load import load
from workshops.models import Session

from . import (
    answers,
    delegations,
    door,
    enrolment,
    invitations,
    office,
    papers,
    people,
    planning,
    registrations,
    reporting,
    seats,
    travel,
)

JOURNEYS: tuple[ModuleType, ...] = (
    registrations,
    delegations,
    door,
    office,
    answers,
    papers,
    people,
    invitations,
    travel,
    enrolment,
)


def _ask(point: str, *args: Any) -> list[Any]:
    """Every journey's answer to *point*, in order."""
    return [getattr(journey, point)(*args) for journey in JOURNEYS if hasattr(journey, point)]


def _blocks(point: str, *args: Any) -> list[Block]:
    return [block for blocks in _ask(point, *args) for block in blocks]


def home(request: HttpRequest, conference: Conference) -> list[Block]:
    return _blocks("home", request, conference)


def mine(request: HttpRequest, person: Person) -> list[Block]:
    return _blocks("mine", request, person)


def desk(request: HttpRequest, conference: Conference) -> list[Block]:
    return _blocks("desk", request, conference)


def tasks_waiting(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    """What waits for staff: ``{"text", "note", "url", "action", "since"}`` each."""
    return [task for tasks in _ask("tasks_waiting", request, conference) for task in tasks]


def personal_data(person: Person) -> dict[str, Any]:
    """Everything this room keeps about *person*, as plain values."""
    return {name: rows for part in _ask("personal_data", person) for name, rows in part.items()}


def erase(person: Person, *, by: Person | None) -> list[str]:
    """Erase or make anonymous everything this room keeps about *person*; names what was erased."""
    parts = [journey.erase(person, by=by) for journey in JOURNEYS if hasattr(journey, "erase")]
    return [what for part in parts for what in part]


def sealed_data(person: Person) -> dict[str, Any]:
    """The sections of the copy with sealed values opened, for a person who has just proved that it is them."""
    return {name: rows for part in _ask("sealed_data", person) for name, rows in part.items()}


def consent_withdrawn(consent: Consent) -> None:
    """Act at once on a withdrawn consent."""
    _ask("consent_withdrawn", consent)


def schedules() -> list[Callable[[], Any]]:
    """What the scheduler runs every minute."""
    return [function for functions in _ask("schedules") for function in functions]


def seat_of(person: Person, conference: Conference) -> dict[str, Any]:
    """What seat *person* has: as a listener or not, in which delegation, at its head or not."""
    return seats.seat_of(person, conference)


def step_free_for(conference: Conference, people: Collection[int]) -> set[int]:
    """Which of *people* need step-free access: their keys and nothing more."""
    return planning.step_free_for(conference, people)


def demo(world: World) -> None:
    load(world)


def session_page(request: HttpRequest, session: Session) -> list[Block]:
    """A place in a session with limited seats."""
    return enrolment.session_page(request, session)


def sessions_of(person: Person, conference: Conference) -> set[int]:
    """Sessions in which the person has a place."""
    return enrolment.sessions_of(person, conference)


def listeners_of(sessions: Iterable[Session]) -> dict[int, set[int]]:
    """Who has a place in each session, or waits for one."""
    return enrolment.listeners_of(sessions)


def report(conference: Conference) -> list[ReportPart]:
    """Chapters of the final report."""
    return reporting.report(conference)
