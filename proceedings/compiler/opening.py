"""What stands around the text of an article, in the order of ГОСТ Р 7.0.7-2021, in both languages."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from proceedings import gost

from .book import Article, Author, Book, lines
from .labels import LABELS, LICENCES, WORD_JOINER, slot, typeset

FIRST, LAST = 90_000_001, 90_000_002
PAGES = re.compile(rf"(?:[\w.]+\u00a0)?{FIRST}(?:–{WORD_JOINER}{LAST})?\.?")
"""«С. 15–22.» in one piece: what goes before breaks where it likes."""
ORCID = "https://orcid.org/"
DOI = "https://doi.org/"
STRAP_AUTHORS = 3


def summary(book: Book, article: Article, language: str, pages: tuple[int, int]) -> dict[str, Any]:
    """Byline, affiliations, abstract, keywords, acknowledgments and citation in one language."""
    byline, places = _byline(article, language)
    labels = LABELS[language]
    return {
        "language": language,
        "labels": labels,
        "byline": byline,
        "marks": len(places) > 1,
        "places": [typeset(place, language) for place in places],
        "contacts": [_contact(author, language) for author in article.authors if _email(author) or author.orcid],
        "one_author": len(article.authors) == 1,
        "abstract": [typeset(part, language) for part in lines(article.abstract[language])],
        "keywords": typeset(article.keywords[language].rstrip(". "), language),
        "thanks": typeset(gost.sentence(article.acknowledgments[language]), language)
        if article.acknowledgments[language]
        else "",
        "citation": citation(book, article, language, pages),
    }


def _byline(article: Article, language: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Names with the numbers of their places, and the places: organisations without their legal form."""
    places: list[str] = []
    byline = []
    for author in article.authors:
        where = place_of(author, language)
        if where and where not in places:
            places.append(where)
        byline.append(
            {
                "name": typeset(author.full_name(language), language),
                "language": author.name_language(language),
                "mark": places.index(where) + 1 if where else 0,
            }
        )
    return byline, places


def place_of(author: Author, language: str) -> str:
    """«Организация, Город, Страна», as far as it is known in *language*."""
    organisation = gost.without_legal_form(author.affiliation[language])
    return ", ".join(part for part in (organisation, author.city[language], author.country[language]) if part)


def _email(author: Author) -> str:
    return author.email if author.is_corresponding else ""


def _contact(author: Author, language: str) -> dict[str, str]:
    return {
        "name": typeset(gost.direct(author.name(language)), language),
        "language": author.name_language(language),
        "email": _email(author),
        "orcid": f"{ORCID}{author.orcid}" if author.orcid else "",
    }


def citation(book: Book, article: Article, language: str, pages: tuple[int, int]) -> SafeString:
    """How to cite the article, as HTML whose page numbers are slots and whose DOI is a link."""
    first, last = pages
    is_known = last > 0
    stands_for = (FIRST, LAST if last > first or not is_known else FIRST)  # numbers that occur nowhere else in it
    text = str(escape(typeset(book.citation(article, language, stands_for), language)))
    text = text.replace(f"{FIRST}–{LAST}", f"{FIRST}–{WORD_JOINER}{LAST}")
    text = PAGES.sub(r'<span class="pages">\g<0></span>', text)
    text = text.replace(str(FIRST), slot(f"first:{article.anchor}", first) if is_known else "00")
    text = text.replace(str(LAST), slot(f"last:{article.anchor}", last) if is_known else "00")
    if article.doi:
        doi = escape(article.doi)
        text = text.replace(f"DOI: {doi}", f'<a href="{DOI}{doi}">DOI:\u00a0{doi}</a>')
    return mark_safe(text)  # noqa: S308 — escaped above


def about(article: Article, language: str) -> dict[str, Any]:
    """Who the authors are, what each did, and what interests they declare, in one language."""
    one = "_one" if len(article.authors) == 1 else ""
    labels = LABELS[language]
    people = [_person(author, language) for author in article.authors]
    conflict = article.conflict_of_interest[language]
    return {
        "language": language,
        "label": labels[f"about{one}"],
        "people": [person for person in people if person["what"]],
        "contribution_label": labels[f"contribution{one}"],
        "contribution": typeset(gost.sentence(article.contribution[language]), language)
        if article.contribution[language]
        else "",
        "conflict_label": labels["conflict"] if conflict else "",
        "conflict": typeset(gost.sentence(conflict), language) if conflict else labels[f"no_conflict{one}"],
        "dates": _dates(article, language),
    }


def _person(author: Author, language: str) -> dict[str, str]:
    """«И. И. Иванов — доктор педагогических наук, профессор кафедры. SPIN-код: 1234-5678.»"""
    what = ", ".join(part for part in (author.degree[language], author.position[language]) if part)
    said = [gost.sentence(what)] if what else []
    if author.spin:
        said.append(f"{LABELS[language]['spin']}: {author.spin}.")
    return {
        "name": typeset(gost.direct(author.name(language)), language),
        "language": author.name_language(language),
        "what": typeset(" ".join(said), language),
    }


def _dates(article: Article, language: str) -> str:
    """«Статья поступила в редакцию …; одобрена после рецензирования …; принята к публикации ….»"""
    said = {
        "ru": ("поступила в редакцию", "одобрена после рецензирования", "принята к публикации", "Статья "),
        "en": ("submitted", "approved after reviewing", "accepted for publication", "The article was "),
    }[language]
    days = (article.received, article.reviewed, article.accepted)
    known = [f"{word} {_day(day)}" for word, day in zip(said, days, strict=False) if day]
    return typeset(f"{said[3]}{'; '.join(known)}.", language) if known else ""


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def rights(book: Book, article: Article, language: str) -> dict[str, str]:
    """The © line of the article and its licence."""
    licence = article.licence or book.licence
    return {
        "language": language,
        "owners": typeset(f"©\u00a0{owners(article, language)}, {book.year}", language),
        "licensed": LABELS[language]["licensed"] if licence else "",
        "licence": licence.replace(" ", "\u00a0"),
        "address": LICENCES.get(licence, ""),
    }


def owners(article: Article, language: str) -> str:
    """The authors as the © names them, all of them: «Иванов И. И., Петрова А. С.»."""
    return ", ".join(gost.inverted(name) for name in article.names(language))


def strap(book: Book, article: Article) -> str:
    """The line at the foot of the opening page: the volume in short, whose the article is, licence and DOI."""
    language = article.language
    cited = book.cited(language)
    names = article.names(language)
    whose = ", ".join(gost.inverted(name) for name in names[:STRAP_AUTHORS])
    if len(names) > STRAP_AUTHORS:
        whose += " и др." if language == "ru" else " et al."
    first = f"{cited.title.rstrip('.')}. {gost.short_place(cited.place, language)}, {book.year}"
    rights = [f"©\u00a0{whose}, {book.year}" if whose else "", article.licence or book.licence]
    known = [f"{DOI}{article.doi}" if article.doi else ""]  # begins a row: elsewhere it might break in the middle
    if book.is_demonstration:
        known += [LABELS["ru"]["example"], LABELS["en"]["example"]]
    rows = [first, *(" · ".join(filter(None, row)) for row in (rights, known))]
    return "\n".join(typeset(row, language) for row in rows if row)
