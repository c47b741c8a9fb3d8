"""JATS Journal Publishing 1.1: an article of a series with an ISSN, whole, with its text.

The schema wants an ISSN, so a volume that belongs to no series has no JATS.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from proceedings.citations import issue_digits
from proceedings.compiler import Author, Both
from proceedings.compiler.book import lines

from .crossref import ROR
from .jats_body import Body
from .markup import LANG, XLINK, Element, document, maker, one_line, plain
from .records import Issue, Item

DOCTYPE = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.1 20151215//EN" '
    '"JATS-journalpublishing1.dtd">'
)
ALI = "http://www.niso.org/schemas/ali/1.0/"
TYPES = {
    "original": "research-article", "review": "review-article", "editorial": "editorial", "discussion": "discussion",
    "short": "brief-report", "book_review": "book-review", "personalia": "obituary", "conference": "abstract",
}  # fmt: skip
SOURCES = Both("Список источников", "References")
NOTICES = {"retraction": Both("Отзыв статьи", "Retraction"), "erratum": Both("Исправление", "Erratum")}

E = maker("", {"xlink": XLINK, "ali": ALI})
A = maker(ALI)


def article(issue: Issue, item: Item) -> bytes:
    """The article as a file. Raises ValueError for a volume without an ISSN."""
    if not issue.book.issn:
        raise ValueError("issn")
    told = item.article
    body = Body(told.text, told.language)
    content = body.sections()
    root = E(
        "article",
        {"article-type": _kind(item), "dtd-version": "1.1", LANG: told.language},
        E("front", _journal(issue), _meta(issue, item), _notices(item)),
        E("body", content) if len(content) else None,
        _back(item, body),
    )
    return document(root, doctype=DOCTYPE, pretty=False)


def _kind(item: Item) -> str:
    kind = TYPES.get(item.article.kind, "research-article")
    return "research-article" if kind in {"abstract", "obituary"} else kind


def _in(text: Both, language: str) -> str:
    return one_line(text[language])


def _journal(issue: Issue) -> Element:
    book = issue.book
    name = book.series if book.series else book.title
    language = name.best("ru")[1]
    other = "en" if language == "ru" else "ru"
    return E(
        "journal-meta",
        E("journal-id", {"journal-id-type": "publisher-id"}, issue.name),
        E(
            "journal-title-group",
            E("journal-title", {LANG: language}, _in(name, language)),
            E("trans-title-group", {LANG: other}, E("trans-title", _in(name, other))) if name[other] else None,
        ),
        E("issn", {"pub-type": "epub" if book.is_electronic else "ppub"}, book.issn),
        E("isbn", {"content-type": "epub" if book.is_electronic else "ppub"}, book.isbn) if book.isbn else None,
        E(
            "publisher",
            E("publisher-name", _in(book.publisher, book.publisher.best("ru")[1])),
            E("publisher-loc", _in(book.place, book.place.best("ru")[1])) if book.place else None,
        )
        if book.publisher
        else None,
    )


def _meta(issue: Issue, item: Item) -> Element:
    told, book = item.article, issue.book
    return E(
        "article-meta",
        E("article-id", {"pub-id-type": "publisher-id"}, item.identifier),
        E("article-id", {"pub-id-type": "doi"}, told.doi) if told.doi else None,
        _categories(issue, item),
        _titles(item),
        _contributors(item),
        _correspondence(item),
        E(
            "pub-date",
            {"pub-type": "epub" if book.is_electronic else "ppub", "iso-8601-date": issue.day},
            _parts(issue.issued) if issue.issued else E("year", str(book.year)),
        ),
        E("issue", issue_digits(one_line(book.issue_number))) if book.issue_number else None,
        E("issue-title", {LANG: told.language}, _in(book.title, told.language)) if book.title[told.language] else None,
        E("fpage", str(item.pages[0])),
        E("lpage", str(item.pages[1])),
        _history(item),
        _permissions(issue, item),
        E("self-uri", {f"{{{XLINK}}}href": item.pdf, "content-type": "application/pdf"}) if item.pdf else None,
        _abstracts(item),
        _keywords(item),
        _conference(issue, told.language),
        E("counts", E("page-count", {"count": str(item.pages[1] - item.pages[0] + 1)})),
    )


def _categories(issue: Issue, item: Item) -> Any:
    part = next((part for part in issue.book.parts if part.number == item.part), None)
    told = item.article
    groups = [
        E(
            "subj-group",
            {"subj-group-type": "heading", LANG: language},
            E("subject", _in(part.title, language)),
        )
        for language in (told.language, told.other)
        if part and part.title[language]
    ]
    if told.udk:
        groups.append(E("subj-group", {"subj-group-type": "udc"}, E("subject", told.udk)))
    return E("article-categories", groups) if groups else None


def _titles(item: Item) -> Element:
    told = item.article
    language = told.title.best(told.language)[1]
    other = "en" if language == "ru" else "ru"
    return E(
        "title-group",
        E("article-title", {LANG: language if language != told.language else ""}, one_line(item.title(language))),
        E("trans-title-group", {LANG: other}, E("trans-title", one_line(item.title(other))))
        if item.title(other)
        else None,
    )


def _contributors(item: Item) -> Any:
    authors = item.article.authors
    if not authors:
        return None
    made, places = [], []
    for number, author in enumerate(authors, start=1):
        affiliation = _affiliation(
            author, f"aff{number}", item.countries[number - 1] if number <= len(item.countries) else ""
        )
        made.append(
            E(
                "contrib",
                {"contrib-type": "author", "corresp": "yes" if author.is_corresponding else ""},
                E("contrib-id", {"contrib-id-type": "orcid"}, f"https://orcid.org/{author.orcid}")
                if author.orcid
                else None,
                _names(author),
                E("xref", {"ref-type": "aff", "rid": f"aff{number}"}) if affiliation is not None else None,
            )
        )
        places.append(affiliation)
    return E("contrib-group", made, places)


def _names(author: Author) -> Element:
    names = [
        E(
            "name",
            {LANG: language},
            E("surname", one_line(author.name(language).family)),
            E("given-names", one_line(author.name(language).given)) if author.name(language).given else None,
        )
        for language in ("ru", "en")
        if author.family[language]
    ]
    return E("name-alternatives", names) if len(names) > 1 else names[0]


def _affiliation(author: Author, identifier: str, country: str) -> Any:
    known = [language for language in ("ru", "en") if author.affiliation[language]]
    if not known:
        return None
    ror = ROR.search(author.ror)
    made = []
    for language in known:
        institution = E("institution", _in(author.affiliation, language))
        if ror:
            institution = E(
                "institution-wrap",
                institution,
                E("institution-id", {"institution-id-type": "ror"}, f"https://ror.org/{ror[1].lower()}"),
            )
        made.append(
            E(
                "aff",
                {"id": identifier if len(known) == 1 else "", LANG: language},
                institution,
                [", ", E("addr-line", E("city", _in(author.city, language)))] if author.city[language] else None,
                [", ", E("country", {"country": country}, _in(author.country, language))]
                if author.country[language]
                else None,
            )
        )
    return made[0] if len(made) == 1 else E("aff-alternatives", {"id": identifier}, made)


def _correspondence(item: Item) -> Any:
    """What the authors declare: their shares in the work, conflicts of interest."""
    told = item.article
    notes = [
        E("fn", {"fn-type": kind, LANG: language}, E("p", one_line(text[language])))
        for kind, text in (("con", told.contribution), ("conflict", told.conflict_of_interest))
        for language in (told.language, told.other)
        if text[language]
    ]
    return E("author-notes", notes) if notes else None


def _parts(day: date) -> list[Element]:
    return [E("day", f"{day:%d}"), E("month", f"{day:%m}"), E("year", f"{day:%Y}")]


def _history(item: Item) -> Any:
    told = item.article
    known = [("received", told.received), ("rev-recd", told.reviewed), ("accepted", told.accepted)]
    dates = [
        E("date", {"date-type": name, "iso-8601-date": f"{day:%Y-%m-%d}"}, _parts(day))
        for name, day in known
        if day is not None
    ]
    return E("history", dates) if dates else None


def _permissions(issue: Issue, item: Item) -> Any:
    name, address = issue.licence(item), issue.licence_url(item)
    year = str(issue.book.year)
    holders = ", ".join(author.full_name(item.article.language) for author in item.article.authors)
    licence = E(
        "license",
        {f"{{{XLINK}}}href": address, "license-type": "open-access" if address else ""},
        A("license_ref", address) if address else None,
        E("license-p", name),
    )
    return E(
        "permissions",
        E("copyright-statement", f"© {holders}, {year}") if holders else None,
        E("copyright-year", year),
        E("copyright-holder", holders) if holders else None,
        licence if name else None,
    )


def _abstracts(item: Item) -> list[Element]:
    told = item.article
    made = []
    for language in (told.language, told.other):
        if told.abstract[language]:
            tag = "abstract" if language == told.language else "trans-abstract"
            attributes = {} if language == told.language else {LANG: language}
            made.append(E(tag, attributes, [E("p", one_line(part)) for part in lines(told.abstract[language])]))
    return made


def _keywords(item: Item) -> list[Element]:
    return [
        E("kwd-group", {LANG: language}, [E("kwd", one_line(word)) for word in item.keywords(language)])
        for language in (item.article.language, item.article.other)
        if item.keywords(language)
    ]


def _conference(issue: Issue, language: str) -> Any:
    event = issue.event
    if not event.title:
        return None
    return E(
        "conference",
        _span(event.starts, event.ends),
        E("conf-name", one_line(event.title.best(language)[0])),
        E("conf-loc", one_line(event.place.best(language)[0])) if event.place else None,
    )


def _span(starts: date | None, ends: date | None) -> Any:
    if not starts or not ends:
        return None
    return E("conf-date", {"iso-8601-date": f"{starts}/{ends}"}, f"{starts:%d.%m.%Y}–{ends:%d.%m.%Y}")


def _notices(item: Item) -> Any:
    """Errata and the retraction, before the text and in the languages they have."""
    made = [
        E(
            "sec",
            {"sec-type": notice.kind, LANG: language},
            E("title", NOTICES[notice.kind][language]),
            E("p", notice.line(language)),
        )
        for notice in item.notices
        for language in (item.article.language, item.article.other)
        if notice.text[language]
    ]
    return E("notes", {"notes-type": "publication-notices"}, made) if made else None


def _back(item: Item, body: Body) -> Any:
    told = item.article
    notes = body.footnotes()
    thanks = [
        E("ack", {LANG: language}, [E("p", one_line(part)) for part in lines(told.acknowledgments[language])])
        for language in (told.language, told.other)
        if told.acknowledgments[language]
    ]
    sources = [
        E("ref", {"id": f"r{number}"}, E("label", str(number)), E("mixed-citation", plain(source)))
        for number, source in enumerate(told.text.sources, start=1)
    ]
    if not (thanks or len(notes) or sources):
        return None
    return E(
        "back",
        thanks,
        E("fn-group", notes) if len(notes) else None,
        E("ref-list", E("title", SOURCES[told.language]), sources) if sources else None,
    )
