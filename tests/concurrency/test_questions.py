"""A hundred listeners vote while moderators merge: no vote is lost or counted twice, and no circle comes about."""

from __future__ import annotations

import time

import pytest
from django.db import IntegrityError

from conference.moves import MoveNotAllowed
from tests.workshops.questioning import event, season  # noqa: F401
from workshops.models import Listener, Question, Vote
from workshops.models.questions import QuestionQuerySet
from workshops.services import questions

from .test_seats import rush

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS, VOTERS = 5, 100


def new_question(event, text):  # noqa: F811
    listener = Listener.objects.create(conference=event.conference)
    asked = questions.ask(event.conference, listener=listener, text=text, language="ru", session=event)
    return questions.approve(asked, by=None)


@pytest.fixture
def listeners(season):  # noqa: F811
    return Listener.objects.bulk_create(Listener(conference=season) for _number in range(VOTERS))


def test_votes_during_a_merger_are_all_counted_once(event, listeners):  # noqa: F811
    found = []
    for _round in range(ROUNDS):
        same, target = new_question(event, "Кто?"), new_question(event, "Кто платит?")
        acts = [(listener, question) for listener in listeners for question in (same, target)]
        acts.insert(len(acts) // 2, (None, same))

        def act(told, target=target):
            listener, question = told
            if listener is None:
                return questions.merge(question, into=target, by=None)
            return questions.vote(Question.objects.get(pk=question.pk), listener=listener)

        rush(acts, act)
        found.append(Vote.objects.filter(question__in=[same, target]).counted())
        assert Question.objects.get(pk=same.pk).merged_into_id == target.pk

    assert [list(each.values()) for each in found] == [[VOTERS]] * ROUNDS


def test_the_same_vote_many_times_at_once_is_one(event, listeners):  # noqa: F811
    question = new_question(event, "Кто?")

    outcomes = rush([listeners[0]] * 50, lambda listener: questions.vote(question, listener=listener))

    assert (outcomes, Vote.objects.counted()) == ([None] * 50, {question.pk: 1})


def test_two_moderators_merge_each_into_the_other(event):  # noqa: F811
    for _round in range(ROUNDS):
        first, second = new_question(event, "Кто?"), new_question(event, "Кто платит?")

        rush(
            [(first, second), (second, first)] * 4,
            lambda pair: questions.merge(Question.objects.get(pk=pair[0].pk), into=pair[1], by=None), at_once=8,
        )  # fmt: skip

        states = sorted(Question.objects.filter(pk__in=[first.pk, second.pk]).values_list("state", flat=True))
        assert states == ["approved", "merged"]


def test_one_question_is_in_the_air_whoever_takes_it(event):  # noqa: F811
    rows = [new_question(event, f"Вопрос {number}?") for number in range(16)]

    outcomes = rush(rows, lambda question: questions.take_into_the_air(question, by=None))

    assert Question.objects.filter(in_the_air_since__isnull=False).count() == 1
    assert {type(each) for each in outcomes} <= {Question, MoveNotAllowed}


def test_two_moderators_decide_once(event):  # noqa: F811
    question = new_question(event, "Кто?")

    outcomes = rush(
        range(16),
        lambda number: questions.decline(Question.objects.get(pk=question.pk), reason=f"Причина {number}.", by=None),
    )

    done = [each for each in outcomes if isinstance(each, Question)]
    question.refresh_from_db()
    assert (len(done), question.reason) == (1, done[0].reason)


def test_without_the_lock_a_circle_is_stopped_by_the_last_line_alone(event, monkeypatch):  # noqa: F811
    monkeypatch.setattr(QuestionQuerySet, "select_for_update", lambda self, **_options: self.all())
    move = Question.move

    def slow_move(self, *args, **kwargs):
        time.sleep(0.05)
        return move(self, *args, **kwargs)

    monkeypatch.setattr(Question, "move", slow_move)
    first, second = new_question(event, "Кто?"), new_question(event, "Кто платит?")

    outcomes = rush(
        [(first, second), (second, first)],
        lambda pair: questions.merge(Question.objects.get(pk=pair[0].pk), into=pair[1], by=None), at_once=2,
    )  # fmt: skip

    both_merged = not Question.objects.exclude(state="merged").exists()
    assert both_merged or any(isinstance(each, IntegrityError) for each in outcomes)
