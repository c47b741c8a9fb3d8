"""What the four tracks add to pages, to the demonstration and to personal data, which the core assembles.

Each journey has a module here with any of the functions of ``conference.extensions.POINTS``; this package
puts their answers together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

from django.http import HttpRequest

from conference.demo import World
from conference.extensions import Block, ReportPart
from conference.models import Conference, Consent, Person
from workshops.demo.load import load
from workshops.models import Session

from . import call, crew, decisions, feedback, outcomes, papers, planning, programme, reviews

JOURNEYS: tuple[ModuleType, ...] = (
    papers,
    call,
    reviews,
    decisions,
    planning,
    programme,
    crew,
    outcomes,
    feedback,
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


def listeners_of(sessions: Iterable[Session]) -> dict[int, set[int]]:
    """Who wants to hear of a change: key of a session -> keys of people."""
    found: dict[int, set[int]] = {}
    for part in _ask("listeners_of", list(sessions)):
        for session, people in part.items():
            found.setdefault(session, set()).update(people)
    return found


def session_page(request: HttpRequest, session: Session) -> list[Block]:
    return _blocks("session_page", request, session)


def sessions_of(person: Person, conference: Conference) -> set[int]:
    """Sessions that are the person's own: marked with a star, or with a part of theirs."""
    return {pk for part in _ask("sessions_of", person, conference) for pk in part}


def demo(world: World) -> None:
    load(world)


def report(conference: Conference) -> list[ReportPart]:
    """Chapters of the final report."""
    return [part for parts in _ask("report", conference) for part in parts]
