"""Files of what is published: the book, its articles, citations, cards for social networks; and their history."""

from __future__ import annotations

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from conference import cards
from conference.views.downloads import download
from proceedings.citations import bibtex, csl_json, ris
from proceedings.models import Publication, PublishedArticle
from proceedings.services import showing
from proceedings.services.citing import address, article_record
from proceedings.services.frozen import frozen_article, frozen_book, frozen_event, frozen_part
from proceedings.services.notices import notices_of, retracted_among

from .public import here, published, published_article

FORMATS = {
    "bib": (bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": (ris, "application/x-research-info-systems; charset=utf-8"),
    "json": (csl_json, "application/vnd.citationstyles.csl+json"),
}
A_DAY = 24 * 3600


def _file(publication: Publication | PublishedArticle, name: str) -> FileResponse:
    """A published file, shown in the browser; its checksum is its name for caches."""
    if not publication.file:
        raise Http404
    return _served(publication.file, publication.sha256, name)


def _served(file: FieldFile, sha256: str, name: str) -> FileResponse:
    answer = FileResponse(file.open("rb"), filename=name, content_type="application/pdf")
    answer["ETag"] = f'"{sha256}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
def pdf(request: HttpRequest, volume: str) -> HttpResponse:
    """The book as it was last published."""
    shown, publication = published(request, volume)
    return _file(publication, f"{shown.conference.slug}-{shown.slug}.pdf")


@require_safe
def article_pdf(request: HttpRequest, volume: str, number: int) -> HttpResponse:
    """The article as it was last published, under one address for search engines.

    The file of a retracted article begins with the retraction; until it is made, the page of the article says so.
    """
    row, newest = published_article(request, volume, number)
    if retracted_among([row.article_id]):
        if not row.marked:
            return redirect(newest.volume.url("proceedings:article", number=number))
        answer = _served(row.marked, row.marked_sha256, f"{newest.volume.conference.slug}-{volume}-{number}.pdf")
    else:
        answer = _file(row, f"{newest.volume.conference.slug}-{volume}-{number}.pdf")
    language = row.facts.get("language", "ru")
    canonical = address(newest.volume, language, "proceedings:article_pdf", number=number)
    answer["Link"] = f'<{canonical}>; rel="canonical"'
    return answer


def _of_publication(request: HttpRequest, slug: str, number: int) -> Publication:
    volume, _newest = published(request, slug)
    publication = get_object_or_404(volume.publications, number=number)
    publication.volume = volume
    return publication


@require_safe
def publications(request: HttpRequest, volume: str) -> HttpResponse:
    """Everything that was ever published of the volume, with checksums: nothing is taken away."""
    shown, newest = published(request, volume)
    rows = list(shown.publications.order_by("-number"))
    return render(
        request,
        "proceedings/publications.html",
        {"volume": shown, "publication": newest, "book": frozen_book(newest), "rows": rows},
    )


@require_safe
def publication(request: HttpRequest, volume: str, publication: int) -> HttpResponse:
    """One publication, current or not: its file and the files of its articles with their checksums."""
    found = _of_publication(request, volume, publication)
    context = {
        "volume": found.volume,
        "publication": found,
        "newest": found.volume.publication,
        "book": frozen_book(found),
        "rows": showing.shown(found.volume, found.articles.in_order()),
    }
    return render(request, "proceedings/publication.html", context)


@require_safe
def publication_pdf(request: HttpRequest, volume: str, publication: int) -> HttpResponse:
    found = _of_publication(request, volume, publication)
    return _file(found, f"{found.volume.conference.slug}-{volume}-publication-{publication}.pdf")


@require_safe
def publication_article_pdf(request: HttpRequest, volume: str, publication: int, number: int) -> HttpResponse:
    found = _of_publication(request, volume, publication)
    row = get_object_or_404(found.articles, number=number)
    return _file(row, f"{found.volume.conference.slug}-{volume}-{number}-publication-{publication}.pdf")


@require_safe
def cite(request: HttpRequest, volume: str, number: int, ending: str) -> HttpResponse:
    """The citation as a file that other programs take: BibTeX, RIS or CSL-JSON, in the language of the page."""
    row, _newest = published_article(request, volume, number)
    record = article_record(row, here(), notices=notices_of([row.article_id]).get(row.article_id, []))
    write, kind = FORMATS[ending]
    return download(write(record, here()).encode(), kind, f"{record.key}.{ending}")


@require_safe
def volume_card(request: HttpRequest, volume: str) -> HttpResponse:
    """The picture that social networks show beside a link to the volume."""
    _shown, publication = published(request, volume)
    book, event = frozen_book(publication), frozen_event(publication)
    return _card(cards.draw(book.title.best(here())[0], event.title.best(here())[0], str(book.year), shape=0))


@require_safe
def article_card(request: HttpRequest, volume: str, number: int) -> HttpResponse:
    """The picture that social networks show beside a link to the article."""
    row, _newest = published_article(request, volume, number)
    article, book = frozen_article(row), frozen_book(row.publication)
    said = notices_of([row.article_id]).get(row.article_id, [])
    title = article_record(row, here(), notices=said).headline(here())
    names = ", ".join(author.full_name(here()) for author in article.authors)
    shape = frozen_part(row).shape
    return _card(cards.draw(title, names, book.title.best(here())[0], shape=shape))


def _card(png: bytes) -> HttpResponse:
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": f"public, max-age={A_DAY}"})
