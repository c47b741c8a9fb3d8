"""Support: what a participant asks to be paid for, what was granted, and what was paid."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Person
from conference.moves import MoveNotAllowed
from conference.permissions import may
from registration.models import Registration, Support
from registration.models.travel import is_coming
from registration.permissions import SEE_MONEY

from . import mails

State = Support.State


@transaction.atomic
def ask_support(
    registration: Registration, *, by: Person, item: str, payer: str, quantity: int, asked: str = ""
) -> Support:
    """Ask for one thing to be paid. Raises MoveNotAllowed when it was asked for already or is not asked now."""
    if not is_coming(registration):
        raise MoveNotAllowed(_("Support is for approved participants who come to the conference."))
    try:
        with transaction.atomic():
            return Support.objects.create(
                conference=registration.conference, registration=registration, item=item, payer=payer,
                quantity=quantity, asked=asked, asked_by=by,
            )  # fmt: skip
    except IntegrityError:
        raise MoveNotAllowed(_("This was asked for already.")) from None


@transaction.atomic
def withdraw_support(support: Support, *, by: Person) -> None:
    """Take a wish back before it is decided. Raises MoveNotAllowed."""
    gone, _rows = Support.objects.filter(pk=support.pk, state=State.ASKED).delete()
    if not gone:
        raise MoveNotAllowed(_("This was decided already. Write to the organisers."))


@transaction.atomic
def grant_support(support: Support, *, by: Person, payer: str = "", quantity: int = 0, note: str = "") -> Support:
    """Grant the wish, perhaps with another payer or quantity. Raises MoveNotAllowed."""
    changed = {name: value for name, value in (("payer", payer), ("quantity", quantity)) if value}
    _move(support, State.GRANTED, by=by, note=note, decided_by=by, decided_at=timezone.now(), **changed)
    _tell(support, "support-granted")
    return support


@transaction.atomic
def decline_support(support: Support, *, by: Person, note: str) -> Support:
    """Refuse, with a reason that the participant reads. Raises MoveNotAllowed, ValidationError."""
    note = note.strip()
    if not note:
        raise ValidationError(_("Write the reason: the person reads it."), code="note")
    _move(support, State.DECLINED, by=by, note=note, decided_by=by, decided_at=timezone.now())
    _tell(support, "support-declined")
    return support


@transaction.atomic
def set_amount(support: Support, *, by: Person, amount: Decimal | None, currency: str) -> Support:
    """Write the amount, which finance officers alone see. Raises PermissionDenied, MoveNotAllowed."""
    if not may(by, SEE_MONEY, support.conference):
        raise PermissionDenied
    open_rows = Support.objects.filter(pk=support.pk, state__in=[State.ASKED, State.GRANTED])
    if not open_rows.update(amount=amount, currency=currency if amount is not None else ""):
        raise MoveNotAllowed(_("This is settled or was not granted: its amount no longer changes."))
    support.refresh_from_db()
    return support


@transaction.atomic
def settle_support(support: Support, *, by: Person) -> Support:
    """Say that it was paid. Raises PermissionDenied, MoveNotAllowed."""
    if not may(by, SEE_MONEY, support.conference):
        raise PermissionDenied
    support.move(State.SETTLED, by=by, settled_at=timezone.now())
    _tell(support, "support-settled")
    return support


def _move(support: Support, to: str, *, by: Person, **fields: Any) -> None:
    try:
        with transaction.atomic():
            support.move(to, by=by, **fields)
    except IntegrityError:  # declined before, and asked for again meanwhile
        raise MoveNotAllowed(_("This was asked for again meanwhile. Decide about that request.")) from None


def _tell(support: Support, key: str) -> None:
    """Amounts and reasons stay on the page; the letter says that there is an answer."""
    mails.write_to_all(key, support.registration)
