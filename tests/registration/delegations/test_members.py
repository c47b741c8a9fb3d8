"""Members of a delegation: what they need at first, their order, what they share, how many."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conference.moves import MoveNotAllowed
from registration.services import delegations as services
from tests.registration.delegations.conftest import HEAD, MEMBER


def test_a_member_needs_only_a_name_at_first(delegation, officer):
    draft = services.save_member(delegation, by=officer, told={"full_name": "Лусине Григорян"})

    member = services.roster(delegation).members[0]
    assert (draft.state, draft.source, draft.person, draft.filled_by) == ("draft", "delegation", None, None)
    assert (member.is_ready, len(member.missing)) == (False, 2)
    assert (draft.country.code, draft.body_ru, draft.language) == ("AM", "Министерство образования", "ru")


def test_members_stand_in_protocol_order(delegation, officer):
    told = [
        {"full_name": "Д", "latin_name": "Yan", "delegation_role": "delegate"},
        {"full_name": "Г", "latin_name": "Boris", "delegation_role": "delegate"},
        {"full_name": "В", "latin_name": "Zoya", "delegation_role": "delegate", "rank": 2},
        {"full_name": "Б", "latin_name": "Anna", "delegation_role": "adviser"},
        HEAD,
    ]
    services.add_members(delegation, by=officer, rows=told)

    names = [member.told["latin_name"] for member in services.roster(delegation).members]

    assert names == ["Aram Melkonyan", "Zoya", "Boris", "Yan", "Anna"]


def test_shared_answers_are_taken_over_except_where_a_member_has_their_own(delegation, officer):
    own = services.save_member(
        delegation, by=officer, told={**MEMBER, "language": "en", "body_en": "National Commission"}
    )
    same = services.save_member(delegation, by=officer, told={**MEMBER, "full_name": "Аветисян Тигран"})

    services.save_shared(
        delegation, by=officer, body_ru="Минобразования", body_en="MoE", language="ru", attendance="online"
    )

    own.refresh_from_db()
    same.refresh_from_db()
    assert (own.language, own.body_ru, own.body_en, own.attendance) == ("en", None, "National Commission", "online")
    assert (same.language, same.body_ru, same.body_en, same.attendance) == ("ru", "Минобразования", "MoE", "online")


def test_there_is_one_head(delegation, officer):
    services.save_member(delegation, by=officer, told=HEAD)

    with pytest.raises(ValidationError) as refusal:
        services.save_member(delegation, by=officer, told={**MEMBER, "delegation_role": "head"})

    assert refusal.value.code == "head"


def test_no_more_members_than_seats_but_online_needs_none(make_delegation, officer):
    delegation = services.take_up(make_delegation(seats=1), by=officer)
    services.save_member(delegation, by=officer, told=HEAD)

    with pytest.raises(ValidationError) as refusal:
        services.save_member(delegation, by=officer, told=MEMBER)
    services.save_member(delegation, by=officer, told={**MEMBER, "attendance": "online"})

    assert refusal.value.code == "seats"
    assert delegation.registrations.count() == 2


def test_several_members_are_added_all_or_none(make_delegation, officer):
    delegation = services.take_up(make_delegation(seats=2), by=officer)

    with pytest.raises(ValidationError):
        services.add_members(delegation, by=officer, rows=[HEAD, MEMBER, MEMBER])

    assert delegation.registrations.count() == 0


def test_nothing_is_added_once_the_conference_has_begun(delegation, officer, conference):
    conference.starts = conference.ends = timezone.localdate()
    conference.save()
    delegation.refresh_from_db()

    with pytest.raises(MoveNotAllowed):
        services.save_member(delegation, by=officer, told=MEMBER)
