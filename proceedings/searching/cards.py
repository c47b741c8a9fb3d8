"""What facets count of a material, on one line: a thousand of them are read at every search."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

FACETS = ("kind", "theme", "audience", "level", "language", "year", "event", "captions")
YES = "yes"


@dataclass(frozen=True, slots=True)
class Card:
    """``values``: what the material has of each of FACETS, in their order. ``published`` in seconds since 1970."""

    values: tuple[tuple[str, ...], ...]
    seconds: int | None
    published: int

    def written(self) -> str:
        told = [",".join(values) for values in self.values]
        return "|".join([*told, "" if self.seconds is None else str(self.seconds), str(self.published)])

    @property
    def age(self) -> tuple[int, int]:
        """Sorts the newest first: by the year that it is of, then by the day of publishing."""
        (year,) = self.values[FACETS.index("year")]
        return (-int(year), -self.published)


@lru_cache(maxsize=20_000)
def card(written: str) -> Card:
    """The card that was *written*."""
    *told, seconds, published = written.split("|")
    values = tuple(tuple(each.split(",")) if each else () for each in told)
    return Card(values, int(seconds) if seconds else None, int(published))
