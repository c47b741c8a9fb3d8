"""What can be told of the record of an article: both languages, authors, indexes, the approval."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils import timezone

from conference.models.people import validate_orcid
from proceedings.models import Article, ArticleAuthor, ArticleStep
from proceedings.services.steps import name_of

from .items import ADVICE, WARNING, Finding, demanded

LANGUAGES = ("ru", "en")
DATES = ("received_on", "reviewed_on", "accepted_on")
"""In the order in which they come."""
FEWEST, MOST = 80, 300
"""Words of an abstract."""


def findings_of(article: Article, step: str | None) -> Iterator[Finding]:
    """Everything to mend in the record; *step* is the newest telling step of the log."""
    yield from _texts(article)
    if not article.udk:
        yield Finding("udc-missing", place="description#id_udk")
    yield from _dates(article)
    authors = list(article.authors.all())
    yield from _corresponding(authors)
    for at, author in enumerate(authors):
        yield from _author(author, at)
    if article.import_error:
        yield Finding("text-refused", params={"reason": article.import_error}, place="#files")
    approval = demanded(article.volume, "approvals")
    if approval and step not in {ArticleStep.Kind.APPROVED, ArticleStep.Kind.PUBLISHED} and not _was_approved(article):
        yield Finding("approval-missing", approval, place="#proofs")


def _was_approved(article: Article) -> bool:
    return any(proof.outcome == "approved" for proof in article.proofs.all())


def _texts(article: Article) -> Iterator[Finding]:
    for name in ("title", "abstract", "keywords"):
        for language in LANGUAGES:
            text = getattr(article, f"{name}_{language}") or ""
            place = f"description#id_{name}_{language}"
            if not text.strip():
                yield Finding(f"{name}-missing", params={"language": language}, place=place)
            elif name == "title" and text.rstrip().endswith(".") and not text.rstrip().endswith("..."):
                yield Finding("title-stop", params={"language": language}, place=place)
            elif name == "abstract":
                words = len(re.findall(r"\w+(?:[-’']\w+)*", text))
                if not FEWEST <= words <= MOST:
                    code = "abstract-short" if words < FEWEST else "abstract-long"
                    yield Finding(code, ADVICE, {"language": language, "words": words}, place)


def _dates(article: Article) -> Iterator[Finding]:
    today = timezone.localdate()
    told = [(name, day) for name in DATES if (day := getattr(article, name))]
    if late := [name for name, day in told if day > today]:
        yield Finding("date-future", place=f"description#id_{late[0]}")
    if disorder := [name for (name, day), (_next, after) in pairwise(told) if day > after]:
        yield Finding("dates-order", place=f"description#id_{disorder[0]}")


def _corresponding(authors: list[ArticleAuthor]) -> Iterator[Finding]:
    leading = [author for author in authors if author.is_corresponding]
    if not leading:
        yield Finding("corresponding-missing", place="description#id_authors-0-corresponding")
    elif not leading[0].email:
        yield Finding(
            "email-missing",
            params={"name": name_of(leading[0], "ru")},
            place=_field(authors.index(leading[0]), "email"),
        )


def _field(at: int, name: str) -> str:
    """The field *name* of the author who stands at place *at* of the form."""
    return f"description#id_authors-{at}-{name}"


def _author(author: ArticleAuthor, at: int) -> Iterator[Finding]:
    names = {language: name_of(author, language) for language in LANGUAGES}
    for language in LANGUAGES:
        if not getattr(author, f"family_{language}"):
            yield Finding(
                "name-missing", params={"names": names, "language": language}, place=_field(at, f"family_{language}")
            )
        if not getattr(author, f"affiliation_{language}"):
            yield Finding(
                "affiliation-missing",
                params={"names": names, "language": language},
                place=_field(at, f"affiliation_{language}"),
            )
    if not author.orcid:
        yield Finding("orcid-missing", ADVICE, {"names": names}, _field(at, "orcid"))
        return
    try:
        validate_orcid(author.orcid)
    except ValidationError:
        yield Finding("orcid-wrong", WARNING, {"names": names}, _field(at, "orcid"))
