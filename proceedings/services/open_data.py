"""What the public API tells, as plain data: conferences, volumes, articles, authors, adopted documents.

Only what is published, and only as it was frozen. ``docs/api.md`` documents every name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import override

from conference.models import Conference
from conference.services.mail import link
from proceedings import compiler
from proceedings.citations import Record, gost, licence_address
from proceedings.compiler import Both
from proceedings.compiler.book import lines
from proceedings.exports.markup import plain
from proceedings.exports.records import words
from proceedings.models import Notice, Publication, PublishedArticle, Volume
from workshops.models import Adoption, OutcomeDocument, Release

from .citing import address, errata_of, retraction_of, volume_record
from .description import both
from .export_formats import formats_of
from .exporting import LANGUAGES
from .frozen import frozen_article, frozen_book, frozen_event, frozen_part, frozen_text
from .harvesting import identifier_of
from .notices import notices_of

Data = dict[str, Any]


def conferences() -> QuerySet[Conference]:
    """Public conferences, the latest first, with how much of each is published."""
    return Conference.objects.public().annotate(
        volume_count=Count("volumes", filter=Q(volumes__state=Volume.State.PUBLISHED), distinct=True),
        outcome_count=Count("outcomes", filter=Q(outcomes__state=OutcomeDocument.State.ADOPTED), distinct=True),
    ).order_by("-starts", "slug")  # fmt: skip


def conference(row: Conference, *, is_programme_out: bool) -> Data:
    """One conference of ``conferences()``."""
    return {
        "slug": row.slug,
        "kind": row.kind,
        "title": _text(both(row, "title")),
        "short_title": _text(both(row, "short_title")),
        "place": _text(both(row, "place")),
        "starts": row.starts,
        "ends": row.ends,
        "time_zone": row.time_zone,
        "is_demonstration": row.is_demonstration,
        "volumes": row.volume_count,  # type: ignore[attr-defined]
        "outcomes": row.outcome_count,  # type: ignore[attr-defined]
        "programme": link(row.url("workshops:programme_json")) if is_programme_out else None,
        "url": _pages(row, "conference_home"),
    }


def with_programmes(rows: Iterable[Conference]) -> set[int]:
    """Those of *rows* whose programme is out. One query."""
    found = [row for row in rows if not row.is_season]
    released = set(Release.objects.filter(conference__in=found).values_list("conference", flat=True))
    return released | {row.pk for row in rows if row.is_season}


def publications(of: Conference) -> list[Publication]:
    """What is published now of each volume, the latest year first."""
    rows = Volume.objects.of(of).published().newest_first().prefetch_related("publications")
    found = []
    for volume in rows:
        volume.conference = of
        newest = max(volume.publications.all(), key=lambda each: each.number)
        newest.volume = volume
        found.append(newest)
    return found


def volume(publication: Publication, count: int) -> Data:
    """One volume; *count* is the number of its articles."""
    row, book, event = publication.volume, frozen_book(publication), frozen_event(publication)
    return {
        "slug": row.slug,
        "oai_identifier": identifier_of(f"volume-{row.pk}"),
        "title": _text(book.title),
        "subtitle": _text(book.subtitle),
        "edition": "electronic" if book.is_electronic else "print",
        "year": book.year,
        "publisher": _text(book.publisher),
        "place": _text(book.place),
        "isbn": book.isbn or None,
        "doi": book.doi or None,
        "series": _text(book.series),
        "issn": book.issn or None,
        "issue_number": book.issue_number or None,
        "udk": book.udk or None,
        "bbk": book.bbk or None,
        "editors": {language: lines(book.editors[language]) for language in LANGUAGES},
        "annotation": _text(book.annotation),
        "licence": _licence(book.licence),
        "event": {"title": _text(event.title), "place": _text(event.place), "starts": event.starts, "ends": event.ends},
        "publication": publication.number,
        "published_at": publication.published_at,
        "pages": publication.pages,
        "articles": count,
        "is_demonstration": book.is_demonstration,
        "pdf": {
            "url": address(row, "ru", "proceedings:pdf"),
            "size": publication.size,
            "sha256": publication.sha256 or None,
        },
        "formats": [
            {
                "kind": each.kind,
                "content_type": each.content_type,
                "url": {
                    language: address(row, language, "proceedings:export", kind=each.kind) for language in LANGUAGES
                },
            }
            for each in formats_of(publication)
        ],
        "url": {language: address(row, language, "proceedings:volume") for language in LANGUAGES},
    }


def counted(found: Sequence[Publication]) -> dict[int, int]:
    """How many articles each of *found* has. One query."""
    rows = PublishedArticle.objects.filter(publication__in=found).values_list("publication").annotate(count=Count("pk"))
    return dict(rows.order_by())


def articles(rows: Sequence[PublishedArticle], publication: Publication) -> list[Data]:
    """Each of *rows*, without its text and its references."""
    said = notices_of(row.article_id for row in rows)
    whole = {language: volume_record(publication, language) for language in LANGUAGES}
    return [_article(row, publication.volume, whole, said.get(row.article_id, [])) for row in rows]


def _article(row: PublishedArticle, of: Volume, whole: dict[str, Record], notices: list[Notice]) -> Data:
    """*whole* is the record of the volume in each language."""
    told, part = frozen_article(row), frozen_part(row)
    pages = (row.first_page, row.last_page)
    retraction, errata = retraction_of(notices), errata_of(notices)
    raw: list[Data] = row.facts.get("authors") or []
    return {
        "number": row.number,
        "oai_identifier": identifier_of(f"article-{row.article_id}"),
        "kind": told.kind,
        "language": told.language,
        "title": _text(told.title),
        "authors": [_author(author, data) for author, data in zip(told.authors, raw, strict=False)],
        "abstract": _text(told.abstract),
        "keywords": {language: words(told.keywords[language]) for language in LANGUAGES},
        "part": {"number": part.number, "title": _text(part.title)},
        "pages": {"first": row.first_page, "last": row.last_page},
        "doi": told.doi or None,
        "udk": told.udk or None,
        "received": told.received,
        "accepted": told.accepted,
        "licence": _licence(told.licence or whole["ru"].book.licence),
        "is_retracted": retraction is not None,
        "notices": [
            {"kind": each.kind, "text": _text(both(each, "text")), "said_at": each.created} for each in notices
        ],
        "citation": {
            language: gost(replace(record, article=told, pages=pages, retraction=retraction, errata=errata), language)
            for language, record in whole.items()
        },
        "pdf": address(of, told.language, "proceedings:article_pdf", number=row.number) if row.file else None,
        "url": {language: address(of, language, "proceedings:article", number=row.number) for language in LANGUAGES},
    }


def article(row: PublishedArticle, publication: Publication) -> Data:
    """One article with its references, as they are printed."""
    text = frozen_text(row)
    return {
        **articles([row], publication)[0],
        "references": [plain(source) for source in text.sources] if text else [],
        "has_full_text": text is not None,
    }


def _author(author: compiler.Author, data: Data) -> Data:
    return {
        "family": _text(author.family),
        "given": _text(author.given),
        "position": _text(author.position),
        "affiliation": _text(author.affiliation),
        "city": _text(author.city),
        "country": data.get("country_code") or None,
        "orcid": author.orcid or None,
        "ror": author.ror or None,
        "is_corresponding": author.is_corresponding,
    }


def authors(publication: Publication) -> list[Data]:
    """Everybody who wrote something in the volume, with the numbers of their articles, by name."""
    found: dict[tuple[str, ...], Data] = {}
    for row in publication.articles.in_order():
        for author in frozen_article(row).authors:
            key = (
                (author.orcid,)
                if author.orcid
                else (author.family.ru, author.given.ru, author.family.en, author.given.en)
            )
            made = {"family": _text(author.family), "given": _text(author.given), "orcid": author.orcid or None}
            found.setdefault(key, {**made, "articles": []})["articles"].append(row.number)
    return sorted(found.values(), key=lambda each: (each["family"]["ru"] or each["family"]["en"], each["given"]["ru"]))


# -- adopted documents ---------------------------------------------------------------------------------------


def adopted(of: Conference) -> list[Adoption]:
    """The edition in force of each document that *of* has adopted, in the order of its page."""
    rows = Adoption.objects.filter(document__conference=of, document__state=OutcomeDocument.State.ADOPTED)
    latest: dict[int, Adoption] = {}
    for row in rows.select_related("document__track").order_by("document__order", "document", "number"):
        row.document.conference = of
        latest[row.document_id] = row
    return list(latest.values())


def outcome(row: Adoption) -> Data:
    content, document = row.content, row.document
    return {
        "slug": document.slug,
        "kind": document.kind,
        "track": document.track.number if document.track else None,
        "title": _of_json(content.get("title")),
        "edition": row.number,
        "adopted_on": row.adopted_on,
        "sha256": row.sha256,
        "url": _pages(document.conference, "workshops:outcome", slug=document.slug),
    }


def outcome_text(row: Adoption) -> Data:
    """One document with its preamble and its clauses."""
    content = row.content
    return {
        **outcome(row),
        "preamble": {language: (content.get("preamble") or {}).get(language) or [] for language in LANGUAGES},
        "clauses": [
            {
                "number": _of_json(clause.get("number")),
                "level": clause.get("level", 1),
                "text": {language: (clause.get("text") or {}).get(language) or [] for language in LANGUAGES},
            }
            for clause in content.get("clauses") or []
        ],
    }


# -- small hands ---------------------------------------------------------------------------------------------


def _text(text: Both) -> dict[str, str]:
    return {"ru": text.ru, "en": text.en}


def _of_json(value: Any) -> dict[str, str]:
    return {language: str((value or {}).get(language) or "") for language in LANGUAGES}


def _licence(name: str) -> Data | None:
    return {"name": name, "url": licence_address(name) or None} if name else None


def _pages(of: Conference, name: str, **kwargs: object) -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = link(of.url(name, **kwargs))
    return found
