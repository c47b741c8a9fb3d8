"""Taking back a published article: its page stays where it is, and everything that is served of it says so."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import Person
from conference.moves import MoveNotAllowed
from proceedings.models import Article, ArticleStep, Notice, PublishedArticle

from . import steps
from .article_files import start_article_files
from .notices import require_published, say


@transaction.atomic
def retract(article: Article, *, by: Person, text_ru: str, text_en: str = "") -> Notice:
    """Take back a published article: its page stays, and says so. It cannot be undone.

    Its file gets a page with the notice before it, in the background; as it was, it stays with its publication.

    Raises MoveNotAllowed when it is not published or retracted already, ValidationError without words.
    """
    require_published(article)
    Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    if article.notices.filter(kind=Notice.Kind.RETRACTION).exists():
        raise MoveNotAllowed(_("This article is retracted already."))
    notice = say(article, Notice.Kind.RETRACTION, by=by, text_ru=text_ru, text_en=text_en)
    steps.note(article, ArticleStep.Kind.RETRACTED, by=by, text=(text_ru or text_en).strip())
    newest = PublishedArticle.objects.filter(article=article).order_by("-publication__number")
    start_article_files(newest.select_related("publication__volume__conference")[0].publication, by=by)
    return notice
