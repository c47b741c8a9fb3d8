"""The description of an article: what stands in its record beside the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import Person
from proceedings.models import Article, ArticleAuthor, ArticleStep
from proceedings.services.preparing import soon
from proceedings.services.steps import note

LANGUAGES = ("ru", "en")
BILINGUAL = ("title", "abstract", "keywords", "acknowledgments", "contribution", "conflict_of_interest")
PLAIN = ("kind", "udk", "grnti", "doi", "licence", "received_on", "reviewed_on", "accepted_on")
OF_AUTHOR = (
    "family_ru", "family_en", "given_ru", "given_en", "degree_ru", "degree_en", "position_ru", "position_en",
    "affiliation_ru", "affiliation_en", "city_ru", "city_en", "country", "email", "orcid", "spin", "ror",
)  # fmt: skip
FIELDS = (*(f"{name}_{code}" for name in BILINGUAL for code in LANGUAGES), *PLAIN)
SALT = "proceedings.description"
ASIDE = 10_000

Snapshot = dict[str, str]
"""Every field of the description as text; those of authors are named ``author-<key>-family_ru``."""


@dataclass(frozen=True)
class FieldConflict:
    """A field that two people changed: as it was, as it is saved now, as it is wanted."""

    name: str
    was: str
    theirs: str
    mine: str


class DescriptionChanged(ValidationError):
    """Somebody else changed the same fields meanwhile."""

    def __init__(self, conflicts: list[FieldConflict], current: Snapshot) -> None:
        super().__init__(_("Somebody else has changed the same fields meanwhile. Choose what stays."), code="changed")
        self.conflicts, self.current = conflicts, current


def snapshot(article: Article) -> Snapshot:
    """The description of *article* as it stands."""
    found = {name: _as_text(getattr(article, name)) for name in FIELDS}
    authors = list(ArticleAuthor.objects.filter(article=article).order_by("order"))
    found["authors"] = ",".join(str(author.pk) for author in authors)
    found["corresponding"] = ",".join(str(author.pk) for author in authors if author.is_corresponding)
    for author in authors:
        found |= {f"author-{author.pk}-{name}": _as_text(getattr(author, name)) for name in OF_AUTHOR}
    return found


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "").replace("\r\n", "\n")


def seal(values: Snapshot) -> str:
    """What the form was drawn from, to travel in it and come back unspoilt."""
    return signing.dumps(values, salt=SALT, compress=True)


def unseal(text: str) -> Snapshot:
    """Raises ValidationError for anything that ``seal`` did not write."""
    try:
        found: Snapshot = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        raise ValidationError(_("The page is too old to be saved. Open it again; copy what you typed.")) from None
    return found


@transaction.atomic
def save_description(
    article: Article, wanted: Mapping[str, str], new_authors: list[Mapping[str, str]], *, by: Person | None,
    base: Snapshot,
) -> list[str]:  # fmt: skip
    """Keep the fields that differ from *base*, what the writer saw; the names of those that changed.

    Fields that others changed meanwhile stay as they left them. Raises DescriptionChanged where both changed one.
    *wanted* names authors by key; one who is absent from ``authors`` is taken out; *new_authors* come last.
    """
    Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    fresh = Article.objects.select_related("volume__conference").get(pk=article.pk)
    current = snapshot(fresh)
    changed = {name: value for name, value in wanted.items() if value != base.get(name, "")}
    conflicts = [
        FieldConflict(name, base.get(name, ""), current.get(name, ""), value)
        for name, value in changed.items()
        if current.get(name, "") not in (base.get(name, ""), value)
    ]
    if conflicts:
        raise DescriptionChanged(conflicts, current)
    changed = {name: value for name, value in changed.items() if current.get(name) != value}
    if not changed and not new_authors:
        return []
    _save_fields(fresh, changed)
    added = _save_authors(fresh, changed, new_authors, current)
    names = sorted({name.split("-")[-1] for name in changed} | ({"authors"} if added else set()))
    note(article, ArticleStep.Kind.DESCRIBED, by=by, text=", ".join(names)[:1000])
    soon(article)
    return names


def _save_fields(article: Article, changed: Mapping[str, str]) -> None:
    fields = {name: value for name, value in changed.items() if name in FIELDS}
    for name, value in fields.items():
        setattr(article, name, (date.fromisoformat(value) if value else None) if name.endswith("_on") else value)
    if fields:
        article.save(update_fields=list(fields))


def _save_authors(
    article: Article, changed: Mapping[str, str], new: list[Mapping[str, str]], current: Snapshot
) -> bool:
    order = [int(pk) for pk in changed.get("authors", current["authors"]).split(",") if pk]
    leading = changed.get("corresponding", current["corresponding"]).split(",")
    authors = {author.pk: author for author in article.authors.all()}
    for pk, author in authors.items():
        if pk not in order:
            author.delete()
            continue
        for name in OF_AUTHOR:
            if (key := f"author-{pk}-{name}") in changed:
                setattr(author, name, changed[key])
        author.is_corresponding = str(pk) in leading
        author.order = ASIDE + author.order
        author.save()
    rows = [authors[pk] for pk in order if pk in authors]
    for place, author in enumerate(rows, start=1):
        author.order = place
        author.save(update_fields=["order"])
    for place, told in enumerate(new, start=len(rows) + 1):
        values = {name: told.get(name, "") for name in OF_AUTHOR}
        ArticleAuthor.objects.create(
            article=article, order=place, is_corresponding=told.get("corresponding") == "1", **values
        )
    return bool(new)
