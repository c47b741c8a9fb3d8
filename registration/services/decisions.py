"""What becomes of a registration."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Person, Role
from conference.moves import MoveNotAllowed
from conference.services.documents import revoke_documents
from conference.services.queue import Queue, enqueue
from registration.models import Registration

from . import companions, enrolment, mails, papers, questions, seats
from .letters import issue_letter


@transaction.atomic
def approve(registration: Registration, *, by: Person | None) -> Registration:
    """Admit the participant; the invitation letter follows in the background. *by* is None for automatic approval.

    Raises MoveNotAllowed when somebody else has decided meanwhile, or when the person has registered again; and for
    an assistant, who comes with the guest.
    """
    companions.refuse_alone(registration)
    questions.take_places(registration)
    if not seats.take_seat(registration):
        raise MoveNotAllowed(
            _("No seat is free for %(person)s. Raise the number of seats of the category, or wait for one.")
            % {"person": registration.person}
        )
    try:
        with transaction.atomic():
            registration.move(Registration.State.APPROVED, by=by, decided_at=timezone.now(), decision_note="")
    except IntegrityError:
        raise MoveNotAllowed(
            _("%(person)s has another registration for this conference. Decide about that one.")
            % {"person": registration.person}
        ) from None
    Role.grant(registration.participant, Role.Kind.PARTICIPANT, registration.conference)
    companions.follow(registration, by=by)
    papers.confirm(registration)
    mails.write_to_all("registration-approved", registration)
    enqueue(issue_letter, registration.pk, queue=Queue.LONG)
    return registration


@transaction.atomic
def decline(registration: Registration, *, by: Person, reason: str) -> Registration:
    """Refuse, with a reason that the person reads in the letter. Raises MoveNotAllowed, ValidationError."""
    companions.refuse_alone(registration)
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Write the reason: the person reads it in the letter."), code="reason")
    registration.move(
        Registration.State.DECLINED, by=by, reason=reason, decided_at=timezone.now(), decision_note=reason
    )
    companions.follow(registration, by=by)
    seats.give_seat_back(registration)
    questions.give_places_back(registration)
    mails.write_to_all("registration-declined", registration, reason=reason)
    return registration


@transaction.atomic
def cancel(registration: Registration, *, by: Person, reason: str = "", with_letter: bool = True) -> Registration:
    """Give the place back: the role ends, documents become void. Raises MoveNotAllowed.

    Without *with_letter* the caller writes a letter of its own.
    """
    registration.move(
        Registration.State.CANCELLED, by=by, reason=reason, decided_at=timezone.now(), decision_note=reason
    )
    companions.follow(registration, by=by, reason=reason)
    seats.give_seat_back(registration)
    questions.give_places_back(registration)
    enrolment.give_up_all(registration.participant, registration.conference, by=by)
    Role.revoke(registration.participant, Role.Kind.PARTICIPANT, registration.conference)
    revoke_documents(about=registration, by=by, reason=_("The registration was cancelled."))
    if with_letter:
        mails.write_to_all("registration-cancelled", registration)
    return registration
