"""A volume as the compiler wants it: rows of the database turned into plain data."""

from __future__ import annotations

import os
import shutil
from ipaddress import ip_address
from itertools import zip_longest
from pathlib import Path
from urllib.parse import urlsplit

from auditlog.models import LogEntry
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import override

from conference.services.mail import link
from proceedings import compiler
from proceedings.compiler import Both, Note, Text
from proceedings.models import Article, ArticleAuthor, Manuscript, Part, Publication, Volume, VolumeSection
from workshops.documents.outcomes import adopted_line
from workshops.models import Adoption, OutcomeDocument

from .import_report import LOST, WEIGHTS

STYLES = settings.BASE_DIR / "static" / "documents"
FONTS = settings.BASE_DIR / "static" / "fonts" / "print"
FORMULAS = settings.BASE_DIR / "static" / "css"
TEMPLATES = settings.BASE_DIR / "templates" / "proceedings" / "book"
WORKERS = min(2, os.cpu_count() or 1)
MEGABYTE = 1024 * 1024
TELLING = {code for code, weight in WEIGHTS.items() if weight == LOST} | {
    "formula-as-text", "table-without-header", "figure-without-alternative",
}  # fmt: skip
KINDS = {
    Article.Kind.ORIGINAL: Both("Научная статья", "Original article"),
    Article.Kind.REVIEW: Both("Обзорная статья", "Review article"),
    Article.Kind.EDITORIAL: Both("Редакционная статья", "Editorial"),
    Article.Kind.DISCUSSION: Both("Дискуссионная статья", "Discussion article"),
    Article.Kind.SHORT: Both("Краткое сообщение", "Short message"),
    Article.Kind.BOOK_REVIEW: Both("Рецензия", "Book review"),
    Article.Kind.PERSONALIA: Both("Персоналии", "Personalia"),
    Article.Kind.CONFERENCE: Both("Материалы конференции", "Conference paper"),
}
"""What an article of each kind is called in print (ГОСТ Р 7.0.7-2021)."""
KIND_OF_TYPE = {
    "report": Article.Kind.ORIGINAL,
    "poster": Article.Kind.SHORT,
    "round_table": Article.Kind.DISCUSSION,
    "master_class": Article.Kind.CONFERENCE,
    "case_study": Article.Kind.CONFERENCE,
}
"""The kind that the type of a submission suggests."""
TYPES = {name: KINDS[kind] for name, kind in KIND_OF_TYPE.items()}


FORMATS = {"60×84/8": "book-a4.css", "60×84/16": "book-a5.css"}
"""What changes the sizes of book.css for a paper; the others have the page of 170 × 240 mm."""
DEFAULT_PAPER = "70×100/16"


def compiler_settings(workers: int = WORKERS, *, paper: str = DEFAULT_PAPER) -> compiler.Settings:
    """Styles for a book on *paper*, what they may read, and where fragments are kept."""
    sheets = [STYLES / "book-fonts.css", FORMULAS / "formula.css", STYLES / "book.css"]
    if paper in FORMATS:
        sheets.append(STYLES / FORMATS[paper])
    return compiler.Settings(
        stylesheets=tuple(sheets),
        roots=(STYLES, FONTS, FORMULAS, figure_folder()),
        templates=TEMPLATES,
        workers=workers,
        cache=Path(settings.VAR_DIR) / "cache" / "compiler",
    )


def figure_folder() -> Path:
    """Copies of the figures for the renderer, named for rows that never change."""
    folder = Path(settings.VAR_DIR) / "cache" / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def both(row: object, name: str) -> Both:
    return Both(getattr(row, f"{name}_ru") or "", getattr(row, f"{name}_en") or "")


def describe(volume: Volume, *, with_articles: bool = True) -> compiler.Book:
    """The volume with every article of its next build, texts and pictures included; or its imprint alone."""
    parts = _parts(volume) if with_articles else ()
    return compiler.Book(
        title=both(volume, "title"),
        subtitle=both(volume, "subtitle"),
        above_title=both(volume, "above_title"),
        place=both(volume, "place"),
        publisher=both(volume, "publisher"),
        year=volume.year,
        parts=parts,
        udk=volume.udk,
        bbk=volume.bbk,
        author_sign=volume.author_sign,
        isbn=volume.formatted_isbn,
        editors=both(volume, "editors"),
        reviewers=both(volume, "reviewers"),
        annotation=both(volume, "annotation"),
        licence=volume.licence,
        url=_address(volume),
        is_electronic=volume.kind == Volume.Kind.ELECTRONIC,
        is_demonstration=volume.is_demonstration,
        signed_on=volume.signed_on,
        paper=volume.paper,
        print_run=volume.print_run,
        outcomes=_outcomes(volume) if with_articles else (),
        front=_sections(volume, VolumeSection.Place.FRONT) if with_articles else (),
        back=_sections(volume, VolumeSection.Place.BACK) if with_articles else (),
        responsible=both(volume, "responsible"),
        doi=volume.doi,
        series=both(volume, "series"),
        issn=volume.issn,
        issue_number=volume.issue_number,
        age_mark=volume.age_mark,
        publisher_address=both(volume, "publisher_address"),
        printer=both(volume, "printer"),
        order_number=volume.order_number,
        printing=both(volume, "printing"),
        stock=both(volume, "stock"),
        stock_microns=volume.stock_microns,
        requirements=both(volume, "requirements"),
        deposit_number=volume.deposit_number,
        ordering=volume.ordering,
        megabytes=_megabytes(volume) if with_articles else 0,
    )


def _sections(volume: Volume, place: str) -> tuple[compiler.Section, ...]:
    return tuple(
        compiler.Section(
            str(row.pk), row.kind, both(row, "title"), both(row, "text"), both(row, "signature"), place == "front"
        )
        for row in volume.sections.all()
        if row.place == place
    )


def _megabytes(volume: Volume) -> int:
    """Size of the newest build of an electronic edition, rounded up, so that the next one rarely differs."""
    build = volume.builds.only("size").first() if volume.kind == Volume.Kind.ELECTRONIC else None
    return -(-build.size // MEGABYTE) if build else 0


def _outcomes(volume: Volume) -> tuple[compiler.Outcome, ...]:
    """What the conference as a whole has adopted, each in its latest edition, unless the editor leaves it out."""
    if not volume.with_outcomes:
        return ()
    latest: dict[int, Adoption] = {}
    for adoption in adopted_by(volume):
        latest[adoption.document_id] = adoption
    return tuple(outcome_of(adoption) for adoption in latest.values())


def outcomes_in_print(volume: Volume, publication: Publication) -> list[OutcomeDocument]:
    """The outcome documents that the published book ends with: as the editor wished, and adopted, when it was made."""
    made = publication.build.created if publication.build else publication.published_at
    later = LogEntry.objects.get_for_object(volume).filter(timestamp__gt=made, changes__has_key="with_outcomes")
    change = later.order_by("timestamp", "pk").first()
    wished = change.changes["with_outcomes"][0] == "True" if change else volume.with_outcomes
    if not wished:
        return []
    printed = adopted_by(volume).filter(created__lte=made).select_related("document")
    found = {adoption.document_id: adoption.document for adoption in printed}
    for document in found.values():
        document.conference = volume.conference
    return list(found.values())


def adopted_by(volume: Volume) -> QuerySet[Adoption]:
    rows = Adoption.objects.filter(document__conference=volume.conference_id, document__track=None)
    return rows.order_by("document__order", "document", "number")


def outcome_of(adoption: Adoption) -> compiler.Outcome:
    content = adoption.content
    return compiler.Outcome(
        key=str(adoption.document_id),
        title=Both(**content["title"]),
        adopted=Both(**adopted_line(content)),
        preamble=_in_pairs(content["preamble"]),
        clauses=tuple(
            compiler.Clause(Both(**clause["number"]), _in_pairs(clause["text"]), clause["level"])
            for clause in content["clauses"]
        ),
    )


def _in_pairs(texts: dict[str, list[str]]) -> tuple[Both, ...]:
    return tuple(Both(ru, en) for ru, en in zip_longest(texts["ru"], texts["en"], fillvalue=""))


def _parts(volume: Volume) -> tuple[compiler.Part, ...]:
    articles = Article.objects.of_volume(volume).in_the_book().with_newest_text().in_order()
    grouped: dict[Part, list[compiler.Article]] = {}
    for article in articles:
        grouped.setdefault(article.part, []).append(describe_article(article))
    return tuple(
        compiler.Part(part.number, both(part, "title"), both(part, "short_title"), tuple(grouped[part]))
        for part in sorted(grouped, key=lambda part: part.number)
    )


def _address(volume: Volume) -> str:
    """Where the volume is read; nothing while the site answers on this machine only."""
    if _is_loopback(urlsplit(settings.SITE_URL).hostname or ""):
        return ""
    with override("ru"):
        return link(volume.get_absolute_url())


def _is_loopback(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return host in {"", "localhost"} or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def describe_article(article: Article, *, with_text: bool = True) -> compiler.Article:
    """One article, with the newest revision of its text, or only what a citation needs."""
    revisions = sorted(article.manuscripts.all(), key=lambda row: -row.revision) if with_text else []
    manuscript = revisions[0] if revisions else None
    return compiler.Article(
        key=str(article.pk),
        number=article.number,
        language=article.language,
        title=both(article, "title"),
        authors=tuple(_author(author) for author in article.authors.all()),
        type=KINDS[Article.Kind(article.kind)],
        kind=article.kind,
        udk=article.udk,
        abstract=both(article, "abstract"),
        keywords=both(article, "keywords"),
        text=describe_text(manuscript) if manuscript else Text(),
        received=article.received_on,
        accepted=article.accepted_on,
        reviewed=article.reviewed_on,
        doi=article.doi,
        grnti=article.grnti,
        acknowledgments=both(article, "acknowledgments"),
        contribution=both(article, "contribution"),
        conflict_of_interest=both(article, "conflict_of_interest"),
        licence=article.licence,
        notes=tuple(_notes(article, manuscript)) if with_text else (),
    )


def describe_text(manuscript: Manuscript) -> Text:
    """The text with the addresses of its pictures for the renderer; a picture whose file is gone is left out."""
    figures = []
    for figure in manuscript.figures.all():
        name = str(figure.file.name)
        path = figure_folder() / Path(name).name
        if not path.exists() and figure.file.storage.exists(name):
            with figure.file.open("rb") as source, path.open("wb") as copy:
                shutil.copyfileobj(source, copy)
        if path.exists():
            figures.append((figure.number, path.as_uri()))
    return Text(
        html=manuscript.html,
        sources=tuple(manuscript.sources),
        figures=tuple(figures),
        formulas=tuple((formula["number"], formula["svg"]) for formula in manuscript.formulas),
    )


def _author(author: ArticleAuthor) -> compiler.Author:
    return compiler.Author(
        family=both(author, "family"),
        given=both(author, "given"),
        position=both(author, "position"),
        affiliation=both(author, "affiliation"),
        city=both(author, "city"),
        country=_country(author),
        email=author.email,
        orcid=author.orcid,
        is_corresponding=author.is_corresponding,
        degree=both(author, "degree"),
        spin=author.spin,
        ror=author.ror,
    )


def _country(author: ArticleAuthor) -> Both:
    names = {}
    for language in ("ru", "en"):
        with override(language):
            names[language] = str(getattr(author.country, "name", ""))
    return Both(**names)


def _notes(article: Article, manuscript: Manuscript | None) -> list[Note]:
    """What is known before typesetting: an unreadable file is an error, a gap in a translation a remark."""
    notes = []
    if article.import_error:
        notes.append(Note("manuscript-refused", {"reason": article.import_error}, is_error=True))
    elif manuscript is None:
        notes.append(Note("text-missing"))
    for name in ("title", "abstract", "keywords"):
        if not getattr(article, f"{name}_{article.other_language}"):
            notes.append(Note(f"translation-missing-{name}", {"language": article.other_language}))
    if manuscript:
        notes += [Note(item["code"], {"count": item["count"]}) for item in manuscript.report if item["code"] in TELLING]
        present = {figure.number for figure in manuscript.figures.all()}
        kept = {number for number, _address in describe_text(manuscript).figures}
        if missing := len(present - kept):
            notes.append(Note("figure-file-missing", {"count": missing}, is_error=True))
    return notes
