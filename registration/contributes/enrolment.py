"""Places in sessions: on the page of the session, on My page, and who hears of a change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from conference.extensions import Block
from conference.models import Conference, Person, Role
from registration.models import Enrolment
from registration.services.enrolment import give_up, may_enrol, place_in_queue
from workshops.models import Session

State = Enrolment.State


def session_page(request: HttpRequest, session: Session) -> list[Block]:
    """A place in a session with limited seats: to take, to give up, or how to come by one."""
    if not may_enrol(session):
        return []
    told: dict[str, Any] = {"session": session, "left": max((session.seats or 0) - session.seats_taken, 0)}
    if not request.user.is_authenticated:
        return [Block(10, "registration/enrolment_block.html", {**told, "who": "stranger"})]
    mine = Enrolment.objects.standing().of_person(request.user).filter(session=session).first()
    if mine is not None:
        place = place_in_queue(mine)
        return [Block(10, "registration/enrolment_block.html", {**told, "who": mine.state, "place": place})]
    takes_part = Role.objects.held_by(request.user, session.conference).exists()
    who = "participant" if takes_part else "outsider"
    return [Block(10, "registration/enrolment_block.html", {**told, "who": who})]


def mine(request: HttpRequest, person: Person) -> list[Block]:
    rows = Enrolment.objects.standing().of_person(person).filter(session__ends__gt=timezone.now())
    found = list(rows.select_related("session__conference", "session__room").order_by("session__starts"))
    for row in found:
        row.starts = timezone.localtime(row.session.starts, row.session.conference.zone)  # type: ignore[attr-defined]
        row.ends = timezone.localtime(row.session.ends, row.session.conference.zone)  # type: ignore[attr-defined]
        row.place = place_in_queue(row)  # type: ignore[attr-defined]
    return [Block(12, "registration/enrolment_mine.html", {"enrolments": found})] if found else []


def sessions_of(person: Person, conference: Conference) -> set[int]:
    """Sessions that belong into the person's own calendar."""
    held = Enrolment.objects.of(conference).of_person(person).filter(state=State.ENROLLED)
    return set(held.values_list("session", flat=True))


def listeners_of(sessions: Iterable[Session]) -> dict[int, set[int]]:
    """Who has a place or waits for one, by session."""
    found: dict[int, set[int]] = {}
    rows = Enrolment.objects.standing().filter(session__in=list(sessions))
    for session, person in rows.values_list("session", "person"):
        found.setdefault(session, set()).add(person)
    return found


def personal_data(person: Person) -> dict[str, Any]:
    rows = Enrolment.objects.of_person(person).select_related("session__conference")
    return {
        "places_in_sessions": [
            {"conference": row.session.conference.title, "session": row.session.title, "state": row.state}
            for row in rows
        ]
    }


def erase(person: Person, *, by: Person | None) -> list[str]:
    """Places go back to those who wait; the rows are deleted."""
    rows = list(Enrolment.objects.of_person(person).select_related("session__conference", "person"))
    for row in rows:
        if row.state != State.CANCELLED:
            give_up(row, by=by)
    Enrolment.objects.of_person(person).delete()
    return ["places"] if rows else []
