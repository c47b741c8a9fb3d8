"""One voice for each person, one for a delegation whose head speaks for it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from conference.models import Role
from conference.moves import MoveNotAllowed
from registration.models import Category, Delegation, Registration
from tests.workshops.outcomes import a_document, clause, fresh
from workshops.models import Endorsement, OutcomeDocument
from workshops.services import outcomes as services

Kind = Endorsement.Kind


@pytest.fixture
def document(conference, organiser):
    return services.begin_endorsement(a_document(conference, organiser), by=organiser)


@pytest.fixture
def delegates(make_person, conference):
    return [make_person(Role.Kind.PARTICIPANT, conference=conference) for _ in range(3)]


@pytest.fixture
def delegation(conference, delegates):
    """The first delegate heads a delegation of two."""
    category = Category.objects.create(conference=conference, family=Category.Family.MINISTRY, title_ru="Министерство")
    found = Delegation.objects.create(conference=conference, category=category, country="AM", body_ru="Министерство")
    for number, (person, role) in enumerate(zip(delegates, ("head", "delegate"), strict=False)):
        Registration.objects.create(
            conference=conference, category=category, person=person, delegation=found, delegation_role=role,
            state="approved", number=f"M-{number}",
        )  # fmt: skip
    return found


def say(document, person, kind=Kind.FOR, **told):
    return services.endorse(document, by=person, kind=kind, **told)


def test_a_voice_is_one_and_may_be_changed(document, delegates):
    say(document, delegates[0], Kind.ABSTAIN)
    say(document, delegates[0])
    say(document, delegates[1], Kind.RESERVATION, reservation="Без пункта 2")

    votes, _clauses = services.tally(document)

    assert (votes.people, votes.total) == ({"for": 1, "reservation": 1}, 2)
    assert [row.reservation for row in votes.reservations] == ["Без пункта 2"]


def test_a_reservation_needs_words(document, delegates):
    with pytest.raises(ValidationError):
        say(document, delegates[0], Kind.RESERVATION)

    assert document.endorsements.count() == 0


def test_a_clause_has_voices_of_its_own(document, delegates):
    say(document, delegates[0])
    say(document, delegates[0], Kind.AGAINST, clause=clause(document, 2))

    votes, clauses = services.tally(document)

    assert (votes.people, clauses[clause(document, 2).pk].people) == ({"for": 1}, {"against": 1})


def test_the_head_speaks_for_the_delegation_and_members_are_not_counted_twice(document, delegates, delegation):
    head, member, alone = delegates
    say(document, member)
    say(document, alone)
    say(document, head, for_delegation=True)

    votes, _clauses = services.tally(document)

    assert (votes.people, votes.delegations) == ({"for": 1}, {"for": 1})
    with pytest.raises(MoveNotAllowed):
        say(document, member, Kind.AGAINST)


def test_only_a_head_speaks_for_a_delegation(document, delegates, delegation):
    for person in delegates[1:]:
        with pytest.raises(MoveNotAllowed):
            say(document, person, for_delegation=True)

    assert document.endorsements.count() == 0


@pytest.mark.parametrize(
    ("rule", "kinds", "met"),
    [
        ("consensus", [], False),
        ("consensus", [Kind.FOR, Kind.ABSTAIN], True),
        ("consensus", [Kind.FOR, Kind.FOR, Kind.AGAINST], False),
        ("majority", [Kind.FOR, Kind.RESERVATION, Kind.AGAINST], True),
        ("majority", [Kind.FOR, Kind.AGAINST, Kind.ABSTAIN], False),
    ],
)
def test_the_rule_of_the_document(document, delegates, rule, kinds, met):
    document.rule = rule
    for person, kind in zip(delegates, kinds, strict=False):
        say(document, person, kind, reservation="Оговорка")

    votes, _clauses = services.tally(document)

    assert services.stands(document, votes) is met


def test_no_voice_before_endorsement_and_none_left_when_the_text_goes_back(document, delegates, organiser):
    say(document, delegates[0])

    services.return_to_merging(document, by=organiser)

    assert (document.endorsements.count(), fresh(document).state) == (0, OutcomeDocument.State.MERGING)
    with pytest.raises(MoveNotAllowed):
        say(document, delegates[0])
