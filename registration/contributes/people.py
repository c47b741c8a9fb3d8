"""People's rights over what registration keeps: their copy, forgetting them, drafts nobody goes on with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conference.models import Consent, Person
from conference.services.readings import log_reading
from registration.models import CheckIn, Delegation, Registration, VisaDetails
from registration.services.forgetting import erase_registrations, forget_access_needs, purge_old_drafts

COPY = "A copy of one's own data, taken by the person"


def schedules() -> list[Callable[[], Any]]:
    return [purge_old_drafts]


def consent_withdrawn(consent: Consent) -> None:
    """What this room does at once when *consent* is withdrawn. The public list and the door ask each time."""
    forget_access_needs(consent)


def erase(person: Person, *, by: Person | None) -> list[str]:
    return erase_registrations(person, by=by)


def personal_data(person: Person) -> dict[str, Any]:
    """Attendance, delegations looked after, registrations filled in for others without a word about them."""
    others = Registration.objects.filter(filled_by=person).exclude(person=person).select_related("conference")
    delegations = Delegation.objects.led_by(person).select_related("conference")
    check_ins = CheckIn.objects.filter(registration__person=person).standing().select_related("conference", "session")
    return {
        "check_ins": [
            {
                "conference": each.conference.title,
                "day": each.day,
                "at": each.at,
                "door": each.door,
                "session": each.session.title if each.session else "",
            }
            for each in check_ins
        ],
        "delegations": [
            {"conference": each.conference.title, "number": each.number, "country": each.country.code or ""}
            for each in delegations
        ],
        "registrations_for_others": [
            {"conference": each.conference.title, "number": each.number, "state": each.state} for each in others
        ],
    }


def sealed_data(person: Person) -> dict[str, Any]:
    """Passport data in plain, for their owner only; the reading is logged like any other."""
    told = []
    for visa in VisaDetails.objects.filter(registration__person=person).select_related("registration__conference"):
        log_reading(visa, by=person, reason=COPY)
        told.append({"conference": visa.registration.conference.title, **visa.in_plain()})
    return {"passport": told}
