"""What is published, as records for citing and for programs: addresses absolute, retractions at hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import override

from conference.services.mail import link
from proceedings import compiler
from proceedings.citations import Erratum, Record, Retraction
from proceedings.citations.record import key_of
from proceedings.models import Notice, Publication, PublishedArticle, Volume

from .description import both
from .frozen import frozen_article, frozen_book, frozen_event
from .notices import notices_of


def volume_record(publication: Publication, language: str) -> Record:
    """The volume itself. *publication* needs its volume and the conference at hand."""
    book = frozen_book(publication)
    volume = publication.volume
    return Record(
        book=book,
        event=frozen_event(publication),
        key=key_of(None, book),
        issued=issued_on(publication, book),
        url=address(volume, language, "proceedings:volume"),
        pdf=address(volume, language, "proceedings:pdf"),
    )


def article_record(published: PublishedArticle, language: str, *, notices: Sequence[Notice] = ()) -> Record:
    """One article, with the addresses of its pages in *language*; *notices* are what was said of it since."""
    whole = volume_record(published.publication, language)
    return _within(whole, published.publication.volume, published, language, notices)


def records_of(publication: Publication, language: str) -> list[Record]:
    """Every article of *publication*, in order, in three queries."""
    whole = volume_record(publication, language)
    volume = publication.volume
    rows = list(publication.articles.in_order())
    said = notices_of(row.article_id for row in rows)
    return [_within(whole, volume, row, language, said.get(row.article_id, ())) for row in rows]


def _within(
    whole: Record, volume: Volume, published: PublishedArticle, language: str, notices: Sequence[Notice]
) -> Record:
    article, number = frozen_article(published), published.number
    return Record(
        book=whole.book,
        article=article,
        pages=(published.first_page, published.last_page),
        event=whole.event,
        key=key_of(article, whole.book),
        issued=whole.issued,
        url=address(volume, language, "proceedings:article", number=number),
        pdf=address(volume, language, "proceedings:article_pdf", number=number) if published.file else "",
        retraction=retraction_of(notices),
        errata=errata_of(notices),
    )


def address(volume: Volume, language: str, name: str, **kwargs: object) -> str:
    """The absolute address of a page of *volume* in *language*."""
    with override(language):
        return link(volume.url(name, **kwargs))


def issued_on(publication: Publication, book: compiler.Book) -> date | None:
    """The day of publication that belongs to the year of the imprint: signed to use, or first put on the site."""
    first = publication.volume.publications.order_by("number").values_list("published_at", flat=True).first()
    days = [book.signed_on, localtime(first or publication.published_at).date()]
    return next((day for day in days if day and day.year == book.year), None)


def retraction_of(notices: Sequence[Notice]) -> Retraction | None:
    """The retraction among what was said of an article."""
    found = next((each for each in notices if each.kind == Notice.Kind.RETRACTION), None)
    return Retraction(_said_on(found), both(found, "text")) if found else None


def errata_of(notices: Sequence[Notice]) -> tuple[Erratum, ...]:
    """The errata among what was said of an article."""
    return tuple(Erratum(_said_on(each), both(each, "text")) for each in notices if each.kind == Notice.Kind.ERRATUM)


def _said_on(notice: Notice) -> date:
    return localtime(notice.created).date()
