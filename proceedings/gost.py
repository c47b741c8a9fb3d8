"""How Russian standards write names, references and records. Plain text in and out.

ГОСТ Р 7.0.5-2008 for references, ГОСТ Р 7.0.100-2018 for bibliographic records, ГОСТ Р 7.0.4-2020 for the
measures of the last page. Non-breaking spaces are set where the text is shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CITIES = {
    "Москва": "М.",
    "Санкт-Петербург": "СПб.",
    "Ленинград": "Л.",
    "Нижний Новгород": "Н. Новгород",
    "Ростов-на-Дону": "Ростов н/Д.",
}
ET_AL = {"ru": "[и др.]", "en": "[et al.]"}
PAGES = {"ru": "С.", "en": "P."}
EXAMPLE = {"ru": "демонстрационный пример", "en": "demonstration"}
ACCESSED = {"ru": "дата обращения", "en": "accessed"}
SHEETS = {  # coefficient of a conventional printed sheet for a paper of W×H cm: W·H / (60·90)
    "60×84/8": Decimal("0.93"),
    "60×84/16": Decimal("0.93"),
    "60×90/16": Decimal("1.00"),
    "70×90/16": Decimal("1.17"),
    "75×90/16": Decimal("1.25"),
    "70×100/16": Decimal("1.30"),
    "70×108/16": Decimal("1.40"),
    "84×108/32": Decimal("1.68"),
}
# «сын» and «дочь» after a father's name: part of the full name, never an initial.
FILIATION = {
    "оглы", "оглу", "оглуу", "углы", "угли", "улы", "уулу", "кызы", "кизи", "гызы", "кысы",
    "oglu", "oğlu", "ogly", "ogli", "oğli", "o‘g‘li", "ugli", "uly", "ūly", "uulu",
    "qızı", "qizi", "kızı", "kizi", "kyzy", "kyzi", "gyzy", "gizi", "qyzy",
}  # fmt: skip
ENDS_SENTENCE = tuple(".?!…")


@dataclass(frozen=True)
class Name:
    """A person's name as it is printed: family name and the rest."""

    family: str
    given: str = ""


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
    isbn: str = ""
    is_electronic: bool = True
    is_example: bool = False


def initials(given: str) -> str:
    """«Ирина Львовна» → «И. Л.», «Жан-Пьер» → «Ж.-П.», «Гюнель Тофик кызы» → «Г. Т.», "Anton I." → "A. I."."""
    words = [[part.lstrip("«\"'(") for part in word.split("-")] for word in given.split()]
    kept = [words[0]] if words else []
    kept += [[part for part in word if part.casefold().rstrip(".") not in FILIATION] for word in words[1:]]
    shown = ["-".join(f"{part[0].upper()}." for part in word if part) for word in kept]
    return " ".join(part for part in shown if part)


def inverted(name: Name, *, comma: bool = False) -> str:
    """Family name first: «Иванов И. И.», and with the comma of a record's heading «Иванов, И. И.»."""
    first = initials(name.given)
    return f"{name.family}{',' if comma and first else ''} {first}".strip()


def direct(name: Name) -> str:
    """Initials first: «И. И. Иванов»."""
    return f"{initials(name.given)} {name.family}".strip()


def page_range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def sentence(text: str) -> str:
    """*text* closed by a full stop, unless it ends a sentence already."""
    text = text.strip()
    return text if text.endswith(ENDS_SENTENCE) else f"{text}."


def _short_place(place: str) -> str:
    return CITIES.get(place.strip(), place.strip())


def reference(
    names: Sequence[Name],
    title: str,
    book: Book,
    *,
    language: str,
    pages: tuple[int, int] | None = None,
    url: str = "",
    accessed: str = "",
) -> str:
    """A reference to a part of *book* (ГОСТ Р 7.0.5-2008) in the words of *language*.

    Up to three authors head it; from four on the title does, and the first author follows a stroke.
    """
    text = title.strip()
    if 0 < len(names) <= 3:
        text = f"{', '.join(inverted(name) for name in names)} {text}"
    elif names:
        text = f"{text.rstrip('.')} / {direct(names[0])} {ET_AL[language]}"
    whole = f"{book.title}: {book.subtitle}" if book.subtitle else book.title
    text = f"{text.rstrip('.')} // {sentence(whole)} {_imprint(book, language)}"
    if pages:
        text += f" {PAGES[language]} {page_range(*pages)}."
    if url:
        seen = f" ({ACCESSED[language]}: {accessed})" if accessed else ""
        text += f" URL: {url}{seen}."
    if book.is_example:
        text = f"{text.rstrip('.')} ({EXAMPLE[language]})."
    return re.sub(r" {2,}", " ", text).strip()


def _imprint(book: Book, language: str) -> str:
    place = _short_place(book.place) if language == "ru" else book.place.strip()
    head = ": ".join(part for part in (place, book.publisher.strip()) if part)
    return sentence(", ".join(part for part in (head, str(book.year or "")) if part))


def volume_record(book: Book, *, extent: str, languages_note: str = "") -> str:
    """The record of the whole volume (ГОСТ Р 7.0.100-2018): areas parted by a point and a dash, cities in full."""
    title = book.title
    if book.parallel_title:
        title += f" = {book.parallel_title}"
    if book.subtitle:
        title += f" : {book.subtitle}"
    if book.editors:
        title += f" / {responsibility(book.editors)}"
    areas = [
        title.rstrip("."),
        f"{book.place} : {book.publisher}, {book.year}" if book.publisher else f"{book.place}, {book.year}",
        extent,
        languages_note,
        f"ISBN {book.isbn}" if book.isbn else "",
        f"Текст : {'электронный' if book.is_electronic else 'непосредственный'}",
    ]
    return sentence(" – ".join(sentence(area) for area in areas if area))


def responsibility(editors: Sequence[str]) -> str:
    """«редакционная коллегия: …»: all up to three names; of more, the first three and «[и др.]»."""
    shown = ", ".join(editors[:3])
    return f"редакционная коллегия: {shown}{' [и др.]' if len(editors) > 3 else ''}"


def article_record(names: Sequence[Name], title: str, book: Book, *, pages: tuple[int, int] | None = None) -> str:
    """The record of one article (ГОСТ Р 7.0.100-2018), Russian terms."""
    heading = f"{inverted(names[0], comma=True)} " if 0 < len(names) <= 3 else ""
    who = ", ".join(direct(name) for name in (names if len(names) <= 4 else names[:3]))
    if len(names) > 4:
        who += " [и др.]"
    medium = "электронный" if book.is_electronic else "непосредственный"
    text = f"{heading}{title.rstrip('.')}{' / ' + who if who else ''}. – Текст : {medium} // {book.title}"
    if book.subtitle:
        text += f" : {book.subtitle}"
    imprint = f"{book.place} : {book.publisher}, {book.year}" if book.publisher else f"{book.place}, {book.year}"
    text = f"{sentence(text)} – {imprint}."
    return f"{text} – С. {page_range(*pages)}." if pages else text


def conventional_sheets(pages: int, paper: str = "70×100/16") -> Decimal:
    """Усл. печ. л.: physical pages of the block over the share of the sheet, times the coefficient of the paper."""
    share = int(paper.rpartition("/")[2])
    return (Decimal(pages) / share * SHEETS[paper]).quantize(Decimal("0.01"), ROUND_HALF_UP)


def roman(number: int) -> str:
    """A positive number in small Roman figures, as front matter is paginated: 4 → iv."""
    figures = (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
        (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    )  # fmt: skip
    text = ""
    for value, figure in figures:
        count, number = divmod(number, value)
        text += figure * count
    return text
