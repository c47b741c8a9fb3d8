"""Facets: what can be chosen, and how many materials each choice would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from proceedings.models import Material
from workshops.models import Audience, Theme

from .catalogue import Catalogue, Entry
from .wishes import FACETS, Facet, Option, Wish

CAPTIONS, BOTH = "yes", Material.Spoken.BOTH.value


@dataclass(frozen=True)
class Counted:
    """``wish`` without choices that nothing in the library has; ``keys`` of what is left."""

    wish: Wish
    keys: list[int]
    facets: list[Facet]


def count(wish: Wish, entries: Sequence[Entry], catalogue: Catalogue) -> Counted:
    """Narrow *entries* by what *wish* has chosen, and count every choice as it would be beside those of other facets.

    One query, for the themes.
    """
    themes = {row.pk: row for row in Theme.objects.order_by("order", "pk")}
    values = _values(themes)
    there = {
        name: {value for entry in catalogue.entries.values() for value in values[name](entry)} for name in wish.chosen
    }
    kept = {name: tuple(each for each in chosen if each in there[name]) for name, chosen in wish.chosen.items()}
    wish = replace(wish, chosen={name: chosen for name, chosen in kept.items() if chosen})
    found: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    keys = []
    for entry in entries:
        failing = [name for name, chosen in wish.chosen.items() if not set(values[name](entry)) & set(chosen)]
        if not failing:
            keys.append(entry.pk)
        for name in FACETS if not failing else failing if len(failing) == 1 else ():
            found[name].update(set(values[name](entry)))
    told = _titles(themes, catalogue)
    facets = [Facet(name, title, _options(name, found[name], told[name], wish)) for name, title in _names()]
    return Counted(wish, keys, [facet for facet in facets if facet.options])


def _options(name: str, found: Counter[str], titles: dict[str, tuple[str, str]], wish: Wish) -> tuple[Option, ...]:
    """What is left of a facet, in its own order; whatever is chosen stays, with nought too."""
    return tuple(
        Option(value, title, found[value], wish.has(name, value), language)
        for value, (title, language) in titles.items()
        if found[value] or wish.has(name, value)
    )


def _values(themes: dict[int, Theme]) -> dict[str, Callable[[Entry], Sequence[str]]]:
    slugs = {pk: row.slug for pk, row in themes.items()}
    return {
        "kind": lambda entry: (entry.kind,),
        "theme": lambda entry: [slugs[pk] for pk in entry.themes or () if pk in slugs],
        "audience": lambda entry: entry.audience,
        "level": lambda entry: (entry.level,),
        "language": lambda entry: entry.languages,
        "year": lambda entry: (str(entry.year),),
        "event": lambda entry: (str(entry.event),) if entry.event else (),
        "captions": lambda entry: (CAPTIONS,) if entry.has_captions else (),
    }


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


def _titles(themes: dict[int, Theme], catalogue: Catalogue) -> dict[str, dict[str, tuple[str, str]]]:
    """The titles of values in order, each with its language where that is not the page's."""
    entries = catalogue.entries.values()
    return {
        "kind": {value: (_capital(label), "") for value, label in Material.Kind.choices},
        "theme": _theme_titles(themes),
        "audience": {value: (_capital(label), "") for value, label in Audience.choices},
        "level": {value: (_capital(label), "") for value, label in Material.Level.choices},
        "language": {value: (_capital(label), "") for value, label in Material.Spoken.choices if value != BOTH},
        "year": {str(year): (str(year), "") for year in sorted({entry.year for entry in entries}, reverse=True)},
        "event": dict(_event_titles(catalogue)),
        "captions": {CAPTIONS: (_("With captions"), "")},
    }


def _capital(label: object) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]


def _theme_titles(themes: dict[int, Theme]) -> dict[str, tuple[str, str]]:
    """Themes of the same address in several seasons are one: the newest names it."""
    return {row.slug: _in_page(row.title_ru, row.title_en) for row in themes.values()}  # type: ignore[attr-defined]


def _event_titles(catalogue: Catalogue) -> Iterator[tuple[str, tuple[str, str]]]:
    with_events = [entry for entry in catalogue.entries.values() if entry.event and entry.event_starts]
    for entry in sorted(with_events, key=lambda entry: entry.event_starts, reverse=True):  # type: ignore[arg-type,return-value]
        yield str(entry.event), _in_page(entry.event_ru, entry.event_en)


def _in_page(ru: str | None, en: str | None) -> tuple[str, str]:
    """A title in the language of the page, or else in the other one, which is named."""
    here = (get_language() or "ru")[:2]
    first, second, other = (en, ru, "ru") if here == "en" else (ru, en, "en")
    return (first, "") if first else (second or "", other)
