"""Errors of the steps, in words."""

from __future__ import annotations

from typing import Any

import pytest

from conference.models import ConsentText
from registration.models import AccessNeeds, Registration
from tests.registration.steps.conftest import up_to

from ..conftest import ANSWERS

pytestmark = pytest.mark.usefixtures("categories")


def errors(response: Any) -> list[str]:
    """The summary's sentences, in order."""
    form = response.context["form"]
    return [str(error) for name in form.fields for error in form.errors.get(name, [])]


EMPTY = {
    ("ministry", "country"): ["Choose the country", "Enter the name of the ministry"],
    ("ministry", "who"): ["Choose whom you are registering", "Enter the e-mail address"],
    ("ministry", "name"): [
        "Enter the full name", "Enter the name in Latin letters, as in the passport", "Enter the post",
        "Choose the language of letters",
    ],
    ("ministry", "participation"): ["Choose how you will take part"],
    ("unesco", "body"): ["Enter the name of the body", "Choose the country"],
    ("academic", "name"): [
        "Enter the full name", "Enter the name in Latin letters, as in the passport", "Enter the e-mail address",
        "Choose the language of letters",
    ],
    ("academic", "affiliation"): ["Enter the organisation", "Choose the country"],
    ("listener", "about"): [
        "Enter your name", "Enter the e-mail address", "Enter the city", "Choose the country",
        "Choose how you will take part", "Choose the language of letters",
    ],
    ("listener", "consents"): ["Without this consent we may not keep your registration. Tick the box to go on"],
}  # fmt: skip


@pytest.mark.parametrize(("family", "step"), EMPTY)
def test_empty_steps_say_what_is_missing(family, step, client, address):
    url = up_to(client, address, family, step)

    response = client.post(url, {})

    page = response.content.decode()
    assert response.status_code == 200
    assert errors(response) == EMPTY[family, step]
    assert "<title>Error: Step" in page
    assert page.count('aria-invalid="true"') >= 1
    assert all(
        f'href="#{field.id_for_label or field.auto_id}' in page for field in response.context["form"] if field.errors
    )


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("protocol", "The e-mail address has no @ in it, for example name@ministry.am"),
        ("protocol@", "The e-mail address needs a part after @, for example ministry.am"),
        ("protocol@ministry", "The e-mail address needs a part after @, for example ministry.am"),
        ("@ministry.am", "The e-mail address is not complete. It looks like name@ministry.am"),
        ("a@@ministry.am", "The e-mail address has more than one @ in it, for example name@ministry.am"),
        ("a b@ministry.am", "The e-mail address is not complete. It looks like name@ministry.am"),
    ],
)
def test_errors_in_the_address_name_the_missing_part(email, sentence, client, address):
    url = up_to(client, address, "ministry", "who")

    response = client.post(url, {"who": "self_head", "email": email})

    assert errors(response) == [sentence]
    assert response.context["form"]["email"].value() == email


def test_a_latin_name_in_cyrillic_is_refused_and_kept_with_an_offer(client, address):
    url = up_to(client, address, "academic", "name")

    response = client.post(url, {**ANSWERS["academic"]["name"], "latin_name": "Алеся Жук"})

    assert errors(response) == ["These are Cyrillic letters. Write the name in Latin letters, as in the passport"]
    assert 'value="Алеся Жук"' in response.content.decode()
    assert "data-suggestion>Alesia Zhuk</button>" in response.content.decode()
    assert 'value="Жук Алеся Петровна"' in response.content.decode()


def test_the_offer_is_taken_by_a_button_without_javascript(client, address):
    url = up_to(client, address, "academic", "name")

    response = client.post(url, {"full_name": "Жук Алеся Петровна", "email": "a@", "use_suggestion": "1"})

    page = response.content.decode()
    assert (response.status_code, 'value="Alesia Zhuk"' in page, 'value="a@"' in page) == (200, True, True)
    assert errors(response) == []
    assert Registration.objects.count() == 0


def test_who_fills_in_for_another_gives_their_own_name(client, address):
    url = up_to(client, address, "ministry", "who")

    response = client.post(url, {"who": "head", "email": "p@example.org"})

    assert errors(response) == ["Enter your name: you are filling the form in for somebody else"]


def test_one_language_of_a_pair_is_enough(client, address):
    url = address("step", category="unesco", step="name")

    response = client.post(url, ANSWERS["unesco"]["name"])  # a Russian page, an English post

    assert response.status_code == 302


def test_access_needs_ask_for_their_consent_only_when_there_is_something(client, address):
    url = up_to(client, address, "listener", "access")

    nothing = client.post(url, {})
    something = client.post(url, {"services": ["captions"], "note": ""})

    assert nothing.status_code == 302
    assert errors(something) == ["Agree to the use of these answers so that we can prepare the services, or clear them"]
    assert AccessNeeds.objects.count() == 0


def test_access_needs_stay_out_of_the_answers(client, address, texts):
    url = up_to(client, address, "listener", "access")

    client.post(url, {"services": ["captions"], "note": "место у окна", "agree": "on"})

    draft = Registration.objects.get()
    assert draft.answers["access"] == {"access_consent": {"text": texts["special_category"].pk, "language": "en"}}
    assert (draft.access_needs.services, draft.access_needs.note) == (["captions"], "место у окна")


def test_boxes_of_consent_are_not_ticked_and_there_is_no_accept_all(client, address):
    url = up_to(client, address, "listener", "consents")
    client.post(address("step", category="listener", step="access"), {})

    page = client.get(url).content.decode()

    assert page.count('name="consent_') == len(ConsentText.Kind) - 1  # all but what guards access needs
    assert "checked" not in page.partition("<main")[2].partition("</main")[0]
    assert "Text of processing" in page


def test_a_text_that_changed_meanwhile_is_read_again(client, address, texts):
    url = up_to(client, address, "listener", "consents")
    client.post(address("step", category="listener", step="access"), {})

    response = client.post(url, {"consent_processing": "on", "shown_processing": texts["processing"].pk + 1000})

    assert errors(response) == ["This text has changed meanwhile. Read it again, please"]
