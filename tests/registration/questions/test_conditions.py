"""Questions asked on a condition."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from tests.registration.questions.conftest import Kind, errors, sent_with, told


def test_a_conditional_question_is_required_only_when_its_condition_holds(client, ask, at_questions):
    before = ask(Kind.YES_NO)
    after = ask(Kind.TEXT, depends_on=before, depends_value="yes", is_required=True)

    no = client.post(at_questions, told(before, "no"))
    yes = client.post(at_questions, told(before, "yes"))
    page = yes.content.decode()

    assert no.status_code == 302
    assert errors(yes) == ["Answer: Question 2"]
    assert "Answer only if you have answered “Question 1” with “Yes”." in page
    assert f'data-depends-on="{before.field_name}"' in page
    assert f'name="{after.field_name}"' in page


def test_an_answer_to_a_question_that_is_not_asked_is_dropped(make_draft, make_person, ask):
    before = ask(Kind.SEVERAL, choices=(("Да", None), ("Нет", None)))
    yes, no = before.choices.all()
    middle = ask(Kind.YES_NO, depends_on=before, depends_value=str(yes.pk))
    last = ask(Kind.TEXT, depends_on=middle, depends_value="yes")
    answers = told(before, [no.pk]) | told(middle, "yes") | told(last, "спрятанное")

    registration = sent_with(make_draft, make_person, answers)

    kept = registration.custom_answers.values_list("question", flat=True)
    assert list(kept) == [before.pk]


@pytest.mark.parametrize("wrong", ["later", "other conference", "text", "no such answer"])
def test_a_condition_that_cannot_hold_is_refused(wrong, ask, other_conference):
    before = ask(Kind.TEXT if wrong == "text" else Kind.YES_NO)
    question = ask(Kind.TEXT)
    question.depends_on, question.depends_value = before, "maybe" if wrong == "no such answer" else "yes"
    if wrong == "later":
        before.order = question.order + 1
    if wrong == "other conference":
        before.conference = other_conference

    with pytest.raises(ValidationError):
        question.full_clean()
