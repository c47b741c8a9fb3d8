"""What a reference is about: a source as its elements."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .names import Name


class Kind(StrEnum):
    BOOK = "book"
    CHAPTER = "chapter"
    ARTICLE = "article"
    """In a journal or a newspaper."""
    PAPER = "paper"
    """In proceedings."""
    THESIS = "thesis"
    LAW = "law"
    STANDARD = "standard"
    REPORT = "report"
    WEB = "web"
    OTHER = "other"


@dataclass(frozen=True)
class Source:
    """The elements of one source. Texts are as they are to be printed, without the punctuation around them."""

    kind: Kind
    title: str
    language: str = "ru"
    authors: tuple[Name, ...] = ()
    has_others: bool = False
    """More authors than are named: «[и др.]»."""
    subtitle: str = ""
    """«учеб. пособие», «дис. … канд. пед. наук», «федер. закон от 29.12.2012 № 273-ФЗ»."""
    editors: tuple[Name, ...] = ()
    responsibility: str = ""
    """What stands after the stroke, as it is: «под ред. И. И. Иванова». Without it the editors do."""
    container: str = ""
    """The journal, the book or the site that it is in."""
    container_subtitle: str = ""
    container_responsibility: str = ""
    """What stands after the stroke of the whole; without it the editors do."""
    number: str = ""
    """Of a standard or a report: «ГОСТ Р 7.0.5-2008»."""
    edition: str = ""
    place: str = ""
    publisher: str = ""
    year: str = ""
    volume: str = ""
    volumes: str = ""
    """How many volumes the whole edition has."""
    issue: str = ""
    pages: str = ""
    """«15–27» of a part; ``extent``: how many a whole has."""
    extent: str = ""
    chapter: str = ""
    clause: str = ""
    series: str = ""
    doi: str = ""
    url: str = ""
    accessed: str = ""
    """The day it was seen, as it is printed: «01.11.2026»."""
    is_electronic: bool = False

    @property
    def is_part(self) -> bool:
        return bool(self.container)
