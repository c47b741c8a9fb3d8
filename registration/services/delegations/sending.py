"""Sending a delegation: every complete member becomes a registration; the rest stays for another day."""

from __future__ import annotations

from collections.abc import Sequence

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.models import Consent, ConsentText, Counter, Person
from conference.models.people import PersonManager
from conference.moves import MoveNotAllowed
from conference.services import mail
from conference.services.consent import give_consent
from registration.models import Delegation, Registration
from registration.services import seats
from registration.services.sending import AlreadyRegistered

from . import letters
from .inviting import number_delegation
from .members import _lock, describe_member, resolved, write_columns
from .membership import REPLY, STEP, Member, roster
from .sharing import give_travel

State = Registration.State
Given = Sequence[tuple[ConsentText, str]]
"""Consents that the representative confirmed: each text with the language in which it was read."""


@transaction.atomic
def submit_delegation(
    delegation: Delegation, *, by: Person, consents: Given = (), reply: str = ""
) -> list[Registration]:
    """Send every complete member draft; returns those sent now. Seats without names stay held until their date.

    *reply* is read by the organisers beside the delegation, until they return it again.

    Raises MoveNotAllowed when there is nothing to send, ValidationError (codes ``head``, ``consent``).
    """
    _lock(delegation)
    delegation.refresh_from_db(fields=["state", "number", "shared"])
    everybody = roster(delegation)
    if everybody.head is None or not everybody.head.is_ready:
        raise ValidationError(_("Name the head of the delegation first: name, Latin name and post."), code="head")
    ready = everybody.to_send
    may_move = delegation.may_move(Delegation.State.SUBMITTED)
    if not ready and (not may_move or delegation.state == Delegation.State.ACCREDITED):
        raise MoveNotAllowed(_("There is nothing new to send."))
    if ready:
        check_consents(delegation, consents)
    if reply.strip():
        delegation.shared = {**delegation.shared, REPLY: reply.strip()}
        delegation.save(update_fields=["shared"])
    number_delegation(delegation)
    sent = [send_member(member, delegation, by=by, consents=consents) for member in ready]
    if may_move:
        delegation.move(Delegation.State.SUBMITTED, by=by, submitted_at=timezone.now())
    names = "\n".join(f"– {member.name_in(by.language)}" for member in (each.participant for each in sent))
    letters.write("delegation-received", delegation, to=by, names=names or "–")
    return sent


def check_consents(delegation: Delegation, consents: Given) -> None:
    """Raise ValidationError while a consent without which nobody may take part was not confirmed."""
    given = [text for text, _language in consents]
    for kind in ConsentText.REQUIRED_KINDS:
        current = ConsentText.objects.in_force(delegation.conference, kind)
        if current and current not in given:
            raise ValidationError(_("A consent is missing: %(title)s") % {"title": current.title}, code="consent")


def send_member(member: Member, delegation: Delegation, *, by: Person, consents: Given) -> Registration:
    """One draft becomes a registration: person, consents, number, seat, and a copy for who has an address."""
    draft, told = member.registration, member.told
    draft.conference, draft.category = delegation.conference, draft.category
    write_columns(draft, resolved(delegation, told))
    person = _person_for(told, draft, by=by)
    describe_member(person, told, draft, by=by)
    for text, language in _consents_for(draft, consents):
        give_consent(person, text, language=language, method=Consent.Method.PROXY, by=by)
    draft.person, draft.filled_by = person, by
    draft.number = f"{draft.category.prefix}-{Counter.next(draft.conference, 'registration'):04d}"
    draft.answers = {name: value for name, value in draft.answers.items() if name not in (STEP, "access")}
    draft.submitted_at = timezone.now()
    draft.search = draft.searchable()
    draft.save(force_update=draft.pk is not None)
    try:
        with transaction.atomic():
            draft.move(State.SUBMITTED, by=by)
    except IntegrityError:
        active = Registration.objects.of(draft.conference).active().get(person=person)
        raise AlreadyRegistered(active) from None
    give_travel(draft, delegation, by=by)
    draft.save(update_fields=["answers"])
    if not seats.take_seat(draft):
        draft.move(State.WAITING, by=None, waiting_since=timezone.now())
    if told.get("member_email") and person != by:
        _write_copy(draft, delegation, by=by)
    return draft


def _person_for(told: dict[str, str], draft: Registration, *, by: Person) -> Person:
    """Whose registration it is. An address that somebody has an account with is theirs alone: only letters go there.

    So nobody is put into a delegation under an account that signs in, and nobody learns who has one.
    """
    address = PersonManager.normalize_email(told.get("member_email", ""))
    if address and address == by.email and not _takes_part(by, draft):
        return by
    person = Person(language=draft.language, full_name=told.get("full_name", ""))
    person.set_unusable_password()
    if address and not Person.objects.filter(email=address).exists():
        person.email = address
        person.save()
        EmailAddress.objects.create(user=person, email=address, primary=True, verified=False)
        return person
    person.contact_email = address
    return person


def _takes_part(person: Person, draft: Registration) -> bool:
    return Registration.objects.of(draft.conference).active().filter(person=person).exists()


def _consents_for(draft: Registration, consents: Given) -> list[tuple[ConsentText, str]]:
    """The consents confirmed for everybody, and the one for access needs where this member has any."""
    given = [pair for pair in consents if pair[0].kind != ConsentText.Kind.SPECIAL_CATEGORY]
    kept = draft.answers.get("access", {}).get("access_consent")
    if kept:
        text = ConsentText.objects.of(draft.conference).filter(pk=kept["text"]).first()
        given += [(text, kept["language"])] if text else []
    return given


def _write_copy(registration: Registration, delegation: Delegation, *, by: Person) -> None:
    """The member's own copy: who registered them, as what, and where they see and cancel it."""
    person = registration.participant
    language = person.language
    with override(language):
        role, page = str(registration.get_delegation_role_display()), mail.link(reverse("my_page"))
        post = person.position or ""
    mail.queue(
        "delegation-copy", to=person, conference=delegation.conference, about=registration, language=language,
        number=registration.number, delegation=letters.title_in(delegation, language), role=role, post=post,
        sender=by.name_in(language), participant=person.name_in(language), latin=person.latin_name, link=page,
    )  # fmt: skip
