"""Every material that readers have, as little of each as searching and counting need. One query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from django.db.models import BooleanField, ExpressionWrapper, Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from proceedings.models import IndexedMaterial, Material
from proceedings.searching import Card, card, in_plain


class Catalogue:
    """``entries``: the card of each material, by its key; ``having``: those that have all phrases asked for."""

    def __init__(self, phrases: Iterable[str] = ()) -> None:
        has = Q()
        for phrase in phrases:
            has &= Q(GreaterThan(StrIndex("plain", Value(in_plain(phrase))), 0))  # quicker than LIKE
        told = ExpressionWrapper(has, BooleanField()) if has else Value(value=True, output_field=BooleanField())
        rows = IndexedMaterial.objects.filter(material__in=Material.objects.published().order_by()).annotate(told=told)
        self.entries: dict[int, Card] = {}
        self.having: set[int] = set()
        written = []
        for pk, line, is_told in rows.values_list("material_id", "card", "told"):
            self.entries[pk] = card(line)
            written.append((pk, line))
            if is_told:
                self.having.add(pk)
        self._written = written

    def __len__(self) -> int:
        return len(self.entries)

    @cached_property
    def mark(self) -> int:
        """Changes whenever a material comes, goes or is published anew."""
        return hash(frozenset(self._written))

    def newest_first(self, keys: Iterable[int]) -> list[int]:
        return sorted(keys, key=lambda pk: (*self.entries[pk].age, -pk))

    def shortest_first(self, keys: Sequence[int]) -> list[int]:
        """By duration; what has none comes last."""

        def place(pk: int) -> tuple[int, ...]:
            seconds = self.entries[pk].seconds
            return (int(seconds is None), seconds or 0, *self.entries[pk].age, -pk)

        return sorted(keys, key=place)
