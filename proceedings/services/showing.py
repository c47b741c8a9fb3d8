"""What the public pages show of a published volume: only what was frozen, and what was said about it since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from conference.text import search_words
from proceedings import compiler
from proceedings.citations import Record
from proceedings.citations.record import keywords_in
from proceedings.compiler import Both, present
from proceedings.compiler.index import author_index
from proceedings.models import Notice, Publication, PublishedArticle, Volume
from workshops.models import OutcomeDocument, SessionMaterial

from . import finding
from .frozen import PartName, frozen_article, frozen_outcomes, frozen_part, frozen_text
from .linking import with_large_pictures, with_links
from .notices import notices_of

MOST_RELATED = 4


@dataclass(frozen=True)
class Shown:
    """An article in a list: what was frozen of it, where it is read, and what was said about it since."""

    row: PublishedArticle
    article: compiler.Article
    part: PartName
    url: str
    kinds: frozenset[str] = frozenset()
    query: str = ""

    @property
    def is_retracted(self) -> bool:
        return Notice.Kind.RETRACTION in self.kinds

    @property
    def is_corrected(self) -> bool:
        return Notice.Kind.ERRATUM in self.kinds

    @property
    def pages(self) -> tuple[int, int]:
        return self.row.first_page, self.row.last_page


def shown(volume: Volume, rows: Iterable[PublishedArticle], *, query: str = "", told: bool = True) -> list[Shown]:
    """*rows* for a list; one more query tells which of them were corrected or retracted."""
    known = list(rows)
    notices = notices_of(row.article_id for row in known) if told and known else {}
    return [
        Shown(
            row,
            frozen_article(row),
            frozen_part(row),
            volume.url("proceedings:article", number=row.number),
            frozenset(str(notice.kind) for notice in notices.get(row.article_id, ())),
            query,
        )
        for row in known
    ]


def by_part(articles: list[Shown]) -> list[tuple[PartName, list[Shown]]]:
    """Articles in the order of the book under the parts of the book."""
    return [(part, list(group)) for part, group in groupby(articles, key=lambda each: each.part)]


def by_author(articles: list[Shown], language: str) -> list[dict[str, Any]]:
    """The index of authors, Cyrillic then Latin: each under one name, that of *language* where they have it."""
    urls = {each.article.key: each for each in articles}
    named = (
        replace(each.article, authors=tuple(_once(a, language) for a in each.article.authors)) for each in articles
    )
    book = compiler.Book(Both(), Both(), Both(), Both(), 0, (compiler.Part(1, Both(), Both(), tuple(named)),))
    letters = author_index(book, {each.article.key: each.pages for each in articles}, as_written=True)
    return [
        {
            "language": code,
            "letters": [
                {
                    "letter": letter.letter,
                    "entries": [
                        {"name": entry.name, "articles": [urls[anchor[1:]] for anchor, _page, _title in entry.articles]}
                        for entry in letter.entries
                    ],
                }
                for letter in letters[code]
            ],
        }
        for code in compiler.book.LANGUAGES
        if letters[code]
    ]


def _once(author: compiler.Author, language: str) -> compiler.Author:
    """*author* with one of the two names only."""
    known = author.name_language(language)
    return replace(
        author, family=Both(**{known: author.family[known]}), given=Both(**{known: author.name(language).given})
    )


def outcome_documents(publication: Publication) -> list[tuple[Both, str]]:
    """The outcome documents that the book ends with, by their titles then, and where they are read now."""
    printed = frozen_outcomes(publication)
    if not printed:
        return []
    conference = publication.volume.conference
    rows = OutcomeDocument.objects.filter(conference=conference, pk__in=[int(each.key) for each in printed])
    known = {str(row.pk): row for row in rows}
    for row in known.values():
        row.conference = conference
    return [(each.title, known[each.key].get_absolute_url() if each.key in known else "") for each in printed]


def neighbours_of(volume: Volume) -> dict[str, Volume | None]:
    """The published volumes of the same conference before and after *volume*."""
    rows = list(Volume.objects.of(volume.conference).published().order_by("year", "pk"))
    place = next((index for index, row in enumerate(rows) if row.pk == volume.pk), 0)
    for row in rows:
        row.conference = volume.conference
    return {
        "previous": rows[place - 1] if place else None,
        "next": rows[place + 1] if place + 1 < len(rows) else None,
    }


def neighbours(volume: Volume, published: PublishedArticle) -> dict[str, Shown | None]:
    """The articles before and after in the same publication."""
    rows = PublishedArticle.objects.filter(publication=published.publication_id).in_order()
    keys = list(rows.values_list("pk", flat=True))
    place = keys.index(published.pk)
    wanted = {"previous": keys[place - 1] if place else None, "next": next(iter(keys[place + 1 :]), None)}
    known = {each.row.pk: each for each in shown(volume, rows.filter(pk__in=filter(None, wanted.values())), told=False)}
    return {name: known[key] if key else None for name, key in wanted.items()}


def related(volume: Volume, published: PublishedArticle) -> list[Shown]:
    """Articles of the same part that speak of the same: those with most words of titles and keywords in common."""
    part = frozen_part(published).number
    rows = PublishedArticle.objects.filter(publication=published.publication_id, facts__part__number=part)
    others = shown(volume, rows.exclude(pk=published.pk).in_order(), told=False)
    own = _subject(frozen_article(published))
    return sorted(others, key=lambda each: (-len(own & _subject(each.article)), each.row.number))[:MOST_RELATED]


def _subject(article: compiler.Article) -> set[str]:
    said = (article.title, article.keywords)
    words = search_words(" ".join(each[language] for each in said for language in compiler.book.LANGUAGES))
    return {word for word in words if len(word) > 3}


def text_of(volume: Volume, published: PublishedArticle) -> dict[str, Any] | None:
    """The text for a page of the site, with its list of sources; None where only the abstract is published."""
    language = published.facts.get("language", "ru")
    figures = volume.url("proceedings:figure", number=published.number, figure=0).replace("/0/", "/{number}/")
    text = frozen_text(published, figure_address=figures)
    if text is None:
        return None
    presented = present(text, language, for_print=False, source=lambda number: f"#source-{number}")
    return {
        "body": with_large_pictures(presented.body),
        "sources": [with_links(source) for source in presented.sources],
    }


def byline(article: compiler.Article, language: str) -> dict[str, Any]:
    """Authors with the numbers of their places, and the places, in the page's language where it is known."""
    places: list[str] = []
    authors = []
    for author in article.authors:
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


def recordings(published: PublishedArticle) -> list[SessionMaterial]:
    """Public recordings and slides of the talk behind the article."""
    rows = SessionMaterial.objects.public().filter(talk__submission__articles=published.article_id)
    kinds = (SessionMaterial.Kind.RECORDING, SessionMaterial.Kind.TRANSCRIPT, SessionMaterial.Kind.SLIDES)
    return list(rows.filter(kind__in=kinds).select_related("session__conference"))


def suggestion(articles: list[Shown], query: str, language: str) -> str:
    return finding.suggestion((each.article for each in articles), query, language)


def abstracts(record: Record, language: str) -> list[dict[str, Any]]:
    """Abstract and keywords in both languages, the page's own first."""
    article = record.article
    if article is None:
        return []
    return [
        {
            "language": code,
            "label": {"ru": "Аннотация", "en": "Abstract"}[code],
            "text": article.abstract[code],
            "keywords": keywords_in(article.keywords[code]),
            "keywords_label": {"ru": "Ключевые слова", "en": "Keywords"}[code],
        }
        for code in (language, "en" if language == "ru" else "ru")
        if article.abstract[code]
    ]
