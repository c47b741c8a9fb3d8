"""Consents: separate records, one purpose each, withdrawn as easily as given (152-ФЗ, GDPR art. 7)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.extensions import ask
from conference.models import Conference, Consent, ConsentText, Person
from conference.uploads import SCANS, check_upload

from .data_requests import ask_for_erasure

EVIDENCE_MOST_BYTES = 10 * 1024 * 1024


@transaction.atomic
def give_consent(
    person: Person,
    text: ConsentText,
    *,
    language: str,
    method: str = Consent.Method.WEB,
    by: Person | None = None,
    limits: Iterable[str] = (),
    conditions: str = "",
) -> Consent:
    """Record that *person* agreed to *text* as it reads in *language*; *by* is who gave or noted it for them.

    *limits* and *conditions* are what the person forbids, for the texts that ask. Given again to the same text, the
    consent stays one; with other limits, or after its term, it is a new one in place of the old.
    """
    limits = [value for value in Consent.Limit.values if value in set(limits)] if text.is_limitable else []
    conditions = conditions.strip() if text.is_limitable else ""
    known = Consent.objects.select_for_update().filter(person=person, text=text).given().first()
    if known and known.is_standing and (known.limits, known.conditions) == (limits, conditions):
        return known
    if known:
        _end(known, via=method, by=by)
    defaults = {**_told(person, text, language), "method": method, "given_by": by, "limits": limits}
    consent, _created = Consent.objects.get_or_create(
        person=person, text=text, withdrawn_at=None, defaults={**defaults, "conditions": conditions}
    )
    return consent


def give_first_consent(person: Person, text: ConsentText, *, language: str) -> Consent:
    """``give_consent`` of somebody who was made in this very transaction, so that nothing can stand yet: one insert."""
    return Consent.objects.create(person=person, text=text, **_told(person, text, language))


def _told(person: Person, text: ConsentText, language: str) -> dict[str, Any]:
    """What a consent keeps of the moment: the wording, who agreed, to whom, and until when."""
    return {
        "language": language,
        "sha256": text.fingerprint(language),
        "subject": {"name": person.full_name or person.latin_name, "address": person.letters_to},
        "operator": operator_of(text.conference),
        "expires_at": text.expires_at(),
    }


def operator_of(conference: Conference) -> dict[str, str]:
    """Who processes the data: name and address in both languages, e-mail and the site of *conference*, as of now."""
    told = {
        f"{name}_{language}": getattr(conference, f"{name}_{language}") or ""
        for name in ("organiser", "address")
        for language, _title in settings.LANGUAGES
    }
    return {**told, "email": conference.contact_email, "site": f"{settings.SITE_URL}/ru/{conference.slug}/"}


@transaction.atomic
def note_paper_consent(
    person: Person, text: ConsentText, *, by: Person, language: str, scan: UploadedFile | None, on: datetime
) -> Consent:
    """Note a consent signed on paper, with the scan as its proof. Raises ValidationError for a scan that is none."""
    if on > timezone.now():
        raise ValidationError(_("The paper cannot be signed in the future."), code="future")
    kind = check_upload(scan, SCANS, most_bytes=EVIDENCE_MOST_BYTES) if scan else ""
    consent = give_consent(person, text, language=language, method=Consent.Method.PAPER, by=by)
    consent.given_at = min(consent.given_at, on)
    if scan:
        consent.evidence_sha256 = hashlib.sha256(scan.read()).hexdigest()
        scan.seek(0)
        consent.evidence_file.save(f"{consent.evidence_sha256[:32]}.{kind}", scan, save=False)
    consent.save(update_fields=["given_at", "evidence_sha256", "evidence_file"])
    return consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, by: Person, via: str = Consent.Method.WEB) -> Consent:
    """Withdraw the consent and those to earlier versions of its text; each room acts on it at once.

    Without consent to the processing nothing may be kept: a request for erasure is written in the person's name.
    """
    if consent.withdrawn_at is not None:
        return consent
    same = Consent.objects.filter(person=consent.person).to(consent.text.conference, consent.text.kind).given()
    for each in same.exclude(pk=consent.pk):
        _end(each, via=via, by=by)
    _end(consent, via=via, by=by)
    for _answer in ask("consent_withdrawn", consent):
        pass
    if consent.text.kind == ConsentText.Kind.PROCESSING and via != Consent.Method.ERASURE:
        ask_for_erasure(consent.person)
    return consent


def _end(consent: Consent, *, via: str, by: Person | None) -> None:
    """End a consent now, or at the end of its term when that is over."""
    now = timezone.now()
    consent.withdrawn_at = min(consent.expires_at, now) if consent.expires_at else now
    consent.withdrawn_via, consent.withdrawn_by = via, by
    consent.save(update_fields=["withdrawn_at", "withdrawn_via", "withdrawn_by"])


def agreed(conference: Conference, kind: str) -> set[int]:
    """Keys of the people whose consent for the purpose *kind* stands in *conference*."""
    return set(Consent.objects.to(conference, kind).standing().values_list("person_id", flat=True))


def standing_consents(person: Person) -> list[Consent]:
    """What *person* agrees to now, one for each purpose and conference: the newest version. Earlier ones go with it."""
    rows = person.consents.standing().select_related("text__conference").order_by("text__version", "pk")
    newest = {(consent.text.conference_id, consent.text.kind): consent for consent in rows}
    return sorted(newest.values(), key=lambda consent: consent.given_at, reverse=True)


def open_texts(person: Person) -> list[dict[str, Any]]:
    """Texts that *person* may still agree to, with whether an earlier version was agreed to (``is_new_version``).

    Those of the conferences in which the person has agreed to anything; the one on access needs is asked for with
    the needs themselves.
    """
    consents = list(person.consents.select_related("text").order_by("pk"))
    standing = {consent.text_id for consent in consents if consent.is_standing}
    before = {(c.text.conference_id, c.text.kind) for c in consents if c.is_standing}
    here = {consent.text.conference_id for consent in consents}
    if not here:
        return []
    texts = ConsentText.objects.filter(conference__in=here, valid_from__lte=timezone.now())
    texts = texts.exclude(kind=ConsentText.Kind.SPECIAL_CATEGORY)
    texts = texts.exclude(conference__visibility=Conference.Visibility.ARCHIVED)
    newest: dict[tuple[int, str], ConsentText] = {}
    for text in texts.select_related("conference").order_by("version", F("pk")):
        newest[text.conference_id, text.kind] = text
    order = [kind.value for kind in ConsentText.Kind]
    return [
        {"text": text, "is_new_version": key in before}
        for key, text in sorted(newest.items(), key=lambda pair: (pair[0][0], order.index(pair[0][1])))
        if text.pk not in standing
    ]
