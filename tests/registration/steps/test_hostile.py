"""Hostile input in the steps is refused with a sentence or kept inert."""

from __future__ import annotations

import pytest

from registration import services
from registration.models import Registration
from tests.registration.steps.conftest import up_to

from ..conftest import ANSWERS

pytestmark = pytest.mark.usefixtures("categories")

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": '" onfocus="alert(1)" x="',
    "template": "{{ 271828|add:314159 }}{% load x %}",
    "sql": "'; DROP TABLE registration_registration; --",
    "ten thousand": "я" * 10_000,
    "nul": "a\x00b",
    "direction": "Арам\u202eпревед\u202c",
    "escape": "\x1b[31mred",
    "emoji": "👩🏽‍🦽👨‍👩‍👧",
    "combining": "Z̷̡̛a̸l̵g̶o̷" * 20,
    "zero width": "А\u200bр\u200dам",
    "newline": "первая\r\nBcc: victim@example.org",
    "lone surrogate escape": "\\ud800",
    "number": "999999999999999999999999999999",
    "list": "[]",
    "unc": "\\\\server\\share",
}


STEPS = [(family, step) for family, steps in ANSWERS.items() for step in steps] + [("listener", "consents")]


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize(("family", "step"), STEPS)
def test_hostile_input_is_refused_with_a_sentence_or_kept_inert(family, step, kind, client, address):
    url = up_to(client, address, family, step)
    if step == "consents":
        client.post(address("step", category=family, step="access"), {})
    names = list(client.get(url).context["form"].fields)

    response = client.post(url, dict.fromkeys(names, HOSTILE[kind]))
    again = client.post(url, {**dict.fromkeys(names, HOSTILE[kind]), "later": "1"})
    shown = client.get(url)

    assert response.status_code in (200, 302)
    assert (again.status_code, shown.status_code) == (302, 200)
    for page in (response.content.decode(), shown.content.decode()):
        assert "<script>alert(1)" not in page
        assert 'onfocus="alert' not in page
        assert "585987" not in page


def test_a_whole_hostile_registration_is_inert_to_the_end(client, address, fill_in, person):
    text = '<script>alert(1)</script> "кавычки" & {{ x }}'
    fill_in("academic", full_name=f"Жук {text}", body_ru=text, degree=text)
    summary = client.get(address("check", category="academic")).content.decode()

    registration = services.submit(Registration.objects.get(), by=person)

    assert "<script>alert" not in summary
    assert registration.body_ru == text
    assert "{{ x }}" in registration.body_ru


@pytest.mark.parametrize("name", ["switch_language", "later", "use_suggestion", "back"])
def test_switches_take_no_nonsense(name, client, address):
    url = address("step", category="academic", step="name")

    response = client.post(f"{url}?back=%2F%2Fevil.example", {name: "https://evil.example/\x1b"})

    assert response.status_code in (200, 302)
    assert "evil.example" not in response.get("Location", "")
