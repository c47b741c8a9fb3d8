"""Consents: separate records, one purpose each, withdrawn as easily as given (152-ФЗ, GDPR art. 7)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from conference.models import Consent, ConsentText, Person


@transaction.atomic
def give_consent(
    person: Person,
    text: ConsentText,
    *,
    language: str,
    method: str = Consent.Method.WEB,
    by: Person | None = None,
) -> Consent:
    """Record that *person* agreed to *text* as it reads in *language*; *by* is who gave or noted it for them."""
    consent, _created = Consent.objects.get_or_create(
        person=person,
        text=text,
        withdrawn_at=None,
        defaults={"language": language, "sha256": text.fingerprint(language), "method": method, "given_by": by},
    )
    return consent


def withdraw_consent(consent: Consent, *, by: Person) -> Consent:
    if consent.withdrawn_at is None:
        consent.withdrawn_at = timezone.now()
        consent.save(update_fields=["withdrawn_at"])
    return consent
