"""RIS: a tag, two spaces, a dash and a space on each line, lines parted by CR LF."""

from __future__ import annotations

from collections.abc import Iterable

from proceedings.gost import Name

from .record import LANGUAGE_CODES, Record

LINE = "\r\n"


def ris(records: Record | Iterable[Record], language: str) -> str:
    """One entry for each record, in the words of *language*."""
    many = [records] if isinstance(records, Record) else records
    return "".join(_entry(record, language) for record in many)


def _entry(record: Record, language: str) -> str:
    lines = [f"{tag}  - {_flat(value)}" for tag, value in _fields(record, language) if value]
    return LINE.join([*lines, "ER  - ", ""])


def _fields(record: Record, language: str) -> Iterable[tuple[str, str]]:
    book, article = record.book, record.article
    yield "TY", "CPAPER" if article else "CONF"
    for name in record.names(language):
        yield "AU", _name(name)
    yield "TI", record.original_title() if article else record.container(language)
    first = record.language if article else language
    other = "en" if first == "ru" else "ru"
    yield "TT", record.title[other] if record.title[first] else ""
    yield "T2", record.container(language) if article else ""
    for name in record.editors(language):
        yield "A2" if article else "ED", _name(name)
    yield "T3", book.series.best(language)[0]
    yield "IS", record.issue_number
    yield "C3", record.event.title.best(language)[0]
    yield "CY", book.place.best(language)[0]
    yield "PB", book.publisher.best(language)[0]
    yield "PY", str(book.year)
    yield "DA", f"{record.issued:%Y/%m/%d}" if record.issued else f"{book.year}///"
    if record.pages:
        yield "SP", str(record.pages[0])
        yield "EP", str(record.pages[1])
    yield "SN", book.isbn
    yield "DO", record.doi
    yield "UR", record.url
    yield "L1", record.pdf
    for word in record.keywords(language):
        yield "KW", word
    yield "AB", record.abstract(language)
    yield "LA", LANGUAGE_CODES[record.language] if article else "ru, en"
    for remark in record.remarks(language):
        yield "N1", remark


def _name(name: Name) -> str:
    return f"{name.family}, {name.given}" if name.given else name.family


def _flat(text: str) -> str:
    return " ".join(text.split())
