"""Nothing typed is lost, and nobody sees another's draft."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from registration.models import Registration
from tests.registration.steps.conftest import up_to

from ..conftest import ANSWERS

pytestmark = pytest.mark.usefixtures("categories")


def test_switching_the_language_keeps_what_was_typed(client, address):
    url = address("step", category="academic", step="name")

    response = client.post(url, {"full_name": "Жук Алеся", "email": "a@", "switch_language": "en"})
    page = client.get(response["Location"]).content.decode()

    assert response["Location"] == url.replace("/ru/", "/en/", 1)
    assert ('value="Жук Алеся"' in page, 'value="a@"' in page, '<html lang="en"' in page) == (True, True, True)
    assert Registration.objects.count() == 0


def test_finish_later_keeps_even_what_is_not_right_yet(client, address):
    url = address("step", category="academic", step="name")

    response = client.post(url, {"full_name": "Жук Алеся", "email": "a@", "later": "1"})
    page = client.get(url).content.decode()

    assert response["Location"] == address("later", category="academic")
    assert ('value="Жук Алеся"' in page, 'value="a@"' in page) == (True, True)


def test_the_page_says_when_the_draft_was_saved(client, address):
    url = up_to(client, address, "listener", "access")
    Registration.objects.update(saved_at=datetime(2027, 3, 1, 11, 32, tzinfo=UTC))

    page = client.get(url).content.decode()

    assert "Draft saved at 14:32" in page


def test_another_visitors_draft_does_not_exist(client, address, fill_in):
    fill_in("academic")
    stranger = Client()

    own, other = client.get(address("check", category="academic")), stranger.get(address("check", category="academic"))

    assert (own.status_code, other.status_code) == (200, 302)
    assert "Жук" not in stranger.get(address("step", category="academic", step="name")).content.decode()
    assert stranger.post(address("send_draft", category="academic")).status_code == 302
    assert Registration.objects.get().state == "draft"


def test_a_session_with_anothers_number_in_another_conference_sees_nothing(
    client, address, fill_in, other_conference, make_categories
):
    fill_in("academic")
    make_categories(other_conference)

    page = client.get(other_conference.url("registration:step", category="academic", step="name")).content.decode()

    assert "Жук" not in page


def test_a_draft_of_who_is_signed_in_follows_the_account(address, person, client_of):
    client_of(person).post(address("step", category="academic", step="name"), ANSWERS["academic"]["name"])

    page = client_of(person).get(address("step", category="academic", step="name")).content.decode()

    assert 'value="Жук Алеся Петровна"' in page


def test_who_is_signed_in_is_not_asked_for_the_address_again(address, person, client_of):
    response = client_of(person).get(address("step", category="academic", step="name"))

    form = response.context["form"]
    assert "email" not in form.fields
    assert form["full_name"].value() == person.full_name
