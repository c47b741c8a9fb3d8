"""Errata and retractions: what is said beside a published article for ever. See ``retracting`` for the latter."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import Person
from conference.moves import MoveNotAllowed
from proceedings.models import Article, ArticleStep, Notice, Publication, PublishedArticle

from . import steps


@transaction.atomic
def add_erratum(
    article: Article, *, by: Person, text_ru: str, text_en: str = "", publication: Publication | None = None
) -> Notice:
    """Say what is wrong in a published article; *publication* is the one that mends it, if there is one.

    Raises MoveNotAllowed when the article is not published, ValidationError without words or with a publication of
    another volume.
    """
    require_published(article)
    if publication is not None and publication.volume_id != article.volume_id:
        raise ValidationError(_("This publication is of another volume."))
    kind = Notice.Kind.ERRATUM
    notice = say(article, kind, by=by, text_ru=text_ru, text_en=text_en, publication=publication)
    steps.note(article, ArticleStep.Kind.ERRATUM, by=by, text=(text_ru or text_en).strip())
    return notice


@transaction.atomic
def bind_notice(notice: Notice, publication: Publication, *, by: Person) -> Notice:
    """Say that *publication* mends what an erratum names: it may come after the erratum.

    Raises MoveNotAllowed for a retraction, ValidationError with a publication of another volume or with the first.
    """
    notice = Notice.objects.select_for_update(no_key=True, of=["self"]).select_related("article").get(pk=notice.pk)
    if notice.kind != Notice.Kind.ERRATUM:
        raise MoveNotAllowed(_("A retraction is not mended by a publication."))
    if publication.volume_id != notice.article.volume_id:
        raise ValidationError(_("This publication is of another volume."))
    if publication.number == 1:
        raise ValidationError(_("The first publication mends nothing."))
    notice.publication = publication
    notice.save(update_fields=["publication"])
    text = _("mended in publication %(number)d") % {"number": publication.number}
    steps.note(notice.article, ArticleStep.Kind.ERRATUM, by=by, text=text)
    return notice


def require_published(article: Article) -> None:
    """Raise MoveNotAllowed when *article* was never published."""
    if not PublishedArticle.objects.filter(article=article).exists():
        raise MoveNotAllowed(_("The article is not published: mend it, and compile the volume again."))


def say(
    article: Article, kind: str, *, by: Person, text_ru: str, text_en: str, publication: Publication | None = None
) -> Notice:
    """Keep a notice. Raises ValidationError without words."""
    if not f"{text_ru}{text_en}".strip():
        raise ValidationError(_("Say what happened: readers will see it."))
    return Notice.objects.create(
        article=article,
        kind=kind,
        text_ru=text_ru.strip(),
        text_en=text_en.strip(),
        publication=publication,
        by=by,
    )


def retracted_among(articles: Iterable[int]) -> set[int]:
    """Which of *articles* (keys) are retracted."""
    rows = Notice.objects.filter(article__in=list(articles), kind=Notice.Kind.RETRACTION)
    return set(rows.values_list("article", flat=True))


def notices_of(articles: Iterable[int]) -> dict[int, list[Notice]]:
    """The notices about each of *articles* (keys), a retraction first, then in the order in which they were said."""
    found: dict[int, list[Notice]] = {}
    rows = Notice.objects.filter(article__in=articles).select_related("publication")
    for notice in sorted(rows, key=lambda row: (row.kind != Notice.Kind.RETRACTION, row.created, row.pk)):
        found.setdefault(notice.article_id, []).append(notice)
    return found
