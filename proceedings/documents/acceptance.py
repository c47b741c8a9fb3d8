"""Справка о принятии к публикации: that an article is accepted, for whoever asks its author."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import override

from conference.documents import Document
from conference.letterhead import grouped, letterhead, mark_data_uri
from conference.models import Conference, IssuedDocument
from conference.text import typography
from proceedings.models import Article

LANGUAGES = ("ru", "en")
TITLES = {
    "ru": "Справка о принятии статьи к публикации",
    "en": "Certificate of acceptance for publication",
}


def acceptance_facts(article: Article) -> dict[str, Any]:
    """What the certificate says, kept as it was when it was issued."""
    volume = article.volume
    return {
        "title": {language: getattr(article, f"title_{language}") or "" for language in LANGUAGES},
        "authors": {language: _authors(article, language) for language in LANGUAGES},
        "volume": {language: getattr(volume, f"title_{language}") or "" for language in LANGUAGES},
        "subtitle": {language: getattr(volume, f"subtitle_{language}") or "" for language in LANGUAGES},
        "publisher": {language: _publisher(article, language) for language in LANGUAGES},
        "isbn": volume.formatted_isbn,
        "year": volume.year,
        "accepted": article.accepted_on.isoformat() if article.accepted_on else "",
    }


def _authors(article: Article, language: str) -> str:
    other = "en" if language == "ru" else "ru"
    names = []
    for author in article.authors.all():
        known = language if getattr(author, f"family_{language}") else other
        family, given = getattr(author, f"family_{known}") or "", getattr(author, f"given_{known}") or ""
        names.append(f"{family} {given}".strip() if known == "ru" else f"{given} {family}".strip())
    return ", ".join(names)


def _publisher(article: Article, language: str) -> str:
    volume = article.volume
    parts = (getattr(volume, f"place_{language}"), getattr(volume, f"publisher_{language}"))
    return ": ".join(part for part in parts if part)


class AcceptanceCertificate(Document):
    """One page in both languages, with a code by which anybody may check it."""

    kind: ClassVar[str] = IssuedDocument.Kind.ACCEPTANCE
    template_name: ClassVar[str] = "documents/acceptance.html"
    stylesheets: ClassVar[tuple[str, ...]] = ("document.css", "letter.css", "acceptance.css")
    is_for_holder: ClassVar[bool] = True

    @classmethod
    def number_for(cls, sequence: int, conference: Conference) -> str:
        return f"{conference.starts.year}-A-{sequence:04d}"

    def context(self) -> dict[str, Any]:
        facts = self.issued.facts
        return {
            "titles": TITLES,
            "ru": self._told("ru"),
            "en": self._told("en"),
            "mark": mark_data_uri(),
            "code": grouped(self.issued.code),
            "isbn": facts["isbn"],
            "accepted": parse_date(facts["accepted"]) if facts["accepted"] else None,
        }

    def _told(self, language: str) -> dict[str, str]:
        """The facts in *language*, typeset; a title that has no translation stands as it is, marked by the template."""
        facts, other = self.issued.facts, "en" if language == "ru" else "ru"
        told = {"authors": typography(facts["authors"][language], language)}
        for name in ("title", "volume", "subtitle", "publisher"):
            known = language if facts[name][language] or not facts[name][other] else other
            told[name] = typography(facts[name][known], known)
            told[f"{name}_language"] = known
        with override(language):
            check = settings.SITE_URL + reverse("verify_form")
        told_here = {f"article_{key}": text for key, text in told.items()}
        return letterhead(self.issued.conference, language) | told_here | {"check": check}
