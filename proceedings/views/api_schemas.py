"""The shapes of the public API, from which its OpenAPI description is made."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Generic, TypeVar

from ninja import Field, Schema

T = TypeVar("T")


class Text(Schema):
    """One text in both languages; what is not written is an empty string."""

    ru: str
    en: str


class Lists(Schema):
    """Several texts in each language."""

    ru: list[str]
    en: list[str]


class Problem(Schema):
    """What was wrong with a request."""

    code: str = Field(description="not-found, invalid, too-many-requests or error")
    message: str
    details: list[dict[str, Any]] | None = None


class Refusal(Schema):
    error: Problem


class Licence(Schema):
    name: str
    url: str | None


class Conference(Schema):
    slug: str = Field(description="The conference in every address; it never changes.")
    kind: str = Field(description="conference or season")
    title: Text
    short_title: Text
    place: Text
    starts: date
    ends: date
    time_zone: str = Field(description="IANA")
    is_demonstration: bool = Field(description="Everything of it is invented.")
    volumes: int = Field(description="How many volumes are published.")
    outcomes: int = Field(description="How many documents are adopted.")
    programme: str | None = Field(description="The programme as JSON, once it is released.")
    url: Text


class Event(Schema):
    title: Text
    place: Text
    starts: date | None
    ends: date | None


class File(Schema):
    url: str
    size: int
    sha256: str | None


class Format(Schema):
    kind: str
    content_type: str
    url: Text


class Volume(Schema):
    slug: str
    oai_identifier: str = Field(description="The same record at /oai/.")
    title: Text
    subtitle: Text
    edition: str = Field(description="electronic or print")
    year: int
    publisher: Text
    place: Text
    isbn: str | None
    doi: str | None
    series: Text
    issn: str | None
    issue_number: str | None
    udk: str | None
    bbk: str | None
    editors: Lists
    annotation: Text
    licence: Licence | None
    event: Event
    publication: int = Field(description="Grows when the volume is published anew with corrections.")
    published_at: datetime
    pages: int
    articles: int
    is_demonstration: bool
    pdf: File
    formats: list[Format]
    url: Text


class Author(Schema):
    family: Text
    given: Text
    position: Text
    affiliation: Text
    city: Text
    country: str | None = Field(description="ISO 3166-1, two letters")
    orcid: str | None
    ror: str | None
    is_corresponding: bool


class Part(Schema):
    number: int
    title: Text


class Pages(Schema):
    first: int
    last: int


class Notice(Schema):
    """What was said of an article after it was published."""

    kind: str = Field(description="erratum or retraction")
    text: Text
    said_at: datetime


class Article(Schema):
    number: int = Field(description="The article in the addresses of its volume; it never changes.")
    oai_identifier: str
    kind: str = Field(description="Of ГОСТ Р 7.0.7-2021: original, review, editorial, discussion, short, …")
    language: str = Field(description="ru or en")
    title: Text
    authors: list[Author]
    abstract: Text
    keywords: Lists
    part: Part
    pages: Pages
    doi: str | None
    udk: str | None
    received: date | None
    accepted: date | None
    licence: Licence | None
    is_retracted: bool
    notices: list[Notice]
    citation: Text = Field(description="ГОСТ Р 7.0.5-2008")
    pdf: str | None
    url: Text


class WholeArticle(Article):
    references: list[str]
    has_full_text: bool


class AuthorOfVolume(Schema):
    family: Text
    given: Text
    orcid: str | None
    articles: list[int] = Field(description="Numbers of the articles.")


class Outcome(Schema):
    slug: str
    kind: str
    track: int | None
    title: Text
    edition: int = Field(description="A corrigendum is the next one.")
    adopted_on: date
    sha256: str
    url: Text


class Clause(Schema):
    number: Text
    level: int
    text: Lists


class WholeOutcome(Outcome):
    preamble: Lists
    clauses: list[Clause]


class Theme(Schema):
    slug: str = Field(description="The theme in the addresses of the library: ?theme=…")
    title: Text


class MaterialEvent(Schema):
    id: int
    title: Text


class Chapter(Schema):
    seconds: int
    title: Text
    url: str | None = Field(description="Opens the recording there, where its service can.")


class MaterialFile(Schema):
    title: str
    url: str
    content_type: str
    size: int
    language: str


class Material(Schema):
    slug: str = Field(description="The material in every address; it never changes.")
    oai_identifier: str
    kind: str = Field(description="recording, practical, digest or checklist")
    genre: str | None = Field(description="Of a practical material: template, memo, plan, script or form")
    title: Text
    summary: Text
    languages: list[str] = Field(description="What a recording is spoken in; of a text, what it is written in.")
    year: int
    level: str = Field(description="start, practice or lead")
    audience: list[str] = Field(description="heads, deputies, coordinators, teachers, support, parents")
    themes: list[Theme]
    speakers: list[Text]
    conference: str
    event: MaterialEvent | None
    video: str | None
    seconds: int | None
    duration: str | None = Field(description="ISO 8601")
    has_captions: bool
    has_sign_language: bool
    chapters: list[Chapter]
    files: list[MaterialFile]
    version: int
    published_at: datetime
    is_demonstration: bool
    url: Text


class WholeMaterial(Material):
    text: Text = Field(description="Markdown")
    transcript: Text


class Piece(Schema, Generic[T]):
    """A piece of a list: what it holds, how long the list is, and the addresses of the pieces around it."""

    count: int
    next: str | None
    previous: str | None
    items: list[T]
