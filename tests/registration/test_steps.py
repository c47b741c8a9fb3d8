"""The steps through HTTP: order, errors in words, nothing typed is lost, nobody sees another's draft."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from conference.models import ConsentText
from registration import services
from registration.models import AccessNeeds, Registration

from .conftest import ANSWERS

pytestmark = pytest.mark.usefixtures("categories")


def errors(response: Any) -> list[str]:
    """The summary's sentences, in order."""
    form = response.context["form"]
    return [str(error) for name in form.fields for error in form.errors.get(name, [])]


def get(client: Client, url: str, language: str = "en") -> Any:
    return client.get(url.replace("/ru/", f"/{language}/", 1))


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


# -- errors ---------------------------------------------------------------------------------------------------

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


def up_to(client: Client, address: Any, family: str, step: str) -> str:
    """Answer the steps before *step* in English; returns its address."""
    for slug, answers in ANSWERS[family].items():
        if slug == step:
            break
        client.post(address("step", category=family, step=slug), answers)
    return address("step", category=family, step=step).replace("/ru/", "/en/", 1)


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


# -- nothing is lost --------------------------------------------------------------------------------------------


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


# -- hostile input ------------------------------------------------------------------------------------------------

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": '" onfocus="alert(1)" x="',
    "template": "{{ 7|add:7 }}{% load x %}",
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
        assert "1414" not in page


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
