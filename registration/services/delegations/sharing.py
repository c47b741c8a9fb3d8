"""What the members share, asked once, and what is asked of each: access needs, visas, exceptions in travel."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from conference.models import Consent, ConsentText, Person
from conference.services.consent import give_consent
from registration.models import AccessNeeds, Delegation, Registration

from .members import _lock, resolved, write_columns
from .roster import STEP

State = Registration.State
OVERRIDES = "travel_exceptions"


@transaction.atomic
def save_shared(delegation: Delegation, *, by: Person, **answers: Any) -> Delegation:
    """Body, language of letters and attendance of all; drafts without an answer of their own take them over.

    Raises MoveNotAllowed when the time for changes is over.
    """
    _lock(delegation)
    for name in ("body_ru", "body_en"):
        if name in answers:
            setattr(delegation, name, answers[name] or None)
    delegation.language = answers.get("language") or delegation.language
    delegation.shared = {**delegation.shared, "attendance": answers.get("attendance") or "hall"}
    delegation.save()
    for draft in delegation.registrations.drafts().select_related("conference"):
        write_columns(draft, resolved(delegation, draft.answers.get(STEP, {})))
        draft.save()
    return delegation


@transaction.atomic
def save_member_needs(
    registration: Registration, *, by: Person, services: list[str], note: str, diet: str = "",
    consent: dict[str, Any] | None,
) -> None:  # fmt: skip
    """Keep what one member needs, in its own guarded row; empty answers erase it."""
    AccessNeeds.objects.filter(registration=registration).delete()
    if services or note or diet:
        AccessNeeds.objects.create(registration=registration, services=services, note=note, diet=diet)
    if registration.state == State.DRAFT:
        registration.answers = {**registration.answers, "access": {"access_consent": consent} if consent else {}}
        registration.save(update_fields=["answers"])
        return
    text = ConsentText.objects.of(registration.conference).filter(pk=consent["text"]).first() if consent else None
    if text and consent:
        give_consent(registration.participant, text, language=consent["language"], method=Consent.Method.PROXY, by=by)


@transaction.atomic
def save_visas(delegation: Delegation, *, by: Person, needed_by: list[int]) -> Delegation:
    """Who needs a letter in support of a visa: keys of members of this delegation; others are left out."""
    own = delegation.registrations.filter(pk__in=needed_by).values_list("pk", flat=True)
    delegation.shared = {**delegation.shared, "visa": sorted(own)}
    delegation.save(update_fields=["shared"])
    return delegation


@transaction.atomic
def nominate(
    delegation: Delegation, *, by: Person, letter: ContentFile | None, number: str, dated: date | None, signed_by: str
) -> Delegation:
    """Keep the nomination letter with its number, date and signatory; a new file replaces the old one."""
    if letter is not None:
        if delegation.nomination:
            delegation.nomination.delete(save=False)
        delegation.nomination.save(letter.name or "letter.pdf", letter, save=False)
    if delegation.nomination and delegation.credentials == Delegation.Credentials.NONE:
        delegation.credentials = Delegation.Credentials.NOMINATED
    delegation.nomination_number, delegation.nomination_date = number, dated
    delegation.nomination_signed_by = signed_by
    delegation.save()
    return delegation


@transaction.atomic
def set_credentials(delegation: Delegation, *, by: Person, credentials: str) -> Delegation:
    """What the organisers hold as proof that these people are sent."""
    delegation.credentials = Delegation.Credentials(credentials)
    delegation.save(update_fields=["credentials"])
    return delegation


@transaction.atomic
def save_shared_travel(delegation: Delegation, *, by: Person, **fields: Any) -> Delegation:
    """Arrival, departure and transfer of all: copied to every member who has no exception."""
    delegation.shared = {**delegation.shared, "travel": plain(fields), "travel_at": timezone.now().isoformat()}
    delegation.save(update_fields=["shared"])
    return delegation


@transaction.atomic
def save_member_travel(registration: Registration, *, by: Person, **fields: Any) -> Registration:
    """An exception for one member; without fields the member travels with the others again."""
    answers = {name: value for name, value in registration.answers.items() if name != "travel"}
    registration.answers = {**answers, "travel": plain(fields)} if any(fields.values()) else answers
    registration.save(update_fields=["answers"])
    return registration


def plain(fields: dict[str, Any]) -> dict[str, Any]:
    """*fields* as JSON keeps them: dates and times in ISO 8601."""
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in fields.items()}
