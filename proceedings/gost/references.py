"""References after ГОСТ Р 7.0.5-2008, as they stand in the list at the end of an article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .measures import page_range
from .names import Name, direct, inverted
from .sources import Kind, Source
from .terms import Terms, short_place, terms_of

EXAMPLE = {"ru": "демонстрационный пример", "en": "demonstration"}
ENDS_SENTENCE = tuple(".?!…")
HEADING_AUTHORS = 3  # from four on the title comes first


@dataclass(frozen=True)
class Book:
    """What a reference or a record says about a volume, in one language."""

    title: str
    subtitle: str = ""
    place: str = ""
    publisher: str = ""
    year: int | None = None
    parallel_title: str = ""
    editors: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    """Statements of responsibility, as they are: «под редакцией И. И. Иванова»."""
    series: str = ""
    issn: str = ""
    issue_number: str = ""
    isbn: str = ""
    doi: str = ""
    url: str = ""
    is_electronic: bool = True
    is_example: bool = False


def sentence(text: str) -> str:
    """*text* closed by a full stop, unless it ends a sentence already."""
    text = text.strip()
    return text if text.endswith(ENDS_SENTENCE) else f"{text}."


def reference(
    names: Sequence[Name],
    title: str,
    book: Book,
    *,
    language: str,
    pages: tuple[int, int] | None = None,
    url: str = "",
    accessed: str = "",
    doi: str = "",
) -> str:
    """A reference to a part of *book* (ГОСТ Р 7.0.5-2008) in the words of *language*."""
    text = source_reference(
        Source(
            Kind.PAPER,
            title,
            language=language,
            authors=tuple(names),
            container=book.title,
            container_subtitle=book.subtitle,
            place=book.place,
            publisher=book.publisher,
            year=str(book.year or ""),
            pages=page_range(*pages) if pages else "",
            url=url,
            accessed=accessed,
            doi=doi,
        )
    )
    return f"{text.rstrip('.')} ({EXAMPLE[language]})." if book.is_example else text


def source_reference(source: Source) -> str:
    """*source* as the list of sources has it, in the terms of its own language.

    Up to three authors head it; from four on the title does, and the first author follows a stroke.
    """
    terms = terms_of(source.language)
    areas = [_whole_or_part(source, terms), *_published(source, terms), *_where(source, terms), *_online(source, terms)]
    text = " ".join(sentence(area) for area in areas if area.strip(" ."))
    return re.sub(r" {2,}", " ", text).strip()


def _whole_or_part(source: Source, terms: Terms) -> str:
    """Heading, title and responsibility; of a part also what it is in."""
    designation = f"{source.number}. " if source.kind is Kind.STANDARD and source.number else ""
    title = designation + _titled(source.title, source.subtitle)
    if source.volumes and not source.is_part:
        title += f": {terms.of_volumes.format(source.volumes)}" if terms.of_volumes else ""
    said = [source.responsibility] if source.responsibility else [] if source.is_part else _editors(source, terms)
    if 0 < len(source.authors) <= HEADING_AUTHORS and not source.has_others:
        title = f"{', '.join(inverted(name) for name in source.authors)} {title}"
    elif source.authors:
        said.insert(0, f"{direct(source.authors[0])} {terms.et_al}")
    if said:
        title = f"{_open(title, source.subtitle)} / {'; '.join(said)}"
    if not source.is_part:
        return title
    container = _titled(source.container, source.container_subtitle)
    of_whole = [source.container_responsibility] if source.container_responsibility else _editors(source, terms)
    if of_whole:
        container = " / ".join([_open(container, source.container_subtitle), *of_whole])
    return f"{_open(title, source.subtitle)} // {container}"


def _open(title: str, subtitle: str) -> str:
    """*title* without a full stop, but for that of a subtitle's abbreviation: «сб. ст.»."""
    is_short = subtitle.endswith(".") or bool(re.search(r" [а-яёa-z]{1,4}\.$", title))
    return title if is_short else title.rstrip(".")


def _titled(title: str, subtitle: str) -> str:
    return f"{title.strip()}: {subtitle.strip()}" if subtitle else title.strip()


def _editors(source: Source, terms: Terms) -> list[str]:
    """The editors after the stroke. A Russian name after «под ред.» would have to be declined: «ред.» spares that."""
    if not source.editors:
        return []
    names = ", ".join(direct(name) for name in source.editors[:HEADING_AUTHORS])
    more = f" {terms.et_al}" if len(source.editors) > HEADING_AUTHORS else ""
    nominative = source.language == "ru" and any(re.match("[А-ЯЁ]", name.family) for name in source.editors)
    return [f"{'ред.' if nominative else terms.edited} {names}{more}"]


def _published(source: Source, terms: Terms) -> list[str]:
    """Edition, place, publisher and year; of a journal the year, the volume and the number."""
    if source.kind is Kind.ARTICLE or (source.kind is Kind.LAW and source.is_part):
        return [source.year, _volume_and_issue(source, terms)]
    place = short_place(source.place, source.language)
    head = ": ".join(part for part in (place, source.publisher.strip()) if part)
    imprint = ", ".join(part for part in (head, source.year) if part)
    return [source.edition, imprint, _volume_and_issue(source, terms)]


def _volume_and_issue(source: Source, terms: Terms) -> str:
    """«Т. 6, № 1», "Vol. 6, no. 1", «№ 1», «Вып. 3»: a number alone begins with a capital letter."""
    volume = f"{terms.volume} {source.volume}" if source.volume else ""
    number = terms.number if volume or terms.number[0] == "№" else terms.number.capitalize()
    issue = f"{number} {source.issue}" if source.issue else ""
    if source.issue and not source.issue[0].isdigit():  # «Вып. 3» comes with its own word
        issue = source.issue
    return ", ".join(part for part in (volume, issue) if part)


def _where(source: Source, terms: Terms) -> list[str]:
    found = [
        f"{terms.chapter} {source.chapter}" if source.chapter else "",
        f"{terms.clause} {source.clause}" if source.clause else "",
        f"{terms.page} {source.pages}" if source.pages else "",
        f"{source.extent} {terms.extent}" if source.extent else "",
    ]
    return [*found, f"({source.series.rstrip('.')})" if source.series else ""]


def _online(source: Source, terms: Terms) -> list[str]:
    found = [f"DOI: {source.doi}" if source.doi else ""]
    if source.url:
        seen = f" ({terms.accessed}: {source.accessed})" if source.accessed else ""
        found.append(f"URL: {source.url}{seen}")
    return found
