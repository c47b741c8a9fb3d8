"""Places in sessions with limited seats: taken, given back and passed on, exact however many ask at once.

``Session.seats_taken`` counts the standing enrolments of a session whose ``seats`` are limited, and changes by one
conditional UPDATE; the CheckConstraint on Session is the last line. Whoever finds no place waits; a place given back
goes to the longest waiting at once, in the same transaction.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from conference.models import Conference, Person, Role
from conference.moves import MoveNotAllowed
from conference.services import mail
from registration.models import Enrolment
from workshops import zones
from workshops.models import Session

State = Enrolment.State


def may_enrol(session: Session) -> bool:
    """Whether places in the session are given out: limited seats, still to come, in the programme."""
    return session.seats is not None and not session.is_off and not session.is_break and session.ends > timezone.now()


@transaction.atomic
def enrol(session: Session, *, by: Person) -> Enrolment:
    """Give *by* a place in the session, or a place in the queue. Asking twice gives the same one.

    Raises MoveNotAllowed for who does not take part in the conference and for a session without places to give.
    """
    if not may_enrol(session):
        raise MoveNotAllowed(_("No places are given out in this session."))
    if not Role.objects.held_by(by, session.conference).exists():
        raise MoveNotAllowed(_("Places in sessions are for participants whose registration is approved."))
    _hold(session)
    if standing := Enrolment.objects.standing().of_person(by).filter(session=session).first():
        return standing
    state = State.ENROLLED if _take(session) else State.WAITING
    try:
        with transaction.atomic():
            enrolment = Enrolment.objects.create(session=session, person=by, state=state)
    except IntegrityError:  # the same form sent twice at once: the other one came first
        if state == State.ENROLLED:
            _free(session)
        return Enrolment.objects.standing().of_person(by).get(session=session)
    _write("enrolment-received" if state == State.ENROLLED else "enrolment-waiting", enrolment)
    return enrolment


def _hold(session: Session) -> None:
    """One after the other: who finds no place is in the queue before anybody can give a place back."""
    Session.objects.select_for_update(no_key=True).only("pk").get(pk=session.pk)


def _take(session: Session) -> bool:
    """Count one place, unless none is free or others wait for one."""
    waits = Enrolment.objects.filter(session=session, state=State.WAITING)
    free = Session.objects.filter(pk=session.pk, seats_taken__lt=F("seats"))
    return bool(free.exclude(pk__in=waits.values("session")).update(seats_taken=F("seats_taken") + 1))


def _free(session: Session) -> None:
    Session.objects.filter(pk=session.pk, seats_taken__gt=0).update(seats_taken=F("seats_taken") - 1)


@transaction.atomic
def give_up(enrolment: Enrolment, *, by: Person | None) -> Enrolment:
    """Give the place back, or leave the queue; whoever has waited longest gets the place. Safe to call twice."""
    _hold(enrolment.session)
    was = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk).state
    if was == State.CANCELLED:
        return enrolment
    enrolment.state = was
    enrolment.move(State.CANCELLED, by=by)
    if was == State.ENROLLED:
        _free(enrolment.session)
        pass_on(enrolment.session)
    return enrolment


@transaction.atomic
def pass_on(session: Session) -> list[Enrolment]:
    """Give every free place to the longest waiting; who got one. Called after a place or seats were added too."""
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    if session.ends <= timezone.now() or session.is_off:
        return []
    given = []
    for enrolment in Enrolment.objects.filter(session=session).waiting().select_related("person", "session"):
        free = Session.objects.filter(pk=session.pk).filter(Q(seats=None) | Q(seats_taken__lt=F("seats")))
        if not free.update(seats_taken=F("seats_taken") + 1):
            break
        enrolment.move(State.ENROLLED, by=None)
        _write("enrolment-place", enrolment)
        given.append(enrolment)
    return given


@transaction.atomic
def remove(enrolment: Enrolment, *, by: Person, reason: str) -> Enrolment:
    """Take the place away, with a reason that the person reads in a letter. Raises ValidationError without one."""
    if not reason.strip():
        raise ValidationError(_("Write the reason: the person reads it in the letter."), code="reason")
    was = enrolment.state
    give_up(enrolment, by=by)
    if was != State.CANCELLED:
        _write("enrolment-removed", enrolment, reason=reason.strip())
    return enrolment


@transaction.atomic
def change_seats(session: Session, seats: int | None, *, by: Person) -> list[Enrolment]:
    """Limit the session to *seats* places, or lift the limit; who got a place. Raises ValidationError.

    A session that had no limit begins to count; one without a limit gives everybody who waits a place.
    """
    _hold(session)
    taken = Enrolment.objects.filter(session=session, state=State.ENROLLED).count()
    if seats is not None and seats < taken:
        raise ValidationError(
            ngettext(
                "%(count)d place is taken already. Take it back first, or leave as many places.",
                "%(count)d places are taken already. Take some back first, or leave as many places.",
                taken,
            )
            % {"count": taken},
            code="taken",
        )
    Session.objects.filter(pk=session.pk).update(seats=seats, seats_taken=taken)
    session.seats, session.seats_taken = seats, taken
    return pass_on(session)


@transaction.atomic
def give_up_all(person: Person, conference: Conference, *, by: Person | None) -> int:
    """Give back every place of *person* in the sessions of *conference* still to come; how many."""
    standing = Enrolment.objects.of(conference).of_person(person).standing().filter(session__ends__gt=timezone.now())
    rows = list(standing.select_related("session__conference", "person").order_by("session"))
    for enrolment in rows:
        give_up(enrolment, by=by)
    return len(rows)


def place_in_queue(enrolment: Enrolment) -> int:
    """How many wait up to and including this one, counted from 1; 0 for who does not wait."""
    if enrolment.state != State.WAITING:
        return 0
    earlier = Q(enrolled_at__lt=enrolment.enrolled_at) | Q(enrolled_at=enrolment.enrolled_at, pk__lte=enrolment.pk)
    return Enrolment.objects.filter(session=enrolment.session_id, state=State.WAITING).filter(earlier).count()


def _write(letter: str, enrolment: Enrolment, **told: str) -> None:
    session, language = enrolment.session, enrolment.person.language
    mail.queue(
        letter,
        to=enrolment.person,
        conference=session.conference,
        about=enrolment,
        session=getattr(session, f"title_{language}") or session.title,
        when=_when(session, language),
        link=mail.link(_address(session, language)),
        **told,  # type: ignore[arg-type]
    )


def _when(session: Session, language: str) -> str:
    """«23 апреля 2027, 10:00 (Москва, UTC+3), Галерея»: the moment by the conference's clock and the room."""
    zone = session.conference.zone
    starts = timezone.localtime(session.starts, zone)
    with override(language):
        clock = f"{zones.city(zone)}, {zones.utc(zone, starts)}"
        moment = f"{date_format(starts, 'DATE_FORMAT')}, {starts:%H:%M} ({clock})"
        room = session.room
        name = (getattr(room, f"title_{language}") or room.title) if room else ""
    return ", ".join(filter(None, (moment, name)))


def _address(session: Session, language: str) -> str:
    with override(language):
        return session.conference.url("workshops:session", pk=session.pk)
