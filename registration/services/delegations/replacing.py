"""A member replaced up to the door: what belonged to the place passes on, what belonged to the person ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Person
from conference.moves import MoveNotAllowed
from conference.permissions import may
from registration.models import Category, Delegation, Registration
from registration.permissions import ACCREDIT
from registration.services import decisions, mails, papers, seats

from . import letters
from .membership import STEP, Member
from .sending import Given, check_consents, send_member

State, Seat = Registration.State, Registration.Seat
BADGE_AT_ONCE = timedelta(days=3)
"""So long before the conference a badge is numbered at once; earlier it is printed with all the others."""
UNSEEN = "replaced"
"""The key of ``Delegation.shared`` with replacements that the organisers have not looked at yet."""


@transaction.atomic
def replace_member(
    registration: Registration, *, by: Person, told: dict[str, Any], consents: Given = ()
) -> Registration:
    """Somebody else comes instead: seat, role, track and statement pass on; returns the new registration.

    The old one is cancelled, its documents are void. The new one is approved at once if the old one was, so that
    letter and badge follow; the organisers find it among their tasks. Raises MoveNotAllowed after the last day or
    when the old one does not count, ValidationError (``incomplete``, ``consent``).
    """
    delegation = registration.delegation
    if delegation is None or registration.state not in Registration.ACTIVE or not delegation.may_replace():
        raise MoveNotAllowed(_("This person can no longer be replaced."))
    if not told.get("latin_name") or not (told.get("position_ru") or told.get("position_en")):
        raise ValidationError(_("Name, Latin name and post are needed."), code="incomplete")
    check_consents(delegation, consents)
    was, seat = registration.state, registration.seat
    locked = Registration.objects.select_for_update(no_key=True).filter(pk=registration.pk, state=was)
    if not locked.update(seat=Seat.NONE):  # the seat is not given back: it passes on
        raise MoveNotAllowed(_("This person can no longer be replaced."))
    registration.seat = Seat.NONE
    decisions.cancel(registration, by=by, reason=_("Somebody else comes instead."), with_letter=False)
    successor = _successor(registration, told, seat)
    successor = send_member(Member(successor, successor.answers[STEP]), delegation, by=by, consents=consents)
    registration.companions.update(accompanies=successor)
    if was in (State.WAITING, State.OFFERED):
        _queue_in_place_of(registration, successor)
    if was == State.APPROVED:
        decisions.approve(successor, by=by)
        is_soon = delegation.conference.starts - delegation.conference.today() <= BADGE_AT_ONCE
        if is_soon and successor.category.gives(Category.Paper.BADGE):
            papers.issue_badge(successor, by=by)
        if not may(by, ACCREDIT, delegation.conference):
            _tell_organisers(delegation, successor)
    _write(registration, successor, delegation, by=by)
    return successor


@transaction.atomic
def mark_seen(delegation: Delegation, *, by: Person) -> int:
    """The organisers have looked at who came instead; returns at how many."""
    locked = Delegation.objects.select_for_update(no_key=True).get(pk=delegation.pk)
    seen: list[Any] = locked.shared.pop(UNSEEN, [])
    if seen:
        locked.save(update_fields=["shared"])
        delegation.shared = locked.shared
    return len(seen)


def _tell_organisers(delegation: Delegation, successor: Registration) -> None:
    locked = Delegation.objects.select_for_update(no_key=True).get(pk=delegation.pk)
    unseen = [each for each in locked.shared.get(UNSEEN, []) if each["pk"] != successor.replaces_id]
    unseen.append({"pk": successor.pk, "at": timezone.now().isoformat()})
    locked.shared = {**locked.shared, UNSEEN: unseen}
    locked.save(update_fields=["shared"])
    delegation.shared = locked.shared


def _write(old: Registration, new: Registration, delegation: Delegation, *, by: Person) -> None:
    """To the one who does not come, and to the focal point: one letter each, saying who comes instead."""
    focal, person = delegation.focal_point, old.participant

    def names(language: str) -> dict[str, Any]:
        return {"before": person.name_in(language), "after": new.participant.name_in(language)}

    if person != focal and (focal is None or person.letters_to != focal.letters_to):
        mails.write("delegation-member-replaced", old, to=person, **names(person.language))
    if focal and focal != by:
        letters.write("delegation-replaced", delegation, to=focal, **names(focal.language))
    elif focal:
        mails.write("delegation-member-replaced", old, to=focal, **names(focal.language))


def _queue_in_place_of(old: Registration, new: Registration) -> None:
    """The place in the waiting list passes on as well: nobody is overtaken, nobody falls behind."""
    if new.state == State.SUBMITTED:
        seats.give_seat_back(new)
        new.move(State.WAITING, by=None)
    Registration.objects.filter(pk=new.pk).update(waiting_since=old.waiting_since)
    new.waiting_since = old.waiting_since


def _successor(old: Registration, told: dict[str, Any], seat: str) -> Registration:
    """The draft of who comes instead, holding the place of who does not."""
    place = {
        "delegation_role": old.delegation_role, "attendance": old.attendance, "language": old.language,
        "track": old.track.number if old.track else None, "statement_wanted": old.statement_wanted,
        "body_ru": old.body_ru or "", "body_en": old.body_en or "", "country": old.country.code or "",  # type: ignore[attr-defined]
        "rank": old.rank,
    }  # fmt: skip
    own = {name: value for name, value in told.items() if value not in (None, "")}
    own = {name: value for name, value in own.items() if name not in ("delegation_role", "attendance", "track")}
    return Registration.objects.create(
        conference=old.conference, category=old.category, delegation=old.delegation, replaces=old, seat=seat,
        source=Registration.Source.DELEGATION, answers={STEP: place | own}, delegation_role=old.delegation_role,
        interpretation_wanted=old.interpretation_wanted,
    )  # fmt: skip
