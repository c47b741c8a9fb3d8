"""Endorsement: who stands behind a document or a clause, counted by the rule of the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Person, Role
from conference.moves import MoveNotAllowed
from conference.permissions import may
from workshops.models import Endorsement, OutcomeDocument, Recommendation

from .discussing import seat_of
from .drafting import locked, standing

Kind = Endorsement.Kind


@dataclass(frozen=True)
class Tally:
    """Voices by kind. A delegation whose head spoke is one voice, and its members' own are not counted."""

    people: dict[str, int] = field(default_factory=dict)
    delegations: dict[str, int] = field(default_factory=dict)
    reservations: tuple[Endorsement, ...] = ()

    def count(self, kind: str) -> int:
        return self.people.get(kind, 0) + self.delegations.get(kind, 0)

    @property
    def total(self) -> int:
        return sum(self.people.values()) + sum(self.delegations.values())

    def rows(self) -> list[tuple[str, str, int, int, int]]:
        """For a table: kind, its name, delegations, people, together."""
        return [
            (kind, str(label), self.delegations.get(kind, 0), self.people.get(kind, 0), self.count(kind))
            for kind, label in Kind.choices
        ]


def tally_of(endorsements: Iterable[Endorsement]) -> Tally:
    """Count *endorsements* of one thing."""
    rows = list(endorsements)
    spoken_for = {row.delegation for row in rows if row.is_for_delegation}
    counted = [row for row in rows if row.is_for_delegation or row.delegation not in spoken_for or not row.delegation]
    people = Counter(row.kind for row in counted if not row.is_for_delegation)
    delegations = Counter(row.kind for row in counted if row.is_for_delegation)
    reservations = tuple(row for row in counted if row.kind == Kind.RESERVATION)
    return Tally(dict(people), dict(delegations), reservations)


def tally(document: OutcomeDocument) -> tuple[Tally, dict[int, Tally]]:
    """The voices on the document as a whole, and on those of its clauses that somebody voted about. One query."""
    by_clause: dict[int | None, list[Endorsement]] = {}
    for row in document.endorsements.select_related("person"):
        by_clause.setdefault(row.clause_id, []).append(row)
    whole = tally_of(by_clause.pop(None, []))
    return whole, {pk: tally_of(rows) for pk, rows in by_clause.items() if pk is not None}


def stands(document: OutcomeDocument, votes: Tally) -> bool:
    """Whether the rule of the document is met: nobody objects, or more are for than against. Somebody must be for."""
    in_favour = votes.count(Kind.FOR) + votes.count(Kind.RESERVATION)
    if document.rule == OutcomeDocument.Rule.CONSENSUS:
        return in_favour > 0 and votes.count(Kind.AGAINST) == 0
    return in_favour > votes.count(Kind.AGAINST)


@dataclass(frozen=True)
class Turnout:
    """How many people have endorsed the document as a whole, of the participants of the conference."""

    endorsed: int
    participants: int

    @property
    def is_few(self) -> bool:
        """Whether fewer than half of the participants have endorsed."""
        return self.endorsed * 2 < self.participants


def turnout(document: OutcomeDocument) -> Turnout:
    """Who endorsed, also with a reservation, of how many. Two queries."""
    kinds = (Kind.FOR, Kind.RESERVATION)
    endorsed = document.endorsements.filter(clause=None, kind__in=kinds).values("person").distinct().count()
    roles = Role.objects.of(document.conference).filter(kind=Role.Kind.PARTICIPANT, person__is_active=True)
    return Turnout(endorsed, roles.values("person").distinct().count())


@transaction.atomic
def endorse(
    document: OutcomeDocument, *, by: Person, kind: str, reservation: str = "", language: str = "ru",
    clause: Recommendation | None = None, for_delegation: bool = False,
) -> Endorsement:  # fmt: skip
    """Say for, for with a reservation, abstain or against, of the document or of one clause; saying again replaces.

    The head of a delegation may speak for it; after that its members' own voices are not taken. Raises
    MoveNotAllowed while the document is not open for endorsement or for who may not speak, ValidationError for a
    reservation without words.
    """
    current = locked(document)
    seat = _require_vote(current, by)
    reservation = reservation.strip() if kind == Kind.RESERVATION else ""
    if kind == Kind.RESERVATION and not reservation:
        raise ValidationError({"reservation": _("Write the reservation: it is printed with the document.")})
    delegation = str(seat.get("delegation", ""))
    if for_delegation and not (delegation and seat.get("is_head")):
        raise MoveNotAllowed(_("Only its head speaks for a delegation."))
    if clause:
        clause = standing(clause)
    voiced = current.endorsements.filter(clause=clause)
    if delegation and not for_delegation:
        others = voiced.filter(delegation=delegation, is_for_delegation=True).exclude(person=by)
        if others.exists():
            raise MoveNotAllowed(_("Your delegation has spoken through its head."))
    fields = {
        "kind": kind,
        "reservation": reservation,
        "language": language,
        "delegation": delegation,
        "delegation_ru": str(seat.get("delegation_ru", "")),
        "delegation_en": str(seat.get("delegation_en", "")),
        "is_for_delegation": for_delegation,
        "at": timezone.now(),
    }
    try:
        with transaction.atomic():
            made, _created = voiced.update_or_create(document=current, clause=clause, person=by, defaults=fields)
    except IntegrityError:
        raise MoveNotAllowed(_("Your delegation has spoken through its head.")) from None
    return made


def _require_vote(document: OutcomeDocument, person: Person) -> dict[str, object]:
    conference = document.conference
    if not may(person, "workshops.discuss_outcomes", conference):
        raise MoveNotAllowed(_("Participants of the conference endorse its documents. Register to take part."))
    seat = dict(seat_of(person, conference))
    if seat.get("is_listener"):
        raise MoveNotAllowed(_("You are registered as a listener: delegates endorse the document."))
    if document.state != OutcomeDocument.State.ENDORSING:
        raise MoveNotAllowed(_("The document is not open for endorsement."))
    return seat
