"""What anybody may read: published volumes and their articles, as they were frozen."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from proceedings.citations import apa, bibtex, csl_json, gost, json_ld, licence_address, meta_tags, ris
from proceedings.models import ManuscriptFigure, Publication, PublishedArticle, Volume
from proceedings.services import finding, showing
from proceedings.services.citing import address, article_record, volume_record
from proceedings.services.frozen import frozen_book, frozen_part
from proceedings.services.notices import notices_of

BY_AUTHOR = "author"


def here() -> str:
    return get_language() or "ru"


@require_safe
def volumes(request: HttpRequest) -> HttpResponse:
    rows = Volume.objects.of(request.conference).published().newest_first().prefetch_related("publications")
    shown = []
    for volume in rows:
        volume.conference = request.conference
        publication = max(volume.publications.all(), key=lambda each: each.number)
        shown.append({"volume": volume, "publication": publication, "book": frozen_book(publication)})
    return render(request, "proceedings/volumes.html", {"volumes": shown})


def published(request: HttpRequest, slug: str) -> tuple[Volume, Publication]:
    """A published volume of this conference with its newest publication; anything else does not exist."""
    volume = get_object_or_404(Volume.objects.of(request.conference).published(), slug=slug)
    volume.conference = request.conference
    publication = volume.publication
    if publication is None:
        raise Http404
    publication.volume = volume
    return volume, publication


def published_article(request: HttpRequest, slug: str, number: int) -> tuple[PublishedArticle, Publication]:
    """The article that is known by *number*, as last published, and the newest publication of its volume.

    An article that a later publication leaves out keeps its page.
    """
    volume, publication = published(request, slug)
    rows = PublishedArticle.objects.filter(publication__volume=volume, number=number)
    row = rows.select_related("publication", "manuscript").order_by("-publication__number").first()
    if row is None:
        raise Http404
    row.publication.volume = volume
    return row, publication


@require_safe
def volume(request: HttpRequest, volume: str) -> HttpResponse:
    """The volume: what it is, how to get it, and its articles by part or by author, all or those that were found."""
    shown, publication = published(request, volume)
    record = volume_record(publication, here())
    context = {
        **_contents(request, shown, publication),
        "book": record.book,
        "issued": record.issued,
        "citation": gost(record, here()),
        "outcomes": showing.outcome_documents(publication),
        "neighbours": showing.neighbours_of(shown),
        "tags": meta_tags(record, here()),
        "linked_data": json_ld(record, here()),
        "canonical": record.url,
        "card": address(shown, here(), "proceedings:volume_card"),
        "licence_address": licence_address(record.licence),
    }
    return render(request, "proceedings/volume.html", context)


@require_safe
def volume_search(request: HttpRequest, volume: str) -> HttpResponse:
    """The moving part of the volume's page, for the script that searches as one types."""
    return render(request, "proceedings/_contents.html", _contents(request, *published(request, volume)))


def _contents(request: HttpRequest, volume: Volume, publication: Publication) -> dict[str, Any]:
    query = finding.clean(request.GET.get("q", ""))
    found = showing.shown(volume, finding.find(publication, query), query=query)
    order = BY_AUTHOR if request.GET.get("by") == BY_AUTHOR else "part"
    total = len(publication.page_map)
    return {
        "volume": volume,
        "publication": publication,
        "query": query,
        "is_too_short": bool(query) and not finding.has_words(query),
        "order": order,
        "found": len(found),
        "total": total,
        "parts": showing.by_part(found) if order == "part" else [],
        "alphabets": showing.by_author(found, here()) if order == BY_AUTHOR else [],
        "suggestion": _suggestion(volume, publication, query) if query and not found else "",
    }


def _suggestion(volume: Volume, publication: Publication, query: str) -> str:
    everything = showing.shown(volume, publication.articles.in_order(), told=False)
    return showing.suggestion(everything, query, here())


@require_safe
def article(request: HttpRequest, volume: str, number: int) -> HttpResponse:
    """One article: both titles and abstracts, the text itself, how to cite it, where it stands in the PDF."""
    row, newest = published_article(request, volume, number)
    shown = newest.volume
    notices = notices_of([row.article_id]).get(row.article_id, [])
    record = article_record(row, here(), notices=notices)
    context: dict[str, Any] = {
        "volume": shown,
        "publication": row.publication,
        "newest": newest,
        "is_current": row.publication_id == newest.pk,
        "published": row,
        "article": record.article,
        "part": frozen_part(row),
        "book": record.book,
        "record": record,
        "headline": record.headline(here()),
        "notices": notices,
        "citations": _citations(shown, row, record),
        "text": showing.text_of(shown, row),
        "abstracts": showing.abstracts(record, here()),
        "byline": showing.byline(record.article, here()),
        "neighbours": showing.neighbours(shown, row),
        "related": showing.related(shown, row),
        "recordings": showing.recordings(row),
        "physical": row.publication.physical(row.first_page),
        "licence_address": licence_address(record.licence),
        "tags": meta_tags(record, here()),
        "linked_data": json_ld(record, here()),
        "canonical": record.url,
        "card": address(shown, here(), "proceedings:article_card", number=number),
    }
    return render(request, "proceedings/article.html", context)


def _citations(volume: Volume, row: PublishedArticle, record: Any) -> dict[str, Any]:
    """The two styles that are read, and the three formats that programs take, with the files to keep them in."""
    language = here()
    files = [
        ("BibTeX", "bib", bibtex(record, language)),
        ("RIS", "ris", ris(record, language)),
        ("CSL-JSON", "json", csl_json(record, language)),
    ]
    return {
        "gost": gost(record, language),
        "apa": apa(record, language),
        "files": [
            {
                "name": name,
                "ending": ending,
                "text": text,
                "url": volume.url("proceedings:cite", number=row.number, ending=ending),
            }
            for name, ending, text in files
        ],
    }


@require_safe
def figure(request: HttpRequest, volume: str, number: int, figure: int) -> HttpResponse:
    """A picture of a published article."""
    row, _newest = published_article(request, volume, number)
    return picture(get_object_or_404(ManuscriptFigure, manuscript=row.manuscript_id, number=figure))


def picture(row: ManuscriptFigure) -> HttpResponse:
    """The file of a figure, as the type that we encoded ourselves."""
    kind = "image/jpeg" if row.file.name.endswith(".jpg") else "image/png"
    return FileResponse(row.file.open("rb"), content_type=kind)
