"""Forgetting registrations: at a person's wish, and drafts that nobody goes on with."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from conference.models import Consent, ConsentText, Person, Role
from conference.services.documents import revoke_documents
from conference.services.history import scrub_history
from registration.models import AccessNeeds, Delegation, Registration
from registration.models.registrations import RESUME_FOR

from . import seats

AT_ONCE = 500
REVOKED = "–"  # the check page does not tell why


def purge_old_drafts() -> int:
    """Delete drafts that nobody has touched for as long as the link to them was good, with what they hold.

    Drafts of a change to a sent registration go as well; the registration itself stays. Members whom a delegation
    prepares belong to its focal point, who signs in: they stay until the conference is over.
    """
    old = Registration.objects.drafts().filter(saved_at__lt=timezone.now() - RESUME_FOR - timedelta(days=1))
    old = old.exclude(delegation__isnull=False, conference__ends__gte=timezone.localdate())
    keys = list(old.values_list("pk", flat=True)[:AT_ONCE])
    if not keys:
        return 0
    with transaction.atomic():
        drafts = Registration.objects.drafts().filter(pk__in=keys)
        count = drafts.count()
        drafts.delete()
    return count


@transaction.atomic
def erase_registrations(person: Person, *, by: Person | None) -> list[str]:
    """Empty the registrations of *person*; drafts go. Returns what was erased, in a word each.

    Those of a conference still to come are cancelled, the seats given back, the documents void. Category,
    state, country, attendance and dates stay: they are what statistics count, and name nobody.
    """
    drafts = Registration.objects.drafts().filter(Q(person=person) | Q(filled_by=person) | Q(amends__person=person))
    words = ["drafts"] if drafts.exists() else []
    drafts.delete()
    mine = list(Registration.objects.sent().filter(person=person).select_related("conference", "category"))
    for registration in mine:
        if registration.may_be_cancelled and registration.conference.ends >= registration.conference.today():
            registration.move(Registration.State.CANCELLED, by=by, decided_at=timezone.now())
            seats.give_seat_back(registration)
            Role.revoke(person, Role.Kind.PARTICIPANT, registration.conference)
            revoke_documents(about=registration, by=by, reason=REVOKED)
    keys = [registration.pk for registration in mine]
    if AccessNeeds.objects.filter(registration__in=keys).delete()[0]:
        words.append("access needs")
    empty = dict.fromkeys(("degree", "question", "addressee", "decision_note", "search", "body_ru", "body_en"), "")
    if Registration.objects.filter(pk__in=keys).update(answers={}, track=None, **empty):
        words.append("registrations")
    scrub_history(mine)
    addresses = [person.email] if person.email else []  # the address for letters may be an office's
    delegations = Delegation.objects.filter(Q(focal_point=person) | Q(focal_email__in=addresses))
    led = list(delegations)
    if led:
        scrub_history(led)
        delegations.update(focal_point=None, focal_email="")
        words.append("delegations")
    return words


def forget_access_needs(consent: Consent) -> int:
    """Erase what *consent* guarded, once it is withdrawn: the guest's access needs in that conference."""
    if consent.text.kind != ConsentText.Kind.SPECIAL_CATEGORY:
        return 0
    needs = AccessNeeds.objects.filter(
        registration__person=consent.person, registration__conference=consent.text.conference_id
    )
    return needs.delete()[0]
