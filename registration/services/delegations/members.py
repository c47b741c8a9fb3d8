"""Members: kept as drafts while they are prepared, changed under watch once they were sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.models import Person
from conference.moves import MoveNotAllowed
from conference.services.documents import revoke_documents
from registration.models import Category, Delegation, Registration
from registration.services import decisions, seats
from registration.services.sending import ORGANISATIONS, describe
from workshops.models import Track

from .membership import STEP

State, Role, Attendance = Registration.State, Registration.DelegationRole, Registration.Attendance
OF_THE_PERSON = ("full_name", "latin_name", "native_name", "honorific", "position_ru", "position_en")
IN_BOTH_LANGUAGES = ("honorific_ru", "honorific_en", "city_ru", "city_en")
PRINTED = (*OF_THE_PERSON, "delegation_role", "attendance", "body_ru", "body_en", "country")
"""What letters, badges and lists print: a change of it needs a new accreditation."""


@transaction.atomic
def save_member(
    delegation: Delegation, *, by: Person, told: dict[str, Any], registration: Registration | None = None
) -> Registration:
    """Keep one member: a new draft, a draft changed, or a sent registration changed.

    *told* may be incomplete while it is a draft; body, country, language and attendance left empty are those of
    the delegation. Raises MoveNotAllowed when the time for changes is over, ValidationError (codes ``seats``,
    ``head``, ``duplicate``).
    """
    _lock(delegation)
    told = {name: value for name, value in told.items() if value not in (None, "")}
    told.setdefault("delegation_role", Role.DELEGATE)
    _check_room(delegation, told, registration)
    _check_names(delegation, told, registration)
    if registration is None:
        registration = Registration(
            conference=delegation.conference, category=_category(delegation), delegation=delegation,
            source=Registration.Source.DELEGATION,
        )  # fmt: skip
    if registration.state == State.DRAFT:
        return _keep_draft(delegation, registration, told)
    return change_member(registration, by=by, told=told)


@transaction.atomic
def add_members(delegation: Delegation, *, by: Person, rows: Sequence[dict[str, Any]]) -> list[Registration]:
    """Add several members at once, all or none. Raises what save_member raises."""
    return [save_member(delegation, by=by, told=told) for told in rows]


@transaction.atomic
def remove_member(registration: Registration, *, by: Person) -> None:
    """Strike a member: a draft is deleted, a sent registration cancelled; the seat is the delegation's again."""
    if registration.state == State.DRAFT:
        registration.delete()
        return
    decisions.cancel(registration, by=by)


@transaction.atomic
def change_member(registration: Registration, *, by: Person, told: dict[str, Any]) -> Registration:
    """Change a sent member. What is printed sends an approved one to the organisers again, and them alone.

    Raises MoveNotAllowed when the registration is no longer active, ValidationError (``incomplete``, ``seats``).
    """
    registration.refresh_from_db(from_queryset=Registration.objects.select_for_update(no_key=True))
    if registration.state not in Registration.ACTIVE:
        raise MoveNotAllowed(_("This registration does not count any more, so it cannot be changed."))
    if not told.get("latin_name") or not (told.get("position_ru") or told.get("position_en")):
        raise ValidationError(_("Name, Latin name and post are needed."), code="incomplete")
    delegation = registration.delegation
    if delegation is None:
        raise MoveNotAllowed(_("This person does not belong to a delegation."))
    before = facts_of(registration)
    if registration.attendance != told.get("attendance", registration.attendance):
        _change_attendance(registration, told["attendance"])
    write_columns(registration, resolved(delegation, told))
    describe_member(registration.participant, told, registration, by=by)
    registration.save()
    registration.search = registration.searchable()
    registration.save(update_fields=["search"])
    is_printed = any(before[name] != value for name, value in facts_of(registration).items())
    if is_printed and registration.state == State.APPROVED:
        registration.move(State.SUBMITTED, by=by, submitted_at=timezone.now())
        revoke_documents(about=registration, by=by, reason=_("The data changed; a new document follows."))
        if delegation.state == Delegation.State.ACCREDITED:
            delegation.move(Delegation.State.SUBMITTED, by=by, submitted_at=timezone.now())
    return registration


def resolved(delegation: Delegation, told: dict[str, Any]) -> dict[str, Any]:
    """*told* with the shared answers of the delegation where the member has none of their own."""
    shared = {
        "body_ru": delegation.body_ru or "",  # type: ignore[attr-defined]
        "body_en": delegation.body_en or "",  # type: ignore[attr-defined]
        "country": str(delegation.country or ""),
        "language": delegation.language,
        "attendance": delegation.shared.get("attendance") or Attendance.HALL,
    }
    own_body = told.get("body_ru") or told.get("body_en")
    if own_body:  # the other half of the delegation's name would not fit it
        shared |= {"body_ru": "", "body_en": ""}
    return shared | told


def write_columns(registration: Registration, told: dict[str, Any]) -> None:
    """Put what was told about taking part onto the row; nothing is saved."""
    number = told.get("track")
    tracks = Track.objects.of(registration.conference)
    registration.track = tracks.filter(number=number).first() if number else None
    for name in ("delegation_role", "attendance", "language", "country"):
        setattr(registration, name, told[name])
    for name in ("body_ru", "body_en"):
        setattr(registration, name, told.get(name) or None)
    registration.rank = told.get("rank") or Registration.Rank.OTHER
    registration.statement_wanted = bool(told.get("statement_wanted"))


def describe_member(person: Person, told: dict[str, Any], registration: Registration, *, by: Person) -> None:
    """Write the member's name and post. Who signs in themselves keeps what they wrote; only gaps are filled."""
    facts = {name: told.get(name, "") for name in (*OF_THE_PERSON, *IN_BOTH_LANGUAGES)}
    facts |= {"country": str(registration.country or ""), "language": registration.language}
    facts |= {name: getattr(registration, name) or "" for name in ("body_ru", "body_en")}
    is_theirs = person.pk is not None and person != by and person.last_login is not None
    if is_theirs:
        facts = {name: value for name, value in facts.items() if not getattr(person, name, "")}
    describe(person, facts, kind=ORGANISATIONS[Category.Family(registration.category.family)])
    if not is_theirs:
        person.native_name = told.get("native_name", "")
    person.save()


def facts_of(registration: Registration) -> dict[str, Any]:
    """What is printed about a sent member."""
    person = registration.participant
    honorific = (person.honorific_ru or "", person.honorific_en or "")  # type: ignore[attr-defined]
    facts = {name: getattr(person, name) or "" for name in OF_THE_PERSON if name != "honorific"}
    facts |= {name: str(getattr(registration, name) or "") for name in PRINTED if name not in OF_THE_PERSON}
    return facts | {"honorific": honorific, "rank": registration.rank}


def told_about(registration: Registration) -> dict[str, Any]:
    """What the form shows of a member: the answers of a draft, or the facts of a sent registration."""
    if registration.state == State.DRAFT:
        return dict(registration.answers.get(STEP, {}))
    delegation = registration.delegation
    told = {name: value for name, value in facts_of(registration).items() if name != "honorific"}
    person = registration.participant
    told |= {
        "honorific": person.honorific or "", "member_email": person.letters_to, "rank": registration.rank,
        "track": registration.track.number if registration.track else None,
        "statement_wanted": registration.statement_wanted, "language": registration.language,
    }  # fmt: skip
    if delegation:
        shared = resolved(delegation, {})
        for name in ("country", "language", "attendance", "body_ru", "body_en"):
            if told.get(name) == shared[name]:
                told[name] = ""
    return told


def _lock(delegation: Delegation) -> None:
    """One at a time: the seats are counted under the row's lock."""
    Delegation.objects.select_for_update(no_key=True).get(pk=delegation.pk)
    if not delegation.may_be_written():
        raise MoveNotAllowed(_("The time for changes is over. Write to the organising committee."))


def _check_room(delegation: Delegation, told: dict[str, Any], registration: Registration | None) -> None:
    others = delegation.registrations.filter(state__in=[State.DRAFT, *Registration.ACTIVE])
    if registration is not None:
        others = others.exclude(pk=registration.pk)
    if told["delegation_role"] == Role.HEAD and others.filter(delegation_role=Role.HEAD).exists():
        raise ValidationError(
            _("The delegation has a head already. Choose another role, or replace the head."), code="head"
        )
    attendance = resolved(delegation, told)["attendance"]
    if attendance == Attendance.HALL and others.filter(attendance=Attendance.HALL).count() >= delegation.seats:
        text = ngettext(
            "The delegation has %(count)d seat, and it is named. Ask the organisers for another one.",
            "The delegation has %(count)d seats, and all are named. Ask the organisers for more.",
            delegation.seats,
        )
        raise ValidationError(text, code="seats", params={"count": delegation.seats})


def _check_names(delegation: Delegation, told: dict[str, Any], registration: Registration | None) -> None:
    """Nobody stands in a delegation twice. Who is there already may be saved as before."""
    if registration is not None and name_key(told_about(registration)) == name_key(told):
        return
    if is_named_in(names_in(delegation, but=registration), told):
        raise ValidationError(
            _("%(name)s is in the delegation already.") % {"name": told.get("full_name", "")}, code="duplicate"
        )


def name_key(told: dict[str, Any]) -> tuple[str, str]:
    """The name as told in both scripts, so that the same one is known again."""
    words = (str(told.get(name) or "").casefold().replace("ё", "е").split() for name in ("full_name", "latin_name"))
    full, latin = (" ".join(sorted(each)) for each in words)
    return full, latin


def names_in(delegation: Delegation, *, but: Registration | None = None) -> set[tuple[str, str]]:
    """The names of everybody who counts in the delegation, as ``name_key`` makes them."""
    rows = delegation.registrations.filter(state__in=[State.DRAFT, *Registration.ACTIVE]).select_related("person")
    known = set()
    for each in rows.exclude(pk=but.pk) if but else rows:
        person = each.person
        told = (
            {"full_name": person.full_name, "latin_name": person.latin_name} if person else each.answers.get(STEP, {})
        )
        known.add(name_key(told))
    return known


def is_named_in(known: set[tuple[str, str]], told: dict[str, Any]) -> bool:
    """Whether somebody of the same name is *known*. A name in Latin letters that is missing tells nobody apart."""
    full, latin = name_key(told)
    return any(full == other and (latin == there or not latin or not there) for other, there in known)


def _keep_draft(delegation: Delegation, draft: Registration, told: dict[str, Any]) -> Registration:
    draft.answers = {**draft.answers, STEP: told}
    write_columns(draft, resolved(delegation, told))
    draft.saved_at = timezone.now()
    draft.save()
    return draft


def _change_attendance(registration: Registration, attendance: str) -> None:
    seats.give_seat_back(registration)
    registration.attendance = attendance
    if not seats.take_seat(registration):
        raise ValidationError(_("No seat is free there now."), code="seats")


def _category(delegation: Delegation) -> Category:
    category = delegation.category
    if category is None:
        category = Category.objects.of(delegation.conference).filter(family=Category.Family.MINISTRY).first()
    if category is None:
        raise ValidationError(_("The delegation has no category of participants yet."), code="category")
    return category
