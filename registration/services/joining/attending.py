"""Joining an event: attendance is recorded once, by one statement, however many come in the same minute."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import ConsentText
from conference.moves import MoveNotAllowed
from registration.models import Attendance
from workshops.models import Listener, Session
from workshops.models.sessions import DOORS_OPEN_BEFORE
from workshops.services.listening import meet_at_once
from workshops.services.questions import say_who

__all__ = ["DOORS_OPEN_BEFORE", "Way", "enter", "join", "record", "way_in"]


class Way(StrEnum):
    """Whether one can join an event now, and if not, why."""

    OPEN = "open"
    EARLY = "early"
    OVER = "over"
    OFF = "off"
    NO_LINK = "no-link"
    """It is time, but the organisers have not told where the meeting is held."""


def way_in(session: Session) -> Way:
    if session.is_off:
        return Way.OFF
    now = timezone.now()
    if now > session.ends:
        return Way.OVER
    if now < session.starts - DOORS_OPEN_BEFORE:
        return Way.EARLY
    return Way.OPEN if session.join_link else Way.NO_LINK


def _require_open(session: Session) -> None:
    if way_in(session) != Way.OPEN:
        raise MoveNotAllowed(_("This event can be joined from 15 minutes before it begins until it ends."))


def join(session: Session, listener: Listener) -> None:
    """Record that *listener* joined; again, and from another browser of theirs, it stays one attendance.

    It is sure when the browser has shown that the address is the listener's. Raises MoveNotAllowed.
    """
    _require_open(session)
    record(session, listener)


def enter(
    session: Session, *, name: str, email: str, language: str, consent: ConsentText | None,
    browser: Listener | None = None,
) -> Listener:  # fmt: skip
    """Meet a stranger by two fields and let them in, in one transaction; *browser* is the nameless row of theirs.

    No letter is written here: the personal link follows in the background (``listening.introduce``). Raises
    MoveNotAllowed.
    """
    _require_open(session)
    told: dict[str, Any] = {"name": name, "email": email, "language": language, "consent": consent}
    try:
        return _enter(session, browser, told)
    except IntegrityError:  # the same form sent twice at once: the second finds what the first has made
        return _enter(session, browser, told)


@transaction.atomic
def _enter(session: Session, browser: Listener | None, told: dict[str, Any]) -> Listener:
    listener = say_who(browser, **told) if browser else meet_at_once(session.conference, **told).listener
    record(session, listener)
    return listener


def record(session: Session, listener: Listener) -> None:
    """One statement: a row, or the row that is there; what was not sure may become so, never the other way."""
    row = Attendance(session=session, listener=listener, is_sure=listener.is_sure)
    if listener.is_sure:
        Attendance.objects.bulk_create(
            [row], update_conflicts=True, update_fields=["is_sure"], unique_fields=["session", "listener"]
        )
        return
    Attendance.objects.bulk_create([row], ignore_conflicts=True)
