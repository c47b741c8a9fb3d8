"""Facets: what can be chosen, and how many materials each choice would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from conference.models import Conference
from proceedings.models import Material
from proceedings.searching import FACETS, YES, Card
from workshops.models import Audience, Session, Theme

from .catalogue import Catalogue
from .wishes import Facet, Option, Wish


@dataclass(frozen=True)
class Counted:
    """``wish`` without choices that nothing in the library has; ``keys`` of what is left."""

    wish: Wish
    keys: list[int]
    facets: list[Facet]


def count(wish: Wish, found: Iterable[int], catalogue: Catalogue) -> Counted:
    """Narrow *found* by what *wish* has chosen, and count every choice as it would be beside those of other facets.

    Two queries, for the titles of themes and of events.
    """
    wish = replace(wish, chosen=_there(wish, catalogue))
    wanted = [(FACETS.index(name), set(chosen)) for name, chosen in wish.chosen.items()]
    kept: list[int] = []
    beside: dict[int, list[Card]] = {place: [] for place, _chosen in wanted}  # what fails one facet alone
    for pk in found:
        card = catalogue.entries[pk]
        failing = [place for place, chosen in wanted if chosen.isdisjoint(card.values[place])]
        if not failing:
            kept.append(pk)
        elif len(failing) == 1:
            beside[failing[0]].append(card)
    cards = [catalogue.entries[pk] for pk in kept]
    counts = [
        Counter(chain.from_iterable(card.values[place] for card in chain(cards, beside.get(place, ()))))
        for place in range(len(FACETS))
    ]
    told = _titles({name: {*counts[place], *wish.chosen.get(name, ())} for place, name in enumerate(FACETS)})
    facets = [
        Facet(name, title, _options(name, counts[FACETS.index(name)], told[name], wish)) for name, title in _names()
    ]
    return Counted(wish, kept, [facet for facet in facets if facet.options])


def _there(wish: Wish, catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """What is chosen that some material of the library has."""
    there = {
        name: set(chain.from_iterable(card.values[FACETS.index(name)] for card in catalogue.entries.values()))
        for name in wish.chosen
    }
    kept = {name: tuple(each for each in chosen if each in there[name]) for name, chosen in wish.chosen.items()}
    return {name: chosen for name, chosen in kept.items() if chosen}


def _options(name: str, found: Counter[str], titles: dict[str, tuple[str, str]], wish: Wish) -> tuple[Option, ...]:
    """What is left of a facet, in its own order; whatever is chosen stays, with nought too."""
    return tuple(
        Option(value, title, found[value], wish.has(name, value), language)
        for value, (title, language) in titles.items()
        if found[value] or wish.has(name, value)
    )


def _names() -> list[tuple[str, str]]:
    return [
        ("kind", pgettext("facet of the library", "Kind")),
        ("theme", pgettext("facet of the library", "Theme")),
        ("audience", pgettext("facet of the library", "For whom")),
        ("level", pgettext("facet of the library", "Level")),
        ("language", pgettext("facet of the library", "Language")),
        ("year", pgettext("facet of the library", "Year")),
        ("event", pgettext("facet of the library", "Event")),
        ("captions", pgettext("facet of the library", "Captions")),
    ]


def _titles(found: dict[str, set[str]]) -> dict[str, dict[str, tuple[str, str]]]:
    """The titles of the values *found* in order, each with its language where that is not the page's.

    Themes of the same address in several seasons are one.
    """
    public = Conference.objects.public()
    themes = Theme.objects.filter(slug__in=found["theme"], conference__in=public).order_by("order", "pk")
    events = Session.objects.filter(pk__in=map(int, found["event"])).order_by("-starts", "pk") if found["event"] else ()
    return {
        "kind": _labels(Material.Kind),
        "theme": {row.slug: _in_page(row) for row in themes},
        "audience": _labels(Audience),
        "level": _labels(Material.Level),
        "language": _labels(Material.Spoken),
        "year": {year: (year, "") for year in sorted(found["year"], reverse=True)},
        "event": {str(row.pk): _in_page(row) for row in events},
        "captions": {YES: (_("With captions"), "")},
    }


def _labels(choices: type[TextChoices]) -> dict[str, tuple[str, str]]:
    return {value: (_capital(label), "") for value, label in choices.choices}


def _capital(label: object) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]


def _in_page(row: Any) -> tuple[str, str]:
    """The title of *row* in the language of the page, or else in the other one, which is named."""
    here = (get_language() or "ru")[:2]
    other = "en" if here == "ru" else "ru"
    title = getattr(row, f"title_{here}")
    return (title, "") if title else (getattr(row, f"title_{other}") or "", other)
