"""The invitation letter, drawn in the background."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType

from conference.models import IssuedDocument, Message
from conference.services.documents import issue_document
from registration.documents import InvitationLetter
from registration.models import Category, Registration

from . import mails

READY = "registration-letter"
SOON = timedelta(minutes=10)
"""The letter of approval says that the invitation letter comes in a few minutes; only a later one is told of."""


def issue_letter(registration_id: int) -> IssuedDocument | None:
    """Draw the letter of an approved registration; say that it is ready when that took long. May run twice.

    Returns None when the registration is gone or no longer approved, or its category gets no letter.
    """
    rows = Registration.objects.select_related("conference", "person", "category", "filled_by")
    registration = rows.filter(pk=registration_id, state=Registration.State.APPROVED).first()
    if registration is None or not registration.category.gives(Category.Paper.INVITATION_LETTER):
        return None
    issued = issue_document(
        InvitationLetter,
        conference=registration.conference,
        person=registration.participant,
        language=registration.language,
        about=registration,
    )
    registrations = ContentType.objects.get_for_model(Registration)
    told = Message.objects.filter(
        key=READY, about_type=registrations, about_id=registration.pk, created__gte=issued.issued_at
    )
    if is_late(registration, issued) and not told.exists():
        mails.write_to_all(READY, registration, document=issued.number)
    return issued


def is_late(registration: Registration, issued: IssuedDocument) -> bool:
    """Whether the letter came later than the letter of approval said it would."""
    return registration.decided_at is None or issued.issued_at - registration.decided_at > SOON
