"""What became of an hour: held or missed, and the note on what was agreed, which the school reads."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.models import Person
from conference.moves import MoveNotAllowed
from conference.services.readings import log_writing
from workshops.models import Consultation

from .letters import write_to_school
from .reading import is_its_expert

State = Consultation.State
LONGEST_NOTE = 3000


@transaction.atomic
def hold(consultation: Consultation, *, by: Person) -> Consultation:
    """Say that the consultation took place. Raises MoveNotAllowed before its time."""
    _check_begun(consultation)
    consultation.move(State.HELD, by=by)
    return consultation


@transaction.atomic
def miss(consultation: Consultation, *, by: Person) -> Consultation:
    """Say that the school did not come. Raises MoveNotAllowed before the time, or when there is a note already."""
    _check_begun(consultation)
    if consultation.outcome_at is not None:
        raise MoveNotAllowed(_("There is a note on this consultation, so it took place."))
    consultation.move(State.MISSED, by=by)
    return consultation


def _check_begun(consultation: Consultation) -> None:
    if not consultation.has_begun:
        raise MoveNotAllowed(_("The consultation has not begun yet."))


@transaction.atomic
def write_outcome(consultation: Consultation, text: str, *, by: Person) -> Consultation:
    """Seal the note on what was agreed; one that is booked is held with it. The school gets a letter for the first.

    Raises PermissionDenied for anybody but the expert; ValidationError for an empty or long note; MoveNotAllowed.
    """
    if not is_its_expert(by, consultation):
        raise PermissionDenied
    text = text.strip()
    if not text:
        raise ValidationError(_("Write what was agreed."), code="empty")
    if len(text) > LONGEST_NOTE:
        raise ValidationError(
            ngettext("Shorten the note to %(count)d character.", "Shorten the note to %(count)d characters.",
                     LONGEST_NOTE) % {"count": LONGEST_NOTE}, code="long",
        )  # fmt: skip
    if consultation.erased_at is not None:
        raise MoveNotAllowed(_("What is kept of this consultation has been erased, so no note can be added."))
    if consultation.state == State.BOOKED:
        hold(consultation, by=by)
    if consultation.state != State.HELD:
        raise MoveNotAllowed(_("A note belongs to a consultation that took place."))
    is_first = consultation.outcome_at is None
    consultation.outcome, consultation.outcome_at = text, timezone.now()
    consultation.save(update_fields=["outcome", "outcome_at"])
    log_writing(consultation, by=by, what="outcome note written")
    if is_first:
        write_to_school("consultation-outcome", consultation)
    return consultation
