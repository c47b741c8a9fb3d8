"""Typesetting ahead: what was saved is set in the background, so that the compilation finds it in the cache."""

from __future__ import annotations

from conference.services.queue import Queue, enqueue
from proceedings.models import Article, Volume


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


def prepare_volume(volume_id: int) -> None:
    """Background task: see to it that the fragments of all articles are in the cache."""
