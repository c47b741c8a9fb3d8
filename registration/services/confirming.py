"""Confirmation of attendance: guests are asked some days before, answer by a link, and who is silent is listed."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference, Person
from conference.moves import MoveNotAllowed
from registration.models import Registration, Rules

from . import decisions, waiting

State, HALL = Registration.State, Registration.Attendance.HALL
FARTHEST = timedelta(days=365)


def guests_to_ask(conference: Conference) -> QuerySet[Registration]:
    """Approved guests of the hall who were not asked yet; who registered within these days has just said so."""
    rules = Rules.of(conference)
    first_day = datetime.combine(conference.starts - timedelta(days=rules.confirm_days), time.min, conference.zone)
    guests = Registration.objects.of(conference).approved().filter(attendance=HALL, accompanies=None)
    unasked = guests.filter(confirm_asked_at=None, confirmed_at=None, submitted_at__lt=first_day)
    return unasked.select_related("conference", "category", "person", "filled_by").order_by("pk")


def silent_guests(conference: Conference) -> QuerySet[Registration]:
    """Approved guests of the hall who were asked and have not answered, those asked first first."""
    guests = Registration.objects.of(conference).approved().filter(attendance=HALL, confirmed_at=None)
    asked = guests.filter(confirm_asked_at__isnull=False)
    return asked.select_related("conference", "category", "person", "filled_by").order_by("confirm_asked_at", "pk")


@transaction.atomic
def ask_to_confirm(registration: Registration, *, by: Person | None) -> Registration:
    """Ask one guest whether they come. Asked again by hand, they get the letter again. Raises MoveNotAllowed."""
    _approved_here(registration)
    now = timezone.now()
    was = registration.confirm_asked_at
    asked = Registration.objects.filter(pk=registration.pk, state=State.APPROVED, confirm_asked_at=was)
    if asked.update(confirm_asked_at=now):
        registration.confirm_asked_at = now
        waiting.write("confirm-attendance", registration, "registration:confirm")
    return registration


def ask_everybody() -> int:
    """Ask the guests of every conference whose days of confirmation have come. Runs every minute, so many at once."""
    today = timezone.localdate()
    near = Conference.objects.exclude(visibility=Conference.Visibility.ARCHIVED).filter(
        starts__gte=today - timedelta(days=1), starts__lte=today + FARTHEST
    )
    asked = 0
    for conference in near.filter(registrations__state=State.APPROVED).distinct():
        rules = Rules.of(conference)
        if rules.is_time_to_confirm():
            for guest in guests_to_ask(conference)[: max(rules.mails_a_minute, 1)]:
                ask_to_confirm(guest, by=None)
                asked += 1
    return asked


@transaction.atomic
def confirm(registration: Registration, *, by: Person | None) -> Registration:
    """The guest comes. Said twice it is still once. Raises MoveNotAllowed when they no longer take part."""
    _approved_here(registration)
    now = timezone.now()
    rows = Registration.objects.filter(pk=registration.pk, state=State.APPROVED)
    if not rows.exists():
        raise MoveNotAllowed(_("This registration is not valid any more, so there is nothing to confirm."))
    rows.filter(confirmed_at=None).update(confirmed_at=now)
    registration.refresh_from_db(fields=["confirmed_at"])
    return registration


def cannot_come(registration: Registration, *, by: Person | None) -> Registration:
    """The guest does not come: the registration is cancelled and the seat goes to the next. Raises MoveNotAllowed."""
    _approved_here(registration)
    return decisions.cancel(registration, by=by or registration.participant)


@transaction.atomic
def release_silent(registration: Registration, *, by: Person) -> Registration:
    """Give the seat of a guest who did not answer to somebody else, and write to the guest.

    Raises MoveNotAllowed when they have answered meanwhile, or were never asked.
    """
    mine = Registration.objects.select_for_update(no_key=True, of=("self",)).filter(pk=registration.pk)
    now = mine.values_list("state", "confirm_asked_at", "confirmed_at").first()
    if now is None or now[0] != State.APPROVED or now[1] is None or now[2] is not None:
        raise MoveNotAllowed(_("%(person)s has answered meanwhile.") % {"person": registration.person})
    reason = _("Attendance was not confirmed.")
    return decisions.cancel(registration, by=by, reason=reason)


def _approved_here(registration: Registration) -> None:
    if registration.state != State.APPROVED or registration.attendance != HALL:
        raise MoveNotAllowed(_("This registration is not valid any more, so there is nothing to confirm."))
