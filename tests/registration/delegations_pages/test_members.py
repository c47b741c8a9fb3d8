"""The pages of members: drafts, errors, names, and delegations of others."""

from __future__ import annotations

import re

import pytest

from conference.models import Message
from registration.models import Registration
from registration.services import delegations as services
from tests.registration.delegations_pages.conftest import add


def test_a_draft_may_lack_its_post_and_the_list_says_so(officer, url, delegation):
    answer = officer.post(url("delegation_member_new"), {"full_name": "Лусине Григорян", "delegation_role": "expert"})

    row = officer.get(url()).context["members"][0]
    assert answer["Location"] == url()
    assert (row["title"], row["kind"]) == ("Лусине Григорян", "warn")


def test_errors_keep_what_was_typed(officer, url):
    page = officer.post(
        url("delegation_member_new"),
        {"full_name": "", "latin_name": "Арам", "position_ru": "советник", "delegation_role": "delegate"},
    )

    form = page.context["form"]
    assert set(form.errors) == {"full_name", "latin_name"}
    assert 'value="советник"' in page.content.decode()
    assert page.context["has_errors"] is True


def test_a_sent_member_must_stay_complete(officer, url, delegation):
    member = add(delegation)
    Registration.objects.filter(pk=member.pk).update(state="submitted", person=delegation.focal_point, answers={})

    page = officer.post(url("delegation_member", member=member.pk), {"full_name": "Имя", "delegation_role": "delegate"})

    assert {"latin_name", "position_ru"} <= set(page.context["form"].errors)


def test_the_latin_name_is_offered(officer, url):
    page = officer.post(
        url("delegation_member_new"), {"full_name": "Мелконян Арам", "use_suggestion": "1", "delegation_role": "head"}
    )

    assert 'value="Aram Melkonian"' in page.content.decode()
    assert Registration.objects.count() == 0


def test_another_is_added_right_away(officer, url):
    answer = officer.post(
        url("delegation_member_new"), {"full_name": "Имя", "delegation_role": "delegate", "another": "1"}
    )

    assert answer["Location"] == url("delegation_member_new")


@pytest.mark.parametrize("name", ["delegation_member", "delegation_member_remove", "delegation_member_access"])
def test_a_member_of_another_delegation_does_not_exist_here(
    name, officer, url, conference, categories, organiser, make_person
):
    foreign = services.create_delegation(
        conference, by=organiser, category=categories["ministry"], country="BY", body_ru="Чужое", seats=2,
        held_until=None, language="ru",
    )  # fmt: skip
    services.take_up(foreign, by=make_person())
    member = add(foreign)

    for method in ("get", "post"):
        assert getattr(officer, method)(url(name, member=member.pk)).status_code == 404
    assert foreign.registrations.count() == 1


def test_somebody_elses_delegation_does_not_exist(url, client_of, make_person, delegation):
    stranger = client_of(make_person())
    member = add(delegation)

    statuses = {stranger.get(url()).status_code, stranger.get(url("delegation_member", member=member.pk)).status_code}

    assert statuses == {404}


def test_the_predecessor_is_out_after_the_hand_over(officer, url, delegation, client_of, make_person):
    add(delegation, delegation_role="head")
    services.offer_handover(delegation, by=delegation.focal_point, to="lilit@ministry.example.org")
    colleague = make_person(email="lilit@ministry.example.org")
    successor = client_of(colleague)
    link = re.search(r"http://\S+(/ru/\S+/delegation/handed-over/\S+/)", Message.objects.last().body)[1]

    page = successor.get(link)
    answer = successor.post(link)

    assert page.status_code == 200
    assert answer["Location"] == url()
    assert (officer.get(url()).status_code, successor.get(url()).status_code) == (404, 200)
    assert successor.get(link).status_code == 404


def test_a_hand_over_is_accepted_by_its_address_only(url, delegation, client_of, make_person):
    services.offer_handover(delegation, by=delegation.focal_point, to="lilit@ministry.example.org")
    link = re.search(r"http://\S+(/ru/\S+/delegation/handed-over/\S+/)", Message.objects.last().body)[1]
    thief = client_of(make_person())

    page = thief.post(link, {"name": "Вор"})

    delegation.refresh_from_db()
    assert page.status_code == 302
    assert "/accounts/code/confirm/" in page["Location"]
    assert delegation.focal_point.email == "ani@ministry.example.org"
    assert Message.objects.get(key="login-code").to == "lilit@ministry.example.org"
