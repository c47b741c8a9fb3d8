"""Half-typed text is kept by itself, in its order, and only where it may be; suggestions name nobody."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from conference.models import Organisation, Role
from registration.models import Registration

from .conftest import ANSWERS

pytestmark = pytest.mark.usefixtures("categories")


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def autosave(client: Client, address: Any, step: str = "name", family: str = "academic", **typed: Any) -> Any:
    page = client.get(address("step", category=family, step=step))
    saved = page.context["saved_answers"] if page.status_code == 200 else ""
    return client.post(address("autosave", category=family, step=step), {"saved_answers": saved, **typed})


def test_what_is_half_typed_is_kept_and_shown_again(client, address):
    response = autosave(client, address, full_name="Жук Ал", email="a@")
    page = client.get(address("step", category="academic", step="name")).content.decode()

    assert (response.status_code, response.json()["text"].startswith("Черновик сохранён в ")) == (200, True)
    assert ('value="Жук Ал"' in page, 'value="a@"' in page) == (True, True)
    assert Registration.objects.get().answers == {
        "unfinished": {"name": Registration.objects.get().answers["unfinished"]["name"]}
    }


def test_nothing_typed_makes_no_draft(client, address):
    response = autosave(client, address, full_name="  ")

    assert (response.status_code, response.json()) == (200, {"text": ""})
    assert Registration.objects.count() == 0


def test_text_that_comes_after_the_answers_does_not_undo_them(client, address):
    page = client.get(address("step", category="academic", step="name"))
    client.post(address("step", category="academic", step="name"), ANSWERS["academic"]["name"])

    late = client.post(
        address("autosave", category="academic", step="name"),
        {"full_name": "Жук", "saved_answers": page.context["saved_answers"]},
    )

    draft = Registration.objects.get()
    assert late.status_code == 409
    assert (draft.told()["full_name"], draft.answers["unfinished"]) == ("Жук Алеся Петровна", {})


@pytest.mark.parametrize("step", ["access", "consents", "nothing", "questions"])
def test_guarded_steps_are_not_kept_by_themselves(step, client, address, fill_in):
    fill_in("listener")

    response = client.post(address("autosave", category="listener", step=step), {"note": "тайна"})

    assert response.status_code == 404
    assert "тайна" not in str(Registration.objects.get().answers)


def test_it_needs_its_token_and_belongs_to_its_session(address):
    strict = Client(enforce_csrf_checks=True)
    first, second = Client(), Client()
    autosave(first, address, full_name="Первый")
    autosave(second, address, full_name="Второй")

    refused = strict.post(address("autosave", category="academic", step="name"), {"full_name": "x"})

    assert refused.status_code == 403
    assert Registration.objects.count() == 2
    assert "Первый" not in second.get(address("step", category="academic", step="name")).content.decode()


@pytest.mark.parametrize("text", ["я" * 50_000, "a\x00b", "<script>alert(1)</script>", "\u202e"])
def test_hostile_text_is_kept_inert(text, client, address):
    response = autosave(client, address, full_name=text)
    page = client.get(address("step", category="academic", step="name")).content.decode()

    assert response.status_code == 200
    assert "<script>alert(1)" not in page
    assert len(str(Registration.objects.get().answers)) < 30_000


# -- organisations --------------------------------------------------------------------------------------------------


@pytest.fixture
def organisations(make_person):
    for number in range(10):
        Organisation.objects.create(title_ru=f"Институт {number}", title_en=f"Institute {number}", country="BY")
    return Organisation.objects.create(title_ru="Педагогический институт", title_en="", country="RU")


def suggested(client: Client, address: Any, typed: str) -> list[dict[str, str]]:
    return client.get(address("suggest_organisations"), {"q": typed}).json()["results"]


@pytest.mark.parametrize(
    ("typed", "number"), [("инст", 8), ("ИНСТ", 8), ("institute 7", 1), ("и", 0), ("%%", 0), ("нет такого", 0)]
)
def test_at_most_eight_are_suggested_in_both_languages(typed, number, client, address, organisations):
    assert len(suggested(client, address, typed)) == number


def test_a_suggestion_holds_names_and_a_country_only(client, address, organisations):
    assert suggested(client, address, "institute 7") == [{"ru": "Институт 7", "en": "Institute 7", "country": "BY"}]


def test_what_nobody_has_looked_at_is_suggested_to_nobody(client, address, make_person, conference):
    typed = Organisation.objects.create(title_ru="Личная тайна Петрова", country="RU")
    admitted = Organisation.objects.create(title_ru="Личное дело, журнал", country="RU")
    make_person(organisation=typed)
    make_person(Role.Kind.PARTICIPANT, conference=conference, organisation=admitted)

    assert [row["ru"] for row in suggested(client, address, "личн")] == ["Личное дело, журнал"]


def test_questions_are_limited(client, address, organisations):
    answers = [client.get(address("suggest_organisations"), {"q": "ин"}).status_code for _question in range(61)]

    assert answers == [200] * 60 + [429]
