from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from conference.models import Person
from conference.moves import MoveNotAllowed, refusal_words
from conference.views.verbs import attempt


@pytest.fixture
def asked(rf):
    request = rf.post("/")
    request.user = Person(pk=7, full_name="Анна")
    request._messages = CookieStorage(request)
    return request


def said(request):
    return [(message.level_tag, str(message)) for message in get_messages(request)]


def refuses(refusal):
    def verb(*args, **kwargs):
        raise refusal

    return verb


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (MoveNotAllowed("Too late."), "Too late."),
        (ValidationError("No seats."), "No seats."),
        (ValidationError(["No seats.", "Too late."]), "No seats. Too late."),
        (ValidationError({"email": ["Unknown address."]}), "Unknown address."),
        (ValidationError("At most %(most)d.", params={"most": 3}), "At most 3."),
    ],
)
def test_a_refusal_is_one_line_for_people(refusal, words):
    assert refusal_words(refusal) == words


def test_a_verb_is_called_in_the_visitors_name(asked):
    calls = []

    is_done = attempt(asked, lambda *args, **kwargs: calls.append((args, kwargs)), 1, done="Done.", reason="x")

    assert is_done is True
    assert calls == [((1,), {"by": asked.user, "reason": "x"})]
    assert said(asked) == [("success", "Done.")]


@pytest.mark.parametrize("refusal", [MoveNotAllowed("Too late."), ValidationError("Too late.")])
def test_a_refusal_is_told_and_nothing_is_done(asked, refusal):
    is_done = attempt(asked, refuses(refusal), done="Done.")

    assert is_done is False
    assert said(asked) == [("warning", "Too late.")]


def test_nobody_signed_in_is_nobody(asked):
    asked.user = AnonymousUser()
    calls = []

    attempt(asked, lambda **kwargs: calls.append(kwargs))

    assert calls == [{"by": None}]


def test_by_may_be_given(asked):
    other = Person(pk=8)
    calls = []

    attempt(asked, lambda **kwargs: calls.append(kwargs), by=other)

    assert calls == [{"by": other}]


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ("", []),
        (gettext_lazy("Not in a catalogue."), [("success", "Not in a catalogue.")]),
        (lambda result: f"{result} letters.", [("success", "5 letters.")]),
        (lambda result: "", []),
    ],
)
def test_what_is_said_when_it_is_done(asked, done, expected):
    attempt(asked, lambda **kwargs: 5, done=done)

    assert said(asked) == expected


def test_a_mistake_in_a_verb_is_not_a_refusal(asked):
    with pytest.raises(KeyError):
        attempt(asked, refuses(KeyError("x")))

    assert said(asked) == []
