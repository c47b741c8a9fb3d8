"""Check-in: at the entrance once a day, at the door of a session once. Every report may arrive twice and late."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference, IssuedDocument, Person
from conference.models.documents import CODE_ALPHABET, CODE_LENGTH
from conference.moves import MoveNotAllowed
from registration.models import CheckIn, Delegation, Registration
from workshops.models import Session

State = Registration.State
OPENS_THE_DOOR = (IssuedDocument.Kind.BADGE, IssuedDocument.Kind.CONFIRMATION)
OLDEST_REPORT = timedelta(days=14)
"""A phone that was off for longer has nothing to tell that would still be believed."""

CODE = re.compile(rf"(?<![0-9A-Z])[{CODE_ALPHABET}]{{{CODE_LENGTH}}}(?![0-9A-Z])")
NUMBER = re.compile(r"([A-Z])(\d{1,6})")
LONG_RUN = re.compile(r"[0-9A-Z]{16,}")
# A scanner is a keyboard with the American layout: where the computer types Russian, its code comes out in Cyrillic.
LAYOUT = str.maketrans("ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ", "QWERTYUIOPASDFGHJKLZXCVBNM")
# The letters of the numbers (Category.PREFIXES) as they sound, as they look, and as their keys type in Russian.
PREFIX_LETTERS = str.maketrans("МЬУЮГНТАФСЫЅЛДПРЗИШІОЩ", "MMUUUNNAASSSLLPPPIIIOO")


class Verdict(StrEnum):
    """What the volunteer at the door is told."""

    ADMIT = "admit"
    ALREADY = "already"
    UNKNOWN = "unknown"
    VOID = "void"
    UNDECIDED = "undecided"
    WAITING = "waiting"
    INVALID = "invalid"
    ONLINE = "online"


REFUSALS = {
    State.DRAFT: Verdict.UNKNOWN,
    State.SUBMITTED: Verdict.UNDECIDED,
    State.OFFERED: Verdict.UNDECIDED,
    State.WAITING: Verdict.WAITING,
    State.DECLINED: Verdict.INVALID,
    State.CANCELLED: Verdict.INVALID,
}


class NotAdmitted(MoveNotAllowed):
    """The guest may not be checked in; ``verdict`` says why."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(words_of(verdict))
        self.verdict = verdict


@dataclass(frozen=True)
class Arrival:
    """A check-in, and whether this report made it."""

    check_in: CheckIn
    is_new: bool

    @property
    def verdict(self) -> Verdict:
        return Verdict.ADMIT if self.is_new else Verdict.ALREADY


@dataclass(frozen=True)
class Found:
    """Whom a code leads to. ``verdict`` is ADMIT when the guest may be checked in."""

    verdict: Verdict
    registration: Registration | None = None


@dataclass(frozen=True)
class Mark:
    """What a device reports: that it saw *guest*, or (``is_undo``) that the report *nonce* was a mistake."""

    nonce: uuid.UUID
    guest: int = 0
    at: datetime | None = None
    door: str = ""
    session: int | None = None
    method: str = CheckIn.Method.SCAN
    is_undo: bool = False


@dataclass(frozen=True)
class Answer:
    """What became of a mark: ``in``, ``already``, ``undone``, ``unknown`` or ``refused`` with a verdict."""

    nonce: uuid.UUID
    result: str
    check_in: CheckIn | None = None
    verdict: str = ""


def words_of(verdict: Verdict) -> str:
    """The verdict as the door shows it."""
    return {
        Verdict.ADMIT: _("Admit"),
        Verdict.ALREADY: _("Already in"),
        Verdict.UNKNOWN: _("Not on the list: take to the desk"),
        Verdict.VOID: _("The badge is void: take to the desk"),
        Verdict.UNDECIDED: _("Not approved yet: take to the desk"),
        Verdict.WAITING: _("On the waiting list: take to the desk"),
        Verdict.INVALID: _("The registration is not in force: take to the desk"),
        Verdict.ONLINE: _("Takes part online: take to the desk"),
    }[verdict]


def verdict_on(registration: Registration) -> Verdict:
    """Whether the holder of *registration* may enter the hall: ADMIT, or why not."""
    if registration.state != State.APPROVED:
        return REFUSALS[State(registration.state)]
    is_online = registration.attendance == Registration.Attendance.ONLINE
    return Verdict.ONLINE if is_online else Verdict.ADMIT


def code_in(text: str) -> str:
    """The document code in a scanned address or a typed line, spaces and hyphens aside; empty when there is none."""
    joined = _joined(text)
    found = CODE.findall(joined) or CODE.findall(joined.translate(LAYOUT))
    return found[-1] if found else ""


def number_in(text: str) -> str:
    """The registration number that was typed, as it is kept: «м 42» is M-0042; empty when it is none."""
    found = NUMBER.fullmatch(_joined(text).translate(PREFIX_LETTERS))
    return f"{found[1]}-{int(found[2]):04d}" if found else ""


def digits_in(text: str) -> str:
    """The end of a registration number that was typed without its letter: «64» is 0064; empty when it is none."""
    joined = _joined(text)
    return f"{int(joined):04d}" if re.fullmatch(r"[0-9]{1,6}", joined) else ""


def looks_like_code(text: str) -> bool:
    """Whether *text* was meant as a code, number or address, right or wrong, and not as a name."""
    return bool(re.search(r"\d|://", text) or LONG_RUN.search(_joined(text).translate(LAYOUT)))


def _joined(text: str) -> str:
    return re.sub(r"[\s\u00a0‐‑–№#-]", "", text).upper()


def find(conference: Conference, text: str) -> Found | None:
    """Whom *text* (address, code or number) leads to; None when it is neither a code nor a number."""
    guests = Registration.objects.of(conference).sent().select_related("conference", "person", "category")
    if code := code_in(text):
        documents = IssuedDocument.objects.of(conference).filter(kind__in=OPENS_THE_DOOR, code=code)
        document = documents.filter(about_type__app_label="registration", about_type__model="registration").first()
        registration = guests.filter(pk=document.about_id).first() if document else None
        if document is None or registration is None:
            return Found(Verdict.UNKNOWN)
        return Found(verdict_on(registration) if document.is_valid else Verdict.VOID, registration)
    if number := number_in(text):
        registration = guests.filter(number=number).first()
        return Found(verdict_on(registration) if registration else Verdict.UNKNOWN, registration)
    return None


@transaction.atomic
def check_in(
    registration: Registration,
    *,
    by: Person | None,
    door: str = "",
    session: Session | None = None,
    at: datetime | None = None,
    nonce: uuid.UUID | None = None,
    method: str = CheckIn.Method.SCAN,
) -> Arrival:
    """Note that the guest came: to the entrance on the day of *at*, or to *session*.

    Who is noted already stays noted once, with the earlier of the two moments. Raises NotAdmitted.
    """
    nonce = nonce or uuid.uuid4()
    at = min(at or timezone.now(), timezone.now())
    known = CheckIn.objects.of(registration.conference).filter(nonce=nonce).first()
    if known is not None and known.registration_id == registration.pk:
        return Arrival(known, is_new=False)
    if known is not None:
        raise NotAdmitted(Verdict.UNKNOWN)
    verdict = verdict_on(registration)
    if verdict != Verdict.ADMIT and not (verdict == Verdict.ONLINE and method == CheckIn.Method.ONLINE):
        raise NotAdmitted(verdict)
    if session is not None and session.conference_id != registration.conference_id:
        raise NotAdmitted(Verdict.UNKNOWN)
    day = timezone.localdate(at, registration.conference.zone)
    told: dict[str, Any] = {"at": at, "door": door[:40], "by": by, "method": method}
    if standing := _standing(registration, day, session):
        return Arrival(_earlier(standing, told), is_new=False)
    try:
        with transaction.atomic():
            made = CheckIn.objects.create(
                conference=registration.conference, registration=registration, session=session, day=day,
                nonce=nonce, **told,
            )  # fmt: skip
    except IntegrityError:  # another door was faster by a moment
        standing = _standing(registration, day, session)
        if standing is None:
            raise
        return Arrival(_earlier(standing, told), is_new=False)
    return Arrival(made, is_new=True)


def _standing(registration: Registration, day: date, session: Session | None) -> CheckIn | None:
    """The check-in that this one would repeat. That of a rehearsal gives way to the real one."""
    rows = CheckIn.objects.standing().filter(registration=registration).select_related("conference")
    if session is None:
        return rows.at_the_entrance().filter(day=day).first()
    found = rows.filter(session=session).first()
    conference = registration.conference
    if found is not None and found.is_rehearsal and conference.starts <= day <= conference.ends:
        undo_check_in(found, by=None)
        return None
    return found


def _earlier(standing: CheckIn, told: dict[str, Any]) -> CheckIn:
    """The standing check-in with the earlier of the two reports."""
    if CheckIn.objects.filter(pk=standing.pk, at__gt=told["at"]).update(**told):
        standing.refresh_from_db()
    return standing


@transaction.atomic
def undo_check_in(check_in: CheckIn, *, by: Person | None) -> bool:
    """Take a check-in back; returns whether it stood. The row stays, and its report never counts again."""
    row = CheckIn.objects.select_for_update(no_key=True).get(pk=check_in.pk)
    if row.undone_at is not None:
        return False
    row.undone_at = check_in.undone_at = timezone.now()
    row.save(update_fields=["undone_at"])
    return True


@transaction.atomic
def undo_check_ins(conference: Conference, keys: Iterable[int], *, by: Person) -> list[CheckIn]:
    """Take back exactly the check-ins *keys*, those of one action; returns those that stood."""
    rows = CheckIn.objects.of(conference).standing().filter(pk__in=set(keys)).select_related("registration")
    return [row for row in rows.order_by("registration__number") if undo_check_in(row, by=by)]


@transaction.atomic
def check_in_delegation(
    delegation: Delegation, *, by: Person, door: str = "", session: Session | None = None
) -> list[Arrival]:
    """Note everybody of the delegation who may enter; who is noted already stays as they are."""
    approved = Registration.objects.filter(delegation=delegation).approved()
    members = approved.filter(attendance=Registration.Attendance.HALL)
    return [
        check_in(member, by=by, door=door, session=session, method=CheckIn.Method.DELEGATION)
        for member in members.select_related("conference").order_by("pk")
    ]


def sync(conference: Conference, marks: Iterable[Mark], *, by: Person, sent_at: datetime | None = None) -> list[Answer]:
    """Take the marks of a device, in order, each for itself; answers in the same order.

    *sent_at* is the device's clock at the moment of sending: marks are moved by what it differs from ours.
    """
    marks = list(marks)
    skew = timezone.now() - sent_at if sent_at else timedelta()
    guests = Registration.objects.of(conference).select_related("conference").in_bulk({mark.guest for mark in marks})
    sessions = Session.objects.of(conference).in_bulk({mark.session for mark in marks if mark.session})
    return [_take(conference, mark, guests, sessions, skew, by) for mark in marks]


def _take(
    conference: Conference, mark: Mark, guests: dict[int, Registration], sessions: dict[int, Session],
    skew: timedelta, by: Person,
) -> Answer:  # fmt: skip
    if mark.is_undo:
        return _take_back(conference, mark, by)
    registration = guests.get(mark.guest)
    session = sessions.get(mark.session) if mark.session else None
    at = (mark.at or timezone.now()) + skew
    if registration is None or (mark.session and session is None) or at < timezone.now() - OLDEST_REPORT:
        return Answer(mark.nonce, "refused", verdict=Verdict.UNKNOWN)
    try:
        arrival = check_in(
            registration, by=by, door=mark.door, session=session, at=at, nonce=mark.nonce, method=mark.method
        )
    except NotAdmitted as refusal:
        return Answer(mark.nonce, "refused", verdict=refusal.verdict)
    row = arrival.check_in
    if row.undone_at is not None:
        return Answer(mark.nonce, "undone", row)
    is_own = row.nonce == mark.nonce  # made just now, or made by this very report whose answer was lost
    return Answer(mark.nonce, "in" if is_own else "already", row)


def _take_back(conference: Conference, mark: Mark, by: Person) -> Answer:
    row = CheckIn.objects.of(conference).filter(nonce=mark.nonce).first()
    if row is None:
        return Answer(mark.nonce, "unknown")
    undo_check_in(row, by=by)
    return Answer(mark.nonce, "undone", row)
