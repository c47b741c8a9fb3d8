"""Telling those who wait that a recording is there: who signed up for the event, and who was at it."""

from __future__ import annotations

import json

from django.db import connection, transaction
from django.utils import timezone

from conference.services.queue import Queue, enqueue
from registration.models import Attendance, SignUp
from workshops.models import Listener, Session

from .signing import write

AT_ONCE = 200


def tell_who_waits(session: Session, address: dict[str, str]) -> None:
    """Write to everybody who waits for the recording of *session*, in the background; *address* by language.

    Each is told once: of a recording that is published anew only those hear who have not heard yet.
    """
    enqueue(tell_of_recording, session.pk, json.dumps(address), queue=Queue.LONG)


def tell_of_recording(session_pk: int, address: str) -> int:
    """A task: writes to those who wait, a batch in each transaction; returns how many letters."""
    session = Session.objects.select_related("conference").filter(pk=session_pk).first()
    told = json.loads(address)
    written = 0
    while session is not None and (count := _tell_some(session, told)):
        written += count
    return written


@transaction.atomic
def _tell_some(session: Session, told: dict[str, str]) -> int:
    """A batch: the rows of so many listeners are marked, and whoever wants letters gets one."""
    skip = connection.features.has_select_for_update_skip_locked
    waiting: set[int] = set()
    for model in (SignUp, Attendance):
        rows = model.objects.filter(session=session, recording_at=None, listener__person__isnull=False)
        some = rows.select_for_update(of=("self",), skip_locked=skip).order_by("pk")[:AT_ONCE]
        waiting |= {row.listener_id for row in some}
    heard = {
        pk
        for model in (SignUp, Attendance)
        for pk in model.objects.filter(session=session, listener__in=waiting, recording_at__isnull=False).values_list(
            "listener", flat=True
        )
    }
    for model in (SignUp, Attendance):
        model.objects.filter(session=session, listener__in=waiting).update(recording_at=timezone.now())
    for listener in Listener.objects.filter(pk__in=waiting - heard, wants_reminders=True).select_related("person"):
        page = told.get(listener.language) or next(iter(told.values()), "")
        write("event-recording", session, listener, to="", recording=page)
    return len(waiting)
