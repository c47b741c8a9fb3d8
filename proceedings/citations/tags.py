"""What the page of an article says to search engines: Highwire tags for Google Scholar, Dublin Core, schema.org.

Scholar is told of an article in the language that it is written in, on every page alike; catalogues in that of the
page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from proceedings.compiler import Author

from .record import ISO_639_2, Erratum, Record, licence_address

IN_WORDS = {
    "citation_title",
    "citation_author",
    "citation_author_institution",
    "citation_conference_title",
    "citation_inbook_title",
    "citation_publisher",
    "citation_keywords",
}


class Tag(NamedTuple):
    """One ``<meta>`` of a page; ``language`` where the text is not in that of the page."""

    name: str
    content: str
    language: str = ""


def meta_tags(record: Record, language: str) -> list[Tag]:
    """Highwire and Dublin Core tags; a retracted article is described to catalogues, not offered to Scholar."""
    found = [*_dublin_core(record, language)]
    if record.article and not record.retraction:
        found = [*_own_language(_highwire(record, record.language), record.language, language), *found]
    return [tag for tag in found if tag.content]


def _own_language(tags: Iterator[Tag], own: str, page: str) -> Iterator[Tag]:
    """*tags*, marked with their language on a page of the other one."""
    for tag in tags:
        yield tag if own == page or tag.name not in IN_WORDS else tag._replace(language=own)


def _highwire(record: Record, language: str) -> Iterator[Tag]:
    book = record.book
    yield Tag("citation_title", record.title.best(language)[0])
    for author in record.authors:
        name = author.name(language)
        yield Tag("citation_author", f"{name.family}, {name.given}" if name.given else name.family)
        yield Tag("citation_author_institution", author.affiliation.best(language)[0])
        yield Tag("citation_author_orcid", f"https://orcid.org/{author.orcid}" if author.orcid else "")
    yield Tag("citation_publication_date", f"{record.issued:%Y/%m/%d}" if record.issued else str(book.year))
    yield Tag("citation_conference_title", record.event.title.best(language)[0] or record.container(language))
    yield Tag("citation_inbook_title", record.container(language))
    yield Tag("citation_publisher", book.publisher.best(language)[0])
    if record.pages:
        yield Tag("citation_firstpage", str(record.pages[0]))
        yield Tag("citation_lastpage", str(record.pages[1]))
    yield Tag("citation_isbn", book.isbn)
    yield Tag("citation_issn", book.issn)
    yield Tag("citation_doi", record.doi)
    yield Tag("citation_language", record.title.best(language)[1])
    yield Tag("citation_keywords", "; ".join(record.keywords(language)))
    yield Tag("citation_abstract_html_url", record.url)
    yield Tag("citation_pdf_url", record.pdf)


def _dublin_core(record: Record, language: str) -> Iterator[Tag]:
    book, other = record.book, "en" if language == "ru" else "ru"
    yield Tag("DC.title", record.headline(language))
    if record.title[language]:
        yield Tag("DCTERMS.alternative", record.title[other], other)
    for author in record.authors:
        name = author.name(language)
        yield Tag("DC.creator", f"{name.family}, {name.given}" if name.given else name.family)
    for editor in record.editors(language):
        yield Tag("DC.contributor", f"{editor.family}, {editor.given}" if editor.given else editor.family)
    for word in record.keywords(language):
        yield Tag("DC.subject", word)
    udk = record.article.udk if record.article else book.udk
    yield Tag("DC.subject", f"udc:{udk}" if udk else "")
    yield Tag("DC.description", record.abstract(language))
    yield Tag("DC.publisher", book.publisher.best(language)[0])
    yield Tag("DC.date", record.issued.isoformat() if record.issued else str(book.year))
    yield Tag("DC.type", "Text")
    yield Tag("DC.format", "application/pdf" if record.pdf else "text/html")
    yield Tag("DC.identifier", record.url)
    yield Tag("DC.identifier", f"https://doi.org/{record.doi}" if record.doi else "")
    for code in [record.language] if record.article else ISO_639_2:
        yield Tag("DC.language", ISO_639_2[code])
    yield Tag("DCTERMS.isPartOf", record.container(language) if record.article else "")
    yield Tag("DC.relation", f"urn:isbn:{book.isbn.replace('-', '')}" if book.isbn else "")
    yield Tag("DC.rights", licence_address(record.licence) or record.licence)


def json_ld(record: Record, language: str) -> dict[str, Any]:
    """A ScholarlyArticle within its PublicationVolume, or the volume (schema.org)."""
    book = record.book
    volume = {
        "@type": ["Book", "PublicationVolume"],
        "name": record.container(language),
        "isbn": book.isbn,
        "editor": [
            {"@type": "Person", "name": f"{name.given} {name.family}".strip()} for name in record.editors(language)
        ],
        "publisher": _known({"@type": "Organization", "name": book.publisher.best(language)[0]}),
        "datePublished": str(book.year),
    }
    if record.article is None:
        said = {**volume, "@id": record.url, "url": record.url, "inLanguage": ["ru", "en"], **_common(record, language)}
        return _known({"@context": "https://schema.org", **said})
    title, other = record.title, "en" if language == "ru" else "ru"
    said = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "@id": f"https://doi.org/{record.doi}" if record.doi else record.url,
        "headline": title.best(language)[0],
        "name": title.best(language)[0],
        "alternativeHeadline": title[other] if title[language] else "",
        "author": [_person(author, language) for author in record.authors],
        "inLanguage": record.language,
        "datePublished": record.issued.isoformat() if record.issued else str(book.year),
        "pageStart": str(record.pages[0]) if record.pages else "",
        "pageEnd": str(record.pages[1]) if record.pages else "",
        "isPartOf": _known(volume),
        "url": record.url,
        "encoding": {"@type": "MediaObject", "contentUrl": record.pdf, "encodingFormat": "application/pdf"}
        if record.pdf
        else {},
        "accessibilityFeature": ["taggedPDF", "alternativeText", "tableOfContents", "readingOrder"],
        "correction": [_correction(each, language) for each in record.errata],
        "creativeWorkStatus": "Retracted" if record.retraction else "Published",
        **_common(record, language),
    }
    return _known(said)


def _common(record: Record, language: str) -> dict[str, Any]:
    return {
        "abstract": record.abstract(language),
        "keywords": ", ".join(record.keywords(language)),
        "license": licence_address(record.licence) or record.licence,
        "isAccessibleForFree": True,
        "sameAs": f"https://doi.org/{record.doi}" if record.doi else "",
    }


def _correction(erratum: Erratum, language: str) -> dict[str, Any]:
    return _known(
        {
            "@type": "CorrectionComment",
            "text": erratum.text.best(language)[0],
            "datePublished": erratum.on.isoformat(),
        }
    )


def _person(author: Author, language: str) -> dict[str, Any]:
    name = author.name(language)
    place = {"@type": "Organization", "@id": author.ror, "name": author.affiliation.best(language)[0]}
    return _known(
        {
            "@type": "Person",
            "name": author.full_name(language),
            "givenName": name.given,
            "familyName": name.family,
            "affiliation": _known(place) if place["name"] else {},
            "identifier": f"https://orcid.org/{author.orcid}" if author.orcid else "",
        }
    )


def _known(said: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty; a type alone says nothing."""
    kept = {name: value for name, value in said.items() if value not in ("", None, [], {}, ())}
    return {} if set(kept) <= {"@type"} else kept
