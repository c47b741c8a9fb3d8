"""Signing in by a code from a letter: no sign-up, no password unless one is wanted, no telling who is known."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from conference.models import Message
from conference.services.people import person_for_email


@pytest.fixture
def code_url():
    return reverse("account_request_login_code")


def code_in_the_letter() -> str:
    return re.search(r"^[0-9A-Za-z-]{6,}$", Message.objects.latest("pk").body, re.MULTILINE)[0]


def test_the_code_from_the_letter_signs_in(client, code_url, db):
    person = person_for_email("anna@example.org", language="ru")

    client.post(code_url, {"email": "Anna@Example.org"})
    answer = client.post(reverse("account_confirm_login_code"), {"code": code_in_the_letter()})

    assert (answer.status_code, answer["Location"]) == (302, "/ru/me/")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_wrong_code_does_not(client, code_url, db):
    person_for_email("anna@example.org", language="ru")
    client.post(code_url, {"email": "anna@example.org"})

    answer = client.post(reverse("account_confirm_login_code"), {"code": "WRONG1"})

    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_stranger_and_an_acquaintance_get_the_same_answer(code_url, db):
    person_for_email("known@example.org", language="ru")
    known, unknown = Client(), Client()

    answers = [
        (answer.status_code, answer["Location"])
        for answer in (
            known.post(code_url, {"email": "known@example.org"}),
            unknown.post(code_url, {"email": "nobody@example.org"}),
        )
    ]
    pages = [
        re.sub(r"known|nobody|csrfmiddlewaretoken\" value=\"\w+|_csrf\w*", "", client.get(answers[0][1]).text)
        for client in (known, unknown)
    ]

    assert answers[0] == answers[1]
    assert re.sub(r'value="[^"]+"', "", pages[0]) == re.sub(r'value="[^"]+"', "", pages[1])
    assert list(Message.objects.order_by("pk").values_list("key", flat=True)) == ["login-code", "unknown-account"]


def test_the_letter_speaks_the_language_of_the_page(client, db):
    person_for_email("anna@example.org", language="ru")
    with translation.override("en"):
        url = reverse("account_request_login_code")

    client.post(url, {"email": "anna@example.org"})

    assert Message.objects.get().language == "en"


def test_there_is_no_sign_up(client, db):
    page = client.post(reverse("account_signup"), {"email": "new@example.org"})

    assert page.status_code == 200
    assert Message.objects.count() == 0


def test_next_leads_nowhere_else(client, code_url, db):
    person_for_email("anna@example.org", language="ru")
    client.post(code_url, {"email": "anna@example.org", "next": "https://example.com/"})

    answer = client.post(
        reverse("account_confirm_login_code"), {"code": code_in_the_letter(), "next": "//example.com/"}
    )

    assert answer["Location"] == "/ru/me/"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("account_request_login_code", ["Fill in the field: Email"]),
        ("account_login", ["Fill in the field: Email", "Fill in the field: Password"]),
        ("account_reset_password", ["Fill in the field: Email"]),
    ],
)
def test_signing_in_says_what_to_fill_in(client, db, name, said):
    with translation.override("en"):
        address = reverse(name)

    page = client.post(address, {}).content.decode()

    summary = page[page.index('class="esum"') : page.index("</ul>", page.index('class="esum"'))]
    assert re.findall(r"<a [^>]+>([^<]+)</a>", summary) == said
    assert "placeholder=" not in page


@pytest.mark.parametrize(("password", "is_in"), [("a long passphrase of mine", True), ("another one", False)])
def test_whoever_set_a_password_signs_in_with_it(client, make_person, password, is_in):
    person = make_person(email="anna@example.org")
    person.set_password("a long passphrase of mine")
    person.save()

    client.post("/en/accounts/login/", {"login": person.email, "password": password})

    assert ("_auth_user_id" in client.session) is is_in
    assert not Message.objects.exists()
