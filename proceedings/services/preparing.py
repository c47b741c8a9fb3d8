"""Typesetting ahead: what was saved is set in the background, so that the compilation finds it in the cache."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

from conference.services.queue import Queue, enqueue
from proceedings.compiler import Part
from proceedings.compiler.preparing import prepare_articles
from proceedings.models import Article, Build, Volume

from .compilations import jobs_of
from .description import both, compiler_settings, describe, describe_article

USUAL_PAGES = 8


def soon(article: Article) -> None:
    """Have *article* typeset in the background, after a change of its text, its description or its place.

    To be called within the transaction of the change. Asking often costs little: what is typeset already is found.
    """
    enqueue(prepare_article, article.pk, queue=Queue.LONG)


def volume_soon(volume: Volume) -> None:
    """The same for every article of *volume*, after a change of something that all of them say."""
    enqueue(prepare_volume, volume.pk, queue=Queue.LONG)


def prepare_article(article_id: int) -> None:
    """Background task: see to it that the article's fragment is in the cache."""
    article = Article.objects.in_the_book().select_related("volume__conference").filter(pk=article_id).first()
    if article:
        _prepare(article.volume, [article_id])


def prepare_volume(volume_id: int) -> None:
    """Background task: see to it that the fragments of all articles are in the cache."""
    volume = Volume.objects.select_related("conference").filter(pk=volume_id).first()
    if volume:
        _prepare(volume, Article.objects.of_volume(volume).in_the_book().values_list("pk", flat=True))


class _Overtaken(Exception):
    """Somebody has asked for the compilation, which does the same and tells how far it is."""


def _prepare(volume: Volume, keys: Iterable[int]) -> None:
    def check() -> None:
        if jobs_of(volume).unfinished().exists():
            raise _Overtaken

    with contextlib.suppress(_Overtaken):
        check()
        articles = Article.objects.filter(pk__in=list(keys)).with_newest_text().order_by("number")
        build = volume.builds.first()
        prepare_articles(
            describe(volume, with_articles=False),
            [(_part(article), describe_article(article), _probable_page(article, build)) for article in articles],
            compiler_settings(paper=volume.paper),
            on_tick=check,
        )


def _part(article: Article) -> Part:
    part = article.part
    return Part(part.number, both(part, "title"), both(part, "short_title"), ())


def _probable_page(article: Article, build: Build | None) -> int:
    """Where the article will open: as in the last build, or as if all before it were of the usual length."""
    known = build.page_map.get(str(article.pk)) if build else None
    return known[0] if known else 1 + (article.number - 1) * USUAL_PAGES
