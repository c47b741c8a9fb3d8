"""The code of a delegation opens it, and only it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from registration.models import Delegation


def free(delegation):
    Delegation.objects.filter(pk=delegation.pk).update(focal_point=None)
    return Delegation.objects.get(pk=delegation.pk)


def test_the_code_opens_the_delegation_with_its_country_filled_in(client, address, delegation):
    code = free(delegation).code

    answer = client.post(address("delegation_start"), {"code": f"{code[:5]} {code[5:].lower()}"})

    page = client.get(answer["Location"]).content.decode()
    assert answer["Location"] == address("delegation_begin")
    assert "Армения" in page
    assert "Министерство" in page


@pytest.mark.parametrize("kind", ["unknown", "elsewhere", "over"])
def test_wrong_foreign_and_void_codes_are_answered_alike(
    kind, client, address, delegation, conference, other_conference
):
    code = free(delegation).code
    if kind == "unknown":
        code = "2222222222"
    if kind == "elsewhere":
        Delegation.objects.update(conference=other_conference)
    if kind == "over":
        conference.starts = conference.ends = timezone.localdate() - timedelta(days=2)
        conference.save()

    page = client.post(address("delegation_start"), {"code": code})

    assert page.status_code == 200
    expected = client.post(address("delegation_start"), {"code": "3333333333"}).context["form"].errors
    assert page.context["form"].errors == expected
    assert "delegation_invited" not in client.session


def test_codes_are_not_guessed_for_long(client, address, delegation):
    code = free(delegation).code
    for _attempt in range(10):
        client.post(address("delegation_start"), {"code": "2222222222"})

    page = client.post(address("delegation_start"), {"code": code})

    assert page.status_code == 200
    assert "delegation_invited" not in client.session


def test_without_a_code_there_is_nothing_to_begin(client, address):
    assert client.get(address("delegation_begin"))["Location"] == address("delegation_start")


def test_a_code_in_use_leads_nobody_else_in(client, address, delegation, client_of, make_person):
    other = client_of(make_person())
    for browser in (client, other):
        browser.post(address("delegation_start"), {"code": delegation.code})
        page = browser.get(address("delegation_begin"))
        assert page.templates[0].name == "registration/delegation_taken.html"
        assert "ani@" not in page.content.decode()
        assert "Саргсян" not in page.content.decode()

    other.post(address("delegation_begin"))

    delegation.refresh_from_db()
    assert delegation.focal_point.email == "ani@ministry.example.org"


def test_who_leads_one_delegation_lands_on_its_task_list(officer, address, url):
    assert officer.get(address("delegation_start"))["Location"] == url()
    assert officer.get(address("delegation_start"), {"another": "1"}).status_code == 200


def test_the_head_of_a_delegation_that_one_leads_is_named_on_its_list(officer, address, url):
    assert officer.post(address("for_another"))["Location"] == url("delegation_head")
