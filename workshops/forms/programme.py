"""What a visitor asks of the programme, read from the address: a day, filters, words to search for."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict

from workshops.models import Session
from workshops.services.programme import SERVICES

ALL_DAYS = "all"
LONGEST_QUERY = 80


@dataclass(frozen=True)
class Asked:
    """The filters of one request. What is not known is passed over, so that an old link still shows something."""

    day: str = ""
    track: int = 0
    format: str = ""
    language: str = ""
    service: tuple[str, ...] = ()
    mine: bool = False
    q: str = ""

    @classmethod
    def read(cls, data: QueryDict) -> Self:
        track, format_, language = data.get("track", ""), data.get("format", ""), data.get("language", "")
        return cls(
            day=_day(data.get("day", "")),
            track=int(track) if track in {"1", "2", "3", "4"} else 0,
            format=format_ if format_ in Session.Format.values else "",
            language=language if language in {"ru", "en"} else "",
            service=tuple(name for name in SERVICES if name in data.getlist("service")),
            mine=data.get("mine") == "1",
            q=" ".join(data.get("q", "").split())[:LONGEST_QUERY],
        )

    @property
    def is_filtered(self) -> bool:
        return bool(self.track or self.format or self.language or self.service or self.mine or self.q)

    @property
    def is_refined(self) -> bool:
        """Whether the form below the pills is in use."""
        return bool(self.format or self.language or self.service or self.q)

    @property
    def wants_all_days(self) -> bool:
        """What the form below the pills asks and one's own programme are shown for every day unless one is named."""
        return self.day == ALL_DAYS or (not self.day and (self.is_refined or self.mine))

    def query(self, **changes: Any) -> str:
        """The address' query with some of the filters changed; "?" alone when there are none."""
        return f"?{urlencode(replace(self, **changes).pairs())}"

    def pairs(self) -> list[tuple[str, Any]]:
        """The filters as names and values, those that are not used left out."""
        pairs: list[tuple[str, Any]] = []
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, tuple):
                pairs += [(each.name, name) for name in value]
            elif value:
                pairs.append((each.name, 1 if value is True else value))
        return pairs

    def beside_the_form(self) -> list[tuple[str, Any]]:
        """What the form below the pills must not lose."""
        return Asked(track=self.track, mine=self.mine).pairs()

    def without_filters(self) -> str:
        return Asked(day=self.day).query()


def _day(text: str) -> str:
    if text == ALL_DAYS:
        return text
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""
