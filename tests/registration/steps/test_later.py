"""Filling in for somebody else, and finishing later."""

from __future__ import annotations

import pytest

from registration import services
from registration.models import Registration
from tests.registration.steps.conftest import get, up_to

from ..conftest import ANSWERS

pytestmark = pytest.mark.usefixtures("categories")

# -- filling in for somebody else ---------------------------------------------------------------------------------


def test_the_fields_say_whose_name_they_ask_for(client, address):
    client.post(address("step", category="ministry", step="country"), ANSWERS["ministry"]["country"])
    who = {"who": "head", "email": "p@example.org", "helper_name": "Иванова Анна"}
    client.post(address("step", category="ministry", step="who"), who)

    form = get(client, address("step", category="ministry", step="name")).context["form"]

    assert form.fields["full_name"].label == "Full name of the head of delegation"
    assert {form.fields[name].widget.attrs["autocomplete"] for name in ("full_name", "latin_name")} == {"off"}


def test_the_consents_name_for_whom_they_are_given(client, address, fill_in):
    fill_in("ministry")
    draft = Registration.objects.get()
    services.save_step(draft, "who", {"who": "head", "email": "p@example.org", "helper_name": "Иванова"}, by=None)

    page = get(client, address("step", category="ministry", step="consents")).content.decode()

    assert "You give the consents on behalf of Мелконян Арам Ваганович, who authorised you." in page


# -- finish later ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("family", "step"), [("listener", "about"), ("listener", "access"), ("academic", "name")])
def test_finishing_later_on_an_empty_step_leaves_it_to_be_done(family, step, client, address):
    url = up_to(client, address, family, step)

    client.post(url, {"later": "1"})
    opened = client.get(address("category", category=family))

    assert step not in Registration.objects.get().answers
    assert opened["Location"] == address("step", category=family, step=step)


def test_a_done_step_left_half_changed_is_opened_again(client, address, fill_in):
    fill_in("academic")

    client.post(address("step", category="academic", step="name"), {"full_name": "Жук", "later": "1"})
    opened = client.get(address("category", category="academic"))

    assert opened["Location"] == address("step", category="academic", step="name")


def test_a_name_that_is_latin_already_stands_once_on_the_badge(client, address):
    url = up_to(client, address, "academic", "affiliation")
    told = {**ANSWERS["academic"]["name"], "full_name": "Pavel Zhuk", "latin_name": "Pavel Zhuk"}
    client.post(address("step", category="academic", step="name"), told)

    response = client.get(url)

    assert response.context["badge"]["is_same"] is True
    assert '<p class="nm2" hidden data-badge="latin"' in response.content.decode()
