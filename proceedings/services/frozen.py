"""What a publication says of itself and of its articles, written down once and read for ever.

Publishing freezes the compiler's own plain data, without texts, as JSON: ``freeze_book`` and ``freeze_article``.
``frozen_book`` and ``frozen_article`` read it back. Whatever is shown, cited or harvested comes from there, so that
no later change of a row reaches what is published. Fields that came into being after a freeze get their defaults;
fields that are no more are passed over.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from proceedings import compiler
from proceedings.citations import Event
from proceedings.compiler import Both, Text
from proceedings.models import Article, Publication, PublishedArticle, Volume

from .description import both, describe, describe_article, outcomes_in_print

T = TypeVar("T")
NOTHING = Both()
NOT_FROZEN = {"text", "notes", "parts", "outcomes", "front", "back", "size", "megabytes", "email"}
"""What is large, what belongs to one build, and the addresses of people, which may be forgotten later."""


@dataclass(frozen=True)
class PartName:
    """The part of the volume that an article stands in."""

    number: int = 0
    title: Both = NOTHING
    short_title: Both = NOTHING

    @property
    def shape(self) -> int:
        """1–4: which of the four strands of the plait the part belongs to."""
        return (self.number - 1) % 4 + 1


@dataclass(frozen=True)
class PrintedOutcome:
    """An outcome document that the published book ends with: its row and its title then."""

    key: str = ""
    title: Both = NOTHING


def freeze_book(volume: Volume, book: compiler.Book | None = None) -> dict[str, Any]:
    """The imprint of *volume* as it is now, with its conference, as plain JSON."""
    facts = as_json(book or describe(volume, with_articles=False))
    conference = volume.conference
    event = Event(both(conference, "title"), both(conference, "place"), conference.starts, conference.ends)
    return {**facts, "event": as_json(event), "sections": freeze_sections(volume)}


def freeze_sections(volume: Volume) -> dict[str, list[dict[str, Any]]]:
    """The texts before and after the articles, whole: they are few, and belong to no fragment of an article."""
    found: dict[str, list[dict[str, Any]]] = {"front": [], "back": []}
    for row in volume.sections.all():
        texts = {name: as_json(both(row, name)) for name in ("title", "text", "signature")}
        found[row.place].append({"key": str(row.pk), "kind": row.kind, **texts})
    return found


def freeze_outcomes(publication: Publication) -> list[dict[str, Any]]:
    """The outcome documents in the book that *publication* carries."""
    found = outcomes_in_print(publication.volume, publication)
    return [as_json(PrintedOutcome(str(row.pk), both(row, "title"))) for row in found]


def freeze_article(article: Article, described: compiler.Article | None = None) -> dict[str, Any]:
    """What *article* says of itself now, without its text, as plain JSON."""
    facts = as_json(described or describe_article(article, with_text=False))
    for author, row in zip(facts["authors"], article.authors.all(), strict=True):
        author["country_code"] = str(row.country)
    part = article.part
    return {**facts, "part": as_json(PartName(part.number, both(part, "title"), both(part, "short_title")))}


def frozen_book(publication: Publication) -> compiler.Book:
    """The imprint as it was published; without parts."""
    return thaw(compiler.Book, publication.facts)


def frozen_sections(publication: Publication) -> tuple[tuple[compiler.Section, ...], tuple[compiler.Section, ...]]:
    """The texts before the articles, and those after them, as they were published."""
    kept = publication.facts.get("sections") or {}
    front, back = (tuple(thaw(compiler.Section, each) for each in kept.get(place) or ()) for place in ("front", "back"))
    return front, back


def frozen_event(publication: Publication) -> Event:
    return thaw(Event, publication.facts.get("event") or {})


def frozen_outcomes(publication: Publication) -> tuple[PrintedOutcome, ...]:
    return tuple(thaw(PrintedOutcome, each) for each in publication.facts.get("printed_outcomes") or ())


def frozen_article(published: PublishedArticle) -> compiler.Article:
    """The article as it was published; without its text."""
    return thaw(compiler.Article, published.facts)


def frozen_part(published: PublishedArticle) -> PartName:
    return thaw(PartName, published.facts.get("part") or {})


def frozen_parts(publication: Publication) -> tuple[compiler.Part, ...]:
    """The parts of the volume with all articles in order, without texts: one query."""
    found: dict[int, tuple[PartName, list[compiler.Article]]] = {}
    for row in publication.articles.in_order():
        part_name = frozen_part(row)
        found.setdefault(part_name.number, (part_name, []))[1].append(frozen_article(row))
    return tuple(
        compiler.Part(number, part_name.title, part_name.short_title, tuple(articles))
        for number, (part_name, articles) in sorted(found.items())
    )


def frozen_contents(publication: Publication) -> compiler.Book:
    """The imprint and all articles, without texts."""
    return replace(frozen_book(publication), parts=frozen_parts(publication))


def frozen_text(published: PublishedArticle, *, figure_address: str = "{number}") -> Text | None:
    """The text that is in the book, or None; *figure_address* becomes the address of each figure by its number.

    Two queries, or one when the manuscript is at hand.
    """
    manuscript = published.manuscript
    if manuscript is None:
        return None
    return Text(
        html=manuscript.html,
        sources=tuple(manuscript.sources),
        figures=tuple(
            (figure.number, figure_address.format(number=figure.number)) for figure in manuscript.figures.all()
        ),
        formulas=tuple((formula["number"], formula["svg"]) for formula in manuscript.formulas),
        tex=tuple((formula["number"], formula["tex"]) for formula in manuscript.formulas if formula.get("tex")),
    )


def as_json(value: Any) -> Any:
    """Dataclasses, tuples, dates and decimals as what JSON has; what is large or belongs to a build left out."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: as_json(getattr(value, each.name)) for each in fields(value) if each.name not in NOT_FROZEN}
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): as_json(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_json(each) for each in value]
    return value


def thaw(kind: type[T], data: Mapping[str, Any]) -> T:
    """A dataclass out of what ``as_json`` made of one, perhaps by an earlier edition of the program."""
    hints = _hints(kind)  # type: ignore[arg-type]
    values = {}
    for each in fields(kind):  # type: ignore[arg-type]
        if each.name in data:
            values[each.name] = _value(hints[each.name], data[each.name])
        elif each.default is MISSING and each.default_factory is MISSING:
            values[each.name] = _nothing(hints[each.name], each)
    return kind(**values)


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)


def _value(hint: Any, data: Any) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return None if data is None else _value(next(each for each in arguments if each is not types.NoneType), data)
    if origin is tuple:
        each = arguments if arguments[-1] is not Ellipsis else (arguments[0],) * len(data)
        return tuple(_value(inner, item) for inner, item in zip(each, data, strict=True))
    if isinstance(hint, type) and is_dataclass(hint):
        return thaw(hint, data or {})
    if hint is date and data is not None:
        return date.fromisoformat(data)
    if hint is Decimal and data is not None:
        return Decimal(data)
    return data


def _nothing(hint: Any, each: Field[Any]) -> Any:
    """An empty value for a field that must be given and was not known when the facts were frozen."""
    origin = get_origin(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        return thaw(hint, {})
    if origin is tuple or hint in (str, int, bool):
        return () if origin is tuple else hint()
    return None
