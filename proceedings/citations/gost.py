"""ГОСТ Р 7.0.5-2008: the citation that stands first."""

from __future__ import annotations

from proceedings import gost as standard

from .record import Record


def gost(record: Record, language: str) -> str:
    """How *record* is cited: an article in the language that it is written in, the volume in *language*.

    That it was retracted or corrected stands at the end, in brackets and in *language*.
    """
    if record.article is None:
        text = _volume(record.book.cited(language), language)
    else:
        text = record.book.citation(record.article, record.language, record.pages)
    return " ".join([text, *(f"({notice}.)" for notice in record.notices(language))])


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
