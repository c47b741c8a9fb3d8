"""An assistant comes with the guest: a record, a number and a seat of their own, and never without the guest."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from conference.models import Consent, Message, Role
from conference.moves import MoveNotAllowed
from registration import services
from registration.models import Category, Registration
from registration.services.changing import apply_change, begin_change

ASSISTANT = {"assistant_name": "Опора Нина", "assistant_latin": "Nina Opora"}


@pytest.fixture
def bring(make_draft, make_person):
    """A registration with an assistant, just sent."""

    def make(family: str = "academic", **told: Any) -> Registration:
        draft = make_draft(family, **told)
        services.save_access_needs(draft, services=[], note="", consent=None, assistant=ASSISTANT, by=None)
        return services.submit(draft, by=make_person())

    return make


def assistant_of(registration: Registration) -> Registration:
    return Registration.objects.get(accompanies=registration)


def test_the_assistant_is_registered_with_the_guest_and_one_letter_is_written(bring, categories):
    registration = bring()

    assistant = assistant_of(registration)
    assert (assistant.number, assistant.state, assistant.category) == ("A-0002", "submitted", categories["academic"])
    assert (assistant.person.full_name, assistant.person.latin_name) == ("Опора Нина", "Nina Opora")
    assert (assistant.filled_by, assistant.seat) == (registration.participant, "hall")
    assert Category.objects.get(pk=categories["academic"].pk).seats_taken == 2
    assert list(Message.objects.values_list("key", flat=True)) == ["registration-received"]
    assert Consent.objects.get(person=assistant.person).method == Consent.Method.PROXY


@pytest.mark.parametrize(("seats", "state", "taken"), [(2, "submitted", 2), (1, "waiting", 0), (0, "waiting", 0)])
def test_both_have_a_seat_or_neither(seats, state, taken, bring, categories):
    Category.objects.filter(pk=categories["academic"].pk).update(seats=seats)

    registration = bring()

    assert (registration.state, assistant_of(registration).state) == (state, state)
    assert Category.objects.get(pk=categories["academic"].pk).seats_taken == taken
    assert list(Registration.objects.waiting_list()) == ([registration] if state == "waiting" else [])


def test_the_assistant_follows_every_decision(bring, organiser, conference):
    registration = bring()
    states = []

    services.approve(registration, by=organiser)
    states.append(assistant_of(registration).state)
    role = Role.objects.filter(person=assistant_of(registration).person, conference=conference)
    had = role.exists()
    services.cancel(registration, by=registration.participant)
    states.append(assistant_of(registration).state)

    assert states == ["approved", "cancelled"]
    assert (had, role.exists()) == (True, False)
    assert Category.objects.get(pk=registration.category_id).seats_taken == 0


def test_who_is_declined_and_then_approved_brings_the_assistant_back(bring, organiser):
    registration = bring()
    services.decline(registration, by=organiser, reason="Нет мест")
    declined = assistant_of(registration).state

    services.approve(registration, by=organiser)

    assert (declined, assistant_of(registration).state) == ("declined", "approved")
    assert Category.objects.get(pk=registration.category_id).seats_taken == 2


def test_another_assistant_and_none(bring):
    registration = bring()
    person = registration.participant

    for told in ({"assistant_name": "Опора Павел", "assistant_latin": "Pavel Opora"}, {}):
        draft = begin_change(registration, by=person)
        services.save_access_needs(
            draft, services=[], note="", consent=None, by=person,
            assistant=told or {"assistant_name": "", "assistant_latin": ""},
        )  # fmt: skip
        apply_change(draft, by=person)
        assistant = assistant_of(registration)
        if told:
            assert (assistant.person.full_name, assistant.state) == ("Опора Павел", "submitted")

    assert assistant.state == "cancelled"
    assert Category.objects.get(pk=registration.category_id).seats_taken == 1


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"assistant_name": "Опора Нина"}, ["assistant_latin"]),
        ({"assistant_latin": "Nina Opora"}, ["assistant_name"]),
        ({"assistant_name": "Опора", "assistant_latin": "Нина"}, ["assistant_latin"]),
        (ASSISTANT, []),
    ],
)
def test_the_step_asks_for_both_names_or_none(told, wrong, client, address, fill_in, categories):
    fill_in("listener")

    response = client.post(address("step", category="listener", step="access"), told)

    assert (list(response.context["form"].errors) if response.status_code == 200 else []) == wrong
    assert response.status_code == (200 if wrong else 302)


def test_the_sender_meets_the_own_number_and_then_the_assistants(bring, client_of, address):
    registration = bring()

    page = client_of(registration.participant).get(address("sent"))

    text = page.content.decode()
    assert page.context["registration"] == registration
    assert text.index(registration.number) < text.index(assistant_of(registration).number)


def test_the_assistant_is_decided_with_the_guest_only(bring, organiser, client_of, address):
    registration = bring()
    assistant = assistant_of(registration)
    desk = client_of(organiser)

    of_assistant = desk.get(address("desk_one", pk=assistant.pk))
    of_guest = desk.get(address("desk_one", pk=registration.pk))
    for verb, told in ((services.approve, {}), (services.decline, {"reason": "Нет"})):
        with pytest.raises(MoveNotAllowed, match=registration.number):
            verb(assistant, by=organiser, **told)
    desk.post(address("desk_approve"), {"chosen": [registration.pk, assistant.pk]})

    assert (of_assistant.context["may_approve"], of_assistant.context["may_decline"]) == (False, False)
    assert registration.number in of_assistant.content.decode()
    assert assistant.number in of_guest.content.decode()
    assert assistant_of(registration).state == "approved"


def test_the_administration_offers_only_to_cancel_an_assistant(bring, organiser, client_of):
    assistant = assistant_of(bring())

    page = client_of(organiser).get(reverse("admin:registration_registration_change", args=[assistant.pk]))

    assert [each["action"] for each in page.context["decisions"]] == ["cancel"]
    assert assistant.accompanies.number in page.content.decode()
