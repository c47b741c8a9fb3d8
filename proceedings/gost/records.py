"""Bibliographic records after ГОСТ Р 7.0.100-2018: areas parted by a point and a dash, cities in full."""

from __future__ import annotations

from collections.abc import Sequence

from .measures import page_range
from .names import Name, direct, inverted
from .references import Book, sentence
from .sources import Kind, Source
from .terms import terms_of

HEADING_AUTHORS = 3  # up to three the first of them heads the record
ALL_NAMED = 4  # up to four all are named after the stroke, of more the first three
BEFORE_OTHERS = 3
ET_AL = "[и др.]"


def volume_record(book: Book, *, extent: str, languages_note: str = "") -> str:
    """The record of the whole volume, as it stands on the verso of the title page."""
    title = book.title
    if book.parallel_title:
        title += f" = {book.parallel_title}"
    if book.subtitle:
        title += f" : {book.subtitle}"
    said = [*map(lowered, book.responsible), *([responsibility(book.editors)] if book.editors else [])]
    if said:
        title += f" / {' ; '.join(line.rstrip('.') for line in said)}"
    areas = [
        title.rstrip("."),
        _imprint(book.place, book.publisher, str(book.year or "")),
        extent,
        _series(book),
        languages_note,
        f"ISBN {book.isbn}" if book.isbn else "",
        f"DOI {book.doi}" if book.doi else "",
        f"URL: {book.url}" if book.url and book.is_electronic else "",
        medium(book.is_electronic),
    ]
    return _areas(areas)


def _series(book: Book) -> str:
    """The series in round brackets: «(Вместе, ISSN 2049-3630 ; вып. 3)»."""
    if not book.series:
        return ""
    issn = f", ISSN {book.issn}" if book.issn else ""
    number = f" ; {book.issue_number}" if book.issue_number else ""
    return f"({book.series}{issn}{number})"


def responsibility(editors: Sequence[str]) -> str:
    """«редакционная коллегия: …»: all up to four names; of more, the first three and «[и др.]»."""
    return f"редакционная коллегия: {_some(list(editors))}"


def _some(names: list[str]) -> str:
    if len(names) <= ALL_NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:BEFORE_OTHERS])} {ET_AL}"


def lowered(text: str) -> str:
    """«Под редакцией» → «под редакцией»; an abbreviation or an initial keeps its capital."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def medium(is_electronic: bool) -> str:
    return f"Текст : {'электронный' if is_electronic else 'непосредственный'}"


def _imprint(place: str, publisher: str, year: str) -> str:
    head = " : ".join(part for part in (place.strip(), publisher.strip()) if part)
    return ", ".join(part for part in (head, year) if part)


def _areas(areas: Sequence[str]) -> str:
    return " – ".join(sentence(area) for area in areas if area.strip(" ."))


def _headed(names: Sequence[Name], title: str) -> str:
    """Heading, title and names: one to three authors head it, four are all named, of five or more three are."""
    heading = f"{inverted(names[0], comma=True)} " if 0 < len(names) <= HEADING_AUTHORS else ""
    who = _some([direct(name) for name in names])
    return f"{heading}{title.rstrip('.')}{' / ' + who if who else ''}"


def article_record(names: Sequence[Name], title: str, book: Book, *, pages: tuple[int, int] | None = None) -> str:
    """The record of one article of *book*, Russian terms."""
    text = f"{_headed(names, title)}. – {medium(book.is_electronic)} // {book.title}"
    if book.subtitle:
        text += f" : {book.subtitle}"
    said = [lowered(line).rstrip(".") for line in book.responsible]
    if said:
        text += f" / {' ; '.join(said)}"
    imprint = _imprint(book.place, book.publisher, str(book.year or ""))
    return _areas([text, imprint, f"С. {page_range(*pages)}" if pages else ""])


def source_record(source: Source) -> str:
    """Any source as a record in the terms of its own language, for lists that ask for ГОСТ Р 7.0.100-2018."""
    terms = terms_of(source.language)
    designation = f"{source.number}. " if source.kind is Kind.STANDARD and source.number else ""
    title = f"{designation}{source.title}{' : ' + source.subtitle if source.subtitle else ''}"
    head = _headed(source.authors, title)
    said = source.container_responsibility if source.is_part else source.responsibility
    if not source.is_part:
        if said:
            head += f"{' ; ' if source.authors else ' / '}{said}"
        areas = [head, source.edition, _imprint(source.place, source.publisher, source.year)]
        areas += [
            f"{source.extent} {terms.extent}" if source.extent else "",
            f"({source.series})" * bool(source.series),
        ]
        return _areas([*areas, *_ending(source)])
    container = f"{source.container}{' : ' + source.container_subtitle if source.container_subtitle else ''}"
    container += f" / {said}" if said else ""
    issue = ", ".join(
        part
        for part in (
            f"{terms.volume} {source.volume}" if source.volume else "",
            f"{terms.number} {source.issue}" if source.issue else "",
        )
        if part
    )
    areas = [f"{head}. – {medium(_is_electronic(source))} // {container}"]
    areas += [_imprint(source.place, source.publisher, source.year), issue]
    areas += [f"{terms.page} {source.pages}" if source.pages else "", *_ending(source)[:-1]]
    return _areas(areas)


def _is_electronic(source: Source) -> bool:
    return source.is_electronic or bool(source.url)


def _ending(source: Source) -> list[str]:
    seen = f" (дата обращения: {source.accessed})" if source.accessed else ""
    return [
        f"DOI {source.doi}" if source.doi else "",
        f"URL: {source.url}{seen}" if source.url else "",
        medium(_is_electronic(source)),
    ]
