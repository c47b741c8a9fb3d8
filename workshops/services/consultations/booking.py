"""Booking an hour: one consultation in each, confirmed by whose address it is, cancelled or moved by both sides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.models import Person
from conference.moves import MoveNotAllowed
from workshops.models import Consultation, Listener, Slot, Theme

from .letters import owner_of, write_to_expert, write_to_school
from .reading import forget

State = Consultation.State
MOST_OPEN = 2
"""So many consultations to come one address may have at a time: hours are few."""
LONGEST_CASE = 3000
KEPT_FOR = timedelta(hours=2)
"""So long an hour is kept for an address that has not been shown to be the visitor's."""
BETWEEN_LETTERS = timedelta(minutes=1)
"""So long after the letter that asks for a confirmation the next one may be sent."""


class SlotTaken(MoveNotAllowed):
    """Somebody else has the hour, or it is not offered any more."""


@transaction.atomic
def book(
    slot: Slot, *, listener: Listener, school: str, theme: Theme | None = None, case: str, by: Person | None,
    instead_of: Consultation | None = None,
) -> Consultation:  # fmt: skip
    """Book *slot* for the school of *listener*; *case* is sealed at once, and read by the expert and the school alone.

    *instead_of* is a cancelled consultation whose case goes along: it is erased there.

    It is booked when the listener has shown that the address is theirs; otherwise it is asked for, and the hour is
    kept for KEPT_FOR: the owner of the address confirms it from a letter. Raises SlotTaken; MoveNotAllowed when the
    listener has MOST_OPEN to come; ValidationError for no address, no case, a theme the expert does not consult on.
    """
    season = slot.conference
    case, school = case.strip(), " ".join(school.split())
    if listener.conference_id != season.pk:
        raise ValidationError(_("This belongs to another conference."), code="elsewhere")
    if not (listener.person_id or listener.claims_id):
        raise ValidationError(_("An e-mail address is needed: the confirmation goes there."), code="address")
    if not case:
        raise ValidationError(_("Describe the case in a few sentences."), code="empty")
    if len(case) > LONGEST_CASE:
        raise ValidationError(
            ngettext("Shorten the description to %(count)d character.",
                     "Shorten the description to %(count)d characters.", LONGEST_CASE) % {"count": LONGEST_CASE},
            code="long",
        )  # fmt: skip
    if theme is not None and not slot.expert.themes.filter(pk=theme.pk).exists():
        raise ValidationError(_("The expert does not consult on this theme. Choose another."), code="theme")
    slot = _held(slot)
    person = listener.person_id or listener.claims_id
    if slot.expert.person_id is not None and slot.expert.person_id == person:
        raise MoveNotAllowed(_("This is your own hour."))
    Listener.objects.select_for_update(no_key=True).filter(conference=season, person=person).first()
    theirs = Q(listener__person=person) | Q(listener__claims=person)
    if Consultation.objects.of(season).open().filter(theirs).count() >= MOST_OPEN:
        raise MoveNotAllowed(
            ngettext(
                "You have %(count)d consultation to come already. Book another one after it, or cancel it.",
                "You have %(count)d consultations to come already. Book another one after them, or cancel one.",
                MOST_OPEN,
            ) % {"count": MOST_OPEN}
        )  # fmt: skip
    now = timezone.now()
    told = Consultation(
        conference=season, slot=slot, listener=listener, theme=theme, school=school[:250], case=case,
        state=State.BOOKED if listener.is_sure else State.ASKED,
        keep_until=None if listener.is_sure else min(now + KEPT_FOR, slot.starts), booked_at=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            told.save()
    except IntegrityError:
        raise SlotTaken(_taken()) from None
    if instead_of is not None:
        forget(instead_of)
    if told.state == State.BOOKED:
        _tell_booked(told)
    else:
        _ask_for_proof(told)
    return told


def _held(slot: Slot) -> Slot:
    """*slot*, held against everybody else until the transaction ends. Raises SlotTaken unless it is free."""
    rows = Slot.objects.select_related("expert__person", "conference")
    held = rows.select_for_update(no_key=True, of=("self",)).get(pk=slot.pk)
    if not Slot.objects.bookable().filter(pk=slot.pk).exists() or held.conference.is_archived:
        raise SlotTaken(_taken())
    return held


def _taken() -> str:
    return _("This hour has just been taken, or is not offered any more. Choose another: your text stays here.")


def _tell_booked(consultation: Consultation) -> None:
    write_to_school("consultation-booked", consultation, with_file=True)
    write_to_expert("consultation-new", consultation, with_file=True)


def _ask_for_proof(consultation: Consultation) -> None:
    """One letter: that the hour waits, and the personal link. The welcoming one is not written then."""
    write_to_school("consultation-confirm", consultation)
    known = [each.pk for each in (consultation.listener, owner_of(consultation)) if each is not None]
    Listener.objects.filter(pk__in=known).update(link_sent_at=timezone.now())


@transaction.atomic
def ask_again(consultation: Consultation) -> None:
    """Send the letter that asks for a confirmation once more. Raises MoveNotAllowed: nobody waits, or too soon."""
    if consultation.state != State.ASKED or consultation.has_begun or consultation.listener is None:
        raise MoveNotAllowed(_("This consultation waits for no confirmation."))
    asker = Listener.objects.select_for_update(no_key=True).get(pk=consultation.listener.pk)
    if asker.link_sent_at and timezone.now() - asker.link_sent_at < BETWEEN_LETTERS:
        raise MoveNotAllowed(
            _("The letter has just been sent. Wait a minute, and look among the unwanted letters, too.")
        )
    _ask_for_proof(consultation)


@transaction.atomic
def confirm_booking(consultation: Consultation, *, listener: Listener, by: Person | None) -> Consultation:
    """Let an hour that was asked for be booked, in the name of *listener*, who has shown the address.

    Raises MoveNotAllowed when the time for it is over, or for somebody else.
    """
    asker = consultation.listener
    if not listener.is_sure or asker is None or listener.person_id not in (asker.person_id, asker.claims_id):
        raise MoveNotAllowed(_("Open the link in the letter: it shows that the address is yours."))
    consultation.move(State.BOOKED, by=by or listener.person, keep_until=None, listener=listener)
    _tell_booked(consultation)
    return consultation


@transaction.atomic
def cancel(consultation: Consultation, *, by: Person | None, reason: str = "") -> Consultation:
    """Free the hour; the other side is told, with *reason*. From the school when *by* is neither expert nor staff.

    What a school told is erased when the school cancels; when the expert does, it stays for the school alone for some
    days, to be taken to another hour. Raises MoveNotAllowed.
    """
    listener = consultation.listener
    from_school = by is None or (listener is not None and listener.person_id == by.pk)
    was = consultation.state
    consultation.move(
        State.CANCELLED, by=by, is_cancelled_by_expert=not from_school, sequence=consultation.sequence + 1
    )
    told = " ".join(reason.split())[:500]
    if from_school:
        if was == State.BOOKED:
            school = consultation.school or _("a school")
            write_to_expert("consultation-cancelled-by-school", consultation, with_file=True, is_secret=True,
                            reason=_because(told), school=school)  # fmt: skip
        forget(consultation)
        return consultation
    consultation.reason = told
    consultation.save(update_fields=["reason"])
    write_to_school("consultation-cancelled-by-expert", consultation, with_file=True, is_secret=True,
                    to=f"consultations/mine/{consultation.pk}/", reason=_because(told))  # fmt: skip
    return consultation


def _because(reason: str) -> str:
    return f"{reason}\n\n" if reason else ""


@transaction.atomic
def move_to(consultation: Consultation, slot: Slot, *, by: Person | None) -> Consultation:
    """Put a booked consultation into another free hour of the same expert; both sides get the new time.

    Raises SlotTaken; MoveNotAllowed when it is not booked, has begun, or the hour is another expert's: what was told
    to one expert is not shown to another.
    """
    if consultation.state != State.BOOKED or consultation.has_begun:
        raise MoveNotAllowed(_("Only a booked consultation that has not begun can be moved."))
    if slot.expert_id != consultation.slot.expert_id:
        raise MoveNotAllowed(_("A consultation is moved within the hours of the same expert."))
    slot = _held(slot)
    rows = Consultation.objects.filter(pk=consultation.pk, state=State.BOOKED, slot=consultation.slot_id)
    told = {"slot": slot, "sequence": consultation.sequence + 1, "day_before_at": None, "hour_before_at": None}
    try:
        with transaction.atomic():
            moved = rows.update(**told)
    except IntegrityError:
        raise SlotTaken(_taken()) from None
    if not moved:
        raise MoveNotAllowed(_("Somebody has changed this consultation meanwhile. Look at it once more."))
    for name, value in told.items():
        setattr(consultation, name, value)
    write_to_school("consultation-moved", consultation, with_file=True)
    write_to_expert("consultation-moved-expert", consultation, with_file=True)
    return consultation


def lapse_unconfirmed() -> int:
    """Scheduled: free the hours that nobody confirmed in time, and erase what was told; returns how many."""
    due = Consultation.objects.filter(state=State.ASKED, keep_until__lte=timezone.now())
    return sum(_lapse(each) for each in due.select_related("slot__expert", "conference"))


@transaction.atomic
def _lapse(consultation: Consultation) -> bool:
    try:
        consultation.move(State.CANCELLED, by=None)
    except MoveNotAllowed:
        return False
    forget(consultation)
    return True


@transaction.atomic
def leave(listeners: Iterable[Listener]) -> int:
    """What *listeners* who are forgotten leave behind: hours to come are freed, descriptions erased. How many."""
    keys = [each.pk for each in listeners]
    rows = Consultation.objects.filter(listener__in=keys).select_related(
        "slot__expert__person", "slot__conference", "conference", "listener__person", "theme"
    )
    found = list(rows)
    for each in found:
        if each.is_open and not each.has_begun:
            cancel(each, by=None)
        elif each.erased_at is None:
            forget(each)
    rows.model.objects.filter(pk__in=[each.pk for each in found]).update(listener=None)
    return len(found)
