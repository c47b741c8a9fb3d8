"""An outcome document as plain data and on paper: two columns whose paragraphs stay level, one for each language."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format

from conference.documents import Document, typeset
from conference.letterhead import grouped
from conference.models import Conference, IssuedDocument
from conference.text import typography
from workshops.models import Adoption, ClauseVersion, Line, OutcomeDocument, Session

LANGUAGES = ("ru", "en")
Content = dict[str, Any]


def content_of(document: OutcomeDocument, lines: Sequence[Line] | None = None) -> Content:
    """The text as plain values in both languages: what is frozen, hashed, printed and given as JSON."""
    shown = document.outline() if lines is None else lines
    return {
        "kind": document.kind,
        "track": document.track.number if document.track else None,
        "title": _both(document, "title"),
        "preamble": {language: paragraphs(document.text("preamble", language)) for language in LANGUAGES},
        "clauses": [_clause(line) for line in shown],
    }


def _both(row: Any, name: str) -> dict[str, str]:
    return {language: getattr(row, f"{name}_{language}") or "" for language in LANGUAGES}


def _clause(line: Line) -> dict[str, Any]:
    return {
        "anchor": line.anchor,
        "level": 2 if line.under else 1,
        "number": {language: line.label(language) for language in LANGUAGES},
        "text": {language: paragraphs(line.clause.in_language(language)) for language in LANGUAGES},
    }


def paragraphs(text: str) -> list[str]:
    return [part for line in text.splitlines() if (part := line.strip())]


def frozen(document: OutcomeDocument, *, on: date, session: Session | None, note: dict[str, str]) -> Content:
    """``content_of`` with the day and the session of the adoption; *note* says what a corrigendum corrects."""
    held = {language: getattr(session, f"title_{language}") or "" for language in LANGUAGES} if session else None
    return {**content_of(document), "adopted_on": on.isoformat(), "session": held, "note": note}


def digest(content: Content) -> str:
    """SHA-256 of the text in its canonical form: keys in order, UTF-8, no spaces between values."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


Setting = Callable[[str, str], str]
RANGE = re.compile(r"(?<=\d)[–-](?=\d)")


def for_print(text: str, language: str) -> str:
    """``typography``, and ranges of numbers that do not break at their dash: a word joiner stands on both sides."""
    return RANGE.sub(lambda found: f"\u2060{found[0]}\u2060", typography(text, language))


def rows_of(content: Content, setting: Setting = typography) -> dict[str, Any]:
    """*content* ready to be read: typeset, its paragraphs in pairs, a language that lacks shown as empty."""
    return {
        "title": {language: setting(content["title"][language], language) for language in LANGUAGES},
        "preamble": _pairs(content["preamble"], setting),
        "clauses": [{**clause, "pairs": _pairs(clause["text"], setting)} for clause in content["clauses"]],
    }


def _pairs(texts: dict[str, list[str]], setting: Setting) -> list[dict[str, str]]:
    """Paragraphs side by side: the first with the first, the longer text's rest alone."""
    rows = zip_longest(texts["ru"], texts["en"], fillvalue="")
    return [{"ru": setting(ru, "ru"), "en": setting(en, "en")} for ru, en in rows]


def history_of(document: OutcomeDocument) -> list[dict[str, Any]]:
    """What was changed after the announcement, and who proposed it: the appendix. Names only by consent."""
    versions = ClauseVersion.objects.filter(clause__document=document, amendments__isnull=False).distinct()
    numbered = {line.clause.pk: line for line in document.outline()}
    rows = []
    for version in versions.prefetch_related("amendments__author").order_by("at", "pk"):
        line = numbered.get(version.clause_id)
        rows.append(
            {
                "number": {language: line.label(language) if line else "–" for language in LANGUAGES},
                "at": version.at,
                "reason": {
                    "ru": typography(version.reason_ru, "ru"),
                    "en": typography(version.reason_en, "en"),
                },
                "proposed_by": {
                    language: [name for amendment in version.amendments.all() if (name := _name(amendment, language))]
                    for language in LANGUAGES
                },
            }
        )
    return rows


def _name(amendment: Any, language: str) -> str:
    """Who proposed: the name by consent, the body; nothing otherwise."""
    name = amendment.author.name_in(language) if amendment.is_named and amendment.author else ""
    return ", ".join(part for part in (name, amendment.on_behalf_of) if part)


class OutcomePdf(Document):
    """The adopted text, numbered and with a code by which anybody checks it."""

    kind = IssuedDocument.Kind.OUTCOME
    template_name = "documents/outcome.html"
    stylesheets = ("document.css", "outcome.css")

    @classmethod
    def number_for(cls, sequence: int, conference: Conference) -> str:
        return f"{conference.starts.year}-R{sequence:02d}"

    @property
    def adoption(self) -> Adoption:
        adoption = self.issued.about
        assert isinstance(adoption, Adoption)
        return adoption

    def context(self) -> dict[str, Any]:
        adoption = self.adoption
        told = sheet(adoption.document, adoption.content, history=history_of(adoption.document))
        return {**told, "adoption": adoption, "check": check_addresses(), "code": grouped(self.issued.code)}


def draft_pdf(document: OutcomeDocument, language: str) -> bytes:
    """The text as it stands now, for a meeting: marked as a draft on every page. Raises RenderFailed."""
    with translation.override(language):
        told = sheet(document, content_of(document), history=history_of(document))
        context = {**told, "draft_of": timezone.localtime(timezone.now(), document.conference.zone)}
        html = render_to_string(OutcomePdf.template_name, {"language": language, **context})
    return typeset(html, OutcomePdf.stylesheets, limits=OutcomePdf.limits)


def sheet(document: OutcomeDocument, content: Content, *, history: list[dict[str, Any]]) -> dict[str, Any]:
    """What the template of the sheet needs, whether adopted or not."""
    conference = document.conference
    return {
        "conference": conference,
        "document": document,
        "names": _both(conference, "title"),
        "text": rows_of(content, for_print),
        "kinds": {language: _in(language, document.get_kind_display) for language in LANGUAGES},
        "adopted": adopted_line(content) if "adopted_on" in content else None,
        "note": content.get("note") or {},
        "history": history,
    }


def adopted_line(content: Content) -> dict[str, str]:
    """«Принято 20 июня 2008 г. на заключительном заседании» and the same in English."""
    day = date.fromisoformat(content["adopted_on"])
    session = content.get("session") or {}
    lines = {}
    for language, adopted, at in (("ru", "Принято", "Заседание:"), ("en", "Adopted on", "Session:")):
        said = f"{adopted} {_in(language, date_format, day, 'DATE_FORMAT')}{' г.' if language == 'ru' else ''}"
        held = session.get(language) or ""
        lines[language] = typography(f"{said.rstrip('.')}. {at} {held}" if held else said, language)
    return lines


def _in(language: str, call: Any, *args: Any) -> str:
    with translation.override(language):
        return str(call(*args))


def check_addresses() -> dict[str, str]:
    bare = settings.SITE_URL.partition("://")[2]
    return {language: f"{bare}/{language}/verify/" for language in LANGUAGES}
