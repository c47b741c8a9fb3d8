"""Changing a registration that was sent: a draft filled in from the record, and one verb that writes it back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import Consent, ConsentText, Person, Role
from conference.moves import MoveNotAllowed
from conference.services.consent import give_consent
from conference.services.documents import revoke_documents
from conference.services.queue import Queue, enqueue
from registration.models import AccessNeeds, Category, Registration, Rules
from registration.models.registrations import RECORD

from . import companions, decisions, mails, papers, questions, seats
from .letters import issue_letter
from .sending import BILINGUAL, HONORIFICS, ON_BEHALF, ORGANISATIONS, columns, describe

State = Registration.State
CHANGEABLE = (State.SUBMITTED, State.WAITING, State.APPROVED)
MAY_BE_CLEARED = ("native_name", "orcid", *BILINGUAL)
PRINTED = {
    "full_name", "latin_name", "native_name", "honorific", "address_as", "position_ru", "position_en", "country",
    "body_ru", "body_en", "attendance",
}  # fmt: skip
"""What letters and badges print: when it changes, those that exist become void and new ones are drawn."""
NEEDS = ("services", "note", "diet", "door_instruction")


def may_be_changed(registration: Registration, rules: Rules | None = None) -> bool:
    """Whether its answers can still be changed: sent, neither over nor offered a seat, before the last day."""
    is_own = registration.accompanies_id is None
    return (
        is_own and registration.state in CHANGEABLE and (rules or Rules.of(registration.conference)).changes_are_open()
    )


@transaction.atomic
def begin_change(registration: Registration, *, by: Person) -> Registration:
    """The draft in which *registration* is changed, filled in from it; the one begun before, if it was not sent.

    Nothing changes until ``apply_change``. Raises MoveNotAllowed when it is too late.
    """
    _refuse_unless_changeable(registration)
    if begun := Registration.objects.changes().filter(amends=registration).first():
        return begun
    draft = Registration.objects.create(
        conference=registration.conference, category=registration.category, filled_by=by, amends=registration,
        language=registration.language, answers={RECORD: record_of(registration)},
    )  # fmt: skip
    if needs := AccessNeeds.objects.filter(registration=registration).first():
        AccessNeeds.objects.create(registration=draft, **{name: getattr(needs, name) for name in NEEDS})
    return draft


@transaction.atomic
def discard_change(draft: Registration, *, by: Person) -> None:
    """Leave the registration as it was."""
    if draft.amends_id is None or draft.state != State.DRAFT:
        raise MoveNotAllowed(_("This is not a change of a registration."))
    questions.drop(draft.custom_answers.all())
    draft.delete()


def _refuse_unless_changeable(registration: Registration) -> None:
    if registration.state == State.OFFERED:
        raise MoveNotAllowed(_("A seat is offered to you. Accept or decline it first, then change your answers."))
    if not may_be_changed(registration):
        raise MoveNotAllowed(_("The answers can no longer be changed here. Write to the organising committee."))


def record_of(registration: Registration) -> dict[str, Any]:
    """What the form would have been told for *registration* to be as it is now (field name -> value)."""
    person = registration.participant
    told: dict[str, Any] = {name: getattr(person, name) or "" for name in ("full_name", "latin_name", *MAY_BE_CLEARED)}
    told["honorific"] = person.honorific or ""
    forms = (told["honorific_ru"], told["honorific_en"])
    told["address_as"] = next((key for key, pair in HONORIFICS.items() if pair == forms and any(pair)), "")
    told["city"] = person.city or ""
    for name in ("body_ru", "body_en", "degree", "question", "attendance", "language"):
        told[name] = getattr(registration, name) or ""
    told |= {
        "country": str(registration.country or ""),
        "track": registration.track.number if registration.track else None,
        "statement_wanted": registration.statement_wanted,
        "interpretation_wanted": registration.interpretation_wanted,
    }
    if registration.is_by_proxy:
        told |= {"who": ON_BEHALF, "head_email": person.contact_email}
    rows = registration.custom_answers.select_related("question")
    told |= {answer.question.field_name: answer.value for answer in rows}
    if assistant := companions.assistants_of(registration).first():
        told |= {"assistant_name": assistant.participant.full_name, "assistant_latin": assistant.participant.latin_name}
    if consent := special_consent_of(registration):
        told["access_consent"] = consent
    return told


def special_consent_of(registration: Registration) -> dict[str, Any] | None:
    """The consent to keep access needs that is in force, as drafts keep consents."""
    text = ConsentText.objects.in_force(registration.conference, ConsentText.Kind.SPECIAL_CATEGORY)
    given = Consent.objects.filter(person=registration.participant, text=text, withdrawn_at=None).first()
    return {"text": text.pk, "language": given.language} if text and given else None


@transaction.atomic
def apply_change(draft: Registration, *, by: Person) -> Registration:
    """Write what the draft changes onto its registration, which keeps its number.

    A changed attendance takes the new seat before it frees the old one. Where the category says so, an approved
    registration is considered again. What nobody touched in the draft stays as it is on the record now, even when
    organisers have edited it meanwhile. Raises MoveNotAllowed when it is too late; ValidationError (codes ``full``,
    ``consent``, ``no_place``), and then nothing is changed and the draft stays.
    """
    rows = Registration.objects.select_for_update(of=("self",), no_key=True)
    registration = rows.select_related("conference", "category", "person", "filled_by", "track").get(
        pk=draft.amends_id or 0
    )
    _refuse_unless_changeable(registration)
    told, was = draft.told(), draft.answers.get(RECORD, {})
    changed = {name: value for name, value in told.items() if (value or None) != (was.get(name) or None)}
    has_new_needs = _needs(draft) != _needs(registration)
    if not changed and not has_new_needs:
        discard_change(draft, by=by)
        return registration
    now = record_of(registration) | changed
    _write_person(registration, changed, now)
    _write_needs(draft, registration, now, by=by)
    if "attendance" in changed and not seats.move_seat(registration, changed["attendance"]):
        raise ValidationError(
            _("No place is free there. Nothing has changed: you keep the place that you have."), code="full"
        )
    _write_columns(draft, registration, now)
    questions.keep_answers(registration, now, source=draft)
    companions.change_assistant(registration, now, by=by)
    discard_change(draft, by=by)
    _consider_again(registration, changed, by=by)
    return registration


def _needs(registration: Registration) -> tuple[Any, ...]:
    needs = AccessNeeds.objects.filter(registration=registration).first() or AccessNeeds()
    return tuple(getattr(needs, name) for name in NEEDS)


def _write_person(registration: Registration, changed: dict[str, Any], now: dict[str, Any]) -> None:
    person = registration.participant
    for name in MAY_BE_CLEARED:
        if name in changed and not changed[name]:
            setattr(person, name, "")
    if changed.get("head_email"):
        person.contact_email = changed["head_email"]
    told = dict(changed)
    if {"body_ru", "body_en"} & set(changed):
        told |= {name: now.get(name, "") for name in ("body_ru", "body_en", "country")}
    describe(person, told, kind=ORGANISATIONS[Category.Family(registration.category.family)])
    person.save()


def _write_columns(draft: Registration, registration: Registration, now: dict[str, Any]) -> None:
    """The columns that the form fills in; the role in the delegation is protocol's, and seats are moved apart."""
    fields = columns(draft, now)
    for name in ("delegation_role", "attendance"):
        del fields[name]
    for name, value in fields.items():
        setattr(registration, name, value)
    registration.search = registration.searchable()
    registration.save(update_fields=[*fields, "search"])


def _write_needs(draft: Registration, registration: Registration, now: dict[str, Any], *, by: Person) -> None:
    needs = dict(zip(NEEDS, _needs(draft), strict=True))
    if not any(needs.values()):
        AccessNeeds.objects.filter(registration=registration).delete()
        return
    text = ConsentText.objects.in_force(registration.conference, ConsentText.Kind.SPECIAL_CATEGORY)
    agreed = now.get("access_consent") or {}
    if text and agreed.get("text") != text.pk:
        raise ValidationError(_("A consent is missing: %(title)s") % {"title": text.title}, code="consent")
    if text:
        method = Consent.Method.PROXY if registration.is_by_proxy else Consent.Method.WEB
        give_consent(registration.participant, text, language=agreed["language"], method=method, by=by)
    AccessNeeds.objects.update_or_create(registration=registration, defaults=needs)


def _consider_again(registration: Registration, changed: dict[str, Any], *, by: Person) -> None:
    """What the change means for the decision, the papers and the place in the waiting list."""
    if PRINTED & set(changed):
        revoke_documents(about=registration, by=by, reason=_("The registration was changed."))
    if registration.state == State.WAITING and "attendance" in changed and seats.take_seat_in_turn(registration):
        if registration.category.approves_itself(registration.attendance):
            decisions.approve(registration, by=None)
            return
        registration.move(State.SUBMITTED, by=by, waiting_since=None)
        companions.follow(registration, by=by)
    if registration.state != State.APPROVED or not _needs_a_decision(registration, changed):
        mails.write_to_all("registration-changed", registration)
        if registration.state == State.APPROVED and PRINTED & set(changed):
            papers.confirm(registration)
            enqueue(issue_letter, registration.pk, queue=Queue.LONG)
        return
    registration.move(State.SUBMITTED, by=by, reason=_("The participant changed the answers."), decided_at=None)
    companions.follow(registration, by=by)
    Role.revoke(registration.participant, Role.Kind.PARTICIPANT, registration.conference)
    mails.write_to_all("registration-changed-review", registration)


def _needs_a_decision(registration: Registration, changed: dict[str, Any]) -> bool:
    """Whether the organisers look again: the category wants it, or only the other way of taking part needs nobody."""
    category = registration.category
    if category.approve_changes:
        return True
    moved = "attendance" in changed and not category.approves_itself(registration.attendance)
    return moved and any(category.approves_itself(other) for other in Registration.Attendance.values)
