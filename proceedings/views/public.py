"""What anybody may read: published volumes, their articles, their files."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from proceedings import compiler
from proceedings.compiler import Text, present
from proceedings.models import Article, Manuscript, ManuscriptFigure, Publication, Volume
from proceedings.services.description import TYPES, describe, describe_article, outcomes_in_print


@require_safe
def volumes(request: HttpRequest) -> HttpResponse:
    shown = Volume.objects.of(request.conference).published().select_related("conference").newest_first()
    return render(request, "proceedings/volumes.html", {"volumes": shown})


def published(request: HttpRequest, slug: str) -> tuple[Volume, Publication]:
    """A published volume of this conference with its newest publication; anything else does not exist."""
    rows = Volume.objects.of(request.conference).published().select_related("conference")
    volume = get_object_or_404(rows, slug=slug)
    publication = volume.publication
    if publication is None:
        raise Http404
    return volume, publication


@require_safe
def volume(request: HttpRequest, volume: str) -> HttpResponse:
    shown, publication = published(request, volume)
    articles = Article.objects.of_volume(shown).filter(pk__in=_in_print(publication)).whole().order_by("number")
    rows = [{"article": article, "pages": publication.page_map[str(article.pk)]} for article in articles]
    parts = [(part, list(group)) for part, group in groupby(rows, key=lambda row: row["article"].part)]
    context = {
        "volume": shown,
        "publication": publication,
        "parts": parts,
        "count": len(rows),
        "outcomes": outcomes_in_print(shown, publication),
    }
    return render(request, "proceedings/volume.html", context)


def _in_print(publication: Publication) -> list[int]:
    return [int(key) for key in publication.page_map]


@require_safe
def pdf(request: HttpRequest, volume: str) -> HttpResponse:
    """The published file, shown in the browser."""
    shown, publication = published(request, volume)
    name = f"{shown.conference.slug}-{shown.slug}.pdf"
    return FileResponse(publication.file.open("rb"), filename=name, content_type="application/pdf")


def _printed_article(request: HttpRequest, volume: str, number: int) -> tuple[Article, Publication]:
    shown, publication = published(request, volume)
    rows = Article.objects.of_volume(shown).filter(pk__in=_in_print(publication)).whole()
    article = get_object_or_404(rows, number=number)
    article.volume = shown
    return article, publication


@require_safe
def article(request: HttpRequest, volume: str, number: int) -> HttpResponse:
    """One article: both titles and abstracts, the text itself, how to cite it, where it stands in the PDF."""
    shown, publication = _printed_article(request, volume, number)
    first, last = publication.page_map[str(shown.pk)]
    described = describe_article(shown, with_text=False)
    context: dict[str, Any] = {
        "article": shown,
        "volume": shown.volume,
        "publication": publication,
        "type": TYPES.get(shown.type, TYPES["report"])[get_language() or "ru"],
        "first": first,
        "last": last,
        "physical": publication.physical(first),
        "citation": _citation(shown, described, (first, last)),
        "text": _text(shown, publication),
        "abstracts": _abstracts(shown),
        "byline": _byline(described),
        "neighbours": _neighbours(shown, publication),
    }
    return render(request, "proceedings/article.html", context)


def _citation(shown: Article, described: compiler.Article, pages: tuple[int, int]) -> str:
    book = describe(shown.volume, with_articles=False)
    return book.citation(described, get_language() or "ru", pages)


def _manuscript(shown: Article, publication: Publication) -> Manuscript | None:
    """The revision that is in the book; later work on the text is not public."""
    pk = publication.manuscripts.get(str(shown.pk))
    return Manuscript.objects.prefetch_related("figures").filter(pk=pk, article=shown).first() if pk else None


def _text(shown: Article, publication: Publication) -> dict[str, Any] | None:
    manuscript = _manuscript(shown, publication)
    if manuscript is None:
        return None
    figures = tuple(
        (figure.number, shown.volume.url("proceedings:figure", number=shown.number, figure=figure.number))
        for figure in manuscript.figures.all()
    )
    formulas = tuple((formula["number"], formula["svg"]) for formula in manuscript.formulas)
    text = Text(manuscript.html, tuple(manuscript.sources), figures, formulas)
    presented = present(text, shown.language, for_print=False)
    return {"body": presented.body, "sources": presented.sources}


def _abstracts(shown: Article) -> list[dict[str, Any]]:
    """Abstract and keywords in both languages, the page's own first."""
    here = get_language() or "ru"
    return [
        {
            "language": language,
            "label": {"ru": "Аннотация", "en": "Abstract"}[language],
            "text": getattr(shown, f"abstract_{language}"),
            "keywords": shown.keyword_list(language),
            "keywords_label": {"ru": "Ключевые слова", "en": "Keywords"}[language],
        }
        for language in (here, "en" if here == "ru" else "ru")
        if getattr(shown, f"abstract_{language}")
    ]


def _byline(described: compiler.Article) -> dict[str, Any]:
    """Authors with the numbers of their places, and the places, in the page's language where it is known."""
    language = get_language() or "ru"
    places: list[str] = []
    authors = []
    for author in described.authors:
        where = author.where(language) or author.where("en" if language == "ru" else "ru")
        if where and where not in places:
            places.append(where)
        authors.append(
            {
                "name": author.full_name(language),
                "language": author.name_language(language),
                "mark": places.index(where) + 1 if where else 0,
                "orcid": author.orcid,
            }
        )
    return {"authors": authors, "places": places, "marked": len(places) > 1}


def _neighbours(shown: Article, publication: Publication) -> dict[str, Article | None]:
    rows = shown.volume.articles.filter(pk__in=_in_print(publication)).order_by("number")
    return {
        "previous": rows.filter(number__lt=shown.number).last(),
        "next": rows.filter(number__gt=shown.number).first(),
    }


@require_safe
def figure(request: HttpRequest, volume: str, number: int, figure: int) -> HttpResponse:
    """A picture of a published article."""
    shown, publication = _printed_article(request, volume, number)
    manuscript = _manuscript(shown, publication)
    row = get_object_or_404(ManuscriptFigure, manuscript=manuscript, number=figure)
    return picture(row)


def picture(row: ManuscriptFigure) -> HttpResponse:
    """The file of a figure, as the type that we encoded ourselves."""
    kind = "image/jpeg" if row.file.name.endswith(".jpg") else "image/png"
    return FileResponse(row.file.open("rb"), content_type=kind)
