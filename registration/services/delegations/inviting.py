"""Who fills a delegation in: invited by a letter with a code, handed over to a colleague."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_countries import countries

from conference.models import Conference, Counter, Person
from conference.models.people import PersonManager
from conference.moves import MoveNotAllowed
from registration.models import Category, Delegation, Registration
from registration.services import seats as hall

from . import letters

COUNTER = "delegation"
BEFORE = "before"
"""The key of ``Delegation.shared`` with the primary keys of those who led it earlier."""
NO_COUNTRY = "INT"


@transaction.atomic
def create_delegation(
    conference: Conference, *, by: Person | None, category: Category, seats: int, held_until: date | None,
    language: str, country: str = "", body_ru: str = "", body_en: str = "", focal_email: str = "", note: str = "",
) -> Delegation:  # fmt: skip
    """A delegation with its number and so many seats of its category's hall held for it.

    Raises ValidationError (code ``seats``) when the hall has not so many.
    """
    delegation = Delegation.objects.create(
        conference=conference, category=category, country=country, body_ru=body_ru or None, body_en=body_en or None,
        language=language, seats=seats, held_until=held_until, note=note,
        focal_email=PersonManager.normalize_email(focal_email),
    )  # fmt: skip
    number_delegation(delegation)
    if not hall.hold_seats(delegation, seats):
        raise no_seats(category)
    return delegation


def number_delegation(delegation: Delegation) -> str:
    """The number, given once: three letters of the country (ISO 3166-1 alpha-3) and a counter, ARM-07."""
    if not delegation.number:
        country = countries.alpha3(str(delegation.country)) if delegation.country else ""
        delegation.number = f"{country or NO_COUNTRY}-{Counter.next(delegation.conference, COUNTER):02d}"
        Delegation.objects.filter(pk=delegation.pk).update(number=delegation.number)
    return delegation.number


def no_seats(category: Category) -> ValidationError:
    return ValidationError(
        _("The hall has only %(count)d free seats in this category."),
        code="seats",
        params={"count": category.seats_left() or 0},
    )


@transaction.atomic
def set_seats(delegation: Delegation, *, by: Person, seats: int, held_until: date | None) -> Delegation:
    """Grant another number of seats and hold them until *held_until*; never fewer than there are people.

    Raises ValidationError (code ``seats``).
    """
    locked = (
        Delegation.objects.select_for_update(of=("self",), no_key=True).select_related("category").get(pk=delegation.pk)
    )
    people = locked.registrations.filter(state__in=[*Registration.ACTIVE, Registration.State.DRAFT]).count()
    if seats < people:
        raise ValidationError(
            _("%(count)d people are in the delegation already."), code="seats", params={"count": people}
        )
    hall.release_held_seats(locked)
    Delegation.objects.filter(pk=locked.pk).update(seats=seats, held_until=held_until, reminded_at=None)
    locked.seats = seats
    is_held = held_until is None or held_until >= locked.conference.today()
    wanted = seats - locked.seats_held
    if is_held and locked.category and not hall.hold_seats(locked, wanted):
        locked.category.refresh_from_db()
        raise no_seats(locked.category)
    delegation.refresh_from_db()
    return delegation


@transaction.atomic
def invite(delegation: Delegation, *, by: Person) -> Delegation:
    """Write the invitation with its code and link, while the delegation is being filled in.

    Raises MoveNotAllowed once it was sent, ValidationError when nobody is named to write to.
    """
    if delegation.state != Delegation.State.OPEN:
        raise MoveNotAllowed(_("The delegation has been sent already: there is nothing to invite to."))
    to = delegation.focal_point or delegation.focal_email
    if not to:
        raise ValidationError(_("Name the e-mail address of the focal point first."), code="address")
    number_delegation(delegation)
    letters.write(
        "delegation-invitation", delegation, to=to, path="registration:delegation_invitation",
        kwargs={"token": delegation.invitation_token()}, code=delegation.code,
        start=delegation.conference.slug,
    )  # fmt: skip
    delegation.invited_at = timezone.now()
    delegation.save(update_fields=["invited_at"])
    return delegation


@transaction.atomic
def take_up(delegation: Delegation, *, by: Person) -> Delegation:
    """*by*, who holds the code and has shown their address, becomes the focal point.

    Raises MoveNotAllowed when somebody else is; safe to call twice.
    """
    if delegation.focal_point_id == by.pk:
        return delegation
    free = Delegation.objects.filter(pk=delegation.pk, focal_point=None)
    if not free.update(focal_point=by, focal_email=by.letters_to):
        raise MoveNotAllowed(_("Somebody fills in this delegation already. Ask them to hand it over to you."))
    delegation.refresh_from_db()
    number_delegation(delegation)
    return delegation


@transaction.atomic
def offer_handover(delegation: Delegation, *, by: Person, to: str) -> Delegation:
    """Offer the delegation to a colleague at *to*; an earlier offer ends. Raises ValidationError."""
    address = PersonManager.normalize_email(to)
    if address in {by.email, by.contact_email}:
        raise ValidationError(_("This is your own address. Give the address of the colleague."), code="own")
    delegation.handover_email = address
    delegation.save(update_fields=["handover_email"])
    letters.write(
        "delegation-handover", delegation, to=address, path="registration:delegation_handed_over",
        kwargs={"token": delegation.handover_token()}, sender=by.name_in(delegation.language),
    )  # fmt: skip
    return delegation


@transaction.atomic
def withdraw_handover(delegation: Delegation, *, by: Person) -> Delegation:
    """Take the offer back: its link no longer opens anything."""
    delegation.handover_email = ""
    delegation.save(update_fields=["handover_email"])
    return delegation


def _predecessors(delegation: Delegation, successor: Person) -> list[int]:
    known = {*delegation.shared.get(BEFORE, []), delegation.focal_point_id} - {None, successor.pk}
    return sorted(known)


def has_led(delegation: Delegation, person: Person) -> bool:
    """Whether *person* led the delegation and handed it over."""
    return person.pk in delegation.shared.get(BEFORE, [])


def forget_predecessor(person: Person) -> bool:
    """Strike *person* from those who led a delegation; whether there was any."""
    led = [each for each in Delegation.objects.filter(shared__has_key=BEFORE) if has_led(each, person)]
    for delegation in led:
        delegation.shared[BEFORE] = [pk for pk in delegation.shared[BEFORE] if pk != person.pk]
        delegation.save(update_fields=["shared"])
    return bool(led)


@transaction.atomic
def accept_handover(delegation: Delegation, *, by: Person) -> Delegation:
    """*by*, who has shown that the offered address is theirs, leads from now on; the predecessor is told and out.

    Raises MoveNotAllowed when the offer is not, or no longer, theirs.
    """
    before = delegation.focal_point
    offered = Delegation.objects.filter(pk=delegation.pk, handover_email=by.email or "").exclude(handover_email="")
    changed = offered.filter(focal_point=before).update(
        focal_point=by, focal_email=by.letters_to, handover_email="", reminded_at=None,
        shared={**delegation.shared, BEFORE: _predecessors(delegation, by)},
    )  # fmt: skip
    if not changed:
        raise MoveNotAllowed(_("This delegation is not offered to you any more."))
    delegation.refresh_from_db()
    delegation.registrations.filter(source=Registration.Source.DELEGATION).exclude(filled_by=None).update(filled_by=by)
    if before:
        letters.write(
            "delegation-handed-over", delegation, to=before, path="conference_home", kwargs={},
            colleague=by.name_in(before.language),
        )  # fmt: skip
    return delegation
