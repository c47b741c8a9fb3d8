"""A published volume for other systems: its frozen record, the formats it comes in, and files that are kept.

What a publication says never changes; what is said of its articles (errata, retractions) may. So a file is kept under
the publication and the newest notice, made when it is first asked for, and made anew when something is said.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db.models import Max, QuerySet
from django.utils.timezone import localtime

from proceedings.compiler import Both, Outcome, Text
from proceedings.exports import Event, Issue, Item, Notice, epub, libraries
from proceedings.exports.archive import Content
from proceedings.exports.records import Picture
from proceedings.models import Article, ManuscriptFigure, Publication, PublishedArticle, Volume
from proceedings.models import Notice as NoticeRow

from .citing import address, issued_on
from .description import adopted_by, both, outcome_of
from .frozen import (
    frozen_article,
    frozen_book,
    frozen_event,
    frozen_outcomes,
    frozen_part,
    frozen_parts,
    frozen_sections,
    frozen_text,
)
from .notices import notices_of, retracted_among

VERSION = 1
"""Grows when files are made in another way, so that those kept are made anew."""
LANGUAGES = ("ru", "en")


def issue_of(publication: Publication, *, with_text: bool = True, only: Collection[int] | None = None) -> Issue:
    """The volume as *publication* froze it; with its texts, or only what describes it; all articles, or *only* these.

    *publication* needs its volume and the conference at hand. A constant number of queries.
    """
    volume = publication.volume
    rows = publication.articles.in_order()
    if only is not None:
        rows = rows.filter(article__in=only)
    if with_text:
        rows = rows.select_related("manuscript").prefetch_related("manuscript__figures")
    said = notices_of(row.article_id for row in rows)
    book = frozen_book(publication)
    parts = frozen_parts(publication) if only is None else ()
    event = frozen_event(publication)
    return Issue(
        identifier=f"volume-{volume.pk}",
        name=f"{volume.conference.slug}-{volume.slug}",
        book=replace(book, parts=parts, outcomes=outcomes_of(publication) if with_text else ()),
        event=Event(**vars(event), acronym=both(volume.conference, "short_title")),
        items=tuple(item_of(row, volume, said.get(row.article_id, []), with_text=with_text) for row in rows),
        url=addresses(volume, "proceedings:volume"),
        pdf=address(volume, "ru", "proceedings:pdf"),
        published=localtime(publication.published_at, volume.conference.zone),
        issued=issued_on(publication, book),
        number=publication.number,
        pages=publication.pages,
        front_pages=publication.front_pages,
        size=publication.size,
        sha256=publication.sha256,
    )


def item_of(
    row: PublishedArticle, volume: Volume, notices: Iterable[NoticeRow] = (), *, with_text: bool = True
) -> Item:
    """One article as it was published, with what was said of it since."""
    article = frozen_article(row)
    text = (frozen_text(row, figure_address="{number}") if with_text else None) or Text()
    figures = row.manuscript.figures.all() if with_text and row.manuscript else ()
    pictures = tuple(_picture(figure) for figure in figures)
    names = tuple((picture.number, picture.name) for picture in pictures)
    authors: list[dict[str, Any]] = row.facts.get("authors") or []
    return Item(
        identifier=f"article-{row.article_id}",
        article=replace(article, text=replace(text, figures=names)),
        pages=(row.first_page, row.last_page),
        url=addresses(volume, "proceedings:article", number=row.number),
        pdf=address(volume, article.language, "proceedings:article_pdf", number=row.number) if row.file else "",
        part=frozen_part(row).number,
        notices=tuple(_notice(each, volume) for each in notices),
        pictures=pictures,
        countries=tuple(str(author.get("country_code") or "") for author in authors),
    )


def addresses(volume: Volume, name: str, **kwargs: object) -> Both:
    return Both(*(address(volume, language, name, **kwargs) for language in LANGUAGES))


def _notice(row: NoticeRow, volume: Volume) -> Notice:
    return Notice(row.kind, both(row, "text"), localtime(row.created, volume.conference.zone).date())


def _picture(figure: ManuscriptFigure) -> Picture:
    def read() -> bytes:
        with figure.file.open("rb") as source:
            return bytes(source.read())

    suffix = Path(str(figure.file.name)).suffix.lower() or ".png"
    return Picture(figure.number, f"figure-{figure.number}{suffix}", read)


def outcomes_of(publication: Publication) -> tuple[Outcome, ...]:
    """The documents that the book ends with, in the edition that stood when it was made."""
    printed = {int(outcome.key) for outcome in frozen_outcomes(publication) if outcome.key.isdecimal()}
    if not printed:
        return ()
    made = publication.build.created if publication.build else publication.published_at
    rows = adopted_by(publication.volume).filter(document__in=printed, created__lte=made)
    latest = {row.document_id: row for row in rows}
    return tuple(outcome_of(row) for row in latest.values())


def with_emails(issue: Issue, publication: Publication) -> Issue:
    """*issue* with the addresses of authors as they are known now: for the tables of editors only."""
    rows = publication.articles.in_order().select_related("article").prefetch_related("article__authors")
    known = {f"article-{row.article_id}": _emails(row.article) for row in rows}
    items = []
    for item in issue.items:
        mails = known.get(item.identifier, {})
        found = tuple(mails.get((author.family.ru, author.family.en), "") for author in item.article.authors)
        items.append(replace(item, emails=found))
    return replace(issue, items=tuple(items))


def _emails(article: Article) -> dict[tuple[str, str], str]:
    found = {}
    for author in article.authors.all():
        family = both(author, "family")
        found[family.ru, family.en] = author.email
    return found


def published_now(volumes: QuerySet[Volume]) -> QuerySet[Publication]:
    """The newest publication of each of *volumes*."""
    newest = volumes.annotate(newest=Max("publications__number")).values("pk", "newest")
    pairs = {row["pk"]: row["newest"] for row in newest if row["newest"]}
    rows = Publication.objects.filter(volume__in=pairs).select_related("volume__conference", "build")
    return rows.filter(pk__in=[row.pk for row in rows if pairs[row.volume_id] == row.number])


# -- files that are kept -------------------------------------------------------------------------------------


def stamp(publication: Publication) -> str:
    """What changes when a file made of *publication* would: its notices, the files of its articles, the address."""
    said = NoticeRow.objects.filter(article__published__publication=publication).aggregate(newest=Max("pk"))["newest"]
    files = publication.articles.exclude(file="").count()
    marked = publication.articles.exclude(marked="").count()
    told = f"{VERSION}:{settings.SITE_URL}:{publication.pk}:{publication.sha256}:{said}:{files}:{marked}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def kept(publication: Publication, name: str) -> Path:
    """Where the file *name* of *publication* is kept, whether it was made or not."""
    return Path(settings.VAR_DIR) / "cache" / "exports" / f"{publication.pk}-{stamp(publication)}" / name


def made(publication: Publication, name: str, write: Callable[[BinaryIO], None]) -> Path:
    """The kept file *name*, written by *write* if nobody has asked for it yet. Two at once do no harm."""
    path = kept(publication, name)
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".making-")
    try:
        with os.fdopen(handle, "wb") as target:
            write(target)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return path


def epub_file(publication: Publication) -> Path:
    """The e-book of the volume."""
    volume = publication.volume

    def write(target: BinaryIO) -> None:
        front, back = frozen_sections(publication)
        epub.write(issue_of(publication), target, front=front, back=back)

    return made(publication, f"{volume.conference.slug}-{volume.slug}.epub", write)


def libraries_file(publication: Publication, descriptions: Callable[[], list[tuple[str, Content]]]) -> Path:
    """The archive for libraries; *descriptions* are the metadata it takes along (name → content).

    The file of a retracted article begins with the retraction; without that it is left out.
    """
    volume = publication.volume
    name = f"{volume.conference.slug}-{volume.slug}"

    def write(target: BinaryIO) -> None:
        files: list[tuple[str, Content]] = [(f"{name}.pdf", _stored(publication.file))]
        rows = list(publication.articles.exclude(file="").order_by("number"))
        retracted = retracted_among(row.article_id for row in rows)
        for row in rows:
            if row.article_id not in retracted:
                files.append((f"articles/{row.number:03d}.pdf", _stored(row.file)))
            elif row.marked:
                files.append((f"articles/{row.number:03d}.pdf", _stored(row.marked)))
        files.append((f"{name}.epub", epub_file(publication)))
        libraries.write(issue_of(publication, with_text=False), [*files, *descriptions()], target)

    return made(publication, f"{name}-libraries.zip", write)


def _stored(file: Any) -> Content:
    """A stored file as a path where there is one, else as its bytes when they are wanted."""
    if isinstance(file.storage, FileSystemStorage):
        return Path(file.path)

    def read() -> bytes:
        with file.open("rb") as source:
            return bytes(source.read())

    return read
