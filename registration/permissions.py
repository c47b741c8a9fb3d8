"""Who may decide about registrations, who may read what guests need, and who stands at the door."""

from __future__ import annotations

import rules

from conference.models import Conference, Role
from conference.permissions import Visitor, holds, kinds_of

from .models import Category, Delegation, Registration

REGISTER_HEAD = "registration.register_head"
DECIDE, SEE, FOLLOW = "registration.decide", "registration.see", "registration.follow"
READ_ACCESS_NEEDS = "registration.read_access_needs"
LEAD, ACCREDIT = "registration.lead_delegation", "registration.accredit"
READ_PASSPORT, ISSUE_LETTERS = "registration.read_passport", "registration.issue_letters"
SEE_TRAVEL, SEE_MONEY = "registration.see_travel", "registration.see_money"
TRAVEL_DESK, SUPPORT_DESK = "registration.travel_desk", "registration.support_desk"
CHECK_IN, EXPORT, WRITE_TO_ALL = "registration.check_in", "registration.export", "registration.write_to_all"


@rules.predicate
def has_a_say(person: Visitor, registration: Registration | None) -> bool:
    """The person themself, whoever filled the registration in for them, or the focal point of their delegation."""
    if registration is None or not person.is_authenticated:
        return False
    mine = person.pk in (registration.person_id, registration.filled_by_id)
    return mine or (registration.delegation is not None and registration.delegation.focal_point_id == person.pk)


@rules.predicate
def leads(person: Visitor, delegation: Delegation | None) -> bool:
    """The focal point of the delegation."""
    return delegation is not None and person.is_authenticated and delegation.focal_point_id == person.pk


@rules.predicate
def speaks_for_a_delegation(person: Visitor, conference: Conference | None) -> bool:
    """Focal points and members of delegations; who takes part as anybody else has no head to register."""
    if conference is None or not person.is_authenticated:
        return False
    if Role.Kind.PROTOCOL in kinds_of(person, conference):
        return True
    if Delegation.objects.of(conference).led_by(person).exists():
        return True
    active = Registration.objects.of(conference).active().filter(person=person)
    return active.filter(category__family=Category.Family.MINISTRY).exists()


def only(kind: str) -> rules.Predicate:
    """Those who hold the role *kind*, and nobody by rank: neither organisers nor superusers as such."""

    @rules.predicate(name=f"only:{kind}")
    def predicate(person: Visitor, conference: Conference | None) -> bool:
        return kind in kinds_of(person, conference)

    return predicate


rules.add_perm(DECIDE, holds(Role.Kind.ORGANISER))
rules.add_perm(SEE, holds(Role.Kind.ORGANISER, Role.Kind.PROTOCOL))
rules.add_perm(ACCREDIT, holds(Role.Kind.ORGANISER, Role.Kind.PROTOCOL))
rules.add_perm(EXPORT, holds(Role.Kind.ORGANISER))
rules.add_perm(WRITE_TO_ALL, holds(Role.Kind.ORGANISER))
rules.add_perm(SEE_TRAVEL, holds(Role.Kind.ORGANISER, Role.Kind.PROTOCOL))
rules.add_perm(TRAVEL_DESK, holds(Role.Kind.ORGANISER, Role.Kind.PROTOCOL, Role.Kind.PASSPORTS, Role.Kind.FINANCE))
rules.add_perm(SUPPORT_DESK, holds(Role.Kind.ORGANISER, Role.Kind.PROTOCOL, Role.Kind.FINANCE))
rules.add_perm(ISSUE_LETTERS, holds(Role.Kind.ORGANISER, Role.Kind.PASSPORTS))
rules.add_perm(CHECK_IN, holds(Role.Kind.ORGANISER, Role.Kind.DOOR))
rules.add_perm(SEE_MONEY, only(Role.Kind.FINANCE))
rules.add_perm(READ_PASSPORT, only(Role.Kind.PASSPORTS))
rules.add_perm(READ_ACCESS_NEEDS, only(Role.Kind.ACCESS))  # those whom the consent names
rules.add_perm(FOLLOW, has_a_say)
rules.add_perm(LEAD, leads)
rules.add_perm(REGISTER_HEAD, speaks_for_a_delegation)
