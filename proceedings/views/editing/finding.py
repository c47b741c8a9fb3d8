"""The article that a page of the editors' desk is about."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from conference.permissions import require
from proceedings.models import Article, Manuscript
from proceedings.permissions import EDIT


def article_for(request: HttpRequest, volume: str, article: int) -> Article:
    """An article of this conference, for whoever may edit it; for others it does not exist."""
    require(request.user, EDIT, request.conference)
    rows = Article.objects.of(request.conference).select_related("volume__conference", "part", "submission", "editor")
    return get_object_or_404(rows, volume__slug=volume, pk=article)


def revision_of(article: Article, revision: int) -> Manuscript:
    return get_object_or_404(article.manuscripts.prefetch_related("figures"), revision=revision)


def base_of(request: HttpRequest, article: Article) -> Manuscript:
    """The revision that the posted page was drawn from (``revision`` in its form)."""
    told = request.POST.get("revision", "")
    if not told.isdecimal() or len(told) > 6:
        raise Http404
    return revision_of(article, int(told))


def newest_of(article: Article) -> Manuscript | None:
    return article.manuscripts.prefetch_related("figures").order_by("-revision").first()


def url_of(article: Article, name: str, **kwargs: object) -> str:
    """A page of this article on the desk."""
    return article.volume.url(f"proceedings:{name}", article=article.pk, **kwargs)


def to_article(article: Article, anchor: str = "") -> HttpResponse:
    return redirect(f"{url_of(article, 'edit_article')}{anchor}")
