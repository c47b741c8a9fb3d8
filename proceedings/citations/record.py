"""What is cited: one article of a published volume, or the volume itself."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from conference.text import latin_suggestion
from proceedings.compiler import Article, Author, Book, Both
from proceedings.compiler.book import lines
from proceedings.gost import Name

NOTHING = Both()
LANGUAGE_CODES = {"ru": "ru-RU", "en": "en-GB"}
LANGUAGE_NAMES = {"ru": "russian", "en": "english"}
ISO_639_2 = {"ru": "rus", "en": "eng"}
EXAMPLE = {"ru": "Демонстрационный пример", "en": "Demonstration"}
RETRACTED = {"ru": "Статья отозвана", "en": "Retracted"}
HEADED = {"ru": "ОТОЗВАНА: ", "en": "RETRACTED: "}
ERRATUM = {"ru": "Исправление от", "en": "Erratum of"}


@dataclass(frozen=True)
class Event:
    """The conference whose proceedings they are."""

    title: Both = NOTHING
    place: Both = NOTHING
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True)
class Retraction:
    """That an article was retracted, when, and why."""

    on: date
    text: Both = NOTHING


@dataclass(frozen=True)
class Erratum:
    """That something in an article was corrected, when, and what."""

    on: date
    text: Both = NOTHING


@dataclass(frozen=True)
class Record:
    """An article in its volume, or with ``article=None`` the volume. Addresses are absolute."""

    book: Book
    article: Article | None = None
    pages: tuple[int, int] | None = None
    event: Event = Event()
    key: str = ""
    """What the record is called in a file of many: «orlov2008n3»."""
    issued: date | None = None
    """The day of publication, where it is known and lies in the year of the imprint."""
    url: str = ""
    pdf: str = ""
    retraction: Retraction | None = None
    errata: tuple[Erratum, ...] = ()
    """In the order in which they were said."""

    @property
    def authors(self) -> tuple[Author, ...]:
        return self.article.authors if self.article else ()

    @property
    def title(self) -> Both:
        return self.article.title if self.article else self.book.title

    @property
    def doi(self) -> str:
        return self.article.doi if self.article else self.book.doi

    @property
    def licence(self) -> str:
        return (self.article.licence if self.article else "") or self.book.licence

    @property
    def language(self) -> str:
        """The language that the thing itself is written in; a volume is in both."""
        return self.article.language if self.article else "ru"

    @property
    def issue_number(self) -> str:
        """The number in the series without its word: «Вып. 1» is 1."""
        return issue_digits(self.book.issue_number)

    def headline(self, language: str) -> str:
        """The title for a page or a catalogue in *language*; that of a retracted article says so first."""
        title, known = self.title.best(language)
        return f"{HEADED[known]}{title}" if self.retraction else title

    def original_title(self) -> str:
        """The title of an article in the language that it is written in, or the one there is."""
        return self.title.best(self.language)[0]

    def translated_title(self, language: str) -> str:
        """The title in *language*, where that is not the original one."""
        return self.title[language] if self.title.best(self.language)[1] != language else ""

    def names(self, language: str) -> list[Name]:
        return self.article.names(language) if self.article else []

    def editors(self, language: str) -> list[Name]:
        return editor_names(self.book.editors.best(language)[0])

    def container(self, language: str) -> str:
        """The volume's title with its subtitle."""
        title, subtitle = self.book.title.best(language)[0], self.book.subtitle.best(language)[0]
        return f"{title}: {subtitle}" if subtitle else title

    def keywords(self, language: str) -> list[str]:
        return keywords_in(self.article.keywords.best(language)[0]) if self.article else []

    def abstract(self, language: str) -> str:
        text = self.article.abstract if self.article else self.book.annotation
        return " ".join(text.best(language)[0].split())

    def notices(self, language: str) -> list[str]:
        """What was said of it since: «Статья отозвана 12.03.2026», «Исправление от 12.03.2026»."""
        retracted = [f"{RETRACTED[language]} {day(self.retraction.on, language)}"] if self.retraction else []
        return retracted + [f"{ERRATUM[language]} {day(each.on, language)}" for each in self.errata]

    def remarks(self, language: str) -> list[str]:
        """What nobody who cites it may miss: that it was retracted or corrected, that it is an example."""
        found = self.notices(language)
        if self.book.is_demonstration:
            found.append(EXAMPLE[language])
        return found


def keywords_in(text: str) -> list[str]:
    """«школа, участие» as two words."""
    return [word.strip() for word in text.split(",") if word.strip()]


def issue_digits(text: str) -> str:
    """«Вып. 1» as 1, «№ 3/4» as 3/4; what has no figure stays as it is."""
    found = re.search(r"\d+(?:[/–-]\d+)?", text)
    return found[0] if found else text.strip()


def day(moment: date, language: str) -> str:
    """12.03.2026, and in English 12 March 2026."""
    return f"{moment:%d.%m.%Y}" if language == "ru" else f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def editor_names(text: str) -> list[Name]:
    """The people of an editorial board, one on each line: «И. Берёзкина (ответственный редактор)»."""
    found = []
    for line in lines(text):
        words = re.sub(r"\s*\(.*?\)|,.*", "", line).split()
        if not words:
            continue
        if len(words) > 1 and words[-1].endswith("."):  # «Берёзкина И. Л.»
            found.append(Name(words[0], " ".join(words[1:])))
        else:
            found.append(Name(words[-1], " ".join(words[:-1])))
    return found


def key_of(article: Article | None, book: Book) -> str:
    """A name for the record in files that other programs read: Latin letters and figures only."""
    if article is None:
        return f"volume{book.year}"
    family = article.authors[0].family if article.authors else NOTHING
    latin = family.en or latin_suggestion(f"{family.ru} x").removeprefix("X ")
    plain = unicodedata.normalize("NFKD", latin.lower().replace("ə", "a"))
    return f"{re.sub(r'[^a-z]', '', plain) or 'article'}{book.year}n{article.number}"


def licence_address(name: str) -> str:
    """The text of a Creative Commons licence: «CC BY 4.0» leads to its deed; of others nothing is known."""
    found = re.fullmatch(r"CC[ -](BY(?:-NC)?(?:-SA|-ND)?)(?: (\d\.\d))?", name.strip(), re.I)
    if found:
        return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2] or '4.0'}/"
    if re.fullmatch(r"CC0(?: 1\.0)?", name.strip(), re.I):
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    return ""
