"""The named extension points through which the core asks the rooms above it.

Each app may have one ``contributes.py``, found as Django finds ``admin.py``. It may define any of the
functions named in POINTS; the core calls them without knowing who answers.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

if TYPE_CHECKING:
    from django.http import HttpRequest

    from conference.models import Conference, Consent, Person

POINTS = frozenset(
    {"home", "mine", "desk", "demo", "tasks_waiting", "schedules"}
    | {"report", "sitemap", "session_page", "listeners_of", "step_free_for", "seat_of", "sessions_of"}
    | {"reach", "recording_published", "materials_of", "course_page", "listener_page", "listener_proved"}
    | {"personal_data", "sealed_data", "erase", "consent_withdrawn"}
)


@dataclass(frozen=True)
class Block:
    """A piece of a page that another room draws: where it stands, its template and what that needs."""

    order: int
    template: str
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ReportPart:
    """A chapter of the final report that a room tells, in the language that is active when it is asked.

    ``figures`` are name and number; ``tables`` have a caption, the names of the columns and rows of cells; ``lists``
    have a caption and lines, each a text and its language.
    """

    order: int
    title: str
    intro: str = ""
    figures: tuple[tuple[str, str], ...] = ()
    tables: tuple[tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]], ...] = ()
    lists: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()


@dataclass(frozen=True)
class Address:
    """A public page for the map of the site: its absolute address in each language, and when it last changed."""

    urls: dict[str, str]
    changed: datetime | None = None


@cache
def _contributors(point: str) -> tuple[Callable[..., Any], ...]:
    found = []
    for config in apps.get_app_configs():
        if config.module and module_has_submodule(config.module, "contributes"):
            function = getattr(importlib.import_module(f"{config.name}.contributes"), point, None)
            if function:
                found.append(function)
    return tuple(found)


def ask(point: str, *args: Any, **kwargs: Any) -> Iterator[Any]:
    """Every room's answer to *point*, in the order of INSTALLED_APPS."""
    if point not in POINTS:
        raise LookupError(f"no extension point {point!r}")
    for function in _contributors(point):
        yield function(*args, **kwargs)


def blocks(point: str, *args: Any, **kwargs: Any) -> list[Block]:
    """All rooms' blocks for *point* in the order in which the page shows them."""
    return sorted((block for answer in ask(point, *args, **kwargs) for block in answer), key=lambda block: block.order)


class Journeys:
    """The journeys of one room, each a module with any of the functions named in POINTS, answering as one.

    A room's ``contributes`` names the methods it needs as its own functions.
    """

    def __init__(self, *modules: ModuleType) -> None:
        self.modules = modules

    def ask(self, point: str, *args: Any, **kwargs: Any) -> list[Any]:
        """Every journey's answer to *point*, in order."""
        return [getattr(each, point)(*args, **kwargs) for each in self.modules if hasattr(each, point)]

    def _joined(self, point: str, *args: Any, **kwargs: Any) -> list[Any]:
        return [each for answer in self.ask(point, *args, **kwargs) for each in answer]

    def _merged(self, point: str, *args: Any) -> dict[str, Any]:
        return {name: rows for answer in self.ask(point, *args) for name, rows in answer.items()}

    def home(self, request: HttpRequest, conference: Conference) -> list[Block]:
        return self._joined("home", request, conference)

    def mine(self, request: HttpRequest, person: Person) -> list[Block]:
        return self._joined("mine", request, person)

    def desk(self, request: HttpRequest, conference: Conference) -> list[Block]:
        return self._joined("desk", request, conference)

    def tasks_waiting(self, request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
        """What waits for staff: ``{"text", "note", "url", "action", "since"}`` each."""
        return self._joined("tasks_waiting", request, conference)

    def personal_data(self, person: Person) -> dict[str, Any]:
        """Everything the room keeps about *person*, as plain values."""
        return self._merged("personal_data", person)

    def sealed_data(self, person: Person) -> dict[str, Any]:
        """The sections of the copy with sealed values opened, for a person who has just proved that it is them."""
        return self._merged("sealed_data", person)

    def erase(self, person: Person, *, by: Person | None) -> list[str]:
        """Erase or make anonymous everything the room keeps about *person*; names what was erased."""
        return self._joined("erase", person, by=by)

    def consent_withdrawn(self, consent: Consent) -> None:
        """Act at once on a withdrawn consent."""
        self.ask("consent_withdrawn", consent)

    def schedules(self) -> list[Callable[[], Any]]:
        """What the scheduler runs every minute."""
        return self._joined("schedules")

    def session_page(self, request: HttpRequest, session: Any) -> list[Block]:
        return self._joined("session_page", request, session)

    def materials_of(self, sessions: Iterable[Any]) -> dict[int, int]:
        """How much of each event is kept to read and watch afterwards: key of a session -> number of items."""
        found: dict[int, int] = {}
        for answer in self.ask("materials_of", list(sessions)):
            for session, count in answer.items():
                found[session] = found.get(session, 0) + count
        return found

    def sessions_of(self, person: Person, conference: Conference) -> set[int]:
        """Keys of the sessions that are the person's own."""
        return set(self._joined("sessions_of", person, conference))

    def listeners_of(self, sessions: Iterable[Any]) -> dict[int, set[int]]:
        """Who wants to hear of a change: key of a session -> keys of people."""
        found: dict[int, set[int]] = {}
        for answer in self.ask("listeners_of", list(sessions)):
            for session, people in answer.items():
                found.setdefault(session, set()).update(people)
        return found

    def report(self, conference: Conference) -> list[ReportPart]:
        """Chapters of the final report."""
        return self._joined("report", conference)

    def reach(self, conference: Conference) -> list[ReportPart]:
        """Chapters of the statistics of a season, in the language that is active."""
        return self._joined("reach", conference)

    def recording_published(self, session: Any, address: dict[str, str]) -> None:
        """A recording of *session* is in the library, at *address* in each language: tell those who wait for it."""
        self.ask("recording_published", session, address)

    def course_page(self, request: HttpRequest, course: Any) -> list[Block]:
        """Pieces of the page of a course."""
        return self._joined("course_page", request, course)

    def listener_page(self, request: HttpRequest, listener: Any) -> list[Block]:
        """Pieces of the page of a listener's own, which nobody else reads."""
        return self._joined("listener_page", request, listener)

    def listener_proved(self, listener: Any, browser: Any) -> None:
        """*browser*, a row of a listener, has shown to be *listener*, who owns the address; the two may be one row."""
        self.ask("listener_proved", listener, browser)

    def sitemap(self) -> list[Address]:
        """Public pages for search engines."""
        return self._joined("sitemap")
