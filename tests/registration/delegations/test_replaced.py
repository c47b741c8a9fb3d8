"""A member is replaced up to the door."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conference.models import Consent, IssuedDocument, Role
from conference.moves import MoveNotAllowed
from registration.models import Category, Registration
from registration.services import delegations as services
from tests.registration.delegations.conftest import HEAD, MEMBER


def test_a_member_is_replaced_up_to_the_door(accredited, officer, organiser, consents, tracks, conference, run_tasks):
    run_tasks()
    old = accredited.registrations.get(delegation_role="delegate")
    Registration.objects.filter(pk=old.pk).update(statement_wanted=True, track=tracks[1])
    old.refresh_from_db()
    conference.starts = conference.ends = timezone.localdate()
    conference.save()
    accredited.refresh_from_db()
    old.delegation = accredited
    told = {"full_name": "Новый Гость", "latin_name": "Novy Gost", "position_en": "Expert", "delegation_role": "expert"}

    new = services.replace_member(old, by=officer, told=told, consents=consents)
    run_tasks()

    old.refresh_from_db()
    accredited.refresh_from_db()
    assert (old.state, old.seat, new.state, new.seat) == ("cancelled", "", "approved", "delegation")
    assert (new.replaces, new.delegation_role, new.track, new.statement_wanted) == (old, "delegate", tracks[1], True)
    assert (accredited.seats_used, accredited.state) == (2, "accredited")
    assert IssuedDocument.objects.valid().filter(about_id=old.pk).count() == 0
    issued = IssuedDocument.objects.valid().filter(about_id=new.pk).values_list("kind", flat=True)
    assert {"invitation_letter", "badge"} <= set(issued)
    assert not Role.objects.filter(person=old.person, kind="participant").exists()
    assert Role.objects.filter(person=new.person, kind="participant").exists()
    assert Consent.objects.filter(person=new.person, method="proxy").count() == 2


def test_after_the_last_day_nobody_is_replaced(accredited, officer, consents, conference):
    old = accredited.registrations.get(delegation_role="delegate")
    conference.starts = conference.ends = timezone.localdate() - timedelta(days=1)
    conference.save()
    accredited.refresh_from_db()
    old.delegation = accredited

    with pytest.raises(MoveNotAllowed):
        services.replace_member(old, by=officer, told=MEMBER, consents=consents)


def test_a_replacement_refused_leaves_everything(accredited, officer, texts):
    old = accredited.registrations.get(delegation_role="delegate")

    with pytest.raises(ValidationError) as no_consent:
        services.replace_member(old, by=officer, told=MEMBER)
    with pytest.raises(ValidationError) as incomplete:
        services.replace_member(old, by=officer, told={"full_name": "Имя"}, consents=[(texts["processing"], "ru")])

    old.refresh_from_db()
    assert (no_consent.value.code, incomplete.value.code) == ("consent", "incomplete")
    assert (old.state, old.seat) == ("approved", "delegation")


def test_the_place_in_the_waiting_list_passes_on(delegation, officer, consents, ministry):
    from registration.services.seats import release_held_seats

    release_held_seats(delegation)
    Category.objects.filter(pk=ministry.pk).update(seats=1)
    services.save_member(delegation, by=officer, told=HEAD)
    services.save_member(delegation, by=officer, told=MEMBER)
    _head, waiting = services.submit_delegation(delegation, by=officer, consents=consents)
    since = timezone.now() - timedelta(days=3)
    Registration.objects.filter(pk=waiting.pk).update(waiting_since=since)
    waiting.refresh_from_db()

    new = services.replace_member(waiting, by=officer, told={**MEMBER, "full_name": "Другой"}, consents=consents)

    new.refresh_from_db()
    assert (new.state, new.waiting_since, new.seat) == ("waiting", since, "")
