"""The steps through HTTP: each family goes its own way, in order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from registration.models import Registration
from tests.registration.steps.conftest import get

from ..conftest import ANSWERS

pytestmark = pytest.mark.usefixtures("categories")


def test_the_router_offers_the_four_families(client, address):
    response = get(client, address("start"))

    families = [f"register/{family}/" in response.content.decode() for family in ANSWERS]
    assert (response.status_code, families) == (200, [True] * 4)


def test_the_router_is_no_form_when_registration_is_closed(client, address, conference):
    conference.registration_closes = timezone.now() - timedelta(days=1)
    conference.save()

    start, step = client.get(address("start")), client.get(address("step", category="listener", step="about"))

    assert (start.status_code, b"router" in start.content) == (200, False)
    assert (step.status_code, step["Location"]) == (302, address("start"))


def test_reading_a_step_leaves_no_draft(client, address):
    client.get(address("step", category="listener", step="about"))

    assert Registration.objects.count() == 0


@pytest.mark.parametrize("family", ANSWERS)
def test_each_family_goes_its_own_way_to_the_summary(family, client, address, fill_in):
    fill_in(family)

    response = client.get(address("check", category=family))

    draft = Registration.objects.get()
    assert (response.status_code, draft.state, draft.category.family) == (200, "draft", family)
    assert set(draft.answers) - {"unfinished"} == {*ANSWERS[family], "consents"}  # jsonb keeps no order


def test_the_summary_names_the_field_behind_each_change_link(client, address, fill_in):
    fill_in("academic")

    page = client.get(address("check", category="academic")).content.decode()

    link = address("step", category="academic", step="name") + "?back=check#id_latin_name"
    assert link in page
    assert 'Изменить<span class="sr">: Имя латиницей</span>' in page or ": Name in Latin letters</span>" in page


def test_a_change_returns_to_the_summary(client, address, fill_in):
    fill_in("academic")
    url = address("step", category="academic", step="name") + "?back=check"

    response = client.post(url, {**ANSWERS["academic"]["name"], "full_name": "Жук Анна Петровна"})

    assert response["Location"] == address("check", category="academic")
    assert Registration.objects.get().told()["full_name"] == "Жук Анна Петровна"


def test_later_steps_wait_for_earlier_ones(client, address):
    responses = [client.get(address("step", category="ministry", step=step)) for step in ("name", "consents")]
    responses.append(client.get(address("check", category="ministry")))

    assert [response["Location"] for response in responses] == [
        address("step", category="ministry", step="country")
    ] * 3


@pytest.mark.parametrize("path", ["nobody/", "nobody/name/", "ministry/nothing/", "listener/who/"])
def test_what_does_not_exist_is_404(path, client, address):
    assert client.get(address("start") + path).status_code == 404
