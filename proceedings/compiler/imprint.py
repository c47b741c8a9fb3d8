"""What an edition says about itself: ГОСТ Р 7.0.4-2020 for a printed one, ГОСТ Р 7.0.83-2013 for an electronic one."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from proceedings import gost

from .book import LANGUAGES, Article, Book, Both, lines
from .labels import LICENCES, capital, typeset

KIND = {True: "Научное электронное издание", False: "Научное издание"}
READER = "программа для чтения PDF 1.7"
TYPEFACE = "Source Serif 4"
LANGUAGES_NOTE = "Текст рус., англ."


def extent(book: Book, front_pages: int, body_pages: int) -> str:
    """«vi, 112 с.»: front matter in Roman figures, body in Arabic ones; of an electronic edition as its volume."""
    return f"{gost.roman(front_pages)}, {body_pages} с." if front_pages else f"{body_pages} с."


def title_page(book: Book) -> dict[str, Any]:
    """Series above the title, responsibility below it, place, publisher and year at the foot."""
    return {
        "series": [(language, typeset(line, language)) for language in LANGUAGES if (line := series(book, language))],
        "responsible": [
            (language, [typeset(line, language) for line in lines(book.responsible[language])])
            for language in LANGUAGES
            if book.responsible[language]
        ],
        "kind": KIND[True] if book.is_electronic else "",
    }


def series(book: Book, language: str) -> str:
    """«Серия „Вместе“. Вып. 3»."""
    name = book.series[language]
    if not name:
        return ""
    is_said = book.issue_number and (language == "ru" or not re.match("[А-Яа-яЁё]", book.issue_number))
    return f"{name}. {book.issue_number}" if is_said else name


def verso(book: Book, front_pages: int, body_pages: int) -> dict[str, Any]:
    """The back of the title page: codes, board, reviewers, record, annotation, rights, numbers."""
    record = gost.volume_record(
        book.cited("ru"), extent=extent(book, front_pages, body_pages), languages_note=LANGUAGES_NOTE
    )
    return {
        "board": typeset(", ".join(lines(book.editors.ru)), "ru"),
        "reviewers": typeset("; ".join(lines(book.reviewers.ru)), "ru"),
        "record": typeset(record, "ru"),
        "annotation": [
            (language, [typeset(part, language) for part in lines(book.annotation[language])]) for language in LANGUAGES
        ],
        "rights": _rights(book),
        "licence_address": LICENCES.get(book.licence, ""),
        "numbers": [line for line in _numbers(book) if line],
        "publisher": typeset(book.publisher.ru, "ru"),
    }


def _numbers(book: Book) -> list[str]:
    return [
        f"ISBN\u00a0{book.isbn}" if book.isbn else "",
        f"ISSN\u00a0{book.issn}" if book.issn else "",
        f"DOI\u00a0{book.doi}" if book.doi else "",
        f"НГРОЭ\u00a0{book.deposit_number}" if book.deposit_number and book.is_electronic else "",
    ]


def _rights(book: Book) -> Both:
    if not book.licence:
        return Both()
    return Both(
        typeset(f"Материалы доступны по лицензии {book.licence}. За точность сведений отвечают авторы.", "ru"),
        typeset(f"The papers are available under the {book.licence} licence. The authors answer for accuracy.", "en"),
    )


def last_page(book: Book, front_pages: int, body_pages: int) -> dict[str, Any]:
    """Концевая полоса: what stands above the line and below it, in the order of the standard."""
    pages = front_pages + body_pages
    facts = _electronic(book, pages) if book.is_electronic else _printed(book, pages)
    return {
        "series": typeset(series(book, "ru"), "ru"),
        "kind": KIND[book.is_electronic],
        "title": typeset(book.title.ru, "ru"),
        "subtitle": capital(typeset(book.subtitle.ru, "ru")),
        "responsible": [typeset(line, "ru") for line in lines(book.responsible.ru)],
        "board": typeset(", ".join(lines(book.editors.ru)), "ru"),
        "facts": [typeset(fact, "ru") for fact in facts if fact],
        "publisher": typeset(_with_address(book.publisher.ru, book.publisher_address.ru or book.place.ru), "ru"),
        "printer": "" if book.is_electronic else typeset(_printer(book), "ru"),
    }


def _printed(book: Book, pages: int) -> list[str]:
    """«Подписано в печать … Формат … Бумага … Гарнитура … Печать … Усл. печ. л. … Тираж … Заказ …»"""
    return [
        f"Подписано в печать {_day(book.signed_on)}." if book.signed_on else "",
        f"Формат {gost.paper_name(book.paper)}.",
        f"Бумага {_lower(book.stock.ru)}." if book.stock.ru else "",
        f"Гарнитура {TYPEFACE}.",
        f"Печать {_lower(book.printing.ru)}." if book.printing.ru else "",
        f"Усл. печ. л. {decimal(gost.conventional_sheets(pages, book.paper))}.",
        f"Уч.-изд. л. {decimal(publisher_sheets(book))}." if book.parts else "",
        f"Тираж {book.print_run} экз." if book.print_run else "",
        f"Заказ\u00a0№\u00a0{book.order_number}." if book.order_number else "",
    ]


def _electronic(book: Book, pages: int) -> list[str]:
    """«Подписано к использованию … Объём … Системные требования: … Адрес: …»"""
    extent_said = f"Объём {pages} с."
    if book.megabytes:
        extent_said = f"Объём {pages} с., {book.megabytes} МБ."
    return [
        f"Подписано к использованию {_day(book.signed_on)}." if book.signed_on else "",
        extent_said,
        f"Системные требования: {gost.sentence(_lower(book.requirements.ru) or READER)}",
        f"Адрес издания: {book.url}" if book.url else "",
    ]


def publisher_sheets(book: Book) -> Decimal:
    """Уч.-изд. л.: the characters of all that the book says, their spaces with them."""
    said = [said for article in book.articles() for said in _said_by(article)]
    said += [each for section in (*book.front, *book.back) for each in _both(section.title, section.text)]
    said += _both(book.title, book.subtitle, book.responsible, book.editors, book.reviewers, book.annotation)
    for outcome in book.outcomes:
        clauses = [paragraph for clause in outcome.clauses for paragraph in clause.paragraphs]
        said += _both(outcome.title, outcome.adopted, *outcome.preamble, *clauses)
    return gost.publisher_sheets(sum(map(characters, said)))


def _said_by(article: Article) -> list[str]:
    """What stands on the pages of an article: the text, its sources, the summaries, and what the authors say."""
    said = [article.text.html, *article.text.sources]
    said += _both(article.title, article.abstract, article.keywords, article.acknowledgments, article.contribution)
    said += _both(article.conflict_of_interest)
    for author in article.authors:
        said += _both(author.family, author.given, author.position, author.affiliation, author.city, author.degree)
    return said


def _both(*texts: Both) -> list[str]:
    return [text[language] for text in texts for language in LANGUAGES if text[language]]


@lru_cache(16_384)
def characters(html: str) -> int:
    return len(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)))


def decimal(number: Decimal) -> str:
    return str(number).replace(".", ",")


def _printer(book: Book) -> str:
    return f"Отпечатано: {gost.sentence(book.printer.ru)}" if book.printer.ru else ""


def _with_address(name: str, address: str) -> str:
    return ", ".join(part for part in (name.strip().rstrip("."), address.strip()) if part)


def _lower(text: str) -> str:
    """«Офсетная» inside a sentence; a name or an abbreviation keeps its capital."""
    text = text.strip().rstrip(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
