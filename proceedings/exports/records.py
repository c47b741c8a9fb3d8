"""A published volume as plain data: what it froze, where it is read, what was said of it since."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from proceedings import citations, compiler
from proceedings.citations import licence_address
from proceedings.citations.record import HEADED, NOTHING, day
from proceedings.compiler import Both


@dataclass(frozen=True)
class Event(citations.Event):
    """The conference whose proceedings they are, with the short name it goes by."""

    acronym: Both = NOTHING


@dataclass(frozen=True)
class Notice:
    """An erratum or a retraction, as it stands beside the article."""

    kind: str
    text: Both
    said: date

    @property
    def is_retraction(self) -> bool:
        return self.kind == "retraction"

    def line(self, language: str) -> str:
        """«Статья отозвана 12.03.2027. …» in the words of *language*; its text in the language it has."""
        said = {
            ("retraction", "ru"): "Статья отозвана",
            ("retraction", "en"): "The article was retracted on",
            ("erratum", "ru"): "Исправление от",
            ("erratum", "en"): "Erratum of",
        }[self.kind, language]
        return f"{said} {day(self.said, language)}. {self.text.best(language)[0]}".strip()


@dataclass(frozen=True)
class Picture:
    """A figure of an article: its number in the text, the name of its file, and how to read it."""

    number: int
    name: str
    read: Callable[[], bytes]

    @property
    def kind(self) -> str:
        return "image/jpeg" if self.name.endswith((".jpg", ".jpeg")) else "image/png"


@dataclass(frozen=True)
class Item:
    """One article of a published volume. ``pdf`` is the address of its own file, or of its page in the volume."""

    identifier: str
    article: compiler.Article
    pages: tuple[int, int]
    url: Both
    pdf: str = ""
    part: int = 0
    notices: tuple[Notice, ...] = ()
    pictures: tuple[Picture, ...] = ()
    countries: tuple[str, ...] = ()
    """ISO 3166 codes, one for each author."""
    emails: tuple[str, ...] = ()
    """Known to editors only: not frozen, and never in what the public reads."""

    @property
    def is_retracted(self) -> bool:
        return any(notice.is_retraction for notice in self.notices)

    def title(self, language: str) -> str:
        """The title in *language*, or nothing; that of a retracted article says so first."""
        title = self.article.title[language]
        return f"{HEADED[language]}{title}" if title and self.is_retracted else title

    def main_title(self) -> str:
        """The title in the article's own language, or the one there is."""
        return self.title(self.article.title.best(self.article.language)[1])

    def keywords(self, language: str) -> list[str]:
        return words(self.article.keywords[language])

    def address(self) -> str:
        """The page of the article in its own language."""
        return self.url.best(self.article.language)[0]


@dataclass(frozen=True)
class Issue:
    """A published volume: its imprint (``book``, with its parts), its conference, its articles."""

    identifier: str
    name: str
    """Of files: letters, digits and hyphens."""
    book: compiler.Book
    event: Event
    items: tuple[Item, ...]
    url: Both
    pdf: str
    published: datetime
    """When the site published it."""
    issued: date | None = None
    """The day of publication that belongs to the year of the imprint, where there is one."""
    number: int = 1
    """Of the publication: an erratum is the next one."""
    pages: int = 0
    front_pages: int = 0
    size: int = 0
    sha256: str = ""

    @property
    def day(self) -> str:
        """The date of publication in ISO 8601: a day, or the year of the imprint alone."""
        return f"{self.issued:%Y-%m-%d}" if self.issued else str(self.book.year)

    def of_part(self, number: int) -> list[Item]:
        return [item for item in self.items if item.part == number]

    def licence_url(self, item: Item | None = None) -> str:
        return licence_address(self.licence(item))

    def licence(self, item: Item | None = None) -> str:
        return (item.article.licence if item else "") or self.book.licence


def words(text: str) -> list[str]:
    """The keywords of a line: «школа, участие» → two."""
    return [word.strip() for word in re.split(r"[,;]", text) if word.strip()]
