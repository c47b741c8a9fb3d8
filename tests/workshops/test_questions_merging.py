"""Merging questions: votes add up, chains end at the last target, and everything can be taken back."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from conference.moves import MoveNotAllowed
from tests.workshops.questioning import *  # noqa: F403
from tests.workshops.questioning import new_event
from workshops.models import Question, Vote
from workshops.services import questions
from workshops.services.questions import queue

pytestmark = pytest.mark.django_db


def merged_into(question):
    return Question.objects.get(pk=question.pk).merged_into


def test_votes_add_up_one_for_each_voter(make_question, moderator, make_listener):
    same, target = make_question("Кто?", votes=2), make_question("Кто платит?", votes=3)
    both = make_listener()
    questions.vote(same, listener=both)
    questions.vote(target, listener=both)

    questions.merge(same, into=target, by=moderator)

    assert Vote.objects.counted() == {target.pk: 6}
    assert Question.objects.with_votes().get(pk=target.pk).votes_given == 6


def test_a_vote_for_what_was_merged_goes_to_the_target(make_question, moderator, listener):
    same, target = make_question("Кто?"), make_question("Кто платит?")
    questions.merge(same, into=target, by=moderator)

    questions.vote(same, listener=listener)

    assert list(Vote.objects.values_list("question", flat=True)) == [target.pk]


def test_a_vote_given_before_is_taken_back_from_the_target(make_question, moderator, listener):
    same, target = make_question("Кто?"), make_question("Кто платит?")
    questions.vote(same, listener=listener)
    questions.merge(same, into=target, by=moderator)

    questions.unvote(target, listener=listener)

    assert Vote.objects.count() == 0


def test_a_chain_ends_at_its_last_target(make_question, moderator):
    first, second, third = make_question("1?", votes=1), make_question("2?", votes=1), make_question("3?", votes=1)

    questions.merge(first, into=second, by=moderator)
    questions.merge(second, into=third, by=moderator)

    assert (merged_into(first), merged_into(second)) == (third, third)
    assert Vote.objects.counted() == {third.pk: 3}


def test_merging_with_what_is_merged_stands_for_the_last(make_question, moderator):
    first, second, third = make_question("1?"), make_question("2?"), make_question("3?")
    questions.merge(second, into=third, by=moderator)

    questions.merge(first, into=second, by=moderator)

    assert merged_into(first) == third


@pytest.mark.parametrize("which", ["reopen", "take_back"])
def test_merging_is_taken_back_with_all_that_came_along(make_question, moderator, which):
    first, second, third = make_question("1?", votes=1), make_question("2?", votes=2), make_question("3?", votes=4)
    questions.merge(first, into=second, by=moderator)
    questions.merge(second, into=third, by=moderator)

    if which == "reopen":
        questions.reopen(second, by=moderator)
    else:
        questions.take_back(second, was="approved", now="merged", by=moderator)

    second.refresh_from_db()
    assert (merged_into(first), second.merged_into, second.repeats) == (second, None, None)
    assert Vote.objects.counted() == {second.pk: 3, third.pk: 4}


def test_no_circles(make_question, moderator):
    first, second = make_question("1?"), make_question("2?")
    questions.merge(first, into=second, by=moderator)

    with pytest.raises(ValidationError):
        questions.merge(second, into=first, by=moderator)
    with pytest.raises(ValidationError):
        questions.merge(second, into=second, by=moderator)
    assert Question.objects.get(pk=second.pk).state == "approved"


def test_only_within_one_event_and_not_with_what_is_declined(make_question, season, moderator):
    question = make_question("1?")
    elsewhere = make_question("2?", session=new_event(season))
    declined = make_question("3?", state="declined")

    for target in (elsewhere, declined):
        with pytest.raises(ValidationError):
            questions.merge(question, into=target, by=moderator)


def test_an_answered_question_is_merged_with_nothing(make_question, moderator):
    with pytest.raises(MoveNotAllowed):
        questions.merge(make_question("1?", state="answered"), into=make_question("2?"), by=moderator)


def test_similar_questions_are_suggested(make_question):
    question = make_question("Кто оплачивает работу тьютора в школе?")
    near = make_question("Из каких средств школа оплачивает тьютора?")
    make_question("Как проветривать кабинет зимой?")

    assert questions.alike(question, Question.objects.all()) == [near]
    assert questions.found(Question.objects.all(), "тьютором школы") == [question, near]


def test_similar_questions_to_other_events_are_told_and_not_offered(client, make_question, season, moderator):
    question = make_question("Кто оплачивает работу тьютора в школе?", state="pending")
    there = make_question("Из каких средств школа оплачивает тьютора?", session=new_event(season))
    chalk = make_question("Где взять мел для доски?", session=new_event(season))
    client.force_login(moderator, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(f"/ru/season/desk/questions/?q={question.pk}").content.decode()
    found = client.get(f"/ru/season/desk/questions/?q={question.pk}&with=доски").content.decode()

    told = (f"?q={there.pk}#hand", f'name="into" value="{there.pk}"', f"?q={chalk.pk}#hand")
    assert [each in page for each in told] == [True, False, False]
    assert (f"?q={there.pk}#hand" in found, f"?q={chalk.pk}#hand" in found) == (False, True)


def test_approved_questions_stand_by_votes_behind_the_one_being_answered(make_question, season, moderator):
    little, much, now = make_question("1?", votes=1), make_question("2?", votes=3), make_question("3?")
    questions.take_into_the_air(now, by=moderator)

    rows = queue.of_desk(season, session=None, state="approved")

    assert [row.question for row in rows] == [now, much, little]
