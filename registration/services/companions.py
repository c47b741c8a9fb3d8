"""Assistants who come along: registered with their guest, seated with them, and never without them.

An assistant has a person, a number and a badge of their own, answers no questions, and gets no letters: whoever
registered the guest is written to.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Consent, ConsentText, Counter, Person, Role
from conference.moves import MoveNotAllowed
from conference.services.consent import give_consent
from conference.services.documents import revoke_documents
from registration.models import Registration

from . import questions, seats

State = Registration.State


def assistants_of(registration: Registration) -> QuerySet[Registration]:
    """The assistants who come with the guest of *registration*."""
    return Registration.objects.active().filter(accompanies=registration).select_related("person", "conference")


def is_decided_alone(registration: Registration) -> bool:
    """Whether it is approved and declined by itself: an assistant is with the guest."""
    return registration.accompanies_id is None


def refuse_alone(registration: Registration) -> None:
    """Raise MoveNotAllowed for an assistant: who is admitted and who is not follows the guest."""
    if not is_decided_alone(registration):
        raise MoveNotAllowed(
            _("%(person)s is an assistant: decide about registration %(number)s, and the assistant follows.")
            % {"person": registration.person, "number": registration.accompanies.number}  # type: ignore[union-attr]
        )


def bring_assistant(registration: Registration, told: dict[str, Any], *, by: Person) -> Registration | None:
    """Register the assistant whose name is *told*, with the guest of *registration* and in the same category.

    Returns None when nobody is named.
    """
    name = told.get("assistant_name", "")
    if not name:
        return None
    guest = registration.participant
    person = Person.objects.create(
        full_name=name, latin_name=told.get("assistant_latin", ""), contact_email=by.letters_to,
        language=guest.language, country=registration.country or guest.country,
    )  # fmt: skip
    for kind in ConsentText.REQUIRED_KINDS:
        if text := ConsentText.objects.in_force(registration.conference, kind):
            give_consent(person, text, language=registration.language, method=Consent.Method.PROXY, by=by)
    assistant = Registration.objects.create(
        conference=registration.conference, category=registration.category, filled_by=by, accompanies=registration,
        source=registration.source, attendance=registration.attendance, language=registration.language,
        country=registration.country, delegation=registration.delegation,
    )  # fmt: skip
    number = f"{registration.category.prefix}-{Counter.next(registration.conference, 'registration'):04d}"
    assistant.person, assistant.number = person, number
    fields: dict[str, Any] = {
        "person": person,
        "number": number,
        "submitted_at": timezone.now(),
        "search": assistant.searchable(),
    }
    assistant.move(State.SUBMITTED, by=by, **fields)
    return assistant


def change_assistant(registration: Registration, told: dict[str, Any], *, by: Person) -> None:
    """Make the assistant of *registration* the one who is *told*: a new one, another name, or nobody any more."""
    name, latin = told.get("assistant_name", ""), told.get("assistant_latin", "")
    assistant = assistants_of(registration).first()
    if assistant is None:
        if bring_assistant(registration, told, by=by):
            follow(registration, by=by)
        return
    if not name:
        _leave(assistant, State.CANCELLED, by=by, reason="")
        return
    person = assistant.participant
    if (person.full_name, person.latin_name) == (name, latin):
        return
    person.full_name, person.latin_name = name, latin
    person.save(update_fields=["full_name", "latin_name"])
    assistant.search = assistant.searchable()
    assistant.save(update_fields=["search"])
    revoke_documents(about=assistant, by=by, reason=_("The registration was changed."))


def follow(registration: Registration, *, by: Person | None, reason: str = "") -> None:
    """Bring the assistants of *registration* to the state of their guest; nobody is written to.

    Raises MoveNotAllowed when there is no seat for one of them.
    """
    if registration.accompanies_id is not None:
        return
    to = State.WAITING if registration.state == State.OFFERED else State(registration.state)
    for assistant in registration.companions.exclude(state__in=[to, State.CANCELLED]).select_related("person"):
        if to in (State.CANCELLED, State.DECLINED):
            _leave(assistant, to, by=by, reason=reason)
        elif assistant.may_move(to):
            _join(assistant, to, by=by)


def _join(assistant: Registration, to: str, *, by: Person | None) -> None:
    decided: dict[str, Any] = {"decided_at": timezone.now()} if to == State.APPROVED else {}
    assistant.move(to, by=by, **decided)
    if to == State.APPROVED:
        seats.take_seat(assistant)
        Role.grant(assistant.participant, Role.Kind.PARTICIPANT, assistant.conference)
    else:
        Role.revoke(assistant.participant, Role.Kind.PARTICIPANT, assistant.conference)


def _leave(assistant: Registration, to: str, *, by: Person | None, reason: str) -> None:
    to = to if assistant.may_move(to) else State.CANCELLED
    if not assistant.may_move(to):
        return
    assistant.move(to, by=by, reason=reason, decided_at=timezone.now())
    seats.give_seat_back(assistant)
    questions.give_places_back(assistant)
    Role.revoke(assistant.participant, Role.Kind.PARTICIPANT, assistant.conference)
    if by is not None:
        revoke_documents(about=assistant, by=by, reason=_("The registration was cancelled."))
