"""CSL-JSON, as the schema of the Citation Style Language 1.0.2 has it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from proceedings.gost import Name, page_range

from .record import LANGUAGE_CODES, Record

SEVERAL_LANGUAGES = "mul"  # ISO 639-2


def csl_json(records: Record | Iterable[Record], language: str) -> str:
    """A list with one item for each record, in the words of *language*."""
    many = [records] if isinstance(records, Record) else records
    return json.dumps([csl_item(record, language) for record in many], ensure_ascii=False, indent=2) + "\n"


def csl_item(record: Record, language: str) -> dict[str, Any]:
    """One record; what is not known is left out."""
    book, event = record.book, record.event
    said: dict[str, Any] = {
        "id": record.key,
        "type": "paper-conference" if record.article else "book",
        "title": record.original_title() if record.article else record.container(language),
        "container-title": record.container(language) if record.article else "",
        "author": [_name(name) for name in record.names(language)],
        "editor": [_name(name) for name in record.editors(language)],
        "event-title": event.title.best(language)[0],
        "event-place": event.place.best(language)[0],
        "event-date": _date(event.starts, event.ends),
        "page": page_range(*record.pages).replace("–", "-") if record.pages else "",
        "publisher": book.publisher.best(language)[0],
        "publisher-place": book.place.best(language)[0],
        "collection-title": book.series.best(language)[0],
        "collection-number": record.issue_number,
        "issued": _date(record.issued) if record.issued else {"date-parts": [[book.year]]},
        "DOI": record.doi,
        "ISBN": book.isbn,
        "ISSN": book.issn,
        "URL": record.url,
        "language": LANGUAGE_CODES[record.language] if record.article else SEVERAL_LANGUAGES,
        "abstract": record.abstract(language),
        "keyword": ", ".join(record.keywords(language)),
        "status": "retracted" if record.retraction else "",
        "note": ". ".join(record.remarks(language)),
    }
    return {name: value for name, value in said.items() if value}


def _name(name: Name) -> dict[str, str]:
    return {"family": name.family, "given": name.given} if name.given else {"literal": name.family}


def _date(*days: date | None) -> dict[str, Any]:
    known = [[each.year, each.month, each.day] for each in days if each]
    return {"date-parts": known[:1] if len(set(map(tuple, known))) == 1 else known} if known else {}
