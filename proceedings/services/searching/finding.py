"""What a wish finds: the query understood, materials in order, facets with counts. Four queries, five at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.translation import pgettext

from proceedings.searching import (
    Needles,
    Query,
    Reading,
    as_typed,
    keys,
    parse,
    read,
    wanted,
    words,
)

from .catalogue import Catalogue
from .counting import Counted, count
from .postings import Postings, headings, vocabulary
from .ranking import Ranked, needed, rank
from .wishes import Facet, Option, Wish

PER_PAGE = 20
NEAREST = 5


@dataclass(frozen=True)
class Choice:
    facet: Facet
    option: Option
    without: str


@dataclass(frozen=True)
class Found:
    """``keys``: all that were found, in order; ``unfiltered``: how many without what is chosen of facets."""

    wish: Wish
    query: Query
    reading: Reading
    keys: list[int]
    facets: list[Facet]
    all_count: int
    unfiltered: int
    needles: Needles
    catalogue: Catalogue = field(repr=False)

    @property
    def is_whole(self) -> bool:
        return self.query.is_empty

    @property
    def told(self) -> str:
        """The query as it was understood, without the quotation marks of one phrase, to be quoted."""
        text = self.reading.text or self.query.text
        whole = len(self.query.phrases) == 1 and not (self.query.asked or self.query.without)
        return text.strip('"«»“”„ ') if whole else text

    @cached_property
    def chosen(self) -> list[Choice]:
        """What is chosen of every facet, in their order, each with the wish that is left without it."""
        return [
            Choice(facet, option, self.wish.without(facet.name, option.value))
            for facet in self.facets
            for option in facet.options
            if option.is_chosen
        ]

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """The orders there are, the usual one first: its name in addresses, in words, and whether it is this one."""
        names = [
            ("newest", pgettext("order of the library", "newest")),
            ("duration", pgettext("order of the library", "shortest")),
        ]
        if not self.is_whole:
            names.insert(0, ("relevance", pgettext("order of the library", "best match")))
        usual = names[0][0]
        here = self.wish.order if self.wish.order in dict(names) else usual
        return [("" if name == usual else name, title, name == here) for name, title in names]

    @cached_property
    def themes(self) -> tuple[Option, ...]:
        """Every theme of the library with the number of its materials: one query."""
        whole = count(Wish(), self.catalogue.entries, self.catalogue)
        return next((facet.options for facet in whole.facets if facet.name == "theme"), ())

    @cached_property
    def nearest(self) -> list[str]:
        """Words of titles and themes that what was not found is most like, the likeliest first."""
        near = [
            word.form
            for each in self.reading.words
            for word in headings(self.catalogue).nearest(each.text, further=1, most=NEAREST)
            if word.form != each.text
        ]
        return list(dict.fromkeys(near))[:NEAREST]


def find(wish: Wish) -> Found:
    """What *wish* finds among the materials that readers have."""
    query = parse(wish.query)
    catalogue = Catalogue(query.phrases)
    postings = Postings(catalogue)
    reading = _read(query, wish, postings)
    if query.is_empty:
        ranked = Ranked(dict.fromkeys(catalogue.entries, 0.0), {})
    else:
        ranked = _ranked(query, reading, postings, wish)
    if query.without:
        unwanted = postings.having(key for word in query.without for key in keys(word))
        ranked = replace(ranked, scores={pk: score for pk, score in ranked.scores.items() if pk not in unwanted})
    counted = count(wish, ranked.scores, catalogue)
    return Found(
        wish=counted.wish,
        query=query,
        reading=reading,
        keys=_in_order(counted, ranked, catalogue),
        facets=counted.facets,
        all_count=len(catalogue),
        unfiltered=len(ranked.scores),
        needles=_needles(query, ranked, postings),
        catalogue=catalogue,
    )


def _read(query: Query, wish: Wish, postings: Postings) -> Reading:
    if query.is_empty and not query.without:
        return Reading()
    postings.load(wanted(query) | needed(as_typed(query, lambda key: True).words))
    if wish.is_exact:
        return as_typed(query, postings.knows)
    reading = read(query, postings.knows, lambda: vocabulary(postings.catalogue))
    postings.load(needed(reading.words))
    return reading


def _ranked(query: Query, reading: Reading, postings: Postings, wish: Wish) -> Ranked:
    ranked = rank(reading.words, postings, with_synonyms=not wish.is_exact)
    if not query.phrases:
        return ranked
    having = postings.catalogue.having
    told = {key: postings.rarity(key) for phrase in query.phrases for word in words(phrase) for key in keys(word)}
    scores = {pk: ranked.scores.get(pk, 0.0) for pk in (having & set(ranked.scores) if reading.words else having)}
    for key, value in told.items():
        for pk, weight in postings.weights.get(key, {}).items():
            if pk in scores:
                scores[pk] += value * weight
    return Ranked(scores, ranked.needles)


def _in_order(counted: Counted, ranked: Ranked, catalogue: Catalogue) -> list[int]:
    found: Sequence[int] = catalogue.newest_first(counted.keys)
    if counted.wish.order == "duration":
        return catalogue.shortest_first(found)
    if counted.wish.order == "newest" or not any(ranked.scores.values()):
        return list(found)
    return sorted(found, key=lambda pk: -round(ranked.scores[pk], 6))


def _needles(query: Query, ranked: Ranked, postings: Postings) -> Needles:
    forms = [form for key in ranked.needles for form in postings.forms[key]]
    return Needles(ranked.needles, forms, query.phrases)
