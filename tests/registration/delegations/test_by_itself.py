"""What happens to delegations by itself, and who is told of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conference.models import Message
from registration.models import Delegation, Registration
from registration.services import delegations as services
from registration.services.forgetting import purge_old_drafts
from tests.registration.delegations.conftest import MEMBER


def test_held_seats_are_reminded_of_once_then_given_back_once(sent, ministry):
    Delegation.objects.update(held_until=timezone.localdate() + timedelta(days=5))
    first = [services.watch_held_seats(), services.watch_held_seats()]
    Delegation.objects.update(held_until=timezone.localdate() - timedelta(days=1))
    second = [services.watch_held_seats(), services.watch_held_seats()]

    sent.refresh_from_db()
    ministry.refresh_from_db()
    assert (first, second) == ([1, 0], [1, 0])
    assert (sent.seats_held, sent.seats_used, ministry.seats_taken) == (2, 2, 2)
    last = list(Message.objects.order_by("pk").values_list("key", flat=True))[-2:]
    assert last == ["delegation-reminder", "delegation-released"]


def test_who_has_not_begun_is_reminded_by_the_invitation_link(make_delegation):
    delegation = make_delegation(held_until=timezone.localdate() + timedelta(days=2))

    services.watch_held_seats()

    letter = Message.objects.get()
    token = re.search(r"/delegation/invitation/(\S+)/", letter.body)[1]
    assert letter.to == "protocol@ministry.example.org"
    assert Delegation.objects.of(delegation.conference).invited_by(token) == delegation


def test_far_off_dates_are_left_alone(delegation):
    assert (services.watch_held_seats(), Message.objects.count()) == (0, 0)


def test_shared_travel_is_forgotten_after_its_term(delegation, officer, conference):
    services.save_shared_travel(delegation, by=officer, arrival_by="SU 1867", transfer="none")
    assert services.forget_shared_travel() == 0
    conference.starts = conference.ends = timezone.localdate() - timedelta(days=60)
    conference.save()

    assert services.forget_shared_travel() == 1

    delegation.refresh_from_db()
    assert "travel" not in delegation.shared


def test_seats_are_raised_and_lowered_but_not_below_the_people(sent, organiser, ministry):
    services.set_seats(sent, by=organiser, seats=8, held_until=sent.held_until)
    assert (sent.seats, sent.seats_held) == (8, 8)
    services.set_seats(sent, by=organiser, seats=2, held_until=sent.held_until)
    assert (sent.seats, sent.seats_held) == (2, 2)

    for seats in (1, 11):
        with pytest.raises(ValidationError) as refusal:
            services.set_seats(sent, by=organiser, seats=seats, held_until=sent.held_until)
        assert refusal.value.code == "seats"

    sent.refresh_from_db()
    ministry.refresh_from_db()
    assert (sent.seats, sent.seats_held, ministry.seats_taken) == (2, 2, 2)


def test_visas_name_members_of_this_delegation_only(sent, officer, make_registration):
    foreign = make_registration("academic")
    own = sent.registrations.first()

    services.save_visas(sent, by=officer, needed_by=[own.pk, foreign.pk])

    assert sent.shared["visa"] == [own.pk]


def test_the_focal_point_is_not_told_of_each_letter(accredited, officer, run_tasks):
    run_tasks()

    assert Message.objects.filter(to=officer.email, key__startswith="registration-").count() == 0


def test_others_read_of_their_approval_as_before(make_registration):
    registration = make_registration("academic", state="approved")

    assert Message.objects.filter(key="registration-approved", to=registration.person.letters_to).count() == 1


def test_prepared_members_are_kept_until_the_conference_is_over(delegation, officer, conference):
    services.save_member(delegation, by=officer, told=MEMBER)
    Registration.objects.update(saved_at=timezone.now() - timedelta(days=90))
    kept = purge_old_drafts()
    conference.starts = conference.ends = timezone.localdate() - timedelta(days=1)
    conference.save()

    purged = purge_old_drafts()

    assert (kept, purged, delegation.registrations.count()) == (0, 1, 0)
