"""Answers in the air and in writing, and the one letter to who asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conference.models import Message
from conference.moves import MoveNotAllowed
from tests.workshops.questioning import *  # noqa: F403
from tests.workshops.questioning import new_event
from workshops.models import Answer, Expert, Question
from workshops.services import questions
from workshops.services.listening import personal_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(season):
    return new_event(season, starts=timedelta(minutes=-10))


def test_one_question_is_in_the_air(make_question, moderator, running):
    first, second = make_question("1?", session=running), make_question("2?", state="pending", session=running)
    questions.take_into_the_air(first, by=moderator)

    questions.take_into_the_air(second, by=moderator)

    first.refresh_from_db()
    assert (first.state, first.is_in_the_air) == ("approved", False)
    assert (Question.objects.get(pk=second.pk).state, second.is_in_the_air) == ("approved", True)


def test_what_was_heard_for_half_a_minute_is_answered_when_the_next_is_taken(make_question, moderator, running):
    first, second = make_question("1?", session=running), make_question("2?", session=running)
    questions.take_into_the_air(first, by=moderator)
    Question.objects.filter(pk=first.pk).update(in_the_air_since=running.starts + timedelta(seconds=425))

    questions.take_into_the_air(second, by=moderator)

    first.refresh_from_db()
    answer = first.answers.get()
    assert (first.state, first.is_in_the_air, answer.kind, answer.minute) == ("answered", False, "air", "07:05")


@pytest.mark.parametrize("state", ["declined", "answered"])
def test_only_an_open_question_goes_into_the_air(make_question, moderator, state):
    with pytest.raises(MoveNotAllowed):
        questions.take_into_the_air(make_question(state=state), by=moderator)


def test_a_question_to_no_event_is_not_answered_in_the_air(season, listener, moderator):
    asked = questions.ask(season, listener=listener, text="Кто?", language="ru")

    with pytest.raises(MoveNotAllowed):
        questions.take_into_the_air(asked, by=moderator)


def test_it_returns_when_it_is_not_answered_after_all(make_question, moderator):
    question = make_question()
    questions.take_into_the_air(question, by=moderator)

    questions.off_the_air(question, by=moderator)

    question.refresh_from_db()
    assert (question.state, question.is_in_the_air) == ("approved", False)


def test_the_minute_may_be_told(make_question, moderator):
    answer = questions.answer_in_the_air(make_question(), 3750, "Школа.", by=moderator)

    assert (answer.minute, answer.words("ru"), answer.question.state) == ("1:02:30", "Школа.", "answered")
    assert questions.with_the_minute(answer, 59, by=moderator).minute == "00:59"
    with pytest.raises(ValidationError):
        questions.answer_in_the_air(make_question("2?"), -1, by=moderator)


def test_taking_an_answer_in_the_air_back_leaves_none(make_question, moderator):
    question = make_question()
    questions.answer_in_the_air(question, by=moderator)

    questions.reopen(question, by=moderator)

    question.refresh_from_db()
    assert (question.state, Answer.objects.count()) == ("approved", 0)


def test_an_answer_in_writing_is_given_once_and_may_be_mended(make_question, expert):
    question = make_question(state="pending")
    questions.answer_in_writing(question, expert, "Школа.", by=expert.person)

    questions.answer_in_writing(question, expert, "Школа и регион.", "The school.", by=expert.person)

    question.refresh_from_db()
    (answer,) = question.answers.all()
    assert (question.state, answer.words("ru"), answer.words("en")) == ("answered", "Школа и регион.", "The school.")


def test_an_answer_has_words_and_an_expert_of_the_season(make_question, make_conference, expert):
    stranger = Expert.objects.create(conference=make_conference("other", kind="season"), slug="x", name_ru="X")

    for who, words in ((expert, " "), (expert, "а" * 6001), (stranger, "Школа.")):
        with pytest.raises(ValidationError):
            questions.answer_in_writing(make_question(words[:9] or "?"), who, words, by=None)


@pytest.mark.parametrize("state", ["declined"])
def test_no_answer_to_a_declined_question(make_question, expert, state):
    with pytest.raises(MoveNotAllowed):
        questions.answer_in_writing(make_question(state=state), expert, "Школа.", by=expert.person)


def later():
    return timezone.now() + timedelta(minutes=6)


def test_who_gave_an_address_gets_one_letter(make_question, make_listener, make_person):
    person = make_person(language="en")
    question = make_question(state="answered", listener=make_listener(person, language="en"))
    make_question("Другой?", state="answered")

    assert questions.tell_askers() == 0
    assert questions.tell_askers(now=later()) == 1
    assert questions.tell_askers(now=later()) == 0

    letter = Message.objects.get()
    assert (letter.key, letter.to, letter.language) == ("question-answered", person.email, "en")
    assert "The school." in letter.body
    assert personal_link(question.asker, to=f"sessions/{question.session_id}/questions/") in letter.body


def test_the_letter_about_a_declined_question_has_the_reason(make_question, make_listener, make_person):
    make_question(state="declined", listener=make_listener(make_person()))

    questions.tell_askers(now=later())

    letter = Message.objects.get()
    assert (letter.key, "Не по теме." in letter.body) == ("question-declined", True)


def test_who_asked_what_was_merged_hears_of_the_answer(make_question, make_listener, make_person, moderator):
    person = make_person()
    same, target = make_question("1?", listener=make_listener(person)), make_question("2?")
    questions.merge(same, into=target, by=moderator)
    assert questions.tell_askers(now=later()) == 0
    questions.answer_in_writing(target, None, "Школа.", by=moderator)

    assert questions.tell_askers(now=later()) == 1
    letter = Message.objects.get()
    assert (letter.to, "Школа." in letter.body) == (person.email, True)


def test_a_decision_taken_back_in_time_is_not_told(make_question, make_listener, make_person, moderator):
    question = make_question(state="declined", listener=make_listener(make_person()))
    questions.reopen(question, by=moderator)

    assert questions.tell_askers(now=later()) == 0
    assert Message.objects.count() == 0


def test_when_nothing_is_due_one_query_is_asked(make_question, django_assert_num_queries):
    make_question(state="answered")

    with django_assert_num_queries(1):
        questions.tell_askers(now=later())
