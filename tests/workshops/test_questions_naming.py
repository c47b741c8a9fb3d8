"""A question that may name a child is shown once more before everybody reads it; it is never refused."""

from __future__ import annotations

import re

import pytest

from tests.workshops.questioning import *  # noqa: F403
from tests.workshops.questioning import html
from workshops.models import Listener, Question

pytestmark = pytest.mark.django_db
NAMED = "Ученика Ваню Петрова дразнят в классе. Что делать?"


@pytest.fixture(params=["sessions/{}/questions/", "questions/"])
def page(request, event):
    return f"/ru/season/{request.param.format(event.pk)}"


def test_a_question_that_names_a_child_comes_back_with_what_was_noticed(client, page):
    response = client.post(page, {"text": NAMED, "name": "Анна"})

    words = html(response)
    assert (response.status_code, Question.objects.count(), Listener.objects.count()) == (200, 0, 0)
    assert "<b>Ваню Петрова</b>" in words
    assert NAMED in words.split('id="id_text"')[1]
    assert 'value="Анна"' in words


def test_it_is_sent_as_it_is_by_one_press(client, page):
    client.post(page, {"text": NAMED, "step": "as-is"})

    assert Question.objects.get().words("ru") == NAMED


def test_it_is_sent_once_the_name_is_gone(client, page):
    client.post(page, {"text": NAMED})
    client.post(page, {"text": "Ученика дразнят в классе. Что делать?"})

    assert Question.objects.count() == 1


def test_nothing_is_noticed_before_anything_is_sent(client, page):
    assert "data-named" not in html(client.get(page))


def test_the_button_that_sends_it_as_it_is_is_never_the_first(client, page):
    """The key Enter presses the first button of a form."""
    words = html(client.post(page, {"text": NAMED}))

    assert re.findall(r'<button [^>]*type="submit"[^>]*>', words.split('id="main-form"')[1])[0] == (
        '<button class="btn" type="submit">'
    )


def test_a_script_gets_the_page_with_what_was_noticed(client, page, event):
    response = client.post(page, {"text": NAMED}, headers={"accept": "application/json"})

    assert ("data-named" in html(response), Question.objects.count()) == (True, 0)


def test_what_is_refused_stands_on_top_even_after_a_jump_to_the_form(client, page):
    """An address with a fragment would keep the browser from going to the list of errors."""
    assert f'id="main-form" method="post" action="{page}?q=1"' in html(client.get(f"{page}?q=1"))


def test_focus_goes_to_ones_own_questions_and_to_the_question_voted_for(client, event, make_question):
    question = make_question()
    client.post(f"/ru/season/sessions/{event.pk}/questions/", {"text": "Кто платит?"})

    words = html(client.get(f"/ru/season/sessions/{event.pk}/questions/"))

    assert re.search(r'<section [^>]*id="own" tabindex="-1"', words)
    assert f'id="q{question.pk}" tabindex="-1"' in words


def test_parts_that_a_script_asks_for_mark_only_the_other_language(client, event, make_question, moderator):
    asked = client.post(f"/ru/season/sessions/{event.pk}/questions/", {"text": "Кто платит?"},
                        headers={"accept": "application/json"})  # fmt: skip
    client.force_login(moderator, backend="django.contrib.auth.backends.ModelBackend")
    queue = client.get("/ru/season/desk/questions/", headers={"x-part": "queue"})
    english = client.get("/en/season/desk/questions/", headers={"x-part": "queue"})

    assert 'lang="ru"' not in asked.json()["own"]
    assert ('<span class="tag">RU</span>' in html(queue), '<span class="tag">RU</span>' in html(english)) == (
        False, True,
    )  # fmt: skip
