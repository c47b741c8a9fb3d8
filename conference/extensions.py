"""The named extension points through which the core asks the rooms above it.

Each app may have one ``contributes.py``, found as Django finds ``admin.py``. It may define any of the
functions named in POINTS; the core calls them without knowing who answers.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

POINTS = frozenset(
    {"home", "mine", "desk", "demo", "tasks_waiting", "schedules"}
    | {"report", "session_page", "listeners_of", "step_free_for", "seat_of", "sessions_of"}
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
