"""An article that was no submitted paper: an editorial, an invited text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import Person
from conference.moves import MoveNotAllowed
from proceedings.models import Article, ArticleAuthor, ArticleStep, Part, Volume

from .steps import note


@transaction.atomic
def add_article(
    volume: Volume, part: Part, *, by: Person | None, language: str, authors: Iterable[Mapping[str, object]] = (),
    **fields: object,
) -> Article:  # fmt: skip
    """Add an article at the end of *volume*, to be described and given a text afterwards.

    Raises MoveNotAllowed when the volume is published, ValidationError without a title in *language*.
    """
    if volume.is_published:
        raise MoveNotAllowed(_("The volume is published; nothing can be added to it."))
    if part.volume_id != volume.pk or not str(fields.get(f"title_{language}") or "").strip():
        raise ValidationError(_("The title is needed in the language of the article."))
    Volume.objects.select_for_update(no_key=True).get(pk=volume.pk)
    last = volume.articles.order_by("-number").values_list("number", flat=True).first() or 0
    article = Article.objects.create(volume=volume, part=part, number=last + 1, language=language, **fields)
    for order, told in enumerate(authors, start=1):
        ArticleAuthor.objects.create(article=article, order=order, **told)
    note(article, ArticleStep.Kind.COLLECTED, by=by)
    return article
