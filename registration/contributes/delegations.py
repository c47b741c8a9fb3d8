"""Delegations on the pages that the core assembles: the focal point's own, what waits for the organisers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext as _

from conference.extensions import Block
from conference.models import Conference, Person
from conference.permissions import may
from registration.models import Delegation
from registration.permissions import ACCREDIT
from registration.services.delegations import forget_predecessor, forget_shared_travel, letters, watch_held_seats
from registration.services.delegations.replacing import UNSEEN

State = Delegation.State
KINDS = {State.OPEN: "", State.SUBMITTED: "lamp", State.ACCREDITED: "ok", State.RETURNED: "warn"}


def mine(request: HttpRequest, person: Person) -> list[Block]:
    """The delegations that the person leads, each with the next step."""
    led = Delegation.objects.led_by(person).with_people().select_related("conference").order_by("-pk")
    rows = [
        {
            "delegation": each,
            "title": letters.title_in(each, get_language() or "ru"),
            "url": each.conference.url("registration:delegation", pk=each.pk),
            "kind": KINDS[State(each.state)],
            "next": next_step(each),
            "people": gettext("%(people)d of %(seats)d") % {"people": each.people, "seats": each.seats},  # type: ignore[attr-defined]
        }
        for each in led
    ]
    return [Block(5, "registration/delegation_mine.html", {"delegations": rows})] if rows else []


def next_step(delegation: Delegation) -> str:
    """What the focal point does next, in a sentence."""
    if delegation.state == State.RETURNED:
        return _("The organisers ask for changes: read the remarks.")
    if delegation.state == State.SUBMITTED:
        return _("Nothing to do for you now: the organisers look at the application.")
    until = delegation.holds_until()
    if until and delegation.seats_spare:
        return _("Name the others by %(day)s.") % {"day": date_format(until, "DAY_MONTH")}
    if delegation.state == State.OPEN:
        return _("Name the members and send the application.")
    return _("The invitation letters are on the task list.")


def tasks_waiting(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    """Each delegation that waits for accreditation, with its age, and each whose members were replaced after it."""
    if not may(request.user, ACCREDIT, conference):
        return []
    here = Delegation.objects.of(conference).filter(Q(state=State.SUBMITTED) | Q(shared__has_key=UNSEEN))
    found = list(here.order_by("submitted_at", "pk"))
    language = get_language() or "ru"
    return [*_to_accredit(conference, found, language), *_to_look_at(conference, found, language)]


def _to_accredit(conference: Conference, found: list[Delegation], language: str) -> list[dict[str, Any]]:
    return [
        {
            "text": _("%(delegation)s waits for accreditation") % {"delegation": letters.title_in(each, language)},
            "note": each.number,
            "url": conference.url("registration:desk_delegation", pk=each.pk),
            "action": _("Look"),
            "since": each.submitted_at,
        }
        for each in found
        if each.state == State.SUBMITTED
    ]


def _to_look_at(conference: Conference, found: list[Delegation], language: str) -> list[dict[str, Any]]:
    """Members replaced after the accreditation, until somebody marks them as seen."""
    tasks = []
    for each in found:
        unseen = each.shared.get(UNSEEN, [])
        if not unseen:
            continue
        said = ngettext(
            "%(delegation)s: %(count)d member was replaced after the accreditation",
            "%(delegation)s: %(count)d members were replaced after the accreditation",
            len(unseen),
        )
        tasks.append(
            {
                "text": said % {"delegation": letters.title_in(each, language), "count": len(unseen)},
                "note": each.number,
                "url": conference.url("registration:desk_delegation", pk=each.pk),
                "action": _("Look"),
                "since": min(datetime.fromisoformat(row["at"]) for row in unseen),
            }
        )
    return tasks


def personal_data(person: Person) -> dict[str, list[dict[str, Any]]]:
    """The delegations that the person leads."""
    return {
        "delegations": [
            {
                "conference": each.conference.title,
                "number": each.number,
                "state": each.state,
                "country": each.country.code or "",
                "address": each.focal_email,
                "travel": each.shared.get("travel", {}),
                "nomination_signed_by": each.nomination_signed_by,
            }
            for each in Delegation.objects.led_by(person).select_related("conference")
        ]
    }


def erase(person: Person, *, by: Person | None) -> list[str]:
    """The person leads no delegation any more, and drafts about them under their address are deleted."""
    done = []
    led = Delegation.objects.led_by(person)
    if led.exists():
        led.update(focal_point=None, focal_email="", handover_email="")
        done.append("delegations led")
    if forget_predecessor(person):
        done.append("delegations led earlier")
    addresses = {address for address in (person.email, person.contact_email) if address}
    if addresses and Delegation.objects.filter(focal_email__in=addresses).update(focal_email=""):
        done.append("addresses of focal points")
    return done


def schedules() -> list[Callable[[], Any]]:
    return [watch_held_seats, forget_shared_travel]
