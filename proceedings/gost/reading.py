"""A typed reference read into its elements, as far as it can be told. What is not understood is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from .names import Name
from .sources import Kind, Source
from .terms import CITIES
from .tidying import tidy

INITIALS = r"(?:[А-ЯЁІЎҚӘA-ZÀ-ÞĀ-Ž]\w?\.(?:[ -]?[А-ЯЁІЎA-ZÀ-ÞĀ-Ž]\w?\.){0,2})"
FAMILY = (
    r"(?:(?:[Vv][ao]n(?: de[rn]?)?|[Dd][aeiu]|[Дд]е|[Фф]он|[Вв]ан) )?"
    r"[А-ЯЁІЎҚӘA-ZÀ-ÞƏĀ-Ž][\w’'ʼ]*[^\W\d_](?:-[А-ЯЁA-Z][\w’']+)?"
)
INVERTED = re.compile(rf"({FAMILY}),? ({INITIALS})")
HEADING = re.compile(rf"{INVERTED.pattern}(?:,? (?:and |и |& )?(?=[^\W\d_])|,? )?")
DIRECT = re.compile(rf"({INITIALS}) ({FAMILY})")
ET_AL = re.compile(r",? ?\[?(?:и др\.|et al\.|і інш\.|та ін\.|u\. a\.)\]?,? ?")
RESPONSIBLE = re.compile(r"^(?:под|гл\.|отв\.|науч\.|сост|ред|ed|eds|hrsg|sous|пер|авт|пад|за ред)\b", re.I)
YEAR = re.compile(r"(?<![\d–-])((?:1[5-9]|20)\d\d)(?![\d–-])")
PAGES = re.compile(r"(?:^|[\s,.])(?:С|P|[Pp]p|S)\. (\w{0,2}\d+(?:–\w{0,2}\d+)?)(?=[.,;) ]|$)")
EXTENT = re.compile(r"(?:^|[\s.])(\d{1,4}) (?:с|p|pp|S|s)\.")
VOLUME = re.compile(r"(?:^|[\s,.])(?:Т|[Vv]ol|Bd)\. ?([\dIVXLC]+)")
VOLUMES = re.compile(r"[:.] (?:в|in|у) (\d+) (?:т|vol|кн|ч)\.")
ISSUE = re.compile(r"(?:№|\b[Nn]o\.|\bNr\.|\bn°) ?([\d/–-]+(?: \([^)]*\))?)|\b((?:Вып|Iss)\. ?\d+)")
CLAUSE = re.compile(r"\bСт\. (\d+)")
CHAPTER = re.compile(r"\b(?:Гл|Ch)\. (\d+)")
DOI = re.compile(r"(?:DOI: ?|https?://(?:dx\.)?doi\.org/)(10\.\d{4,9}/\S+?)(?=[.,;]?(?:\s|$))")
URL = re.compile(r"(?:URL: ?)?(https?://\S+?)(?=[.,;]?(?:\s|$))")
ACCESSED = re.compile(r" ?\((?:дата обращения|accessed|дата звароту|дата звернення|Zugriff|consulté le): ([^)]+)\)")
STANDARD = re.compile(
    r"^((?:ГОСТ(?: Р)?|СТБ|СанПиН|СП|ISO(?:/IEC)?|EN|СТО)(?: ИСО(?:/МЭК)?)? [\d.:/]+(?:[-–—][\d]{2,4})?)\. "
)
LAW = re.compile(
    r"(?:федер(?:\.|альный) (?:конституционный )?закон|\bзакон|постановление|указ|приказ|распоряжение|конвенция|кодекс"
    r"|convention|\bact\b|directive|regulation|declaration|декларация)(?=[^/]*(?:\d{4}|№))",
    re.I,
)
THESIS = re.compile(r": ((?:автореф\. )?дис(?:с|сертация)?\.? ?(?:…|\.\.\.)?.{0,60}?наук)\b")
MARKER = re.compile(r" ?\[(?:Электронный ресурс|Electronic resource|Текст|Text)\]")
KNOWN_PLACE = "|".join(re.escape(short) for short in sorted(CITIES.values(), key=len, reverse=True))
ONE_PLACE = rf"(?:{KNOWN_PLACE}|[А-ЯЁA-ZÀ-Þ][\w’/-]+(?: [\w’/-]+){{0,3}}(?: \([^()]{{2,20}}\))?)"
IMPRINT = re.compile(
    rf"(?:^|(?<=[.»”?!\])–—] ))(?P<place>{ONE_PLACE}(?:[;,] {ONE_PLACE}){{0,2}}) ?: "
    r"(?P<publisher>[А-ЯЁA-ZÀ-Þ«“\"\[][^:]{1,89}?), (?P<year>(?:1[5-9]|20)\d\d)(?=[.,;) ]|$)"
)
PLACE_YEAR = re.compile(r"(?P<place>[А-ЯЁA-Z][\w. /-]{0,30}?\.?), (?P<year>(?:1[5-9]|20)\d\d)(?=[.,;) ]|$)")
SERIES = re.compile(r"\. \(([^()]{3,120})\)\.?$")
EDITION = re.compile(r"\. (\d+-е изд\.(?:, [^.]+\.)?(?: и доп\.)?|\d+(?:st|nd|rd|th) ed\.)")
FULL_PLACES = {short: city for city, short in CITIES.items()}
LONGEST = 2_000


def read(text: str, language: str = "") -> Source | None:
    """The elements of a reference typed as plain text; None where its parts cannot be told from one another.

    *language* is that of the article, for sources whose own does not show.
    """
    if not text.strip() or len(text) > LONGEST:
        return None
    whole = MARKER.sub("", tidy(text.replace("\u00a0", " ")))
    kept, found = _online(whole, Source(Kind.OTHER, "", language=_language(whole, language)))
    if standard := STANDARD.match(kept):
        return _standard(kept[standard.end() :], replace(found, kind=Kind.STANDARD, number=standard[1]))
    head, mark, rest = kept.partition(" // ")
    read_ = _part(head, rest, found) if mark else _whole(head, found)
    if not re.search(r"[^\W\d_]{3}", read_.title) or not (read_.year or read_.url or read_.doi):
        return None
    return read_


def _language(text: str, preferred: str) -> str:
    own = re.sub(r"https?://\S+|10\.\d{4,9}/\S+|URL|DOI", "", text)
    cyrillic, latin = len(re.findall("[А-Яа-яЁёІіЎў]", own)), len(re.findall("[A-Za-z]", own))
    if cyrillic >= latin:
        return "be" if re.search("[ўЎ]|[іІ]нш", own) else "uk" if re.search("[їЇєЄґ]", own) else "ru"
    if re.search(r"\bBd\. |\bHrsg\.|\bS\. \d", own):
        return "de"
    return preferred if preferred not in {"", "ru", "be", "uk"} else "en"


def _online(text: str, found: Source) -> tuple[str, Source]:
    """*text* without its addresses, and the source with them."""
    doi, accessed = DOI.search(text), ACCESSED.search(text)
    if doi:
        found = replace(found, doi=doi[1])
        text = text.replace(doi[0], "", 1)
    if accessed:
        found = replace(found, accessed=accessed[1])
        text = text.replace(accessed[0], "", 1)
    if url := URL.search(text):
        found = replace(found, url=url[1], is_electronic=True)
        text = text.replace(url[0], "", 1)
    text = re.sub(r"(?:\. ){1,3}(?=\.|$)", ". ", re.sub(r"\s+([.,])", r"\1", text))
    return re.sub(r"(?: ?\.)+$", ".", text.strip()), found


def _heading(head: str) -> tuple[tuple[Name, ...], str]:
    """The names that a reference begins with, and what follows them."""
    names: list[Name] = []
    place = 0
    while name := HEADING.match(head, place):
        rest = head[name.end() :]
        if not rest or rest[0] in ".,:":
            return tuple(names), head[place:]
        names.append(Name(name[1], name[2]))
        place = name.end()
        between = head[name.start() : place]
        if not re.search(r", $| (?:and|и|&) $", between):
            break
    if others := ET_AL.match(head, place):
        place = others.end()
    return tuple(names), head[place:].lstrip(" .")


@dataclass(frozen=True)
class _Said:
    """What stands after the stroke."""

    authors: tuple[Name, ...] = ()
    responsibility: str = ""
    has_others: bool = False


def _after_stroke(text: str) -> _Said:
    authors: tuple[Name, ...] = ()
    has_others = bool(ET_AL.search(text))
    kept = []
    for piece in (piece.strip() for piece in text.rstrip(".").split(";")):
        names = tuple(Name(name[2], name[1]) for name in DIRECT.finditer(piece))
        if names and not RESPONSIBLE.match(piece) and not authors:
            authors = names
        else:
            kept.append(piece)
    return _Said(authors, "; ".join(kept), has_others and bool(authors))


def _titled(text: str, found: Source) -> Source:
    """Authors, title and subtitle from what stands before the double stroke or the imprint."""
    authors, text = _heading(text)
    title, mark, after = text.partition(" / ")
    said = _after_stroke(after)
    title = title.strip() if mark else title.strip().rstrip(".")  # before a stroke only an abbreviation has a stop
    thesis = THESIS.search(title)
    if thesis:
        found = replace(found, kind=Kind.THESIS, subtitle=thesis[1].strip())
        title = title[: thesis.start()]
    elif LAW.search(title) and not authors:
        found = replace(found, kind=Kind.LAW)
        name, mark, subtitle = title.partition(": ")
        if mark:
            found, title = replace(found, subtitle=subtitle), name
    return replace(
        found,
        title=title.strip(),
        authors=authors or said.authors,
        has_others=said.has_others and not authors,
        responsibility=said.responsibility,
    )


def _numbers(text: str, found: Source) -> Source:
    """Volume, issue, pages and the like, wherever they stand."""

    def first(pattern: re.Pattern[str]) -> str:
        match = pattern.search(text)
        return next((group for group in match.groups() if group), "") if match else ""

    return replace(
        found,
        volume=first(VOLUME),
        issue=first(ISSUE),
        pages=first(PAGES),
        clause=first(CLAUSE),
        chapter=first(CHAPTER),
        year=found.year or first(YEAR),
    )


def _part(head: str, rest: str, found: Source) -> Source:
    """A part of something: a paper, a chapter, an article in a journal, a law in a gazette, a page of a site."""
    found = _titled(head, found)
    imprint = _imprint_in(rest)
    if imprint:
        found = replace(found, **_imprint(imprint))
        container = rest[: imprint.start()]
    else:
        end = re.search(r"\. (?=(?:1[5-9]|20)\d\d\b|(?:Т|Vol|Bd|№|С|P|S|Вып|No)\.? ?\d)", rest)
        container = rest[: end.start()] if end else rest
    beyond = rest[len(container) :]
    container, _mark, after = container.strip(" –—").rstrip(".").partition(" / ")
    found = replace(_numbers(beyond, found), container=container.strip())
    if after:
        found = replace(found, container_responsibility=after.strip().rstrip("."))
    return found if found.kind is not Kind.OTHER else replace(found, kind=_kind_of_part(found, bool(imprint)))


def _kind_of_part(found: Source, has_imprint: bool) -> Kind:
    if has_imprint:
        is_proceedings = re.search(r"материал|конф|сб\.|сборник|proceedings|conference", found.container, re.I)
        return Kind.PAPER if is_proceedings else Kind.CHAPTER
    if found.volume or found.issue or found.pages:
        return Kind.ARTICLE
    return Kind.WEB if found.url else Kind.ARTICLE if found.year else Kind.OTHER


def _whole(head: str, found: Source) -> Source:
    """A whole: a book, a thesis, a report, a page of the web."""
    imprint = _imprint_in(head)
    if imprint is None:
        found = _titled(re.sub(r"\.$", "", head), found)
        if year := YEAR.search(found.title):
            found = replace(found, year=year[1])
        return replace(found, kind=Kind.WEB) if found.url and found.kind is Kind.OTHER else found
    before, beyond = head[: imprint.start()].rstrip(" –—"), head[imprint.end() :]
    if edition := EDITION.search(before):
        found = replace(found, edition=edition[1])
        before = before[: edition.start()]
    if volumes := VOLUMES.search(before):
        found = replace(found, volumes=volumes[1])
        before = before[: volumes.start()]
    found = replace(_titled(before, found), **_imprint(imprint))
    extent, volume, series = EXTENT.search(beyond), VOLUME.search(beyond), SERIES.search(beyond)
    found = replace(
        found,
        extent=extent[1] if extent else "",
        volume=volume[1] if volume else "",
        series=series[1] if series else "",
    )
    return found if found.kind is not Kind.OTHER else replace(found, kind=Kind.BOOK)


def _imprint_in(text: str) -> re.Match[str] | None:
    """The last thing that looks like «М.: Наука, 2008», or like «СПб., 2008»."""
    found = [match for match in IMPRINT.finditer(text) if not _ends_in_place(match["publisher"])]
    return found[-1] if found else _place_and_year(text)


def _ends_in_place(publisher: str) -> bool:
    """Whether a city follows what was taken for a publisher, so that it was the end of a title."""
    _before, mark, last = publisher.rpartition(". ")
    return last in FULL_PLACES or bool(mark and last in CITIES)


def _place_and_year(text: str) -> re.Match[str] | None:
    """«СПб., 2008»: a place that is known as one, right before the year."""
    for match in re.finditer(r"(?:^|[.»”?!] )" + PLACE_YEAR.pattern, text):
        if match["place"] in FULL_PLACES or match["place"] in CITIES:
            return re.compile(PLACE_YEAR.pattern).search(text, match.start("place"))
    return None


def _imprint(found: re.Match[str]) -> dict[str, Any]:
    place = found["place"].strip()
    named = found.groupdict()
    return {
        "place": FULL_PLACES.get(place, place),
        "publisher": (named.get("publisher") or "").strip(),
        "year": found["year"],
    }


def _standard(text: str, found: Source) -> Source:
    imprint = _imprint_in(text)
    if imprint is None:
        year = re.search(r"[-–—](\d{4})$", found.number)
        return replace(found, title=text.rstrip(". "), year=year[1] if year else "")
    extent = EXTENT.search(text[imprint.end() :])
    title = text[: imprint.start()].rstrip(" –—").rstrip(".")
    return replace(found, title=title, extent=extent[1] if extent else "", **_imprint(imprint))
