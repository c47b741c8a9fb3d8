"""Sending through HTTP: the code, the same answer to everybody, the confirmation, finishing later."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from conference.models import Message, Person, Role
from registration import services
from registration.models import Registration

TOKEN = re.compile(r'(?<=csrfmiddlewaretoken" value=")[^"]+')
pytestmark = pytest.mark.usefixtures("categories")


def newest(key: str) -> Message:
    return Message.objects.filter(key=key).first()


def code_in(message: Message) -> str:
    """The code on its own line of the letter."""
    return next(line for line in message.body.splitlines() if re.fullmatch(r"[A-Z0-9-]{6,9}", line.strip()))


def skeleton(response: Any) -> tuple[Any, ...]:
    """What a visitor can tell about an answer, without tokens."""
    return response.status_code, response["Location"], sorted(response.cookies)


def test_the_code_proves_the_address_and_the_form_is_sent(client, address, fill_in):
    fill_in("academic")

    asked = client.post(address("send_draft", category="academic"))
    confirmed = client.post(asked["Location"], {"code": code_in(newest("login-code"))}, follow=True)

    registration = Registration.objects.get()
    assert asked["Location"].startswith("/ru/accounts/code/confirm/?next=")
    assert confirmed.redirect_chain[-1][0] == address("sent")
    assert (registration.state, registration.person.email) == ("submitted", "alesia@example.org")
    assert "A-0001" in confirmed.content.decode()


def test_nothing_is_sent_without_the_code(client, address, fill_in):
    fill_in("academic")

    asked = client.post(address("send_draft", category="academic"))
    client.post(asked["Location"], {"code": "WRONG1"})
    client.get(address("send"))

    assert Registration.objects.get().state == "draft"


def test_nobody_learns_whether_an_address_is_known(address, fill_in, make_person):
    make_person(email="known@example.org", full_name="Известный Человек")
    answers, pages = [], []
    for email in ("known@example.org", "unknown@example.org"):
        browser = Client()
        fill_in("listener", browser, email=email)
        response = browser.post(address("send_draft", category="listener"))
        answers.append(skeleton(response))
        page = browser.get(response["Location"]).content.decode().replace(email, "@")
        pages.append(TOKEN.sub("", page))

    assert answers[0] == answers[1]
    assert pages[0] == pages[1]
    assert sorted(Message.objects.values_list("key", "to")) == [
        ("login-code", "known@example.org"), ("login-code", "unknown@example.org"),
    ]  # fmt: skip


def test_typing_an_address_changes_nothing_about_its_owner(client, address, fill_in, make_person):
    known = make_person(email="petr@example.org", full_name="Известный Человек")
    fill_in("listener")

    client.post(address("send_draft", category="listener"))

    known.refresh_from_db()
    assert known.full_name == "Известный Человек"


def test_codes_to_one_address_are_limited(client, address, fill_in):
    fill_in("listener")

    responses = [client.post(address("send_draft", category="listener")) for _attempt in range(5)]

    assert [response.status_code for response in responses] == [302, 302, 302, 200, 200]
    assert Message.objects.filter(key="login-code").count() == 3
    assert Registration.objects.get().state == "draft"


def test_who_is_signed_in_sends_at_once(address, fill_in, person, client_of):
    browser = client_of(person)
    fill_in("academic", browser)

    response = browser.post(address("send_draft", category="academic"))

    assert response["Location"] == address("sent")
    assert Registration.objects.get().person == person
    assert not Message.objects.filter(key="login-code").exists()


def test_the_confirmation_survives_reloading_and_is_nobody_elses(
    address, make_registration, person, client_of, make_person
):
    registration = make_registration(person=person)

    pages = [client_of(person).get(address("sent")) for _reload in range(2)]
    stranger = client_of(make_person()).get(address("sent"))
    nobody = Client().get(address("sent"))

    assert all(registration.number in page.content.decode() for page in pages)
    assert stranger["Location"] == address("start")
    assert nobody["Location"].startswith("/ru/accounts/code/")


def test_who_takes_part_meets_their_number_instead_of_a_form(address, make_registration, person, client_of):
    registration = make_registration(person=person)
    browser = client_of(person)

    pages = [browser.get(address("start")), browser.get(address("step", category="listener", step="about"))]

    assert [page.status_code for page in pages] == [200, 200]
    assert all(registration.number in page.content.decode() for page in pages)
    assert all(b'name="full_name"' not in page.content for page in pages)


def test_only_delegations_and_protocol_are_offered_to_register_a_head(
    address, make_registration, person, make_person, client_of, conference
):
    make_registration(person=person)
    officer = make_person(Role.Kind.PROTOCOL, conference=conference)
    make_registration(person=officer, latin_name="Pavel Officer")
    offer = address("for_another").encode()

    pages = [client_of(who).get(address("start")) for who in (person, officer)]

    assert [offer in page.content for page in pages] == [False, True]


def test_who_takes_part_may_register_their_head_of_delegation(address, make_registration, person, client_of, fill_in):
    make_registration("ministry", person=person, who="self_member")
    browser = client_of(person)

    browser.post(address("for_another"))
    fill_in("ministry", browser, who="head")
    response = browser.post(address("send_draft", category="ministry"))

    assert response["Location"] == address("sent")
    registration = Registration.objects.get(filled_by=person, delegation_role="head")
    assert (registration.filled_by, registration.is_by_proxy) == (person, True)


def test_a_second_form_found_out_at_the_code_is_refused_politely(
    client, address, fill_in, make_registration, make_person
):
    registered = make_registration(person=make_person(email="petr@example.org"))
    fill_in("listener")

    asked = client.post(address("send_draft", category="listener"))
    page = client.post(asked["Location"], {"code": code_in(newest("login-code"))}, follow=True)

    assert registered.number in page.content.decode()
    assert Registration.objects.active().count() == 1


# -- finishing later ----------------------------------------------------------------------------------------


def link_in(message: Message) -> str:
    return next(line for line in message.body.splitlines() if "/register/resume/" in line).partition("8000")[2]


def test_the_link_opens_the_draft_on_another_device(client, address, fill_in):
    fill_in("academic")
    client.post(address("later", category="academic"), {"email": "alesia@example.org"})
    elsewhere = Client()

    page = elsewhere.get(link_in(newest("registration-resume")), follow=True)

    assert page.redirect_chain[-1][0] == address("check", category="academic")
    assert "Жук Алеся Петровна" in page.content.decode()


def test_a_spoilt_link_says_what_to_do(client, address, make_draft):
    token = make_draft().resume_token()

    pages = [client.get(address("resume_draft", token=text)) for text in (token[:-2], "x", token + "%00"[:2])]

    assert [page.status_code for page in pages] == [404, 404, 404]
    assert all(address("resume") in page.content.decode() for page in pages)


def test_the_link_of_one_conference_opens_nothing_in_another(client, make_draft, other_conference):
    token = make_draft().resume_token()

    assert client.get(other_conference.url("registration:resume_draft", token=token)).status_code == 404


def test_asking_for_the_link_tells_nobody_who_has_a_draft(client, address, make_draft):
    make_draft(email="alesia@example.org")

    pages = []
    for email in ("alesia@example.org", "nobody@example.org"):
        page = client.post(address("resume"), {"email": email}).content.decode().replace(email, "@")
        pages.append(TOKEN.sub("", page))

    assert pages[0] == pages[1]
    assert Message.objects.count() == 1


def test_finishing_later_needs_an_address_and_a_draft(client, address, fill_in):
    no_draft = client.get(address("later", category="academic"))
    fill_in("academic")
    wrong = client.post(address("later", category="academic").replace("/ru/", "/en/"), {"email": "x"})

    assert no_draft["Location"] == address("start")
    assert "The e-mail address has no @ in it" in wrong.content.decode()


# -- what is mine -------------------------------------------------------------------------------------------------


def test_cancelling_asks_first_and_is_ones_own(address, make_registration, person, make_person, client_of):
    registration = make_registration(person=person)
    url = address("cancel", pk=registration.pk)

    stranger = [client_of(make_person()).get(url), client_of(make_person()).post(url)]
    asked = client_of(person).get(url)
    registration.refresh_from_db()
    still = registration.state
    done = client_of(person).post(url)

    registration.refresh_from_db()
    assert [response.status_code for response in stranger] == [404, 404]
    assert (asked.status_code, still) == (200, "submitted")
    assert (done["Location"], registration.state) == ("/ru/me/", "cancelled")


def test_cancelling_twice_is_answered_politely(address, make_registration, person, client_of):
    registration = make_registration(person=person, state="cancelled")

    response = client_of(person).post(address("cancel", pk=registration.pk))

    assert response["Location"] == "/ru/me/"
    assert Person.objects.filter(pk=person.pk).exists()


def test_another_conferences_registration_is_not_reached(make_registration, person, client_of, other_conference):
    registration = make_registration(person=person)

    response = client_of(person).get(other_conference.url("registration:cancel", pk=registration.pk))

    assert response.status_code == 404


# -- after the code -------------------------------------------------------------------------------------------------


def test_another_code_still_leads_to_the_confirmation(client, address, fill_in):
    fill_in("academic")
    asked = client.post(address("send_draft", category="academic"))

    page = client.get(asked["Location"]).content.decode()

    assert f'href="/ru/accounts/code/?next={address("send")}"' in page


def test_plain_signing_in_leads_to_my_page_without_a_message(client, make_person):
    make_person(email="anna@example.org")

    client.post("/ru/accounts/code/", {"email": "anna@example.org"})
    page = client.post("/ru/accounts/code/confirm/", {"code": code_in(newest("login-code"))}, follow=True)

    assert page.redirect_chain[-1][0] == "/ru/me/"
    assert list(page.context["messages"]) == []


def test_who_is_admitted_is_not_asked_to_register_again(make_registration, person, client_of, organiser, conference):
    registration = make_registration(person=person)
    home = conference.url("conference_home")
    button = f'<a class="btn slim" href="{conference.url("registration:start")}">'
    before = client_of(person).get(home).content.decode()

    services.approve(registration, by=organiser)

    assert button in before
    assert button not in client_of(person).get(home).content.decode()
    assert button in Client().get(home).content.decode()
