"""What the pre-flight list consists of, and who may add to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from proceedings.models import Article, Volume

BLOCK, WARNING, ADVICE = "block", "warning", "advice"
SEVERITIES = (BLOCK, WARNING, ADVICE)
TAGS = {BLOCK: "err", WARNING: "warn", ADVICE: ""}


@dataclass(frozen=True)
class Item:
    """One thing to mend: how much it matters, in words, and where to do it."""

    code: str
    severity: str
    text: str
    url: str = ""
    kind: str = ""
    """What all items of the same code are called together; the words of the first of them where it is not said."""

    @property
    def tag(self) -> str:
        return TAGS[self.severity]


@dataclass(frozen=True)
class Finding:
    """The same without words and addresses: what a check of a text finds, fit to be kept."""

    code: str
    severity: str = WARNING
    params: dict[str, Any] = field(default_factory=dict)
    place: str = ""
    """The field of the page that mends it: ``text#b7``, ``description#id_udk``."""


Check = Callable[[Article], Iterable[Item]]
_checks: list[Check] = []
_needs: list[str] = []


def register(check: Check, *, needs: Iterable[str] = ()) -> None:
    """Add *check* to every pre-flight list. It reads the relations named in *needs*, which are fetched beforehand."""
    if check not in _checks:
        _checks.append(check)
        _needs.extend(name for name in needs if name not in _needs)


def checks() -> tuple[Check, ...]:
    return tuple(_checks)


def needs() -> tuple[str, ...]:
    return tuple(_needs)


def demanded(volume: Volume, name: str) -> str | None:
    """How much it matters by the settings of *volume* that a record is missing; None when nobody asks for it."""
    demand = getattr(volume, f"wants_{name}")
    return {Volume.Demand.BLOCK: BLOCK, Volume.Demand.WARNING: WARNING}.get(demand)
