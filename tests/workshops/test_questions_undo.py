"""The last move of a moderator taken back: a question is answered in the air again, a theme is the former one."""

from __future__ import annotations

import pytest

from tests.workshops.questioning import *  # noqa: F403
from tests.workshops.questioning import new_event
from workshops.models import Question, Theme

pytestmark = pytest.mark.django_db
DESK = "/ru/season/desk/questions/"


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("is_another_taken", [False, True])
def test_a_question_that_was_being_answered_is_so_again(desk, make_question, moderator, is_another_taken):
    question, other = make_question("Кто оплачивает тьютора?"), make_question("Кто платит?")
    Question.objects.update(session=new_event(question.conference))
    desk.post(f"{DESK}{question.pk}/air/")
    since = Question.objects.get(pk=question.pk).in_the_air_since
    desk.post(f"{DESK}{question.pk}/merge/", {"into": other.pk})
    if is_another_taken:
        desk.post(f"{DESK}{other.pk}/air/")

    desk.post(f"{DESK}undo/")

    question.refresh_from_db()
    assert (question.state, question.in_the_air_since) == ("approved", None if is_another_taken else since)


def test_a_new_theme_is_told_of_and_taken_back(desk, make_question, in_english):
    question = make_question(state="pending")

    made = desk.post(f"{DESK}{question.pk}/theme/", {"theme": "", "title_en": "Payment"}, follow=True)
    again = desk.post(f"{DESK}{question.pk}/theme/", {"theme": Theme.objects.get().pk}, follow=True)
    desk.post(f"{DESK}undo/")

    question.refresh_from_db()
    assert [said.message.count("Payment") for said in made.context["messages"]] == [1]
    assert [said.level_tag for said in again.context["messages"]] == ["info"]
    assert (question.theme, Theme.objects.get().title_ru or "") == (None, "")
