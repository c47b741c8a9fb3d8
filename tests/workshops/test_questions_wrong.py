"""What nobody types on purpose: keys that are none, and questions that are refused after all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.workshops.questioning import *  # noqa: F403
from workshops.models import Listener, Question
from workshops.services import questions

pytestmark = pytest.mark.django_db
SEASON, DESK = "/ru/season/", "/ru/season/desk/questions/"
NO_KEYS = ["²", "9" * 30, "x", "-1"]


@pytest.mark.parametrize("told", NO_KEYS)
def test_a_filter_by_no_event_finds_all(client, season, make_question, told):
    make_question("Кто платит?")

    response = client.get(f"{SEASON}questions/", {"event": told, "page": told})

    assert (response.status_code, "Кто платит?" in response.content.decode()) == (200, True)


@pytest.mark.parametrize("told", NO_KEYS)
def test_the_desk_stands_keys_that_are_none(client, moderator, make_question, told):
    question = make_question("Кто платит?", state="pending")
    client.force_login(moderator, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(DESK, {"q": told}).status_code == 200
    assert client.post(f"{DESK}{question.pk}/merge/", {"into": told}).status_code == 404
    moved = client.post(f"{DESK}{question.pk}/approve/", {"event": told, "after": told})

    assert moved["Location"] == f"{DESK}?#hand"


def test_nobody_becomes_a_listener_by_a_question_that_is_refused(client, event):
    event.starts, event.ends = (timezone.now() - timedelta(days=days) for days in (60, 59))
    event.save()

    response = client.post(f"{SEASON}sessions/{event.pk}/questions/", {"text": "Кто платит?", "name": "Анна"})

    assert questions.may_ask(event.conference, event) == "over"
    assert (response.status_code, Question.objects.count(), Listener.objects.count()) == (200, 0, 0)
    assert "Кто платит?" in response.content.decode()
