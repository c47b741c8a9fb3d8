"""Versions of a paper: frozen at each sending and at each change after it; what two of them differ in, by words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Person
from workshops.models import Author, Submission, SubmissionVersion

TEXTS = ("title", "abstract", "keywords")
OF_AUTHOR = (
    "family_ru", "given_ru", "family_en", "given_en", "position_ru", "position_en", "affiliation_ru",
    "affiliation_en", "city_ru", "city_en", "orcid", "ror",
)  # fmt: skip
TOKEN = re.compile(r"\s+|[^\W_]+(?:[-’'][^\W_]+)*|.", re.DOTALL)


def frozen(submission: Submission) -> dict[str, Any]:
    """The paper as plain values: its texts and facts, and its authors as printed (addresses are left out)."""
    texts = {f"{name}_{code}": submission.text(name, code) for name in TEXTS for code in ("ru", "en")}
    facts = {
        "track": submission.track.number if submission.track else None,
        "type": submission.type,
        "language": submission.language,
        "udk": submission.udk,
        "body": submission.body,
    }
    return {**texts, **facts, "authors": [_author(author) for author in submission.authors.all()]}


def _author(author: Author) -> dict[str, Any]:
    told = {name: getattr(author, name) or "" for name in OF_AUTHOR}
    flags = {"is_presenting": author.is_presenting, "is_corresponding": author.is_corresponding}
    return {**told, "country": str(author.country.code or ""), **flags}  # type: ignore[attr-defined]


def keep_version(submission: Submission, *, by: Person | None, at: Any = None) -> SubmissionVersion | None:
    """Freeze the paper as it stands; None when nothing has changed since the last version."""
    data = frozen(Submission.objects.select_related("track").get(pk=submission.pk))
    newest = submission.versions.first()
    if newest is not None and newest.data == data:
        return None
    number = (submission.versions.aggregate(most=Max("number"))["most"] or 0) + 1
    return SubmissionVersion.objects.create(
        submission=submission, number=number, round=submission.round, data=data, saved_by=by,
        saved_at=at or timezone.now(),
    )  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """A run of words: ``same``, ``gone`` or ``new``."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One part of a paper in which two versions differ. ``language`` is that of the text, empty when it has none."""

    name: str
    label: str
    language: str
    pieces: list[Piece]


def difference(old: SubmissionVersion, new: SubmissionVersion) -> list[Change]:
    """Part by part, what *new* says otherwise than *old*, in the order of the form."""
    return [
        Change(name, label, language, list(compared(was, now)))
        for name, label, language in _parts()
        if (was := _shown(old.data, name)) != (now := _shown(new.data, name))
    ]


def _parts() -> list[tuple[str, str, str]]:
    return [
        ("title_ru", _("Title in Russian"), "ru"),
        ("title_en", _("Title in English"), "en"),
        ("abstract_ru", _("Abstract in Russian"), "ru"),
        ("abstract_en", _("Abstract in English"), "en"),
        ("keywords_ru", _("Keywords in Russian"), "ru"),
        ("keywords_en", _("Keywords in English"), "en"),
        ("authors_ru", _("Authors in Russian"), "ru"),
        ("authors_en", _("Authors in English"), "en"),
        ("track", _("Track"), ""),
        ("type", _("Type of the paper"), ""),
        ("language", _("Language of the paper"), ""),
        ("udk", _("UDC"), ""),
        ("body", _("Text of the paper"), ""),
    ]


def _shown(data: dict[str, Any], name: str) -> str:
    """A part of the frozen paper as one text for people."""
    if name.startswith("authors_"):
        return "\n".join(_line(author, name[-2:]) for author in data.get("authors", []))
    value = data.get(name)
    if name == "type" and value in Submission.Type.values:
        return str(Submission.Type(value).label)
    if name == "language":
        return {"ru": "Русский", "en": "English"}.get(str(value), "")
    return "" if value is None else str(value)


def _line(author: dict[str, Any], code: str) -> str:
    other = "en" if code == "ru" else "ru"
    name = f"{author[f'given_{code}']} {author[f'family_{code}']}".strip()
    name = name or f"{author[f'given_{other}']} {author[f'family_{other}']}".strip()
    places = [author[f"{field}_{code}"] for field in ("position", "affiliation", "city")]
    return ", ".join(part for part in [name, *places, author["orcid"]] if part)


def compared(was: str, now: str) -> Iterator[Piece]:
    """*was* and *now* word by word, as runs that stayed, went and came."""
    old, new = TOKEN.findall(was), TOKEN.findall(now)
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(old[a:b]))
            continue
        if a != b:
            yield Piece("gone", "".join(old[a:b]))
        if c != d:
            yield Piece("new", "".join(new[c:d]))
