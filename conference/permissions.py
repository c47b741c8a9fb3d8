"""Who may do what: predicates over Role rows, named for the things they guard.

``may(person, "registration.decide", conference)`` reads them; somebody else's object is answered with 404.
"""

from __future__ import annotations

from typing import Any

import rules
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from conference.models import Conference, Person, Role

Visitor = Person | AnonymousUser


def kinds_of(person: Visitor, conference: Conference | None) -> set[str]:
    """The kinds of role the person holds in *conference*; asked once per person object."""
    if not person.is_authenticated or not person.is_active:
        return set()
    known = person.__dict__.setdefault("_role_kinds", {})
    key = conference.pk if conference else None
    if key not in known:
        known[key] = set(Role.objects.held_by(person, conference).values_list("kind", flat=True))
    return known[key]


def holds(*kinds: str) -> rules.Predicate:
    """The person holds one of *kinds* in the conference (superusers hold all)."""

    @rules.predicate(name=f"holds:{'|'.join(kinds)}")
    def predicate(person: Visitor, conference: Conference | None) -> bool:
        return bool(getattr(person, "is_superuser", False)) or not kinds_of(person, conference).isdisjoint(kinds)

    return predicate


is_organiser = holds(Role.Kind.ORGANISER)
is_staff_here = holds(*Role.STAFF_KINDS)

rules.add_perm("conference.desk", is_staff_here)
rules.add_perm("conference.organise", is_organiser)


def may(person: Any, permission: str, subject: Any = None) -> bool:
    return bool(rules.has_perm(permission, person, subject))


def require(person: Any, permission: str, subject: Any = None) -> None:
    """Raise Http404 unless the person may: what one may not see does not exist."""
    if not may(person, permission, subject):
        raise Http404
