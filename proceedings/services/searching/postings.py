"""Which materials have a word, and all words there are: what is asked of the tables of the index."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from django.db.models import Count

from proceedings.models import IndexedTerm, Material
from proceedings.searching import Vocabulary, is_russian, is_stop, keys, rarity, words
from workshops.models import Theme

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
    """All words of the materials of *catalogue*: no query, but one after something was published or withdrawn."""
    return _latest("all", catalogue, _all_words)


def headings(catalogue: Catalogue) -> Vocabulary:
    """The words of titles and themes alone, Russian ones in their dictionary form.

    No query, but two after something was published or withdrawn.
    """
    return _latest("headings", catalogue, _words_of_headings)


def _latest(name: str, catalogue: Catalogue, make: Callable[[], Vocabulary]) -> Vocabulary:
    """What *make* gives for *catalogue* as it is now. Each process keeps the latest."""
    kept = _kept.get(name)
    if kept is None or kept[0] != catalogue.mark:
        kept = _kept[name] = (catalogue.mark, make())
    return kept[1]


def _all_words() -> Vocabulary:
    rows = IndexedTerm.objects.filter(material__in=Material.objects.published().order_by())
    return Vocabulary(rows.values_list("form", "stem").annotate(materials=Count("material", distinct=True)).order_by())


def _words_of_headings() -> Vocabulary:
    public = Material.objects.published().order_by()
    titles = [*public.values_list("title_ru", "title_en")]
    titles += Theme.objects.filter(materials__in=public).order_by().distinct().values_list("title_ru", "title_en")
    found = (word for told in titles for text in told for word in set(words(text or "")) if not is_stop(word))
    counted = Counter((keys(word)[0] if is_russian(word) else word, keys(word)[0]) for word in found)
    return Vocabulary((form, key, count) for (form, key), count in counted.items())
