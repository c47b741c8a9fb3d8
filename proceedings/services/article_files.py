"""The file of each article, cut from the same layout as the book and made after the click that published it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localtime

from conference.models import Job
from conference.services.jobs import JobRun, start_job, work
from conference.services.queue import Queue, enqueue
from proceedings import compiler
from proceedings.compiler.book import LANGUAGES
from proceedings.compiler.cutting import Cut, Wanted, cut_articles
from proceedings.compiler.retracted import Retraction
from proceedings.models import ArticleAuthor, Notice, Publication, PublishedArticle

from .citing import address
from .description import both, compiler_settings, describe_text
from .export_formats import prepare
from .frozen import frozen_article, frozen_book, frozen_part

KIND = "article-files"
MOST_BYTES = 5 * 1024 * 1024
"""What Google Scholar takes."""


def start_article_files(publication: Publication, *, by: Any) -> Job:
    """Queue the making of the files of *publication*."""
    conference = publication.volume.conference
    return start_job(run_article_files, kind=KIND, conference=conference, by=by, about=publication)


@dataclass(frozen=True)
class Files:
    """How many articles of a publication have files, of how many, and whether the rest are being made."""

    done: int
    total: int
    is_running: bool
    unmarked: int = 0
    """Files of retracted articles that do not say so yet."""

    @property
    def is_stuck(self) -> bool:
        return (self.done < self.total or self.unmarked > 0) and not self.is_running


def files_of(publication: Publication) -> Files:
    rows = publication.articles.values_list("file", flat=True)
    running = Job.objects.of(publication.volume.conference).unfinished().about(publication).filter(kind=KIND)
    return Files(sum(map(bool, rows)), len(rows), running.exists(), _unmarked(publication).count())


def _unmarked(publication: Publication) -> QuerySet[PublishedArticle]:
    """Retracted articles whose file does not begin with the retraction."""
    return publication.articles.filter(marked="", article__notices__kind=Notice.Kind.RETRACTION)


def run_article_files(job_id: int) -> None:
    """Background task: make the files of the publication that the job is about; those that exist are left alone.

    A retracted article gets a second file, which begins with the retraction: that is what its page offers from then on.
    """
    work(job_id, _run)


def _run(run: JobRun) -> None:
    publication = run.about(Publication.objects.select_related("volume__conference", "build"))
    if publication is None:
        return
    missing = list(publication.articles.filter(file="").select_related("manuscript").order_by("number"))
    run.progress(0, len(missing))
    for done, (row, cut) in enumerate(_cuts(publication, missing, run), start=1):
        run.verdicts([_keep(publication, row, cut)], done=done, total=len(missing))
    for row, cut in _cuts(publication, list(_unmarked(publication).select_related("manuscript")), run, marked=True):
        _keep_marked(publication, row, cut)
    enqueue(prepare, publication.pk, queue=Queue.LONG)


def _cuts(publication: Publication, rows: list[PublishedArticle], run: JobRun, *, marked: bool = False) -> Any:
    book = frozen_book(publication)
    settings = compiler_settings(paper=book.paper)
    addresses = _addresses(rows)
    wanted = [_wanted(row, addresses) for row in rows]
    if marked:
        said = _retractions(publication, rows)
        wanted = [replace(each, retraction=said[row.article_id]) for row, each in zip(rows, wanted, strict=True)]
    cuts = cut_articles(book, wanted, settings, created=publication.published_at, on_tick=run.beat)
    return zip(rows, cuts, strict=True)


def _wanted(row: PublishedArticle, addresses: dict[int, list[str]]) -> Wanted:
    """The article with the text that is in the book, as the compiler had it."""
    article = frozen_article(row)
    known = addresses.get(row.article_id, [])
    authors = tuple(
        replace(author, email=known[place] if place < len(known) else "")
        for place, author in enumerate(article.authors)
    )
    text = describe_text(row.manuscript) if row.manuscript else compiler.Text()
    name = frozen_part(row)
    part = compiler.Part(name.number, name.title, name.short_title, ())
    return Wanted(part, replace(article, authors=authors, text=text), (row.first_page, row.last_page))


def _retractions(publication: Publication, rows: list[PublishedArticle]) -> dict[int, Retraction]:
    """What is said of each of *rows*, by the key of its article."""
    volume = publication.volume
    number_of = {row.article_id: row.number for row in rows}
    found = {}
    for notice in Notice.objects.filter(article__in=number_of, kind=Notice.Kind.RETRACTION):
        at = (address(volume, each, "proceedings:article", number=number_of[notice.article_id]) for each in LANGUAGES)
        on = localtime(notice.created, volume.conference.zone).date()
        found[notice.article_id] = Retraction(on, both(notice, "text"), compiler.Both(*at))
    return found


def _addresses(rows: list[PublishedArticle]) -> dict[int, list[str]]:
    """E-mail addresses, which the book prints and the frozen facts do not hold, in the order of the authors."""
    found: dict[int, list[str]] = {}
    known = ArticleAuthor.objects.filter(article__in=[row.article_id for row in rows]).order_by("article", "order")
    for article, email in known.values_list("article", "email"):
        found.setdefault(article, []).append(email)
    return found


@transaction.atomic
def _keep(publication: Publication, row: PublishedArticle, cut: Cut) -> dict[str, Any]:
    """Save the file once, and say what became of it."""
    verdict = {
        "label": cut.article.title.best(cut.article.language)[0],
        "number": row.number,
        "state": "ok",
        "note": "",
    }
    if cut.file is None:
        return {**verdict, "state": "error", "note": cut.why}
    locked = PublishedArticle.objects.select_for_update(no_key=True).get(pk=row.pk)
    if locked.file:
        return verdict
    volume = publication.volume
    name = f"{volume.conference.slug}-{volume.slug}-{publication.number}-{row.number}.pdf"
    locked.size, locked.sha256 = cut.size, cut.sha256
    locked.file.save(name, File(cut.file), save=False)
    locked.save(update_fields=["file", "size", "sha256"])
    note = ""
    if publication.build and publication.build.pieces.get(str(row.article_id), cut.content) != cut.content:
        note = "differs"
    elif cut.size > MOST_BYTES:
        note = "large"
    return {**verdict, "state": "warning" if note else "ok", "note": note}


@transaction.atomic
def _keep_marked(publication: Publication, row: PublishedArticle, cut: Cut) -> None:
    """Save the file that begins with the retraction, once; without one the article is reached through its page."""
    locked = PublishedArticle.objects.select_for_update(no_key=True).get(pk=row.pk)
    if cut.file is None or locked.marked:
        return
    volume = publication.volume
    name = f"{volume.conference.slug}-{volume.slug}-{publication.number}-{row.number}-retracted.pdf"
    locked.marked_size, locked.marked_sha256 = cut.size, cut.sha256
    locked.marked.save(name, File(cut.file), save=False)
    locked.save(update_fields=["marked", "marked_size", "marked_sha256"])
