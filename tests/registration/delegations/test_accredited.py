"""A delegation is accredited, returned and changed afterwards."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conference.models import IssuedDocument, Message, Person, Role
from conference.moves import MoveNotAllowed
from registration.models import Delegation
from registration.services import delegations as services
from registration.services.delegations.members import told_about
from tests.registration.delegations.conftest import keys

State = Delegation.State


def test_the_whole_is_accredited_and_told_once(sent, organiser, officer, run_tasks):
    services.accredit(sent, by=organiser)

    assert sent.state == State.ACCREDITED
    assert list(sent.registrations.values_list("state", flat=True)) == ["approved", "approved"]
    assert Role.objects.filter(kind="participant").count() == 2
    assert keys(to=officer.email)[1:] == [("delegation-accredited", officer.email)]


def test_person_by_person_the_last_one_completes_it(sent, organiser):
    first, second = sent.registrations.in_protocol_order()

    services.accredit_member(first, by=organiser)
    between = Delegation.objects.get(pk=sent.pk).state
    second.delegation.refresh_from_db()
    services.accredit_member(second, by=organiser)

    assert (between, Delegation.objects.get(pk=sent.pk).state) == ("submitted", "accredited")


def test_it_is_returned_with_remarks_and_sent_again(sent, organiser, officer):
    with pytest.raises(ValidationError):
        services.return_delegation(sent, by=organiser, remarks="  ")

    services.return_delegation(sent, by=organiser, remarks="Нужна подпись министра")

    letter = Message.objects.get(key="delegation-returned")
    assert (sent.state, "Нужна подпись министра" in letter.body) == ("returned", True)
    services.submit_delegation(sent, by=officer)
    assert sent.state == State.SUBMITTED


@pytest.mark.parametrize("state", [State.OPEN, State.RETURNED, State.ACCREDITED])
def test_only_what_was_sent_is_accredited(state, delegation, organiser):
    Delegation.objects.update(state=state)
    delegation.refresh_from_db()

    with pytest.raises(MoveNotAllowed):
        services.accredit(delegation, by=organiser)


def test_a_change_of_what_is_printed_goes_to_the_organisers_again_and_that_member_alone(
    accredited, officer, organiser, run_tasks
):
    run_tasks()
    member = accredited.registrations.get(delegation_role="delegate")
    head = accredited.registrations.get(delegation_role="head")

    services.save_member(
        accredited, by=officer, registration=member, told={**told_about(member), "position_ru": "старший советник"}
    )

    for each in (accredited, member, head):
        each.refresh_from_db()
    assert (accredited.state, member.state, head.state) == ("submitted", "submitted", "approved")
    assert member.person.position_ru == "старший советник"
    valid = IssuedDocument.objects.valid().values_list("about_id", flat=True)
    assert set(valid) == {head.pk}
    services.accredit(accredited, by=organiser)
    run_tasks()
    assert set(IssuedDocument.objects.valid().values_list("about_id", flat=True)) == {head.pk, member.pk}


def test_a_change_that_prints_nothing_needs_nobody(accredited, officer, tracks):
    member = accredited.registrations.get(delegation_role="delegate")

    services.save_member(accredited, by=officer, registration=member, told={**told_about(member), "track": 2})

    member.refresh_from_db()
    assert (accredited.state, member.state, member.track.number) == ("accredited", "approved", 2)


def test_a_sent_member_cannot_lose_what_is_needed(sent, officer):
    member = sent.registrations.get(delegation_role="delegate")

    with pytest.raises(ValidationError) as refusal:
        services.save_member(sent, by=officer, registration=member, told={"full_name": "Имя"})

    assert refusal.value.code == "incomplete"


def test_who_signs_in_keeps_what_they_wrote(sent, officer):
    member = sent.registrations.get(delegation_role="delegate")
    Person.objects.filter(pk=member.person_id).update(last_login=timezone.now(), position_ru="моя должность")
    member.refresh_from_db()

    services.save_member(
        sent, by=officer, registration=member, told={**told_about(member), "position_ru": "чужая должность"}
    )

    assert Person.objects.get(pk=member.person_id).position_ru == "моя должность"


def test_a_struck_member_gives_the_seat_back_to_the_delegation(accredited, officer, ministry):
    member = accredited.registrations.get(delegation_role="delegate")

    services.remove_member(member, by=officer)

    accredited.refresh_from_db()
    ministry.refresh_from_db()
    assert (accredited.seats_held, accredited.seats_used, ministry.seats_taken) == (5, 1, 5)
    assert member.state == "cancelled"
