"""A copy of one's data (152-ФЗ art. 14, GDPR art. 15 and 20): JSON for machines, a page for people, in one archive."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import override

from conference.extensions import ask
from conference.models import Person

COPIES_AN_HOUR = 5
STAMP = (1980, 1, 1, 0, 0, 0)
LABELS = {  # of sections and fields; a name that is not here is shown as it stands in the JSON
    "person": lazy("Person"), "roles": lazy("Roles"), "consents": lazy("Consents"), "documents": lazy("Documents"),
    "messages": lazy("Letters sent to you"), "data_requests": lazy("Requests about your data"),
    "registrations": lazy("Registrations"), "registrations_for_others": lazy("Registrations filled in for others"),
    "papers": lazy("Papers"), "articles": lazy("Articles"), "travel": lazy("Travel and passport"),
    "passport": lazy("Passport"),
    "check_ins": lazy("Attendance"), "delegations": lazy("Delegations"), "invitations": lazy("Invitations"),
    "support": lazy("Support asked for"), "letters": lazy("Letters"), "answers": lazy("Answers"),
    "full_name": lazy("Full name"), "latin_name": lazy("Name in Latin letters"),
    "native_name": lazy("Name in its own script"), "email": lazy("E-mail"),
    "contact_email": lazy("E-mail for letters"), "email_addresses": lazy("Log-in addresses"),
    "honorific": lazy("Form of address"), "position": lazy("Position"), "organisation": lazy("Organisation"),
    "country": lazy("Country"), "city": lazy("City"), "language": lazy("Language"), "orcid": lazy("ORCID iD"),
    "joined": lazy("Account made"), "last_login": lazy("Last log-in"), "conference": lazy("Conference"),
    "number": lazy("Number"), "state": lazy("State"), "kind": lazy("Kind"), "title": lazy("Title"),
    "version": lazy("Version"), "given_at": lazy("Given"), "withdrawn_at": lazy("Withdrawn"),
    "expires_at": lazy("Ends by itself"), "method": lazy("How"), "limits": lazy("Prohibitions"),
    "conditions": lazy("Conditions"), "operator": lazy("Operator"), "sha256": lazy("Fingerprint (SHA-256)"),
    "issued_at": lazy("Issued"), "revoked_at": lazy("Revoked"), "sent_at": lazy("Sent"), "created": lazy("Written"),
    "submitted_at": lazy("Sent on"), "decided_at": lazy("Decided on"), "decision_note": lazy("Reason"),
    "attendance": lazy("Attendance"), "track": lazy("Track"), "body": lazy("Ministry, body or organisation"),
    "degree": lazy("Academic degree"), "role_in_delegation": lazy("Role in the delegation"),
    "question": lazy("Question to the speakers"), "access_needs": lazy("Access needs"), "services": lazy("Services"),
    "note": lazy("Note"), "diet": lazy("Diet"), "authors": lazy("Authors"), "files": lazy("Files"),
    "name": lazy("Name"), "text": lazy("Text"), "received_at": lazy("Received"), "due": lazy("Answer by"),
    "answered_at": lazy("Answered"), "answer": lazy("Answer"), "family": lazy("Kind of participant"),
    "ru": lazy("in Russian"), "en": lazy("in English"), "day": lazy("Day"), "at": lazy("Time"),
    "session": lazy("Session"), "door": lazy("Door"), "affiliation": lazy("Organisation"), "volume": lazy("Volume"),
    "statement_wanted": lazy("Wishes to make a statement"), "interpretation_wanted": lazy("Needs interpretation"),
    "role": lazy("Role"), "rank": lazy("Rank"), "key": lazy("Kind"),
}  # fmt: skip


def everything_about(person: Person, *, with_sealed: bool) -> dict[str, Any]:
    """All that the rooms keep about *person*, by section. Sealed values (passport) only when *with_sealed*.

    Rooms answer the point ``sealed_data`` with sections that take the place of the masked ones.
    """
    told: dict[str, Any] = {}
    for part in ask("personal_data", person):
        told |= part
    if with_sealed:
        for part in ask("sealed_data", person):
            told |= part
    return {name: rows for name, rows in told.items() if rows}


def as_archive(person: Person, *, language: str, with_sealed: bool) -> bytes:
    """The copy as a ZIP of ``data.json`` and a page to read in *language*.

    Raises ValidationError when asked too often.
    """
    _count(person)
    with override(language):
        told = everything_about(person, with_sealed=with_sealed)
        document = json.dumps(told, cls=_Plain, ensure_ascii=False, indent=2, sort_keys=False)
        page = render_to_string(
            "conference/privacy_copy.html",
            {
                "person": person,
                "language": language,
                "made": timezone.localtime(),
                "sections": readable(json.loads(document)),
                "with_sealed": with_sealed,
                "site": settings.SITE_URL,
            },
        )
        name = _("my-data") + ".html"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for filename, text in (("data.json", document), (name, page)):
            archive.writestr(zipfile.ZipInfo(filename, STAMP), text.encode(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def readable(told: Any) -> Any:
    """The copy as pages show it: pairs of words and values instead of keys, “yes” for true, what is empty left out."""
    if isinstance(told, dict):
        return {"pairs": [(_label(key), readable(value)) for key, value in told.items() if value not in ("", None, [])]}
    if isinstance(told, list):
        return {"rows": [readable(value) for value in told]}
    if isinstance(told, bool):
        return {"text": _("yes") if told else _("no")}
    return {"text": str(told)}


def _label(key: str) -> str:
    for language, words in (("_ru", _("in Russian")), ("_en", _("in English"))):
        if key.endswith(language) and key.removesuffix(language) in LABELS:
            return f"{LABELS[key.removesuffix(language)]} ({words})"
    return str(LABELS[key]) if key in LABELS else key.replace("_", " ").capitalize()


class _Plain(DjangoJSONEncoder):
    """Dates as ISO 8601; whatever else a room answers, as its text."""

    def default(self, value: Any) -> Any:
        try:
            return super().default(value)
        except TypeError:
            return str(value)


def _count(person: Person) -> None:
    """Copies take work: a handful in an hour is enough for anybody."""
    key = f"copy-of-data:{person.pk}"
    cache.add(key, 0, 3600)
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out between the two lines
        return
    if count > COPIES_AN_HOUR:
        raise ValidationError(_("You have taken several copies within an hour. Come back later, please."), code="often")
