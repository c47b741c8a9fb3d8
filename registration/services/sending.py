"""Sending the form: the draft becomes a registration of a person, with number and consents."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import ConsentText, Counter, Organisation, Person
from conference.moves import MoveNotAllowed
from conference.services.consent import give_consent
from conference.services.people import organisation_named
from registration.documents.addressing import is_russian
from registration.models import Category, Delegation, Registration
from workshops.models import Track

from . import companions, decisions, invitations, mails, questions, seats
from .participants import limits_in

ON_BEHALF = "head"
BILINGUAL = [f"{name}_{language}" for name in ("position", "honorific", "city") for language in ("ru", "en")]


HONORIFICS = {"mr": ("г-н", "Mr"), "ms": ("г-жа", "Ms"), "none": ("", "")}
"""Forms of address in Russian and English; “none” is the wish to be addressed by name alone."""


class AlreadyRegistered(MoveNotAllowed):
    """The person takes part already; ``registration`` says how."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(
            _("You are already registered for this conference. Your number is %(number)s.")
            % {"number": registration.number}
        )
        self.registration = registration


ORGANISATIONS = {
    Category.Family.MINISTRY: Organisation.Kind.MINISTRY,
    Category.Family.UNESCO: Organisation.Kind.UNESCO,
    Category.Family.NATIONAL_COMMISSION: Organisation.Kind.NATIONAL_COMMISSION,
    Category.Family.ACADEMIC: Organisation.Kind.UNIVERSITY,
    Category.Family.SCHOOL: Organisation.Kind.SCHOOL,
    Category.Family.LISTENER: Organisation.Kind.SCHOOL,
    Category.Family.PRESS: Organisation.Kind.OTHER,
    Category.Family.INTERPRETER: Organisation.Kind.OTHER,
    Category.Family.ORGANISER: Organisation.Kind.OTHER,
}


@transaction.atomic
def submit(draft: Registration, *, by: Person) -> Registration:
    """Send the draft: number, person, consents, columns, letter. *by* has shown that the address is theirs.

    A category that approves itself is approved at once. Raises AlreadyRegistered, MoveNotAllowed when it was sent
    before, ValidationError (codes ``closed``, ``consent``, ``incomplete``, ``no_place``,
    ``invitation``).
    """
    told = draft.told()
    conference = draft.conference
    if not draft.category.is_open():
        raise ValidationError(_("Registration is closed."), code="closed")
    if not told.get("full_name"):
        raise ValidationError(_("The name is missing. Fill in that step first."), code="incomplete")
    for_somebody = told.get("who") == ON_BEHALF
    if not for_somebody and (active := Registration.objects.of(conference).active().filter(person=by).first()):
        raise AlreadyRegistered(active)
    consents = consents_in(draft)
    person = Person(contact_email=told.get("head_email") or by.letters_to) if for_somebody else by
    describe(person, told, kind=ORGANISATIONS[Category.Family(draft.category.family)])
    person.save()
    limits = limits_in(draft)
    for text, language in consents:
        give_consent(person, text, language=language, limits=limits.get(text.pk, ()))
    questions.keep_answers(draft, told)
    invitation = invitations.claim(draft)
    registration = _send(draft, told, person=person, by=by)
    invitations.accepted(invitation, registration, by=by)
    return registration


def _send(draft: Registration, told: dict[str, Any], *, person: Person, by: Person) -> Registration:
    conference = draft.conference
    draft.person = person
    draft.number = f"{draft.category.prefix}-{Counter.next(conference, 'registration'):04d}"
    fields = columns(draft, told) | {
        "person": person, "filled_by": by, "number": draft.number, "answers": {}, "submitted_at": timezone.now(),
        "delegation": delegation_of(draft, told, by) if draft.category.family == Category.Family.MINISTRY else None,
    }  # fmt: skip
    for name, value in fields.items():
        setattr(draft, name, value)
    fields["search"] = draft.searchable()
    try:
        with transaction.atomic():
            draft.move(Registration.State.SUBMITTED, by=by, **fields)
    except IntegrityError:
        active = Registration.objects.of(conference).active().get(person=person)
        raise AlreadyRegistered(active) from None
    companions.bring_assistant(draft, told, by=by)
    return admit(draft, by=by)


def admit(registration: Registration, *, by: Person | None) -> Registration:
    """What becomes of a registration just sent: approved by itself, received, or put on the waiting list."""
    if not seats.take_seat_in_turn(registration):
        registration.move(Registration.State.WAITING, by=None, waiting_since=timezone.now())
        companions.follow(registration, by=None)
        mails.write_to_all("registration-waiting", registration)
        return registration
    if registration.category.approves_itself(registration.attendance):
        return decisions.approve(registration, by=None)
    mails.write_to_all("registration-received", registration)
    return registration


def describe(person: Person, told: dict[str, Any], *, kind: str) -> None:
    """Write what was told about the person onto *person*; what was left empty stays as it was."""
    for name in ("full_name", "latin_name", "native_name", "orcid", "country", "language"):
        if told.get(name):
            setattr(person, name, told[name])
    for name in BILINGUAL:
        if told.get(name):
            setattr(person, name, told[name])
    body = organisation_named(
        told.get("body_ru", ""), told.get("body_en", ""), country=told.get("country", ""), kind=kind
    )
    person.organisation = body or person.organisation
    if forms := HONORIFICS.get(told.get("address_as", "")):
        person.honorific_ru, person.honorific_en = forms  # type: ignore[attr-defined]
    for name in ("honorific", "city"):
        if text := told.get(name):
            setattr(person, f"{name}_{'ru' if is_russian(text) else 'en'}", text)


def columns(draft: Registration, told: dict[str, Any]) -> dict[str, Any]:
    number = told.get("track")
    track = Track.objects.of(draft.conference).filter(number=number).first() if number else None
    who = told.get("who", "")
    return {
        "delegation_role": role_of(draft, who),
        "attendance": told.get("attendance") or Registration.Attendance.HALL,
        "track": track,
        "language": told.get("language") or draft.language,
        "country": told.get("country", ""),
        "body_ru": told.get("body_ru", ""),
        "body_en": told.get("body_en", ""),
        "degree": told.get("degree", ""),
        "statement_wanted": bool(told.get("statement_wanted")),
        "interpretation_wanted": bool(told.get("interpretation_wanted")),
        "question": told.get("question", ""),
    }


def role_of(draft: Registration, who: str) -> str:
    """The role in the delegation, where the family has delegations."""
    if draft.category.family != Category.Family.MINISTRY:
        return ""
    role = Registration.DelegationRole
    return role.HEAD if who in (ON_BEHALF, "self_head") else role.DELEGATE


def delegation_of(draft: Registration, told: dict[str, Any], by: Person) -> Delegation | None:
    """The delegation that *by* is the focal point of, when there is one from this country."""
    mine = Delegation.objects.of(draft.conference).led_by(by)
    return mine.filter(country=told.get("country", "")).first()


def consents_in(draft: Registration) -> list[tuple[ConsentText, str]]:
    """The texts agreed to in the draft, each with the language in which it was read.

    Raises ValidationError when a consent that is required, or the one that access needs ask for, is not there.
    """
    told = draft.told()
    kept = [*told.get("consents", []), *filter(None, [told.get("access_consent")])]
    languages = {entry["text"]: entry["language"] for entry in kept}
    texts = list(ConsentText.objects.of(draft.conference).filter(pk__in=languages))
    needed = [*ConsentText.REQUIRED_KINDS]
    if hasattr(draft, "access_needs"):
        needed.append(ConsentText.Kind.SPECIAL_CATEGORY)
    for kind in needed:
        current = ConsentText.objects.in_force(draft.conference, kind)
        if current and current not in texts:
            raise ValidationError(_("A consent is missing: %(title)s") % {"title": current.title}, code="consent")
    return [(text, languages[text.pk]) for text in texts]
