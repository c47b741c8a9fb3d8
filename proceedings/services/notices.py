"""Errata and retractions: what is said beside a published article for ever. The page of the article stays."""

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
    _published(article)
    if publication is not None and publication.volume_id != article.volume_id:
        raise ValidationError(_("This publication is of another volume."))
    kind = Notice.Kind.ERRATUM
    notice = _say(article, kind, by=by, text_ru=text_ru, text_en=text_en, publication=publication)
    steps.note(article, ArticleStep.Kind.ERRATUM, by=by, text=(text_ru or text_en).strip())
    return notice


@transaction.atomic
def retract(article: Article, *, by: Person, text_ru: str, text_en: str = "") -> Notice:
    """Take back a published article: its page stays, and says so. It cannot be undone.

    Raises MoveNotAllowed when it is not published or retracted already, ValidationError without words.
    """
    _published(article)
    Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    if article.notices.filter(kind=Notice.Kind.RETRACTION).exists():
        raise MoveNotAllowed(_("This article is retracted already."))
    notice = _say(article, Notice.Kind.RETRACTION, by=by, text_ru=text_ru, text_en=text_en)
    steps.note(article, ArticleStep.Kind.RETRACTED, by=by, text=(text_ru or text_en).strip())
    return notice


def _published(article: Article) -> None:
    if not PublishedArticle.objects.filter(article=article).exists():
        raise MoveNotAllowed(_("The article is not published: mend it, and compile the volume again."))


def _say(
    article: Article, kind: str, *, by: Person, text_ru: str, text_en: str, publication: Publication | None = None
) -> Notice:
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


def notices_of(articles: Iterable[int]) -> dict[int, list[Notice]]:
    """The notices about each of *articles* (keys), a retraction first, then in the order in which they were said."""
    found: dict[int, list[Notice]] = {}
    rows = Notice.objects.filter(article__in=articles).select_related("publication")
    for notice in sorted(rows, key=lambda row: (row.kind != Notice.Kind.RETRACTION, row.created, row.pk)):
        found.setdefault(notice.article_id, []).append(notice)
    return found
