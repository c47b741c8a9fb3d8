"""Every proposal gets an answer with its reason, and its author one letter."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from conference.models import Message, Role
from conference.moves import MoveNotAllowed
from tests.workshops.outcomes import a_document, a_proposal, announced, clause, fresh
from workshops.models import Amendment
from workshops.services import outcomes as services

State = Amendment.State
ANSWER = {"answer_ru": "Согласны.", "answer_en": "Agreed."}


@pytest.fixture
def delegate(make_person, conference):
    return make_person(Role.Kind.PARTICIPANT, conference=conference, language="en")


@pytest.fixture
def document(conference, organiser):
    return announced(a_document(conference, organiser), organiser)


def letters() -> list[tuple[int, str]]:
    rows = Message.objects.filter(key="outcome-proposal-decided").order_by("pk")
    return list(rows.values_list("person", "language"))


def test_an_accepted_proposal_becomes_the_text_with_its_reason(document, delegate, organiser):
    proposal = a_proposal(document, delegate)

    services.accept(proposal, by=organiser, ru="Лучший текст пункта.", en="A better text.", **ANSWER)

    changed = clause(document)
    version = changed.versions.first()
    assert (proposal.state, changed.text_ru, changed.text_en) == ("accepted", "Лучший текст пункта.", "A better text.")
    assert (version.how, version.reason_en, list(version.amendments.all())) == ("merged", "Agreed.", [proposal])
    assert letters() == [(delegate.pk, "en")]
    body = Message.objects.get(key="outcome-proposal-decided").body
    assert ("Agreed." in body, f"/en/inclusion/outcomes/draft/clauses/{changed.pk}/" in body) == (True, True)


def test_an_edited_proposal_is_accepted_in_part(document, delegate, organiser):
    proposal = a_proposal(document, delegate)
    with pytest.raises(ValidationError):
        services.accept(proposal, by=organiser, ru="Ещё лучше.", en="Even better.", **ANSWER)

    services.accept_in_part(proposal, by=organiser, ru="Ещё лучше.", en="Even better.", **ANSWER)

    assert (proposal.state, clause(document).text_ru) == (State.PARTLY, "Ещё лучше.")


def test_a_declined_proposal_changes_nothing_and_needs_a_reason(document, delegate, organiser):
    proposal = a_proposal(document, delegate)
    with pytest.raises(ValidationError):
        services.decline(proposal, by=organiser, answer_ru=" ")

    services.decline(proposal, by=organiser, answer_ru="Уже сказано в пункте 2.")

    assert (proposal.state, clause(document).text_ru) == (State.DECLINED, "Текст пункта 1.")
    assert proposal.answer_in("en") == ("Уже сказано в пункте 2.", "ru")


def test_several_become_one_text_and_each_author_gets_one_letter(
    document, delegate, organiser, make_person, conference
):
    friend = make_person(Role.Kind.PARTICIPANT, conference=conference)
    proposals = [a_proposal(document, by, ru=text) for by, text in ((delegate, "а"), (delegate, "б"), (friend, "в"))]

    services.merge(proposals, by=organiser, ru="а, б и в", en="a, b and c", **ANSWER)

    version = clause(document).versions.first()
    assert {proposal.state for proposal in proposals} == {State.MERGED}
    assert (version.text_ru, version.amendments.count()) == ("а, б и в", 3)
    assert sorted(letters()) == sorted([(delegate.pk, "en"), (friend.pk, "ru")])


def test_proposals_of_different_clauses_are_not_merged(document, delegate, organiser):
    proposals = [a_proposal(document, delegate, place) for place in (1, 2)]

    with pytest.raises(ValidationError):
        services.merge(proposals, by=organiser, ru="а", en="a", **ANSWER)

    assert letters() == []


def test_a_proposed_clause_is_added_and_a_removed_one_leaves_its_discussion(document, delegate, organiser):
    new = services.propose(document, None, by=delegate, ru="Новый.", en="New.", reason="Не хватает", language="ru")
    removal = a_proposal(document, delegate, 2, ru="", is_removal=True)

    services.accept(new, by=organiser, ru="Новый.", en="New.", **ANSWER)
    services.accept(removal, by=organiser, ru="", en="", **ANSWER)

    texts = [line.clause.text_ru for line in fresh(document).outline()]
    assert (texts, Amendment.objects.filter(state=State.ACCEPTED).count()) == (["Текст пункта 1.", "Новый."], 2)


def test_a_clause_that_changed_meanwhile_is_not_overwritten(document, delegate, organiser):
    first, second = (a_proposal(document, delegate, ru=text) for text in ("а", "б"))
    services.accept(first, by=organiser, ru="а", en="a", expected=0, **ANSWER)

    with pytest.raises(services.TextChanged):
        services.accept(second, by=organiser, ru="б", en="b", expected=0, **ANSWER)

    second.refresh_from_db()
    assert (second.state, clause(document).text_ru) == (State.PROPOSED, "а")


def test_a_proposal_is_decided_once_and_not_after_endorsement_began(document, delegate, organiser):
    proposal = a_proposal(document, delegate)
    stale = Amendment.objects.get(pk=proposal.pk)
    services.decline(proposal, by=organiser, **ANSWER)

    with pytest.raises(MoveNotAllowed):
        services.decline(stale, by=organiser, **ANSWER)
    services.begin_endorsement(services.close_period(document, by=organiser), by=organiser)
    with pytest.raises(MoveNotAllowed):
        services.decline(stale, by=organiser, **ANSWER)

    assert len(letters()) == 1


def test_endorsement_waits_for_every_answer_and_for_both_languages(document, delegate, organiser):
    proposal = a_proposal(document, delegate)
    document = services.close_period(document, by=organiser)
    with pytest.raises(MoveNotAllowed):
        services.begin_endorsement(document, by=organiser)
    services.accept(proposal, by=organiser, ru="Лучший текст пункта.", en="Text of clause 1.", **ANSWER)

    with pytest.raises(MoveNotAllowed) as refusal:
        services.begin_endorsement(document, by=organiser)
    made = clause(document)
    services.save_clause(made, by=organiser, ru=made.text_ru, en="A better text.", expected=made.revision)
    services.begin_endorsement(document, by=organiser)

    assert str(refusal.value).endswith(": 1.")
    assert fresh(document).state == "endorsing"
