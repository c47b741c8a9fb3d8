"""A deposit for Crossref, schema 5.4.0: the conference, its proceedings, one ``conference_paper`` for each article.

The order of elements is that of the schema. English comes first, because Crossref shows it; the title of an article
written in Russian stands beside it as ``original_language_title``.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from proceedings.citations import issue_digits
from proceedings.compiler import Author, Both
from proceedings.compiler.book import lines

from .markup import LANG, XSI, Element, document, maker, one_line, plain
from .records import Issue, Item

VERSION = "5.4.0"
NAMESPACE = f"http://www.crossref.org/schema/{VERSION}"
JATS = "http://www.ncbi.nlm.nih.gov/JATS1"
ACCESS = "http://www.crossref.org/AccessIndicators.xsd"
ROR = re.compile(r"(?:https?://)?(?:ror\.org/)?(0[a-z0-9]{8})", re.I)
DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
LONGEST_NAME, LONGEST_PLACE, LONGEST_CONFERENCE = 60, 255, 512

E = maker(NAMESPACE, {None: NAMESPACE, "jats": JATS, "ai": ACCESS, "xsi": XSI})
J = maker(JATS)
A = maker(ACCESS)


@dataclass(frozen=True)
class Depositor:
    """Who sends the deposit, and the member of Crossref on whose behalf."""

    name: str
    email: str
    registrant: str


@dataclass(frozen=True)
class Lack:
    """What stands in the way of a valid deposit: a code and the articles it is about."""

    code: str
    numbers: tuple[int, ...] = ()


def lacking(issue: Issue) -> list[Lack]:
    """What a deposit needs and the volume has not."""
    lacks = []
    if numbers := tuple(item.article.number for item in issue.items if not item.article.doi):
        lacks.append(Lack("article-doi", numbers))
    if not any(len(text) >= 3 for text in (issue.event.title.ru, issue.event.title.en)):
        lacks.append(Lack("conference-title"))
    if not issue.book.publisher:
        lacks.append(Lack("publisher"))
    if not issue.items:
        lacks.append(Lack("articles"))
    return lacks


def deposit(issue: Issue, depositor: Depositor, *, at: datetime) -> bytes:
    """The deposit as a file. *at* becomes its time stamp: of two deposits Crossref keeps the later.

    Raises ValueError when something is lacking.
    """
    if lacks := lacking(issue):
        raise ValueError([lack.code for lack in lacks])
    stamp = f"{at:%Y%m%d%H%M%S}{at.microsecond // 1000:03d}"
    told = f"{issue.identifier}:{issue.number}:{stamp}"
    root = E(
        "doi_batch",
        {
            "version": VERSION,
            f"{{{XSI}}}schemaLocation": f"{NAMESPACE} https://www.crossref.org/schemas/crossref{VERSION}.xsd",
        },
        E(
            "head",
            E("doi_batch_id", f"{issue.name}-{hashlib.sha256(told.encode()).hexdigest()[:12]}"[-100:]),
            E("timestamp", stamp),
            E("depositor", E("depositor_name", one_line(depositor.name)), E("email_address", depositor.email)),
            E("registrant", one_line(depositor.registrant)[:255]),
        ),
        E("body", E("conference", _event(issue), _proceedings(issue), [_paper(issue, item) for item in issue.items])),
    )
    return document(root)


def _in_english(text: Both) -> str:
    return one_line(text.best("en")[0])


def _event(issue: Issue) -> Element:
    event = issue.event
    place, acronym = _in_english(event.place), _in_english(event.acronym)
    return E(
        "event_metadata",
        E("conference_name", _in_english(event.title)[:LONGEST_CONFERENCE]),
        E("conference_acronym", acronym) if 0 < len(acronym) <= 127 else None,
        E("conference_location", place[:LONGEST_PLACE]) if len(place) > 1 else None,
        _dates(event.starts, event.ends) if event.starts and event.ends else None,
    )


def _dates(starts: date, ends: date) -> Element:
    parts: dict[str, str] = {}
    for name, day in (("start", starts), ("end", ends)):
        parts |= {f"{name}_day": f"{day:%d}", f"{name}_month": f"{day:%m}", f"{name}_year": f"{day:%Y}"}
    return E("conference_date", parts, f"{starts:%Y-%m-%d}/{ends:%Y-%m-%d}")


def _proceedings(issue: Issue) -> Element:
    book = issue.book
    common = [
        E("proceedings_title", _in_english(book.title)),
        E(
            "publisher",
            E("publisher_name", _in_english(book.publisher)[:255]),
            E("publisher_place", _in_english(book.place)[:255]) if book.place else None,
        ),
        _published(issue),
        E("isbn", {"media_type": _carrier(issue)}, book.isbn)
        if book.isbn
        else E("noisbn", {"reason": "simple_series" if book.issn else "monograph"}),
        _doi(book.doi, issue.url.best("en")[0]) if book.doi else None,
    ]
    if not book.issn:
        return E("proceedings_metadata", {"language": _main_language(issue)}, common)
    title, *rest = common
    series = E(
        "series_metadata",
        E("titles", E("title", _in_english(book.series) or _in_english(book.title))),
        E("issn", {"media_type": _carrier(issue)}, book.issn),
    )
    number = E("volume", issue_digits(one_line(book.issue_number))[:32]) if book.issue_number else None
    return E("proceedings_series_metadata", series, title, number, rest)


def _main_language(issue: Issue) -> str:
    """The language that most articles are in."""
    russian = sum(item.article.language == "ru" for item in issue.items)
    return "ru" if 2 * russian >= len(issue.items) else "en"


def _medium(issue: Issue) -> str:
    return "online" if issue.book.is_electronic else "print"


def _carrier(issue: Issue) -> str:
    """As ``_medium``, in the word that the schema has for numbers of editions."""
    return "electronic" if issue.book.is_electronic else "print"


def _published(issue: Issue) -> Element:
    day = _day(issue.issued) if issue.issued else [E("year", str(issue.book.year))]
    return E("publication_date", {"media_type": _medium(issue)}, day)


def _day(day: date) -> list[Element]:
    return [E("month", f"{day:%m}"), E("day", f"{day:%d}"), E("year", f"{day:%Y}")]


def _doi(doi: str, url: str) -> Element:
    return E("doi_data", E("doi", doi), E("resource", url))


def _paper(issue: Issue, item: Item) -> Element:
    article = item.article
    licence = issue.licence_url(item)
    return E(
        "conference_paper",
        {"publication_type": "full_text", "language": article.language},
        E("contributors", [_person(author, place) for place, author in enumerate(article.authors)])
        if article.authors
        else None,
        _titles(item),
        [
            J("abstract", {LANG: language}, [J("p", part) for part in lines(article.abstract[language])])
            for language in ("en", "ru")
            if article.abstract[language]
        ],
        _published(issue),
        E("acceptance_date", _day(article.accepted)) if article.accepted else None,
        E("pages", E("first_page", str(item.pages[0])), E("last_page", str(item.pages[1]))),
        A("program", {"name": "AccessIndicators"}, A("license_ref", {"applies_to": "vor"}, licence))
        if licence
        else None,
        _doi(article.doi, item.address()),
        _citations(article.text.sources),
    )


def _titles(item: Item) -> Element:
    """English first; the original beside it, where the article is Russian."""
    english, russian = one_line(item.title("en")), one_line(item.title("ru"))
    original = (
        E("original_language_title", {"language": "ru"}, russian)
        if english and russian and item.article.language == "ru"
        else None
    )
    return E("titles", E("title", english or russian), original)


def _person(author: Author, place: int) -> Element:
    name = author.name("en")
    given, surname = _nameable(name.given), _nameable(name.family)
    return E(
        "person_name",
        {
            "sequence": "additional" if place else "first",
            "contributor_role": "author",
            "language": author.name_language("en"),
        },
        E("given_name", given) if given else None,
        E("surname", surname),
        _affiliation(author),
        E("ORCID", {"authenticated": "false"}, f"https://orcid.org/{author.orcid}") if author.orcid else None,
    )


def _nameable(name: str) -> str:
    """*name* as the schema allows it: no digits, no question marks, sixty characters."""
    return one_line(re.sub(r"[\d?]", "", name))[:LONGEST_NAME]


def _affiliation(author: Author) -> Any:
    name = _in_english(author.affiliation)
    if not name:
        return None
    ror = ROR.search(author.ror)
    place = ", ".join(part for part in (_in_english(author.city), _in_english(author.country)) if part)
    return E(
        "affiliations",
        E(
            "institution",
            E("institution_name", name[:1024]),
            E("institution_id", {"type": "ror"}, f"https://ror.org/{ror[1].lower()}") if ror else None,
            E("institution_place", place[:1024]) if place else None,
        ),
    )


def _citations(sources: tuple[str, ...]) -> Any:
    """The list of sources as it is printed; a DOI in an entry is given as such too."""
    if not sources:
        return None
    made = []
    for number, source in enumerate(sources, start=1):
        words = plain(source)
        found = DOI.search(words)
        made.append(
            E(
                "citation",
                {"key": f"ref{number}"},
                E("doi", found[0].rstrip(".,;)")) if found else None,
                E("unstructured_citation", words),
            )
        )
    return E("citation_list", made)
