"""What the members share, asked once, and what is asked of each: access needs, visas, exceptions in travel."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from conference.models import Consent, ConsentText, Person
from conference.services.consent import give_consent
from registration.models import AccessNeeds, Delegation, Registration, Travel
from registration.services.travel import TRAVEL_FIELDS, save_travel

from .members import _lock, resolved, write_columns
from .membership import STEP

State = Registration.State


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
    for draft in Registration.objects.filter(delegation=delegation).drafts().select_related("conference"):
        write_columns(draft, resolved(delegation, draft.answers.get(STEP, {})))
        draft.save()
    return delegation


@transaction.atomic
def save_member_needs(
    registration: Registration, *, by: Person, services: list[str], note: str, diet: str = "",
    door_instruction: str = "", consent: dict[str, Any] | None,
) -> None:  # fmt: skip
    """Keep what one member needs, in its own guarded row; empty answers erase it."""
    AccessNeeds.objects.filter(registration=registration).delete()
    if services or note or diet or door_instruction:
        AccessNeeds.objects.create(
            registration=registration, services=services, note=note, diet=diet, door_instruction=door_instruction
        )
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
def save_shared_travel(delegation: Delegation, *, by: Person, **fields: Any) -> int:
    """Arrival, departure and transfer of all: copied to every member who has no exception; returns to how many.

    An exception keeps the answers in which it differs and takes over the others. Members who are not sent yet get
    their copy when they are.
    """
    before = restored(delegation.shared.get("travel", {}))
    delegation.shared = {**delegation.shared, "travel": plain(fields)}
    delegation.save(update_fields=["shared"])
    active = list(Registration.objects.filter(delegation=delegation).active().select_related("conference"))
    alone = exceptions_of(active)
    others = [registration for registration in active if registration.pk not in alone]
    for registration in others:
        save_travel(registration, by=by, is_copy=True, **fields)
    for own in Travel.objects.filter(registration__in=alone).select_related("registration__conference"):
        _follow(own, before, fields, by=by)
    for draft in Registration.objects.filter(delegation=delegation).drafts():
        if "travel" in draft.answers:
            _keep_exception(draft, draft.answers["travel"], delegation.shared["travel"])
    return len(others)


def _follow(own: Travel, before: dict[str, Any], shared: dict[str, Any], *, by: Person) -> None:
    """Give an exception what it never answered otherwise; it stays one only while it differs."""
    taken = {name: value for name, value in shared.items() if _same(getattr(own, name), before.get(name, _empty(name)))}
    first, last = (taken.get(name, getattr(own, name)) for name in ("arrival_day", "departure_day"))
    if first and last and first > last:  # the shared days do not fit the member's own
        taken = {name: value for name, value in taken.items() if name not in ("arrival_day", "departure_day")}
    is_copy = all(_same(taken.get(name, getattr(own, name)), value) for name, value in shared.items())
    save_travel(own.registration, by=by, is_copy=is_copy, **taken)


def _keep_exception(draft: Registration, own: dict[str, Any], shared: dict[str, Any]) -> None:
    """Keep of *own*, plain values, what differs from *shared*; without any the draft travels with the others."""
    own = {name: value for name, value in own.items() if not _same(value, shared.get(name, plain_empty(name)))}
    answers = {name: value for name, value in draft.answers.items() if name != "travel"}
    draft.answers = {**answers, "travel": own} if own else answers
    draft.save(update_fields=["answers"])


def _empty(name: str) -> Any:
    return Travel._meta.get_field(name).get_default()  # type: ignore[union-attr]


def plain_empty(name: str) -> Any:
    return plain({name: _empty(name)})[name]


def _same(one: Any, other: Any) -> bool:
    return (one or None) == (other or None)


@transaction.atomic
def save_member_travel(registration: Registration, *, by: Person, **fields: Any) -> Registration:
    """An exception for one member: what is the same as for all is no exception, what is left out is as for all.

    Without fields, or with the answers of the delegation, the member travels with the others again.
    """
    shared = registration.delegation.shared.get("travel", {}) if registration.delegation else {}
    is_own = any(value for name, value in fields.items() if name not in ("transfer", "room"))
    if registration.state == State.DRAFT:
        _keep_exception(registration, plain(fields) if is_own else {}, shared)
        return registration
    together = restored(shared)
    if is_own and any(not _same(value, together.get(name, _empty(name))) for name, value in fields.items()):
        save_travel(registration, by=by, is_copy=False, **{**together, **fields})
        return registration
    Travel.objects.filter(registration=registration).delete()
    if shared:
        save_travel(registration, by=by, is_copy=True, **restored(shared))
    return registration


def give_travel(registration: Registration, delegation: Delegation, *, by: Person) -> None:
    """What a member just sent gets: the exception kept with the draft, else a copy of the shared answer."""
    own = registration.answers.pop("travel", {})
    shared = delegation.shared.get("travel", {})
    if own or shared:
        save_travel(registration, by=by, is_copy=not own, **restored({**shared, **own}))


def exceptions_of(registrations: list[Registration]) -> set[int]:
    """Keys of those who travel otherwise than the delegation: drafts with an answer of their own, and sent ones."""
    drafts = {each.pk for each in registrations if each.state == State.DRAFT and each.answers.get("travel")}
    sent = Travel.objects.filter(registration__in=registrations, is_copy=False)
    return drafts | set(sent.values_list("registration_id", flat=True))


def own_travel(registration: Registration) -> dict[str, Any]:
    """The exception of one member as a form shows it; empty when there is none."""
    if registration.state == State.DRAFT:
        own_answers = registration.answers.get("travel", {})
        shared = registration.delegation.shared.get("travel", {}) if registration.delegation else {}
        return {**shared, **own_answers} if own_answers else {}
    own = Travel.objects.filter(registration=registration, is_copy=False).first()
    return {name: getattr(own, name) for name in TRAVEL_FIELDS} if own else {}


def plain(fields: dict[str, Any]) -> dict[str, Any]:
    """*fields* as JSON keeps them: dates and times in ISO 8601."""
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in fields.items()}


def restored(fields: dict[str, Any]) -> dict[str, Any]:
    """What ``plain`` made, as the columns of Travel take it."""
    columns = {field.name: field for field in Travel._meta.fields}
    return {name: columns[name].to_python(value) for name, value in fields.items()}
