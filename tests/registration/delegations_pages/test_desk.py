"""Delegations at the desk: created, invited, accredited, told of on the pages of others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from conference.models import Message
from registration.models import Category, Delegation
from registration.services import delegations as services
from tests.registration.delegations_pages.conftest import add


def test_the_desk_lists_delegations_in_the_order_of_its_language(organiser, client_of, address, delegation):
    for country in ("AZ", "BY"):
        Delegation.objects.create(
            conference=delegation.conference, country=country, body_ru="Ведомство", number=f"{country}-1"
        )
    desk = client_of(organiser)

    russian = [row["delegation"].country.code for row in desk.get(address("desk_delegations")).context["rows"]]
    english = desk.get(address("desk_delegations").replace("/ru/", "/en/")).context["rows"]

    assert russian == ["AZ", "AM", "BY"]  # Азербайджан, Армения, Беларусь
    assert [row["delegation"].country.code for row in english] == ["AM", "AZ", "BY"]
    filtered = desk.get(address("desk_delegations"), {"state": "submitted"}).context["rows"]
    assert filtered == []


def test_a_delegation_is_created_and_invited(organiser, client_of, address, categories):
    desk = client_of(organiser)
    data = {
        "category": categories["ministry"].pk, "country": "KZ", "body_ru": "Министерство просвещения", "seats": "4",
        "held_until": str(timezone.localdate() + timedelta(days=9)), "language": "ru",
        "focal_email": "protocol@kz.example.org", "send": "on",
    }  # fmt: skip

    refused = desk.post(address("desk_delegation_new"), {**data, "focal_email": "", "held_until": "2020-01-01"})
    answer = desk.post(address("desk_delegation_new"), data)

    made = Delegation.objects.get()
    assert set(refused.context["form"].errors) == {"focal_email", "held_until"}
    assert answer["Location"] == address("desk_delegation", pk=made.pk)
    assert (made.number, made.seats_held) == ("KAZ-01", 4)
    assert Message.objects.get().to == "protocol@kz.example.org"


def test_too_many_seats_are_refused_at_the_field(organiser, client_of, address, categories):
    Category.objects.update(seats=3)
    data = {"category": categories["ministry"].pk, "body_ru": "ЮНЕСКО", "seats": "4", "language": "ru"}
    data["held_until"] = (timezone.localdate() + timedelta(days=20)).isoformat()

    page = client_of(organiser).post(address("desk_delegation_new"), data)

    assert list(page.context["form"].errors) == ["seats"]
    assert Delegation.objects.count() == 0


def test_accreditation_by_buttons(organiser, client_of, address, delegation, texts):
    add(delegation, delegation_role="head")
    add(delegation, full_name="Второй", latin_name="Vtoroi")
    services.submit_delegation(delegation, by=delegation.focal_point, consents=[(texts["processing"], "ru")])
    desk = client_of(organiser)
    head, second = delegation.registrations.in_protocol_order()

    desk.post(address("desk_delegation_return", pk=delegation.pk), {"remarks-remarks": "Нет письма"})
    delegation.refresh_from_db()
    returned = (delegation.state, delegation.remarks)
    services.submit_delegation(delegation, by=delegation.focal_point)
    desk.post(address("desk_delegation_member_accredit", pk=delegation.pk, member=head.pk))
    desk.post(address("desk_delegation_accredit", pk=delegation.pk))
    again = desk.post(address("desk_delegation_accredit", pk=delegation.pk), follow=True)

    delegation.refresh_from_db()
    second.refresh_from_db()
    assert returned == ("returned", "Нет письма")
    assert (delegation.state, second.state, delegation.remarks) == ("accredited", "approved", "")
    assert [message.level_tag for message in again.context["messages"]][-1] == "warning"


def test_empty_remarks_are_asked_for(organiser, client_of, address, delegation, texts):
    add(delegation, delegation_role="head")
    services.submit_delegation(delegation, by=delegation.focal_point, consents=[(texts["processing"], "ru")])

    page = client_of(organiser).post(address("desk_delegation_return", pk=delegation.pk), {"remarks-remarks": " "})

    assert (page.status_code, list(page.context["remarks_form"].errors)) == (200, ["remarks"])


def test_the_administration_holds_seats_and_gives_the_number(organiser, client_of, conference, categories):
    Category.objects.filter(family="ministry").update(seats=6)
    data = {
        "conference": conference.pk, "category": categories["ministry"].pk, "country": "UZ", "body_ru": "Министерство",
        "body_en": "", "language": "ru", "seats": "5", "credentials": "none", "focal_email": "",
    }  # fmt: skip
    desk = client_of(organiser)

    desk.post("/admin/registration/delegation/add/", data)

    made = Delegation.objects.get()
    assert (made.number, made.seats_held) == ("UZB-01", 5)
    page = desk.post(f"/admin/registration/delegation/{made.pk}/change/", {**data, "seats": "7"})
    assert page.status_code == 200
    desk.post(f"/admin/registration/delegation/{made.pk}/change/", {**data, "seats": "6"})
    made.refresh_from_db()
    assert (made.seats, made.seats_held, Category.objects.get(family="ministry").seats_taken) == (6, 6, 6)


def test_what_waits_for_accreditation_is_a_task_with_its_age(organiser, rf, conference, delegation, texts, make_person):
    from registration.contributes.delegations import tasks_waiting

    add(delegation, delegation_role="head")
    services.submit_delegation(delegation, by=delegation.focal_point, consents=[(texts["processing"], "ru")])
    request = rf.get("/")
    request.user = organiser

    tasks = tasks_waiting(request, conference)

    assert [(task["note"], task["since"]) for task in tasks] == [("ARM-01", delegation.submitted_at)]
    request.user = make_person()
    assert tasks_waiting(request, conference) == []


def test_my_page_shows_the_delegation_and_not_each_member(officer, url, delegation, texts):
    add(delegation, delegation_role="head")
    services.submit_delegation(delegation, by=delegation.focal_point, consents=[(texts["processing"], "ru")])

    page = officer.get("/ru/me/").content.decode()

    assert url() in page
    assert page.count("M-0001") <= 1


def test_personal_data_name_the_delegations_led_and_erasure_ends_them(delegation):
    from registration.contributes.delegations import erase, personal_data

    person = delegation.focal_point
    told = personal_data(person)["delegations"]
    erase(person, by=None)

    delegation.refresh_from_db()
    assert [row["number"] for row in told] == ["ARM-01"]
    assert (delegation.focal_point, delegation.focal_email) == (None, "")
    assert personal_data(person)["delegations"] == []


def test_the_desk_proposes_the_day_until_which_seats_are_held(client_of, organiser, conference, address):
    conference.starts = conference.ends = conference.today() + timedelta(days=100)
    conference.save()

    form = client_of(organiser).get(address("desk_delegation_new")).context["form"]

    assert form["held_until"].value() == conference.starts - timedelta(days=30)
    assert form.fields["held_until"].required


@pytest.mark.parametrize("days", [None, 20])
def test_the_invitation_reads_well_without_a_day_too(days, conference, categories, organiser):
    until = timezone.localdate() + timedelta(days=days) if days else None
    delegation = services.create_delegation(
        conference, by=organiser, category=categories["ministry"], country="BY", body_ru="Министерство", seats=5,
        held_until=until, language="ru", focal_email="protocol@example.org",
    )  # fmt: skip

    services.invite(delegation, by=organiser)

    body = Message.objects.get(key="delegation-invitation").body
    assert str(delegation.seats) in body
    assert not {"–", "{"} & set(body)
