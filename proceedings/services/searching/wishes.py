"""What a visitor of the library wishes to see: a query, what is chosen of each facet, an order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.datastructures import MultiValueDict

from proceedings.searching import FACETS

ORDERS = ("relevance", "newest", "duration")
LONGEST, MOST = 40, 20


@dataclass(frozen=True)
class Wish:
    """``chosen`` has values by the names of FACETS; ``order`` is empty for the usual one."""

    query: str = ""
    is_exact: bool = False
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = ""

    @classmethod
    def of(cls, given: MultiValueDict[str, str]) -> Wish:
        """The wish in the parameters of an address; what is none of ours is passed over."""
        chosen = {}
        for name in FACETS:
            values = dict.fromkeys(value for value in given.getlist(name)[:MOST] if 0 < len(value) <= LONGEST)
            if values:
                chosen[name] = tuple(values)
        query = " ".join(given.get("q", "").replace("\x00", " ").split())
        order = given.get("order", "")
        return cls(query, bool(query and given.get("exact")), chosen, order if order in ORDERS else "")

    def has(self, facet: str, value: str) -> bool:
        return value in self.chosen.get(facet, ())

    def address(self, **changed: object) -> str:
        """The parameters of this wish as the end of an address, *changed* in some: ``?q=…`` or nothing."""
        said = {"q": self.query, "exact": "1" if self.is_exact else "", **self.chosen, "order": self.order, **changed}
        pairs = [(name, value) for name, values in said.items() for value in _each(values) if value]
        return f"?{urlencode(pairs)}" if pairs else ""

    def without(self, facet: str, value: str) -> str:
        """The address of this wish with one choice less."""
        return self.address(**{facet: tuple(each for each in self.chosen.get(facet, ()) if each != value)})


def _each(values: object) -> Iterator[str]:
    yield from values if isinstance(values, tuple) else (str(values),)


@dataclass(frozen=True)
class Option:
    """One value of a facet: what it is called, in which language, and how many materials it would leave."""

    value: str
    title: str
    count: int
    is_chosen: bool = False
    language: str = ""


@dataclass(frozen=True)
class Facet:
    name: str
    title: str
    options: tuple[Option, ...]

    @property
    def has_choice(self) -> bool:
        return any(option.is_chosen for option in self.options)
