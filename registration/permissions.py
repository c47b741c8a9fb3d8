"""Who may decide about registrations, and who may read what guests need."""

from __future__ import annotations

import rules

from conference.models import Conference, Role
from conference.permissions import Visitor, holds, kinds_of

from .models import Category, Registration

REGISTER_HEAD = "registration.register_head"
DECIDE, SEE, FOLLOW = "registration.decide", "registration.see", "registration.follow"
READ_ACCESS_NEEDS = "registration.read_access_needs"


@rules.predicate
def has_a_say(person: Visitor, registration: Registration | None) -> bool:
    """The person themself, or whoever filled the registration in for them."""
    if registration is None or not person.is_authenticated:
        return False
    return person.pk in (registration.person_id, registration.filled_by_id)


@rules.predicate
def speaks_for_a_delegation(person: Visitor, conference: Conference | None) -> bool:
    """Members of delegations and protocol officers; who takes part as anybody else has no head to register."""
    if conference is None or not person.is_authenticated:
        return False
    if Role.Kind.PROTOCOL in kinds_of(person, conference):
        return True
    active = Registration.objects.of(conference).active().filter(person=person)
    return active.filter(category__family=Category.Family.MINISTRY).exists()


@rules.predicate
def coordinates_access(person: Visitor, conference: Conference | None) -> bool:
    """Those whom the consent names, and nobody by rank: neither organisers nor superusers as such."""
    return Role.Kind.ACCESS in kinds_of(person, conference)


rules.add_perm(DECIDE, holds(Role.Kind.ORGANISER))
rules.add_perm(SEE, holds(Role.Kind.ORGANISER, Role.Kind.PROTOCOL))
rules.add_perm(READ_ACCESS_NEEDS, coordinates_access)
rules.add_perm(FOLLOW, has_a_say)
rules.add_perm(REGISTER_HEAD, speaks_for_a_delegation)
