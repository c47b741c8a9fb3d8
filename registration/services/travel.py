"""Travel and passport data: told after approval, sealed, read under log, erased after the event with an act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_q.models import Schedule

from conference.models import Person
from conference.moves import MoveNotAllowed
from conference.permissions import may
from conference.sealed import CannotOpen, SealedField, reveal
from conference.services.erasure import logged, write_act
from conference.services.queue import enqueue, path_of
from conference.services.readings import log_reading, log_writing
from registration.models import LetterRequest, Registration, Support, Travel, VisaDetails, VisaRule
from registration.models.travel import erased_on, is_coming
from registration.permissions import READ_PASSPORT

from .letters_guarded import reopen_letters

TRAVEL_FIELDS = (
    "from_city", "arrival_day", "arrival_time", "arrival_by", "departure_day", "departure_time", "departure_by",
    "transfer", "hotel_wanted", "hotel_from", "hotel_until", "room", "room_with",
)  # fmt: skip
OWN_FIELDS = ("room_with",)
"""Answers that are never copied to another member."""
SEALED_FIELDS = tuple(field.name for field in VisaDetails._meta.fields if isinstance(field, SealedField))
TERM_IS_OVER = "term-over"
NO_PURPOSE = "purpose-over"


@transaction.atomic
def save_travel(registration: Registration, *, by: Person | None, is_copy: bool = False, **fields: Any) -> Travel:
    """Keep when and how the participant comes and leaves; *fields* are any of TRAVEL_FIELDS.

    Raises MoveNotAllowed for a registration that no longer counts, or once such data are being erased.
    """
    over = registration.conference.today() > erased_on(registration.conference)
    if registration.state not in Registration.ACTIVE or over:
        raise MoveNotAllowed(_("Travel is not asked about for this registration now."))
    known = {name: fields[name] for name in TRAVEL_FIELDS if name in fields}
    travel, _created = Travel.objects.update_or_create(
        registration=registration, defaults={**known, "filled_by": by, "is_copy": is_copy}
    )
    return travel


@transaction.atomic
def copy_travel(source: Registration, targets: Iterable[Registration], *, by: Person | None) -> int:
    """Give the travel of *source* to each of *targets* that has no answer of its own; returns to how many.

    An answer that was copied before is replaced; one that was given for the member alone stays.
    """
    answer = Travel.objects.filter(registration=source).first()
    if answer is None:
        return 0
    shared = {name: getattr(answer, name) for name in TRAVEL_FIELDS if name not in OWN_FIELDS}
    own = set(Travel.objects.filter(registration__in=targets, is_copy=False).values_list("registration_id", flat=True))
    others = [each for each in targets if each.pk not in own and each.pk != source.pk and each.state in each.ACTIVE]
    for registration in others:
        save_travel(registration, by=by, is_copy=True, **shared)
    return len(others)


@transaction.atomic
def save_visa(registration: Registration, *, by: Person, needs_visa: bool | None = None, **fields: str) -> VisaDetails:
    """Seal the passport data of an approved participant; *fields* are SEALED_FIELDS, dates in ISO 8601.

    *needs_visa* None: as the rules say for the citizenship. What was checked or issued before must be checked
    anew. Raises MoveNotAllowed.
    """
    if not is_coming(registration):
        raise MoveNotAllowed(_("Passport data are asked of approved participants who come to the conference."))
    Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
    visa = VisaDetails.objects.filter(registration=registration).first() or VisaDetails(registration=registration)
    was_filled = visa.is_filled
    for name in SEALED_FIELDS:
        setattr(visa, name, str(fields.get(name) or ""))
    citizenship = fields.get("citizenship", "")
    asked = VisaRule.asks_visa_of(citizenship, registration.conference)
    visa.needs_visa = asked if needs_visa is None else needs_visa
    visa.filled_by = by
    visa.save()
    registration.visa = visa
    log_writing(visa, by=by, what="replaced" if was_filled else "filled in")
    if was_filled:
        reopen_letters(registration, by=by)
    return visa


def read_visa(visa: VisaDetails, *, by: Person, reason: str) -> dict[str, Any]:
    """The passport data in plain, for a visa officer, after the reading was logged with its *reason*.

    Raises PermissionDenied, ValidationError without a reason, NotLogged, CannotOpen.
    """
    if not may(by, READ_PASSPORT, visa.registration.conference):
        raise PermissionDenied
    log_reading(visa, by=by, reason=reason)
    return visa.in_plain()


@transaction.atomic
def erase_visa(registration: Registration, *, by: Person) -> bool:
    """Erase passport data at the wish of the person, with an act; returns whether there were any."""
    if not VisaDetails.objects.filter(registration=registration).exists():
        return False
    reopen_letters(registration, by=by)
    VisaDetails.objects.filter(registration=registration).delete()
    write_act(
        conference=registration.conference, subject=registration.participant, categories=["passport data"],
        basis="own-wish", by=by, log=[logged("deleted", what="passport data")],
    )  # fmt: skip
    enqueue(leave_no_trace)
    return True


def citizenship_differs(registration: Registration) -> bool:
    """Whether the sealed citizenship is another country than the registration names; says no more than that."""
    visa = VisaDetails.objects.filter(registration=registration).first()
    try:
        told = reveal(visa, "citizenship") if visa is not None else ""
    except CannotOpen:
        return False
    return bool(told) and told != str(registration.country)


# -- erasure -----------------------------------------------------------------------------------------------


def destroy_details(registration: Registration) -> list[str]:
    """Delete travel and passport data of *registration*; names what there was. The caller writes the act."""
    gone = []
    if VisaDetails.objects.filter(registration=registration).delete()[0]:
        gone.append("passport data")
    if Travel.objects.filter(registration=registration).delete()[0]:
        gone.append("travel")
    return gone


@transaction.atomic
def erase_travel_of(person: Person, *, by: Person | None) -> list[str]:
    """Erase travel, passport data and wishes of *person*; names what was erased. The caller writes the act.

    What was granted and settled stays as a row without words: the accounts need it.
    """
    words = set()
    for registration in Registration.objects.filter(person=person).select_related("conference"):
        words.update(destroy_details(registration))
    wishes = Support.objects.filter(registration__person=person)
    if wishes.exclude(asked="", note="").update(asked="", note=""):
        words.add("support")
    letters = LetterRequest.objects.filter(registration__person=person)
    if letters.exclude(remark="").update(remark=""):
        words.add("letters")
    if words:
        enqueue(leave_no_trace)
    return sorted(words)


@transaction.atomic
def erase_details(registration: Registration, *, basis: str, by: Person | None = None) -> list[str]:
    """Delete travel and passport data of *registration* and write the act; returns what there was."""
    gone = destroy_details(registration)
    if gone:
        write_act(
            conference=registration.conference, subject=registration.participant, categories=gone, basis=basis, by=by,
            log=[logged("deleted", what=what) for what in gone],
        )  # fmt: skip
    return gone


def erase_due_travel() -> int:
    """Erase travel and passport data whose term or purpose is over; returns of how many registrations.

    Runs every minute, costs one query when nothing is due, may run twice.
    """
    done = 0
    for registration, basis in _due():
        done += bool(erase_details(registration, basis=basis))
    if done:
        leave_no_trace()
    return done


def _due() -> list[tuple[Registration, str]]:
    kept = Registration.objects.filter(Q(travel__isnull=False) | Q(visa__isnull=False))
    rows = kept.select_related("conference", "person").order_by("pk").distinct()
    ended = Q(state__in=[Registration.State.DECLINED, Registration.State.CANCELLED])
    over = Q(conference__ends__lt=timezone.now().date())
    last_days: dict[int, date] = {}
    due = []
    for registration in rows.filter(ended | over):
        conference = registration.conference
        if registration.state not in Registration.ACTIVE:
            due.append((registration, NO_PURPOSE))
        elif conference.today() > last_days.setdefault(conference.pk, erased_on(conference)):
            due.append((registration, TERM_IS_OVER))
    return due


def leave_no_trace() -> bool:
    """Rewrite the files of the database, so that deleted rows are not in them; later, while somebody reads them.

    Returns whether it was done now. Does nothing inside a transaction.
    """
    if connection.in_atomic_block:
        return False
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in (VisaDetails, Travel))
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"VACUUM (FULL) {tables}")
                return True
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = cursor.fetchone()[0]
    except OperationalError:
        busy = 1
    if busy:
        Schedule.objects.get_or_create(
            name="leave_no_trace",
            defaults={
                "func": path_of(leave_no_trace), "schedule_type": Schedule.ONCE,
                "next_run": timezone.now() + timedelta(minutes=2),
            },
        )  # fmt: skip
    return not busy
