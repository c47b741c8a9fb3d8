"""The list that a device keeps tells the least."""

from __future__ import annotations

import json
from datetime import timedelta

from django.utils import timezone

from conference.models import Consent
from conference.services.consent import give_consent, withdraw_consent
from registration.models import AccessNeeds
from registration.services import door
from registration.services.door_list import hashed, the_list
from tests.registration.door.conftest import badge_of


def test_the_list_tells_the_least(guest, conference, texts, make_registration):
    badge, void = badge_of(guest), badge_of(guest, revoked_at=timezone.now())
    AccessNeeds.objects.create(
        registration=guest, services=["step_free"], note="Диагноз", diet="без глютена", door_instruction="lift"
    )
    make_registration(state="cancelled", full_name="Ушедший Пётр")

    told = the_list(conference)
    text = json.dumps(told, ensure_ascii=False)

    assert [(row.get("name"), row["verdict"]) for row in told["guests"]] == [("Алеся Жук", "admit"), (None, "invalid")]
    assert hashed(badge.code) in told["guests"][0]["codes"]
    assert told["guests"][0]["void"] == [hashed(void.code)]
    hidden = (badge.code, "Диагноз", "step_free", "глютена", "example.org", "Ушедший", guest.person.email)
    assert [word for word in hidden if word in text] == []


def test_an_instruction_is_shown_only_while_the_guest_agrees(guest, conference, texts):
    instruction = next(iter(AccessNeeds.DoorInstruction))
    AccessNeeds.objects.create(registration=guest, door_instruction=instruction.value)
    without = the_list(conference)["guests"][0].get("instruction")
    consent = give_consent(guest.person, texts["special_category"], language="ru")
    agreed = the_list(conference)["guests"][0].get("instruction")
    withdraw_consent(consent, by=guest.person)
    withdrawn = the_list(conference)["guests"][0].get("instruction")

    assert (without, agreed, withdrawn) == (None, str(instruction.label), None)


def test_who_did_not_agree_to_photos_is_marked(guest, conference, texts):
    before = the_list(conference)["guests"][0].get("no_photos")
    give_consent(guest.person, texts["photo_video"], language="ru", method=Consent.Method.PAPER)

    after = the_list(conference)["guests"][0].get("no_photos")

    assert (before, after) == (True, None)


def test_a_list_that_is_known_is_not_sent_again(guest, at_door, conference, volunteer):
    url = conference.url("registration:door_list")
    first = at_door.get(url)
    same = at_door.get(url, headers={"If-None-Match": first["ETag"]})
    door.check_in(guest, by=volunteer)
    changed = at_door.get(url, headers={"If-None-Match": first["ETag"]})

    assert [answer.status_code for answer in (first, same, changed)] == [200, 304, 200]
    assert "no-store" in first["Cache-Control"]
    assert timezone.datetime.fromisoformat(first["X-Door-Expires"]).date() == conference.today() + timedelta(days=1)


def test_the_list_costs_the_same_with_one_guest_and_with_many(
    conference, make_registration, guest, django_assert_num_queries, at_door
):
    url = conference.url("registration:door_list")
    at_door.get(url)
    with django_assert_num_queries(11) as with_one:
        at_door.get(url)
    for number in range(5):
        badge_of(make_registration(state="approved", full_name=f"Жук Анна {number}"))

    with django_assert_num_queries(len(with_one)):
        at_door.get(url)


def test_markup_in_a_name_stays_text(conference, make_registration, at_door):
    guest = make_registration(state="approved", full_name="<script>alert(1)</script> Жук")

    listed = at_door.get(conference.url("registration:door_list"))
    page = at_door.get(conference.url("registration:door_guest", pk=guest.pk))

    assert listed["Content-Type"] == "application/json"
    assert b"<script>alert" not in page.content
