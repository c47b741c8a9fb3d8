"""A delegation is sent: what it needs, what each gets, seats, needs and travel."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conference.models import Consent, Message, Role
from conference.moves import MoveNotAllowed
from registration.models import AccessNeeds, Category, Registration, Travel
from registration.services import delegations as services
from tests.registration.delegations.conftest import HEAD, MEMBER, keys


def test_the_head_alone_can_be_sent(delegation, officer, consents, ministry):
    services.save_member(delegation, by=officer, told=HEAD)
    services.save_member(delegation, by=officer, told={"full_name": "Без должности"})

    sent = services.submit_delegation(delegation, by=officer, consents=consents)

    head = sent[0]
    delegation.refresh_from_db()
    ministry.refresh_from_db()
    assert (delegation.state, delegation.number, delegation.seats_used) == ("submitted", "ARM-01", 1)
    assert (head.state, head.number, head.seat, head.is_head) == ("submitted", "M-0001", "delegation", True)
    assert (head.person.full_name, head.person.language, head.language) == ("Мелконян Арам Ваганович", "en", "en")
    assert (head.filled_by, head.person.email, head.answers) == (officer, None, {})
    assert ministry.seats_taken == 5  # held before, taken now: counted once
    assert list(delegation.registrations.drafts().values_list("answers__member__full_name", flat=True)) == [
        "Без должности"
    ]
    assert keys() == [("delegation-received", "ani@ministry.example.org")]
    given = Consent.objects.filter(person=head.person).order_by("text__kind")
    assert [(each.text.kind, each.method, each.given_by) for each in given] == [
        ("dissemination", "proxy", officer),
        ("processing", "proxy", officer),
    ]


def test_nothing_is_sent_without_a_head_or_without_consent(delegation, officer, consents, texts):
    services.save_member(delegation, by=officer, told=MEMBER)
    with pytest.raises(ValidationError) as no_head:
        services.submit_delegation(delegation, by=officer, consents=consents)
    services.save_member(delegation, by=officer, told=HEAD)
    with pytest.raises(ValidationError) as no_consent:
        services.submit_delegation(delegation, by=officer, consents=[(texts["dissemination"], "ru")])

    assert (no_head.value.code, no_consent.value.code) == ("head", "consent")
    assert (Registration.objects.sent().count(), Message.objects.count()) == (0, 0)


def test_a_second_time_there_is_nothing_new(sent, officer, consents):
    with pytest.raises(MoveNotAllowed):
        services.submit_delegation(sent, by=officer, consents=consents)

    assert sent.registrations.active().count() == 2


def test_later_members_follow_under_the_same_number(sent, officer, consents):
    services.save_member(sent, by=officer, told={**MEMBER, "full_name": "Поздний Гость"})

    late = services.submit_delegation(sent, by=officer, consents=consents)

    assert [each.number for each in late] == ["M-0003"]
    assert (sent.number, sent.state) == ("ARM-01", "submitted")


def test_a_member_with_an_address_gets_a_copy_and_may_sign_in(delegation, officer, consents):
    services.save_member(delegation, by=officer, told={**HEAD, "member_email": "Minister@ministry.example.org"})

    head = services.submit_delegation(delegation, by=officer, consents=consents)[0]

    assert head.person.email == "minister@ministry.example.org"
    copy = Message.objects.get(key="delegation-copy")
    assert (copy.to, copy.language) == ("minister@ministry.example.org", "en")
    assert "/en/me/" in copy.body
    assert "head of delegation" in copy.body


def test_the_address_of_an_account_gives_nobody_that_account(delegation, officer, consents, organiser):
    services.save_member(delegation, by=officer, told={**HEAD, "member_email": organiser.email})

    head = services.submit_delegation(delegation, by=officer, consents=consents)[0]

    before = organiser.full_name
    organiser.refresh_from_db()
    assert head.person != organiser
    assert (head.person.email, head.person.contact_email) == (None, organiser.email)
    assert organiser.full_name == before
    assert not Role.objects.filter(person=head.person).exists()


def test_the_officer_may_be_a_member(delegation, officer, consents):
    services.save_member(delegation, by=officer, told={**HEAD, "member_email": officer.email})

    head = services.submit_delegation(delegation, by=officer, consents=consents)[0]

    assert (head.person, head.is_by_proxy) == (officer, False)
    assert Message.objects.filter(key="delegation-copy").count() == 0


def test_seats_given_back_are_taken_from_the_hall_or_waited_for(delegation, officer, consents, ministry):
    from registration.services.seats import release_held_seats

    release_held_seats(delegation)
    Category.objects.filter(pk=ministry.pk).update(seats=1)
    services.save_member(delegation, by=officer, told=HEAD)
    services.save_member(delegation, by=officer, told=MEMBER)

    sent = services.submit_delegation(delegation, by=officer, consents=consents)

    assert [(each.state, each.seat) for each in sent] == [("submitted", "hall"), ("waiting", "")]


def test_needs_and_travel_of_a_draft_go_with_it(delegation, officer, consents, texts):
    head = services.save_member(delegation, by=officer, told=HEAD)
    member = services.save_member(delegation, by=officer, told=MEMBER)
    agreed = {"text": texts["special_category"].pk, "language": "ru"}
    services.save_member_needs(head, by=officer, services=["sign_language"], note="", consent=agreed)
    services.save_shared_travel(delegation, by=officer, arrival_day=timezone.localdate(), transfer="both")
    services.save_member_travel(member, by=officer, arrival_day=timezone.localdate() + timedelta(days=1))

    sent = {each.pk: each for each in services.submit_delegation(delegation, by=officer, consents=consents)}

    assert AccessNeeds.objects.get(registration=head).services == ["sign_language"]
    kinds = Consent.objects.filter(text__kind="special_category").values_list("person", "given_by")
    assert list(kinds) == [(sent[head.pk].person.pk, officer.pk)]
    travel = {each.registration_id: (each.arrival_day, each.transfer, each.is_copy) for each in Travel.objects.all()}
    assert travel == {
        head.pk: (timezone.localdate(), "both", True),
        member.pk: (timezone.localdate() + timedelta(days=1), "both", False),
    }


def test_shared_travel_reaches_sent_members_but_not_the_exceptions(sent, officer):
    first, second = sent.registrations.order_by("pk")
    services.save_member_travel(second, by=officer, arrival_by="поезд 7", transfer="none")

    copied = services.save_shared_travel(sent, by=officer, arrival_by="SU 1867", transfer="none")

    assert copied == 1
    assert dict(Travel.objects.values_list("registration", "arrival_by")) == {first.pk: "SU 1867", second.pk: "поезд 7"}
    services.save_member_travel(second, by=officer)
    assert set(Travel.objects.values_list("arrival_by", flat=True)) == {"SU 1867"}
