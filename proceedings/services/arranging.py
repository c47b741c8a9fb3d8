"""The order of the articles, the parts, and the texts that are no articles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import Person
from conference.moves import MoveNotAllowed
from proceedings.compiler.index import sort_key
from proceedings.models import Article, Part, Volume, VolumeSection
from workshops.models import Talk

from .preparing import volume_soon

ASIDE = 10_000  # numbers given while articles change places
LAST = 99_999  # the place of an article whose paper has no number
NEVER = datetime.max.replace(tzinfo=UTC)


@transaction.atomic
def arrange(volume: Volume, *, by: Person | None, rule: str = "", order: Sequence[int] | None = None) -> list[Article]:
    """Put the articles in order: by *rule* (one of ``Volume.Order``), or as *order* has their keys.

    Articles stay in their parts. Raises MoveNotAllowed once the volume is published, ValidationError when *order*
    does not name every article once or tears a part asunder.
    """
    kept = _open(volume)
    articles = list(_articles(kept))
    if order is not None:
        ordered = _by_hand(articles, order)
        kept.ordering = Volume.Order.MANUAL
    elif rule in Volume.Order.values:
        kept.ordering = rule
        ordered = _by_rule(kept, articles)
    else:
        raise ValidationError(_("There is no such order."))
    kept.save(update_fields=["ordering"])
    volume.ordering = kept.ordering
    _number(ordered)
    return ordered


@transaction.atomic
def move(article: Article, *, by: Person | None, before: Article | None) -> Article:
    """Put *article* before another one of its part, or at the end of the part. Raises as ``arrange`` does."""
    articles = list(_articles(article.volume))
    rest = [each for each in articles if each.pk != article.pk]
    if before is not None and before.part_id != article.part_id:
        raise ValidationError(_("An article stays in its part."))
    if before is None:
        own = [place for place, each in enumerate(rest) if each.part_id == article.part_id]
        place = own[-1] + 1 if own else articles.index(article)
    else:
        place = [each.pk for each in rest].index(before.pk)
    rest.insert(place, article)
    arrange(article.volume, by=by, order=[each.pk for each in rest])
    article.refresh_from_db()
    return article


def renumber(volume: Volume) -> None:
    """Number the articles from 1 after the order that the volume has; new ones come last in their parts by hand."""
    _number(_by_rule(volume, list(_articles(volume))))


def _open(volume: Volume) -> Volume:
    kept = Volume.objects.select_for_update(no_key=True).select_related("conference").get(pk=volume.pk)
    if kept.is_published:
        raise MoveNotAllowed(_("The volume is published: its articles stay in their order."))
    return kept


def _articles(volume: Volume) -> Any:
    return (
        Article.objects.of_volume(volume)
        .select_related("part", "submission")
        .prefetch_related("authors")
        .order_by("part__number", "number", "pk")
    )


def _by_hand(articles: list[Article], order: Sequence[int]) -> list[Article]:
    known = {article.pk: article for article in articles}
    if sorted(order) != sorted(known):
        raise ValidationError(_("The list has changed meanwhile. Look at it again."))
    ordered = [known[pk] for pk in order]
    if [article.part.number for article in ordered] != sorted(article.part.number for article in ordered):
        raise ValidationError(_("An article stays in its part."))
    return ordered


def _by_rule(volume: Volume, articles: list[Article]) -> list[Article]:
    keys: dict[str, Any] = {
        Volume.Order.PAPER: lambda article: (_paper(article), article.pk),
        Volume.Order.AUTHOR: lambda article: (sort_key(_first_author(article)), sort_key(_title(article))),
        Volume.Order.TITLE: lambda article: sort_key(_title(article)),
        Volume.Order.MANUAL: lambda article: article.number,
    }
    if volume.ordering == Volume.Order.PROGRAMME:
        times = _times(volume)
        keys[Volume.Order.PROGRAMME] = lambda article: (*times.get(article.submission_id, (NEVER, 0)), _paper(article))
    return sorted(articles, key=lambda article: (article.part.number, keys[volume.ordering](article)))


def _paper(article: Article) -> int:
    return (article.submission.number if article.submission else None) or LAST


def _first_author(article: Article) -> str:
    author = next(iter(article.authors.all()), None)
    if author is None:
        return ""
    given = getattr(author, f"given_{article.language}") or ""
    return f"{_in_language(author, 'family', article.language)} {given}"


def _title(article: Article) -> str:
    return _in_language(article, "title", article.language)


def _in_language(row: object, name: str, language: str) -> str:
    """The text in *language*, or the one there is."""
    texts = [getattr(row, f"{name}_{code}") or "" for code in (language, "ru", "en")]
    return next((text for text in texts if text), "")


def _times(volume: Volume) -> dict[int | None, tuple[datetime, int]]:
    """When each paper is read, by its key, and its place in the session."""
    talks = Talk.objects.filter(submission__articles__volume=volume).select_related("session")
    return {talk.submission_id: (talk.session.starts or NEVER, talk.order) for talk in talks}


def _number(ordered: list[Article]) -> None:
    for offset in (ASIDE, 0):
        for place, article in enumerate(ordered, start=1):
            article.number = offset + place
        Article.objects.bulk_update(ordered, ["number"])


@transaction.atomic
def name_part(part: Part, *, by: Person, **titles: str) -> Part:
    """Give a part its titles in both languages, by the names of their fields."""
    for name, value in titles.items():
        setattr(part, name, value)
    part.full_clean(exclude=["volume", "track", "number"])
    part.save()
    volume_soon(part.volume)
    return part


@transaction.atomic
def write_section(volume: Volume, *, by: Person, section: VolumeSection | None = None, **told: Any) -> VolumeSection:
    """Add a text to the volume, at the end of its place, or write one anew."""
    written = section or VolumeSection(volume=volume)
    moved = written.pk is None or told.get("place", written.place) != written.place
    for name, value in told.items():
        setattr(written, name, value)
    if moved:
        written.order = volume.sections.filter(place=written.place).exclude(pk=written.pk).count() + 1
    written.full_clean(exclude=["volume"])
    written.save()
    return written


@transaction.atomic
def remove_section(section: VolumeSection, *, by: Person) -> None:
    """Take a text out of the next build; the history keeps it."""
    place, volume = section.place, section.volume
    section.delete()
    _number_sections(list(volume.sections.filter(place=place)))


@transaction.atomic
def move_section(section: VolumeSection, *, by: Person, upwards: bool) -> VolumeSection:
    """One place up or down among the texts before, or after, the articles."""
    row = list(section.volume.sections.select_for_update().filter(place=section.place))
    at = [each.pk for each in row].index(section.pk)
    to = min(max(at + (-1 if upwards else 1), 0), len(row) - 1)
    row.insert(to, row.pop(at))
    _number_sections(row)
    section.refresh_from_db()
    return section


def _number_sections(row: list[VolumeSection]) -> None:
    for order, section in enumerate(row, start=1):
        section.order = order
    VolumeSection.objects.bulk_update(row, ["order"])
