"""The feedback questionnaire: asked once, kept without a name, told in numbers."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from conference.models import Message, Role
from conference.moves import MoveNotAllowed
from workshops.models import FeedbackAnswer, FeedbackQuestion, FeedbackResponse, Questionnaire, Receipt
from workshops.services import feedback as services


@pytest.fixture
def questionnaire(conference):
    made = Questionnaire.objects.create(
        conference=conference, title_ru="Как прошло", title_en="How it went", opens=timezone.now() - timedelta(hours=1)
    )
    choices = {"choices_ru": "доклады\nлюди", "choices_en": "papers\npeople"}
    for order, (kind, told) in enumerate([("rating", {}), ("several", choices), ("choice", choices), ("text", {})]):
        FeedbackQuestion.objects.create(
            questionnaire=made, order=order, kind=kind, text_ru=f"Вопрос {order}", text_en=f"Question {order}", **told
        )
    return made


@pytest.fixture
def questions(questionnaire):
    return list(questionnaire.questions.all())


@pytest.fixture
def participant(make_person, conference):
    return make_person(Role.Kind.PARTICIPANT, conference=conference, full_name="Тайная Анна")


def test_an_answer_carries_no_name(questionnaire, questions, participant):
    rating, several, _choice, text = questions

    services.answer(
        questionnaire, {rating.pk: ["4"], several.pk: ["1", "2", "1"], text.pk: [" Больше воздуха "]}, by=participant
    )

    kept = FeedbackAnswer.objects.order_by("question__order", "value").values_list("question__order", "value")
    assert list(kept) == [(0, "4"), (1, "1"), (1, "2"), (3, "Больше воздуха")]
    assert Receipt.objects.get().person == participant
    names = {field.name for model in (FeedbackResponse, FeedbackAnswer) for field in model._meta.get_fields()}
    assert names == {"id", "questionnaire", "day", "language", "answers", "response", "question", "value"}


def test_nobody_answers_twice(questionnaire, questions, participant):
    services.answer(questionnaire, {questions[0].pk: ["4"]}, by=participant)

    with pytest.raises(MoveNotAllowed):
        services.answer(questionnaire, {questions[0].pk: ["1"]}, by=participant)

    assert FeedbackAnswer.objects.get().value == "4"


@pytest.mark.parametrize(
    ("place", "given"), [(0, ["6"]), (0, ["1", "2"]), (2, ["3"]), (1, ["доклады"]), (3, ["я" * 4001])]
)
def test_what_was_not_offered_is_refused_and_nothing_is_kept(questionnaire, questions, participant, place, given):
    with pytest.raises(ValidationError):
        services.answer(questionnaire, {questions[0].pk: ["3"], questions[place].pk: given}, by=participant)

    assert (FeedbackResponse.objects.count(), Receipt.objects.count()) == (0, 0)


def test_an_empty_questionnaire_is_not_taken(questionnaire, questions, participant):
    with pytest.raises(ValidationError, match="хотя бы"):
        services.answer(questionnaire, {questions[3].pk: ["  "]}, by=participant)


@pytest.mark.parametrize(
    ("opens", "closes", "asked"),
    [(None, None, "not-yet"), (1, None, "not-yet"), (-2, -1, "closed"), (-1, 1, "yes"), (-1, None, "yes")],
)
def test_who_is_asked_and_when(questionnaire, participant, opens, closes, asked):
    now = timezone.now()
    questionnaire.opens = now + timedelta(hours=opens) if opens else None
    questionnaire.closes = now + timedelta(hours=closes) if closes else None

    assert services.asked_of(participant, questionnaire) == asked


def fill(questionnaire, questions, count):
    for number in range(count):
        response = FeedbackResponse.objects.create(questionnaire=questionnaire, day="2027-06-20", language="ru")
        FeedbackAnswer.objects.create(response=response, question=questions[0], value=str(number % 5 + 1))
        FeedbackAnswer.objects.create(response=response, question=questions[3], value=f"Мнение {9 - number}")


def test_few_answers_give_no_results(questionnaire, questions):
    fill(questionnaire, questions, 4)

    assert services.results(questionnaire) == (4, [])


@pytest.mark.parametrize("count", [5, 20])
def test_results_cost_the_same_for_few_and_many(questionnaire, questions, count, django_assert_num_queries):
    fill(questionnaire, questions, count)

    with django_assert_num_queries(3):
        total, told = services.results(questionnaire)

    assert (total, told[0].answered, told[0].mean) == (count, count, 3.0)
    assert told[0].counts == [(str(value), count // 5) for value in range(1, 6)]
    assert told[3].texts == sorted(told[3].texts)


def test_the_table_is_sorted_so_that_its_order_tells_nothing(client, organiser, questionnaire, questions, conference):
    fill(questionnaire, questions, 5)
    client.force_login(organiser, backend="django.contrib.auth.backends.ModelBackend")

    answer = client.get(url("feedback_table", conference))

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[0] == ["Вопрос 0", "Вопрос 1", "Вопрос 2", "Вопрос 3"]
    assert rows[1:] == sorted(rows[1:])


def url(name, conference, language="ru"):
    with translation.override(language):
        return reverse(f"workshops:{name}", kwargs={"conference_slug": conference.slug})


def test_letters_go_once_to_those_who_have_not_answered(questionnaire, questions, participant, make_person, conference):
    other = make_person(Role.Kind.PARTICIPANT, conference=conference, language="en")
    make_person(Role.Kind.CHAIR, conference=conference)
    services.answer(questionnaire, {questions[0].pk: ["4"]}, by=participant)

    count = services.announce(questionnaire, by=participant)
    with pytest.raises(MoveNotAllowed):
        services.announce(questionnaire, by=participant)

    letter = Message.objects.get(key="feedback-asked")
    assert (count, letter.person, url("feedback", conference, "en") in letter.body) == (1, other, True)


@pytest.mark.parametrize(("language", "thanks"), [("ru", "Спасибо"), ("en", "Thank you")])
def test_the_page_takes_the_answers_and_says_thanks(
    client, conference, questionnaire, questions, participant, language, thanks
):
    client.force_login(participant, backend="django.contrib.auth.backends.ModelBackend")
    page = url("feedback", conference, language)

    nothing = client.post(page, {})
    wrong = client.post(page, {f"question-{questions[0].pk}": "9", f"question-{questions[3].pk}": "Всё хорошо"})
    sent = client.post(page, {f"question-{questions[0].pk}": "5"}, follow=True)

    assert (nothing.status_code, wrong.status_code) == (200, 200)
    assert "Всё хорошо" in wrong.content.decode()
    assert thanks in sent.content.decode()
    assert FeedbackAnswer.objects.get().value == "5"


def test_the_results_page_draws_what_there_is(client, organiser, conference, questionnaire, questions):
    fill(questionnaire, questions, 5)
    client.force_login(organiser, backend="django.contrib.auth.backends.ModelBackend")

    shown = client.get(url("feedback_results", conference)).content.decode()

    assert [text for text in ("Мнение 9", "Вопрос 0", "3,0") if text not in shown] == []
