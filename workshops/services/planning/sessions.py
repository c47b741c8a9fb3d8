"""Sessions in the draft of the programme: making, moving, editing, taking out, putting back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.models import Conference, Person, Room
from conference.moves import MoveNotAllowed
from workshops.models import ProgrammeEdit, Session, Speaker, Track

from .steps import fingerprint, keep, lock, portrait, require_seen, step

Kind = ProgrammeEdit.Kind
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=12)
AROUND = timedelta(days=7)
"""How far from the days of the conference a session may be: an excursion before it, a course after it."""


class _Same:
    """Stands for “leave it as it is”, where None means “none”."""


SAME: Final = _Same()


def told_of(session: Session, **more: Any) -> dict[str, Any]:
    """What the list of steps says of *session*: its titles, where and when it stands now."""
    room = session.room
    return {
        "session": session.pk,
        **{f"title_{code}": getattr(session, f"title_{code}") or "" for code in ("ru", "en")},
        "starts": session.starts.isoformat(),
        "minutes": session.minutes,
        **{f"room_{code}": (room and getattr(room, f"title_{code}")) or "" for code in ("ru", "en")},
        **more,
    }


def require_sound(session: Session) -> None:
    """Raise ValidationError for times nobody means, and for rooms and tracks of another conference."""
    conference = session.conference
    length = session.ends - session.starts
    if not SHORTEST <= length <= LONGEST:
        raise ValidationError(_("A session lasts from 5 minutes to 12 hours."), code="length")
    first, last = (session.starts.astimezone(conference.zone).date(), session.ends.astimezone(conference.zone).date())
    if first < conference.starts - AROUND or last > conference.ends + AROUND:
        raise ValidationError(_("This day is too far from those of the conference."), code="day")
    for row in (session.room, session.track):
        if row is not None and row.conference_id != conference.pk:
            raise ValidationError(_("Choose a room and a track of this conference."), code="foreign")
    if session.seats == 0:
        raise ValidationError({"seats": _("Write at least 1 seat, or leave the field empty.")}, code="seats")
    if session.seats is not None and session.seats < session.seats_taken:
        raise ValidationError(
            ngettext(
                "%(count)d guest has enrolled already: there cannot be fewer seats.",
                "%(count)d guests have enrolled already: there cannot be fewer seats.",
                session.seats_taken,
            )
            % {"count": session.seats_taken},
            code="seats",
        )


@transaction.atomic
def create_session(conference: Conference, *, by: Person, speakers: Iterable[Speaker] = (), **fields: Any) -> Session:
    """A new session in the draft. Undoing takes it out. Raises ValidationError for what nobody means."""
    session = Session(conference=conference, **fields)
    require_sound(session)
    session.full_clean(exclude=["title"])
    session.save()
    _write_speakers(session, speakers)
    change = {"model": "session", "pk": session.pk, "before": {"is_off": True}, "after": {"is_off": False}}
    keep(ProgrammeEdit(conference=conference, by=by, kind=Kind.CREATED, told=told_of(session), changes=[change]))
    return session


@transaction.atomic
def move_session(
    session: Session,
    *,
    by: Person,
    starts: datetime | None = None,
    room: Room | _Same | None = SAME,
    track: Track | _Same | None = SAME,
    minutes: int | None = None,
    seen: str = "",
) -> Session:
    """Move the session to another time, room or track; it stays as long as it is, unless *minutes* are given.

    *seen* is ``steps.placing`` as the person saw it. Raises MoveNotAllowed when somebody moved it meanwhile,
    ValidationError when the time is not one of the conference.
    """
    _held(session, seen)
    with step(session, by=by, kind=Kind.MOVED) as kept:
        if starts is not None:
            session.starts, session.ends = starts, starts + (session.ends - session.starts)
        if minutes is not None:
            session.ends = session.starts + timedelta(minutes=minutes)
        if not isinstance(room, _Same):
            session.room = room
        if not isinstance(track, _Same):
            session.track = track
        require_sound(session)
        session.save(update_fields=["starts", "ends", "room", "track"])
        kept.told = told_of(session)
    return session


@transaction.atomic
def resize(session: Session, *, by: Person, minutes: int, seen: str = "") -> Session:
    """Make the session last *minutes*. Raises as ``move_session`` does."""
    _held(session, seen)
    with step(session, by=by, kind=Kind.RESIZED) as kept:
        session.ends = session.starts + timedelta(minutes=minutes)
        require_sound(session)
        session.save(update_fields=["ends"])
        kept.told = told_of(session)
    return session


@transaction.atomic
def take_out(session: Session, *, by: Person, seen: str = "") -> Session:
    """Take the session out of the programme; its talks are kept in it. Raises MoveNotAllowed when it is out already."""
    return _turn(session, by=by, off=True, seen=seen)


@transaction.atomic
def put_back(session: Session, *, by: Person, seen: str = "") -> Session:
    """Put a session back that was taken out, at its former time. Raises MoveNotAllowed when it is in already."""
    return _turn(session, by=by, off=False, seen=seen)


def _turn(session: Session, *, by: Person, off: bool, seen: str) -> Session:
    lock(session)
    require_seen(session, seen)
    if session.is_off == off:
        raise MoveNotAllowed(_("This has been done already."))
    kind = Kind.TAKEN_OUT if off else Kind.PUT_BACK
    with step(session, by=by, kind=kind, told=told_of(session)):
        session.is_off = off
        session.save(update_fields=["is_off"])
    return session


def _held(session: Session, seen: str) -> None:
    lock(session)
    require_seen(session, seen)
    if session.is_off:
        raise MoveNotAllowed(_("“%(title)s” has been taken out of the programme.") % {"title": session.title})


@transaction.atomic
def edit_session(
    session: Session,
    *,
    by: Person,
    fields: Mapping[str, Any],
    speakers: Sequence[Speaker] | None = None,
    seen: str = "",
) -> Session:
    """Write *fields* of the session, and *speakers* (when given) in the place of those it has, in this order.

    *seen* is ``steps.fingerprint`` as of opening the form. Raises MoveNotAllowed when anything of the session has
    changed since, ValidationError for what nobody means.
    """
    lock(session)
    if seen and seen != fingerprint(session):
        raise MoveNotAllowed(
            _("Somebody else has saved this session while you were writing. What you typed is still here: compare.")
        )
    with step(session, by=by, kind=Kind.EDITED) as kept:
        for name, value in fields.items():
            setattr(session, name, value)
        require_sound(session)
        session.full_clean(exclude=["title"])
        session.save()
        if speakers is not None:
            _write_speakers(session, speakers)
        kept.told = told_of(session)
    return session


def _write_speakers(session: Session, speakers: Iterable[Speaker]) -> None:
    """Make the session's own speakers these, in this order; whoever stays keeps their row."""
    wanted = list(speakers)
    rows = {row.pk: row for row in session.speakers.filter(talk=None)}
    stay = {speaker.pk for speaker in wanted if speaker.pk in rows}
    for pk, row in rows.items():
        if pk not in stay:
            row.delete()
    for order, speaker in enumerate(wanted, start=1):
        speaker.session, speaker.order = session, order
        if speaker.pk not in rows:
            speaker.pk = None
            speaker.save(force_insert=True)
        elif portrait("speaker", speaker) != portrait("speaker", rows[speaker.pk]):
            speaker.save()
