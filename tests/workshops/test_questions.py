"""Verbs of questions: asking, voting, approving, declining, wording, themes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from conference.moves import MoveNotAllowed
from tests.workshops.questioning import *  # noqa: F403
from tests.workshops.questioning import new_event
from workshops.models import Listener, Question, Season, Theme, Vote
from workshops.services import questions

State = Question.State
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("starts", "phase"),
    [(timedelta(days=1), "before"), (timedelta(minutes=-30), "during"), (timedelta(days=-2), "after")],
)
def test_a_question_waits_and_knows_when_it_was_asked(season, listener, starts, phase):
    event = new_event(season, starts=starts)

    asked = questions.ask(season, listener=listener, text=" Кто  платит? ", language="ru", session=event)

    asked.refresh_from_db()
    assert (asked.state, asked.phase, asked.text_ru, asked.words("en")) == ("pending", phase, "Кто платит?", "")


def test_a_question_in_english_has_no_russian_words(season, listener, event):
    asked = questions.ask(season, listener=listener, text="Who pays?", language="en", session=event)

    asked.refresh_from_db()
    assert (asked.words("ru"), asked.words("en"), asked.in_words_of_asker) == ("", "Who pays?", "Who pays?")


def test_rules_of_the_season_may_let_questions_through(season, listener, event):
    Season.objects.create(conference=season, questions_wait=False)

    asked = questions.ask(season, listener=listener, text="Кто?", language="ru", session=event)

    assert asked.state == State.APPROVED


def test_the_same_words_twice_are_one_question(season, listener, event):
    first = questions.ask(season, listener=listener, text="Кто?", language="ru", session=event)

    assert questions.ask(season, listener=listener, text="Кто? ", language="ru", session=event) == first
    assert Question.objects.count() == 1


def test_asking_takes_eight_queries_at_most(season, listener, event, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        questions.ask(season, listener=listener, text="Кто?", language="ru", session=event)


@pytest.mark.parametrize("text", ["", "  \n ", "а" * 1001])
def test_an_empty_or_long_question_is_refused(season, listener, event, text):
    with pytest.raises(ValidationError):
        questions.ask(season, listener=listener, text=text, language="ru", session=event)


def test_three_questions_in_five_minutes_and_then_one_waits(season, listener, event):
    for number in range(3):
        questions.ask(season, listener=listener, text=f"Кто {number}?", language="ru", session=event)

    with pytest.raises(questions.TooFast):
        questions.ask(season, listener=listener, text="Ещё?", language="ru", session=event)
    Question.objects.update(asked_at=event.starts - timedelta(days=1, minutes=6))
    assert questions.ask(season, listener=listener, text="Ещё?", language="ru", session=event).pk


def test_staff_write_down_as_many_as_come(season, listener, event, moderator):
    for number in range(5):
        questions.ask(season, listener=listener, text=f"Кто {number}?", language="ru", session=event, by=moderator)

    assert Question.objects.asked_by(listener).count() == 5


def test_nothing_is_asked_where_questions_are_not_taken(season, listener):
    over = new_event(season, starts=timedelta(days=-20))
    off = new_event(season, is_off=True)
    lounge = new_event(season, kind="lounge")
    lounge.kind.takes_questions = False

    for event, why in ((over, "over"), (off, "off"), (lounge, "not-here")):
        assert questions.may_ask(season, event) == why
        with pytest.raises(MoveNotAllowed):
            questions.ask(season, listener=listener, text="Кто?", language="ru", session=event)


def test_nothing_of_another_season_is_taken(season, make_conference, listener):
    other = make_conference("other", kind="season")

    for given in ({"session": new_event(other)}, {"theme": Theme.objects.create(conference=other, slug="a")}):
        with pytest.raises(ValidationError):
            questions.ask(season, listener=listener, text="Кто?", language="ru", **given)
    with pytest.raises(ValidationError):
        questions.ask(other, listener=listener, text="Кто?", language="ru")


def test_a_vote_is_one_and_can_be_taken_back(make_question, listener, django_assert_max_num_queries):
    question = make_question()

    with django_assert_max_num_queries(4):
        questions.vote(question, listener=listener)
    questions.vote(question, listener=listener)

    assert Vote.objects.counted() == {question.pk: 1}
    questions.unvote(question, listener=listener)
    assert Vote.objects.counted() == {}


def test_one_person_votes_once_from_two_browsers(make_question, make_listener, make_person):
    question, person = make_question(), make_person()

    questions.vote(question, listener=make_listener(person))
    questions.vote(question, listener=make_listener(claims=person))

    assert Vote.objects.counted() == {question.pk: 1}


@pytest.mark.parametrize("state", ["pending", "declined", "answered"])
def test_no_votes_for_what_is_not_open(make_question, listener, state):
    question = make_question(state=state)

    with pytest.raises(MoveNotAllowed):
        questions.vote(question, listener=listener)
    assert Vote.objects.count() == 0


def test_no_votes_from_another_season(make_question, make_conference):
    stranger = Listener.objects.create(conference=make_conference("other", kind="season"))

    with pytest.raises(MoveNotAllowed):
        questions.vote(make_question(), listener=stranger)


def test_votes_follow_who_says_their_name(make_question, make_listener, make_person, season):
    first, second = make_question("Кто?"), make_question("Когда?")
    known = make_person(email="anna@example.org")
    browser = make_listener(name="")
    questions.vote(first, listener=browser)
    questions.vote(second, listener=browser)
    questions.vote(second, listener=make_listener(claims=known))

    questions.say_who(browser, name="Анна", email="Anna@example.org", language="ru")

    browser.refresh_from_db()
    assert (browser.name, browser.person, browser.voter) == ("Анна", known, f"p{known.pk}")
    assert Vote.objects.counted() == {first.pk: 1, second.pk: 1}


def test_an_address_that_is_taken_is_claimed_not_owned(make_listener, make_person):
    person = make_person(email="anna@example.org")
    make_listener(person)
    browser = make_listener(name="")

    questions.say_who(browser, name="Анна", email="anna@example.org", language="ru")

    browser.refresh_from_db()
    assert (browser.person, browser.claims) == (None, person)


def test_declining_needs_a_reason(make_question, moderator):
    question = make_question(state="pending")

    with pytest.raises(ValidationError):
        questions.decline(question, reason=" ", by=moderator)
    questions.decline(question, reason="Не по теме.", by=moderator)

    question.refresh_from_db()
    assert (question.state, question.reason, question.decided_at is not None) == ("declined", "Не по теме.", True)


def test_two_moderators_do_not_overwrite_each_other(make_question, moderator):
    question = make_question(state="pending")
    same = Question.objects.get(pk=question.pk)
    questions.decline(question, reason="Не по теме.", by=moderator)

    with pytest.raises(MoveNotAllowed):
        questions.approve(same, by=moderator)
    assert Question.objects.get().state == State.DECLINED


def test_a_move_can_be_taken_back_unless_somebody_moved_on(make_question, moderator):
    question = make_question(state="pending")
    questions.decline(question, reason="Не по теме.", by=moderator)

    questions.take_back(question, was="pending", now="declined", by=moderator)

    question.refresh_from_db()
    assert (question.state, question.reason, question.decided_at) == ("pending", "", None)
    with pytest.raises(MoveNotAllowed):
        questions.take_back(question, was="pending", now="declined", by=moderator)


def test_the_asker_keeps_the_own_words(make_question, moderator):
    question = make_question("Хто платит?")

    questions.reword(question, "Кто платит?", by=moderator)
    questions.translate(question, "Who pays?", by=moderator)

    question.refresh_from_db()
    assert (question.text_ru, question.text_en) == ("Кто платит?", "Who pays?")
    assert question.in_words_of_asker == "Хто платит?"
    questions.reword(question, "Хто платит?", by=moderator)
    assert Question.objects.get(pk=question.pk).as_asked == ""


def test_themes_are_made_and_given(make_question, season, moderator):
    question = make_question()

    theme = questions.make_theme(season, title_ru="Тьютор и ассистент", by=moderator)
    questions.put_under(question, theme, by=moderator)

    question.refresh_from_db()
    assert (question.theme, theme.slug) == (theme, "tiutor-i-assistent")
    assert questions.make_theme(season, title_ru="тьютор и ассистент", by=moderator) == theme
    with pytest.raises(ValidationError):
        questions.make_theme(season, title_ru=" ", by=moderator)


def test_a_theme_of_another_season_is_refused(make_question, make_conference, moderator):
    theme = Theme.objects.create(conference=make_conference("other", kind="season"), slug="a", title_ru="А")

    with pytest.raises(ValidationError):
        questions.put_under(make_question(), theme, by=moderator)
