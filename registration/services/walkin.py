"""Who comes without having registered: entered at the desk in a minute, admitted and checked in at once."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference, Consent, ConsentText, Counter, Person
from conference.services.consent import give_consent
from conference.text import search_key
from registration.documents.addressing import is_russian
from registration.models import Category, CheckIn, Registration

from . import decisions, seats
from .door import Arrival, check_in

ON_PAPER = (ConsentText.Kind.PROCESSING, ConsentText.Kind.DISSEMINATION, ConsentText.Kind.PHOTO_VIDEO)


@dataclass(frozen=True)
class WalkIn:
    """What the desk asks: no e-mail, no account."""

    category: Category
    full_name: str
    latin_name: str
    country: str
    language: str
    body: str = ""
    consents: tuple[str, ...] = (ConsentText.Kind.PROCESSING,)
    """Kinds of consent that the guest signed on paper."""


def namesakes(conference: Conference, full_name: str, latin_name: str) -> list[Registration]:
    """Active registrations under the same name, in either script: perhaps the guest has registered after all."""
    words = [key.split() for key in (search_key(full_name), search_key(latin_name)) if key]
    if not words:
        return []
    same = Q()
    for name in words:
        every = Q()
        for word in name[:2]:
            every &= Q(search__contains=word)
        same |= every
    rows = Registration.objects.of(conference).active().filter(same).select_related("person", "category")
    return list(rows.order_by("number")[:5])


@transaction.atomic
def register_walk_in(
    conference: Conference, told: WalkIn, *, by: Person, door: str = "", nonce: uuid.UUID | None = None
) -> Arrival:
    """Register, approve and check in a guest who stands at the desk. The same *nonce* twice is the same guest.

    Raises ValidationError (codes ``full``, ``consent``, ``category``).
    """
    known = CheckIn.objects.of(conference).filter(nonce=nonce).first() if nonce else None
    if known is not None:
        return Arrival(known, is_new=False)
    if told.category.conference_id != conference.pk:
        raise ValidationError(_("Choose a category of this conference."), code="category")
    texts = texts_for(conference, told.consents)
    person = _person(told)
    registration = _registration(conference, told, person, by)
    if not seats.take_seat(registration):
        raise ValidationError(
            _("No seat is free in this category. Choose another one, or ask an organiser to add seats."),
            code="full",
        )
    for text in texts:
        give_consent(person, text, language=told.language, method=Consent.Method.PAPER, by=by)
    decisions.approve(registration, by=by)
    return check_in(registration, by=by, door=door, nonce=nonce, method=CheckIn.Method.DESK)


def texts_for(conference: Conference, kinds: Iterable[str]) -> list[ConsentText]:
    """The texts in force that were signed. Raises ValidationError when a required one was not."""
    signed = set(kinds)
    found = []
    for kind in ON_PAPER:
        text = ConsentText.objects.in_force(conference, kind)
        if text and kind in ConsentText.REQUIRED_KINDS and kind not in signed:
            raise ValidationError(_("Ask the guest to sign the consent to the processing of personal data."), "consent")
        found += [text] if text and kind in signed else []
    return found


def _person(told: WalkIn) -> Person:
    person = Person(full_name=told.full_name, latin_name=told.latin_name, country=told.country, language=told.language)
    person.set_unusable_password()
    person.save()
    return person


def _registration(conference: Conference, told: WalkIn, person: Person, by: Person) -> Registration:
    body = {f"body_{'ru' if is_russian(told.body) else 'en'}": told.body} if told.body else {}
    registration = Registration(
        conference=conference, category=told.category, person=person,
        number=f"{told.category.prefix}-{Counter.next(conference, 'registration'):04d}",
        source=Registration.Source.DESK, attendance=Registration.Attendance.HALL, language=told.language,
        country=told.country, submitted_at=timezone.now(), **body,
    )  # fmt: skip
    registration.search = registration.searchable()
    registration.save()
    registration.move(Registration.State.SUBMITTED, by=by)
    return registration
