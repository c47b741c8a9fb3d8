"""Which materials have a word, and all words there are: what is asked of the tables of the index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count

from proceedings.models import IndexedTerm, Material
from proceedings.searching import Vocabulary, rarity

from .catalogue import Catalogue

MOST_KEYS = 400


class Postings:
    """The weights of words in the materials of a catalogue; asked for in one query at a time."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.weights: dict[str, dict[int, float]] = {}
        self.forms: dict[str, set[str]] = defaultdict(set)

    def load(self, keys: Iterable[str]) -> None:
        """Read what is not read yet of *keys*."""
        missing = sorted(set(keys) - set(self.weights))[:MOST_KEYS]
        if not missing:
            return
        self.weights |= {key: {} for key in missing}
        rows = IndexedTerm.objects.filter(stem__in=missing).values_list("stem", "material_id", "form", "weight")
        public = self.catalogue.entries
        for key, material, form, weight in rows:
            if material in public:
                has = self.weights[key]
                has[material] = max(weight, has.get(material, 0.0))
                self.forms[key].add(form)

    def knows(self, key: str) -> bool:
        """Whether a material that readers have has the word."""
        return bool(self.weights.get(key))

    def rarity(self, key: str) -> float:
        return rarity(len(self.weights.get(key, ())), len(self.catalogue))

    def having(self, keys: Iterable[str]) -> set[int]:
        """The materials that have any of *keys*."""
        return set().union(*(self.weights.get(key, {}) for key in keys))


_kept: dict[str, tuple[int, Vocabulary]] = {}


def vocabulary(catalogue: Catalogue) -> Vocabulary:
    """All words of the materials of *catalogue*: no query, but one after something was published or withdrawn.

    Each process keeps the latest.
    """
    mark = catalogue.mark
    kept = _kept.get("vocabulary")
    if kept and kept[0] == mark:
        return kept[1]
    rows = IndexedTerm.objects.filter(material__in=Material.objects.published().order_by())
    counted = rows.values_list("form", "stem").annotate(materials=Count("material", distinct=True)).order_by()
    made = Vocabulary(counted)
    _kept["vocabulary"] = (mark, made)
    return made
