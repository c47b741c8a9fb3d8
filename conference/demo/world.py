"""What the rooms share while they load the demonstration."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from conference.models import Conference, Person

MOSCOW = ZoneInfo("Europe/Moscow")


@dataclass
class World:
    """The conferences and people so far, who loads, what day it is, and how to report."""

    by: Person
    say: Callable[[str], None]
    conferences: dict[str, Conference] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    today: date = field(default_factory=lambda: timezone.localdate(timezone=MOSCOW))

    def moment(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """An aware moment *days* from today at *hour* in Moscow."""
        return datetime.combine(self.today + timedelta(days=days), time(hour, minute), tzinfo=MOSCOW)


def read_toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def both(value: dict[str, str], name: str) -> dict[str, str]:
    """``{"ru": …, "en": …}`` as the keyword arguments ``name_ru`` and ``name_en``."""
    return {f"{name}_{language}": text for language, text in value.items()}
