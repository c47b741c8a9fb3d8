"""Dublin Core, unqualified, as OAI-PMH carries it: every text in each language it has, marked with ``xml:lang``."""

from __future__ import annotations

from typing import Any

from proceedings.citations import MaterialRecord
from proceedings.citations.record import ISO_639_2
from proceedings.compiler import Both
from proceedings.compiler.book import lines

from .markup import LANG, XSI, Element, document, maker, one_line
from .records import Issue, Item

OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
SCHEMA = f"{OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd"

E = maker(DC)
ROOT = maker(OAI_DC, {"oai_dc": OAI_DC, "dc": DC, "xsi": XSI})


def article(issue: Issue, item: Item) -> Element:
    """One article, with its notices, its place in the volume and where it is read."""
    told = item.article
    return _record(
        _titles(Both(item.title("ru"), item.title("en")), told.language),
        [_creators(item)],
        [_each("subject", word, language) for language in _order(told.language) for word in item.keywords(language)],
        E("subject", f"УДК {told.udk}") if told.udk else None,
        [
            _each("description", notice.line(language), language)
            for notice in item.notices
            for language in _order(told.language)
        ],
        _both("description", told.abstract, told.language),
        _both("publisher", issue.book.publisher, told.language),
        E("date", issue.day),
        E("type", "info:eu-repo/semantics/conferenceObject"),
        E("type", "Text"),
        E("format", "application/pdf"),
        E("format", "text/html"),
        _identifiers(told.doi, item.url, item.pdf),
        [
            _each("source", issue.book.citation(told, language, item.pages), language)
            for language in _order(told.language)
        ],
        E("language", ISO_639_2[told.language]),
        E("relation", issue.url.best(told.language)[0]),
        E("relation", f"urn:isbn:{issue.book.isbn}") if issue.book.isbn else None,
        _rights(issue, item),
    )


def volume(issue: Issue) -> Element:
    """The volume as a whole."""
    book, event = issue.book, issue.event
    return _record(
        _titles(book.title, "ru"),
        [_each("contributor", name, language) for language in ("ru", "en") for name in lines(book.editors[language])],
        E("subject", f"УДК {book.udk}") if book.udk else None,
        _both("description", book.annotation, "ru"),
        _both("description", book.subtitle, "ru"),
        _both("publisher", book.publisher, "ru"),
        E("date", issue.day),
        E("type", "info:eu-repo/semantics/conferenceProceedings"),
        E("type", "Text"),
        E("format", "application/pdf"),
        _identifiers(book.doi, issue.url, issue.pdf),
        E("identifier", f"urn:isbn:{book.isbn}") if book.isbn else None,
        _both("source", event.title, "ru"),
        [E("language", ISO_639_2[language]) for language in ("ru", "en")],
        E("relation", f"urn:issn:{book.issn}") if book.issn else None,
        _both("coverage", event.place, "ru"),
        _rights(issue),
    )


DCMI_TYPES = {"recording": "MovingImage", "checklist": "InteractiveResource"}


def material(record: MaterialRecord) -> Element:
    """One material of the library, as its newest version says."""
    first = record.languages[0]
    role = "contributor" if record.is_recording else "creator"
    return _record(
        _titles(record.title, first),
        [each for name in record.speakers for each in _both(role, name, first)],
        [each for theme in record.themes for each in _both("subject", theme, first)],
        _both("description", record.summary, first),
        _both("publisher", record.season, first),
        E("date", record.published.date().isoformat()),
        E("type", DCMI_TYPES.get(record.kind, "Text")),
        _both("type", record.kind_name, first),
        E("format", "text/html"),
        [E("format", kind) for kind in dict.fromkeys(file.media_type for file in record.files)],
        [E("identifier", address) for address in (record.url.ru, record.url.en)],
        [E("identifier", file.address) for file in record.files],
        _both("source", record.event, first),
        [E("language", ISO_639_2[language]) for language in record.languages],
        E("relation", record.video) if record.video else None,
        [each for name in record.audience_names for each in _both("coverage", name, first)],
    )


def described(title: Both) -> Element:
    """What a set is called, in both languages."""
    return _record(_titles(title, "ru"))


def file(issue: Issue) -> bytes:
    """The volume and all its articles, one record after another, in an element of our own."""
    root = maker()(
        "records", {"of": issue.url.best("ru")[0]}, volume(issue), [article(issue, item) for item in issue.items]
    )
    return document(root)


def _record(*children: Any) -> Element:
    return ROOT("dc", {f"{{{XSI}}}schemaLocation": SCHEMA}, *children)


def _order(first: str) -> tuple[str, str]:
    return (first, "en" if first == "ru" else "ru")


def _each(name: str, text: str, language: str) -> Any:
    return E(name, {LANG: language}, one_line(text)) if text.strip() else None


def _both(name: str, text: Both, first: str) -> list[Any]:
    return [_each(name, text[language], language) for language in _order(first)]


def _titles(title: Both, first: str) -> list[Any]:
    return _both("title", title, first)


def _creators(item: Item) -> list[Any]:
    """«Иванов, Иван Иванович», and the same in the other language where it is known."""
    made = []
    for author in item.article.authors:
        for language in _order(item.article.language):
            if author.family[language]:
                name = author.name(language)
                made.append(_each("creator", ", ".join(filter(None, (name.family, name.given))), language))
        if author.orcid:
            made.append(E("creator", f"https://orcid.org/{author.orcid}"))
    return made


def _identifiers(doi: str, url: Both, pdf: str) -> list[Any]:
    return [
        E("identifier", f"https://doi.org/{doi}") if doi else None,
        [E("identifier", address) for address in dict.fromkeys((url.ru, url.en)) if address],
        E("identifier", pdf) if pdf else None,
    ]


def _rights(issue: Issue, item: Item | None = None) -> list[Any]:
    name, address = issue.licence(item), issue.licence_url(item)
    return [E("rights", name) if name else None, E("rights", address) if address else None]
