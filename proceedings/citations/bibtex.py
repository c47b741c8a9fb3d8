"""BibTeX in UTF-8: ``@inproceedings`` and ``@proceedings``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from proceedings.compiler import Author
from proceedings.gost import Name

from .record import LANGUAGE_NAMES, Record

ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
SPECIAL = re.compile(r"[\\{}%&#_$~^]")


def bibtex(records: Record | Iterable[Record], language: str) -> str:
    """One entry for each record, in the words of *language*."""
    many = [records] if isinstance(records, Record) else records
    return "\n".join(_entry(record, language) for record in many)


def _entry(record: Record, language: str) -> str:
    kind = "inproceedings" if record.article else "proceedings"
    said = {name: value for name, value in _fields(record, language) if value}
    width = max(map(len, said))
    body = "".join(f"  {name.ljust(width)} = {_value(name, value)},\n" for name, value in said.items())
    return f"@{kind}{{{record.key},\n{body}}}\n"


def _value(name: str, value: str) -> str:
    """A month is one of BibTeX's own words; all else stands in braces."""
    return value if name == "month" else f"{{{value}}}"


def _fields(record: Record, language: str) -> Iterable[tuple[str, str]]:
    book = record.book
    if record.article:
        yield "author", " and ".join(_author(author, language) for author in record.authors)
    yield "title", f"{{{escaped(_title(record, language))}}}"
    yield "booktitle", escaped(record.container(language)) if record.article else ""
    yield "editor", " and ".join(_name(name) for name in record.editors(language))
    yield "year", str(book.year)
    yield "month", MONTHS[record.issued.month - 1] if record.issued else ""
    yield "pages", "--".join(map(str, record.pages)) if record.pages else ""
    yield "publisher", escaped(book.publisher.best(language)[0])
    yield "address", escaped(book.place.best(language)[0])
    yield "series", escaped(book.series.best(language)[0])
    yield "number", escaped(record.issue_number)
    yield "isbn", book.isbn
    yield "issn", book.issn
    yield "doi", escaped(record.doi)
    yield "url", record.url.replace("%", r"\%")
    yield "language", LANGUAGE_NAMES[record.language] if record.article else "russian and english"
    yield "keywords", escaped(", ".join(record.keywords(language)))
    yield "abstract", escaped(record.abstract(language))
    yield "note", escaped(". ".join(record.remarks(language)))


def _title(record: Record, language: str) -> str:
    return record.original_title() if record.article else record.container(language)


def _author(author: Author, language: str) -> str:
    return _name(author.name(language))


def _name(name: Name) -> str:
    """«Family, Given»; a name of one word is kept whole by braces."""
    if not name.given:
        return f"{{{escaped(name.family)}}}"
    return f"{escaped(name.family)}, {escaped(name.given)}"


def escaped(text: str) -> str:
    """*text* without the signs that TeX takes for its own."""
    return SPECIAL.sub(lambda found: ESCAPES[found[0]], " ".join(text.split()))


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
