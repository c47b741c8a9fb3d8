"""Every material that readers have, as little of each as searching and counting need. One query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from proceedings.models import Material

FIELDS = (
    "pk", "kind", "level", "language", "year", "audience", "has_captions", "seconds", "published_at",
    "title_ru", "title_en", "session", "session__title_ru", "session__title_en", "session__starts", "indexed__themes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    pk: int
    kind: str
    level: str
    language: str
    year: int
    audience: list[str]
    has_captions: bool
    seconds: int | None
    published_at: datetime | None
    title_ru: str | None
    title_en: str | None
    event: int | None
    event_ru: str | None
    event_en: str | None
    event_starts: datetime | None
    themes: list[int] | None

    @property
    def languages(self) -> list[str]:
        """What a recording is spoken in; of a text, what it is written in."""
        if self.kind == Material.Kind.RECORDING:
            return ["ru", "en"] if self.language == Material.Spoken.BOTH else [self.language]
        return [code for code, title in (("ru", self.title_ru), ("en", self.title_en)) if title]

    @property
    def age(self) -> tuple[int, float]:
        """Sorts the newest first: by the year that it is of, then by the day of publishing."""
        return (-self.year, -(self.published_at.timestamp() if self.published_at else 0.0))


class Catalogue:
    def __init__(self) -> None:
        rows = Material.objects.published().order_by().values_list(*FIELDS)
        self.entries: dict[int, Entry] = {row[0]: Entry(*row) for row in rows}

    def __len__(self) -> int:
        return len(self.entries)

    @cached_property
    def mark(self) -> tuple[int, int, float]:
        """Changes whenever a material comes or goes."""
        newest = max(
            (entry.published_at.timestamp() for entry in self.entries.values() if entry.published_at), default=0.0
        )
        return (len(self.entries), sum(self.entries), newest)

    def newest_first(self, keys: Sequence[int]) -> list[int]:
        return sorted(keys, key=lambda pk: (*self.entries[pk].age, -pk))

    def shortest_first(self, keys: Sequence[int]) -> list[int]:
        """By duration; what has none comes last."""

        def place(pk: int) -> tuple[object, ...]:
            seconds = self.entries[pk].seconds
            return (seconds is None, seconds or 0, *self.entries[pk].age, -pk)

        return sorted(keys, key=place)  # type: ignore[arg-type]
