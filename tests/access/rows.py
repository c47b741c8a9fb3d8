"""What a row of the access table says, and the words its tables are written in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.world import VISITORS, World

ANYBODY = dict.fromkeys(VISITORS, 200)
SIGNED_IN = {**ANYBODY, "anonymous": 302}
NOBODY = dict.fromkeys(VISITORS, 404)


def only(*visitors: str, status: int = 200, anonymous: int = 404) -> dict[str, int]:
    """*status* for the named visitors and the superuser, 404 for all others."""
    return {**NOBODY, **dict.fromkeys(visitors, status), "superuser": status, "anonymous": anonymous}


@dataclass(frozen=True)
class Row:
    """One address: what to put into it, how to call it, and what each visitor gets."""

    expected: dict[str, int]
    kwargs: Callable[[World], dict[str, Any]] = lambda world: {}
    method: str = "get"
    data: Callable[[World], dict[str, Any]] = lambda world: {}


def redirects(expected: dict[str, int]) -> dict[str, int]:
    return {visitor: 302 if status == 200 else status for visitor, status in expected.items()}


def here(**kwargs: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"conference_slug": world.conference.slug, **kwargs}


def in_season(**kwargs: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"conference_slug": world.season.slug, **kwargs}


def of_season(name: str, **more: Any) -> Callable[[World], dict[str, Any]]:
    """The keywords of a page about one thing of the season."""
    return lambda world: {"conference_slug": world.season.slug, "pk": world.things[name].pk, **more}


STAFF = ("organiser", "chair", "editor")
DESK = (*STAFF, "protocol", "door")


def thing(name: str, **more: Any) -> Callable[[World], dict[str, Any]]:
    """The keywords of a page about one thing of the first conference."""
    return lambda world: {"conference_slug": world.conference.slug, "pk": world.things[name].pk, **more}


MINE = {**NOBODY, "anonymous": 302}
