"""Delegates comment, propose and support in the announced period, to the second."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conference.models import Message, Role
from conference.moves import MoveNotAllowed
from registration.models import Category, Registration
from tests.workshops.outcomes import a_document, a_proposal, announced, clause, fresh, period_of
from workshops.models import Amendment, ClauseComment, OutcomeDocument
from workshops.services import outcomes as services


@pytest.fixture
def document(conference, organiser):
    return announced(a_document(conference, organiser), organiser)


@pytest.fixture
def delegate(make_person, conference):
    return make_person(Role.Kind.PARTICIPANT, conference=conference)


def remark(document, by):
    return services.comment(document, clause(document), by=by, text="Замечание", language="ru")


@pytest.mark.parametrize(
    ("begins", "ends", "is_taken"),
    [(0, 60, True), (1, 60, False), (-60, 0, True), (-60, -1, False)],
    ids=["first second", "a second early", "last second", "a second late"],
)
def test_the_period_is_right_to_the_second(document, delegate, monkeypatch, begins, ends, is_taken):
    now = timezone.now()
    whole = now.replace(microsecond=0)
    document = period_of(whole + timedelta(seconds=begins), whole + timedelta(seconds=ends), document)
    monkeypatch.setattr(timezone, "now", lambda: whole + timedelta(microseconds=999_999))

    if is_taken:
        remark(document, delegate)
    else:
        with pytest.raises(MoveNotAllowed):
            remark(document, delegate)

    assert ClauseComment.objects.count() == is_taken
    assert [document] * is_taken == list(OutcomeDocument.objects.taking_comments())


@pytest.mark.parametrize("family", [Category.Family.LISTENER, Category.Family.ACADEMIC])
def test_listeners_read_and_delegates_speak(document, delegate, conference, family):
    category = Category.objects.create(conference=conference, family=family, title_ru="Категория")
    Registration.objects.create(
        conference=conference, category=category, person=delegate, state="approved", number="X-1"
    )

    may = services.may_speak(delegate, conference)
    if family == Category.Family.LISTENER:
        with pytest.raises(MoveNotAllowed):
            a_proposal(document, delegate)

    assert may is (family == Category.Family.ACADEMIC)


def test_who_takes_no_part_does_not_speak(document, make_person, other_conference):
    stranger = make_person(Role.Kind.PARTICIPANT, conference=other_conference)

    with pytest.raises(MoveNotAllowed):
        remark(document, stranger)

    assert ClauseComment.objects.count() == 0


def test_a_proposal_keeps_what_it_changes_and_leaves_the_other_language(document, delegate):
    made = a_proposal(document, delegate, ru="Лучше.", en="Text of clause 1.")

    assert (made.text_ru, made.text_en, made.base.text_ru) == ("Лучше.", "", "Текст пункта 1.")


def test_a_proposal_must_change_something(document, delegate):
    with pytest.raises(ValidationError):
        a_proposal(document, delegate, ru="Текст пункта 1.", en="")

    assert Amendment.objects.count() == 0


def test_support_counts_once_and_can_be_taken_back(document, delegate, make_person, conference):
    friend = make_person(Role.Kind.PARTICIPANT, conference=conference)
    proposal = a_proposal(document, delegate)
    services.support(proposal, by=friend)
    services.support(proposal, by=friend)
    counted = Amendment.objects.with_support(friend).get()
    services.take_back_support(proposal, by=friend)

    again = Amendment.objects.with_support(friend).get()

    assert (counted.support_count, counted.is_supported) == (1, True)
    assert (again.support_count, again.is_supported) == (0, False)


def test_nobody_supports_their_own_proposal_or_withdraws_another_ones(document, delegate, make_person, conference):
    friend = make_person(Role.Kind.PARTICIPANT, conference=conference)
    proposal = a_proposal(document, delegate)

    with pytest.raises(MoveNotAllowed):
        services.support(proposal, by=delegate)
    with pytest.raises(MoveNotAllowed):
        services.withdraw_proposal(proposal, by=friend)
    services.withdraw_proposal(proposal, by=delegate)

    assert proposal.state == Amendment.State.WITHDRAWN


def test_what_is_hidden_its_author_alone_sees_with_the_reason(document, delegate, organiser, make_person, conference):
    friend = make_person(Role.Kind.PARTICIPANT, conference=conference)
    said = remark(document, delegate)
    with pytest.raises(ValidationError):
        services.hide(said, by=organiser, reason=" ")

    services.hide(said, by=organiser, reason="Не о пункте")

    seen = [ClauseComment.objects.seen_by(person).count() for person in (delegate, friend)]
    assert (seen, ClauseComment.objects.get().hidden_reason) == ([1, 0], "Не о пункте")
    with pytest.raises(MoveNotAllowed):
        services.hide(said, by=organiser, reason="Ещё раз")


def test_participants_get_one_letter_about_all_drafts(conference, organiser, make_person, run_tasks):
    people = [make_person(Role.Kind.PARTICIPANT, conference=conference, language=language) for language in ("ru", "en")]
    make_person(Role.Kind.REVIEWER, conference=conference)
    drafts = [a_document(conference, organiser, slug=slug, title_ru=f"Проект {slug}") for slug in ("one", "two")]
    now = timezone.now()
    services.announce(drafts, by=organiser, opens=now, closes=now + timedelta(days=9))
    run_tasks()
    services.tell_participants(",".join(str(each.pk) for each in drafts))

    letters = Message.objects.filter(key="outcome-announced")

    assert sorted(letters.values_list("person", flat=True)) == sorted(person.pk for person in people)
    body = letters.get(language="ru").body
    assert ("– Проект one\n– Проект two" in body, "/ru/inclusion/outcomes/" in body, "{" in body) == (True, True, False)


def test_a_period_upside_down_or_without_text_is_not_announced(conference, organiser):
    document = a_document(conference, organiser, clauses=0)
    now = timezone.now()

    with pytest.raises(ValidationError):
        services.announce([document], by=organiser, opens=now, closes=now - timedelta(days=1))
    with pytest.raises(MoveNotAllowed):
        services.announce([document], by=organiser, opens=now, closes=now + timedelta(days=1))

    assert fresh(document).state == OutcomeDocument.State.DRAFT


def test_periods_close_by_the_clock_and_their_writers_are_told(document, delegate, chair, organiser):
    a_proposal(document, delegate)
    now = timezone.now().replace(microsecond=0)
    period_of(now - timedelta(days=2), now, document)
    first = services.close_periods()
    period_of(now - timedelta(days=2), now - timedelta(seconds=1), document)

    second = services.close_periods()

    assert (first, second, services.close_periods()) == (0, 1, 0)
    assert fresh(document).state == OutcomeDocument.State.MERGING
    assert Message.objects.get(key="outcome-period-over").person == chair
