"""A delegation is invited, taken up by its link or code, and handed over."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError

from conference.models import Message
from conference.moves import MoveNotAllowed
from registration.models import Delegation
from registration.services import delegations as services
from tests.registration.delegations.conftest import keys

# -- invited and taken up ------------------------------------------------------------------------------------


def test_a_new_delegation_has_a_number_and_its_seats_are_held(make_delegation, ministry):
    delegation = make_delegation()

    ministry.refresh_from_db()
    assert (delegation.number, delegation.seats_held, ministry.seats_taken) == ("ARM-01", 5, 5)
    assert len(delegation.code) == 10


def test_a_body_that_no_country_sends_is_numbered_too(make_delegation):
    assert make_delegation(country="", body_ru="ЮНЕСКО").number == "INT-01"


def test_more_seats_than_the_hall_has_are_refused_and_nothing_stays(make_delegation, ministry):
    with pytest.raises(ValidationError) as refusal:
        make_delegation(seats=11)

    ministry.refresh_from_db()
    assert (refusal.value.code, ministry.seats_taken, Delegation.objects.count()) == ("seats", 0, 0)


def test_the_invitation_has_the_link_and_the_code(make_delegation, organiser):
    delegation = make_delegation()

    services.invite(delegation, by=organiser)

    letter = Message.objects.get()
    assert (letter.key, letter.to) == ("delegation-invitation", "protocol@ministry.example.org")
    assert delegation.code in letter.body
    token = re.search(r"/delegation/invitation/(\S+)/", letter.body)[1]
    assert Delegation.objects.of(delegation.conference).invited_by(token) == delegation
    assert "Делегация Армении" in letter.body
    assert f"{delegation.seats} " in letter.body
    assert delegation.invited_at is not None


def test_nobody_to_write_to(make_delegation, organiser):
    with pytest.raises(ValidationError) as refusal:
        services.invite(make_delegation(focal_email=""), by=organiser)

    assert (refusal.value.code, Message.objects.count()) == ("address", 0)


def test_the_first_who_takes_it_up_leads_it(make_delegation, officer, make_person):
    delegation = make_delegation()

    services.take_up(delegation, by=officer)
    services.take_up(delegation, by=officer)

    assert delegation.focal_point == officer
    with pytest.raises(MoveNotAllowed):
        services.take_up(delegation, by=make_person())


@pytest.mark.parametrize("as_typed", [str, str.lower, lambda code: f" {code} ", lambda code: f"{code[:5]}-{code[5:]}"])
def test_codes_are_found_as_people_type_them(as_typed, make_delegation, conference, other_conference):
    delegation = make_delegation()
    text = as_typed(delegation.code)

    assert Delegation.objects.of(conference).with_code(text) == delegation
    assert Delegation.objects.of(other_conference).with_code(text) is None
    assert Delegation.objects.of(conference).with_code("") is None


@pytest.mark.parametrize("token", ["forged", "", "a:b:c"])
def test_forged_links_lead_nowhere(token, make_delegation, conference):
    make_delegation()

    assert Delegation.objects.of(conference).invited_by(token) is None
    assert Delegation.objects.of(conference).handed_over_by(token) is None


def test_a_changed_code_makes_the_old_link_void(make_delegation, conference):
    delegation = make_delegation()
    token = delegation.invitation_token()

    Delegation.objects.update(code="ANOTHERONE")

    assert Delegation.objects.of(conference).invited_by(token) is None


# -- handed over -----------------------------------------------------------------------------------------------


def test_a_delegation_is_handed_over_when_the_colleague_accepts(sent, officer, make_person, conference):
    services.offer_handover(sent, by=officer, to="Colleague@Ministry.example.org")
    token = sent.handover_token()
    assert sent.focal_point == officer
    colleague = make_person(email="colleague@ministry.example.org", full_name="Петросян Лилит")

    services.accept_handover(sent, by=colleague)

    assert (sent.focal_point, sent.handover_email) == (colleague, "")
    assert set(sent.registrations.values_list("filled_by", flat=True)) == {colleague.pk}
    assert keys(key__startswith="delegation-hand") == [
        ("delegation-handover", "colleague@ministry.example.org"),
        ("delegation-handed-over", "ani@ministry.example.org"),
    ]
    assert Delegation.objects.of(conference).handed_over_by(token) is None
    assert "colleague" not in token


def test_a_stranger_cannot_accept_and_a_withdrawn_offer_is_void(delegation, officer, make_person, conference):
    services.offer_handover(delegation, by=officer, to="colleague@ministry.example.org")
    token = delegation.handover_token()
    with pytest.raises(MoveNotAllowed):
        services.accept_handover(delegation, by=make_person())

    services.withdraw_handover(delegation, by=officer)

    assert Delegation.objects.of(conference).handed_over_by(token) is None
    with pytest.raises(MoveNotAllowed):
        services.accept_handover(delegation, by=make_person(email="colleague@ministry.example.org"))
    delegation.refresh_from_db()
    assert delegation.focal_point == officer


def test_nobody_hands_over_to_themselves(delegation, officer):
    with pytest.raises(ValidationError) as refusal:
        services.offer_handover(delegation, by=officer, to=officer.email.upper())

    assert refusal.value.code == "own"
