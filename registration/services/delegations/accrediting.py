"""The organisers' side: accredit the whole, one person, or return it with remarks."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Person
from conference.moves import MoveNotAllowed
from registration.models import Delegation, Registration
from registration.services import decisions

from . import letters
from .membership import REPLY

State = Delegation.State


@transaction.atomic
def accredit(delegation: Delegation, *, by: Person) -> list[Registration]:
    """Approve every submitted member; the focal point is told once. Raises MoveNotAllowed, and then nobody is."""
    if delegation.state != State.SUBMITTED:
        delegation.move(State.ACCREDITED, by=by)  # says why it cannot be
    waiting = Registration.objects.filter(delegation=delegation).awaiting_decision().in_protocol_order()
    members = list(waiting.select_related("person", "conference", "category", "filled_by", "delegation"))
    for member in members:
        decisions.approve(member, by=by)
    _done(delegation, by=by)
    return members


@transaction.atomic
def accredit_member(registration: Registration, *, by: Person) -> Registration:
    """Approve one member; with the last one the delegation is accredited. Raises MoveNotAllowed."""
    delegation = registration.delegation
    if delegation is None:
        raise MoveNotAllowed(_("This person does not belong to a delegation."))
    decisions.approve(registration, by=by)
    is_last = not Registration.objects.filter(delegation=delegation).awaiting_decision().exists()
    if is_last and delegation.state == State.SUBMITTED:
        _done(delegation, by=by)
    return registration


@transaction.atomic
def return_delegation(delegation: Delegation, *, by: Person, remarks: str) -> Delegation:
    """Send it back with remarks that the focal point reads. Raises MoveNotAllowed, ValidationError."""
    remarks = remarks.strip()
    if not remarks:
        raise ValidationError(_("Write what should be changed: the focal point reads it."), code="remarks")
    shared = {name: value for name, value in delegation.shared.items() if name != REPLY}  # it answered earlier remarks
    delegation.move(State.RETURNED, by=by, remarks=remarks, decided_at=timezone.now(), shared=shared)
    if delegation.focal_point:
        letters.write("delegation-returned", delegation, to=delegation.focal_point, remarks=remarks)
    return delegation


def _done(delegation: Delegation, *, by: Person) -> None:
    delegation.move(State.ACCREDITED, by=by, decided_at=timezone.now(), remarks="")
    if delegation.focal_point:
        letters.write("delegation-accredited", delegation, to=delegation.focal_point)
