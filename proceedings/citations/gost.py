"""ГОСТ Р 7.0.5-2008: the citation that stands first."""

from __future__ import annotations

from proceedings import gost as standard

from .record import RETRACTED, Record, day


def gost(record: Record, language: str) -> str:
    """How *record* is cited in the terms of *language*; that it was retracted stands at the end, in brackets."""
    if record.article is None:
        text = _volume(record.book.cited(language), language)
    else:
        text = record.book.citation(record.article, language, record.pages)
    if record.retraction:
        text += f" ({RETRACTED[language]} {day(record.retraction.on, language)}.)"
    return text


def _volume(book: standard.Book, language: str) -> str:
    return standard.source_reference(
        standard.Source(
            standard.Kind.BOOK,
            book.title,
            language=language,
            subtitle=book.subtitle,
            place=book.place,
            publisher=book.publisher,
            year=str(book.year or ""),
            doi=book.doi,
        )
    )
