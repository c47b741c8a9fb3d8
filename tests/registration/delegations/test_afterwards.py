"""Delegations looked at afterwards and put right."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conference.models import IssuedDocument, Message
from conference.moves import MoveNotAllowed
from registration.models import Delegation, Registration, Travel
from registration.services import delegations as services
from tests.registration.delegations.conftest import HEAD, MEMBER, keys


def replaced(accredited, by, consents, **told):
    old = accredited.registrations.get(delegation_role="delegate", state="approved")
    new = {"full_name": "Новый Гость", "latin_name": "Novy Gost", "position_en": "Expert"}
    return old, services.replace_member(old, by=by, told={**new, **told}, consents=consents)


def test_a_replacement_after_the_accreditation_waits_to_be_looked_at_once(accredited, officer, organiser, consents):
    _old, new = replaced(accredited, officer, consents)
    accredited.refresh_from_db()
    waiting = [each["pk"] for each in accredited.shared["replaced"]]

    seen = [services.mark_seen(accredited, by=organiser), services.mark_seen(accredited, by=organiser)]

    accredited.refresh_from_db()
    assert (waiting, seen, "replaced" in accredited.shared) == ([new.pk], [1, 0], False)


def test_what_the_organisers_replace_themselves_waits_for_nobody(accredited, organiser, consents):
    replaced(accredited, organiser, consents)

    accredited.refresh_from_db()
    assert "replaced" not in accredited.shared


@pytest.mark.parametrize(("days", "kinds"), [(4, 0), (3, 1)])
def test_long_before_the_conference_the_badge_is_printed_with_the_others(
    days, kinds, accredited, officer, consents, conference
):
    conference.starts = conference.ends = timezone.localdate() + timedelta(days=days)
    conference.save()
    accredited.conference.refresh_from_db()

    _old, new = replaced(accredited, officer, consents)

    assert IssuedDocument.objects.valid().filter(kind="badge", about_id=new.pk).count() == kinds


def test_letters_after_a_replacement_say_who_comes_instead(delegation, officer, organiser, consents):
    services.save_member(delegation, by=officer, told=HEAD)
    services.save_member(delegation, by=officer, told={**MEMBER, "member_email": "gayane@example.org"})
    services.submit_delegation(delegation, by=officer, consents=consents)
    services.accredit(delegation, by=organiser)
    Message.objects.all().delete()

    replaced(delegation, officer, consents)

    written = keys(key="delegation-member-replaced")
    assert written == [
        ("delegation-member-replaced", "gayane@example.org"),
        ("delegation-member-replaced", officer.email),
    ]
    assert all("Новый Гость" in each.body for each in Message.objects.filter(key="delegation-member-replaced"))
    assert not Message.objects.filter(key="registration-cancelled").exists()


@pytest.mark.parametrize("told", [{"delegation_role": "delegate"}, {"latin_name": "", "delegation_role": "expert"}])
def test_nobody_stands_in_a_delegation_twice(delegation, officer, told):
    services.save_member(delegation, by=officer, told=HEAD)

    with pytest.raises(ValidationError) as refusal:
        services.save_member(delegation, by=officer, told={**HEAD, **told})

    assert (refusal.value.code, delegation.registrations.count()) == ("duplicate", 1)


def test_the_days_of_all_are_no_exception_and_other_answers_are_taken_over(delegation, officer, consents):
    day = timezone.localdate()
    services.save_shared_travel(delegation, by=officer, arrival_day=day, arrival_by="SU 1", transfer="both")
    same = services.save_member(delegation, by=officer, told=HEAD)
    own = services.save_member(delegation, by=officer, told=MEMBER)
    for draft, arrival in ((same, day), (own, day + timedelta(days=1))):
        draft.delegation = delegation
        services.save_member_travel(draft, by=officer, arrival_day=arrival)
    services.submit_delegation(delegation, by=officer, consents=consents)

    services.save_shared_travel(delegation, by=officer, arrival_day=day, arrival_by="SU 2", transfer="both")

    rows = Travel.objects.values_list("registration", "arrival_day", "arrival_by", "transfer", "is_copy")
    assert set(rows) == {
        (same.pk, day, "SU 2", "both", True),
        (own.pk, day + timedelta(days=1), "SU 2", "both", False),
    }


def test_an_exception_that_no_longer_differs_is_none(delegation, officer):
    day = timezone.localdate()
    draft = services.save_member(delegation, by=officer, told=MEMBER)
    draft.delegation = delegation
    services.save_member_travel(draft, by=officer, arrival_day=day)

    services.save_shared_travel(delegation, by=officer, arrival_day=day, transfer="none")

    draft.refresh_from_db()
    assert "travel" not in draft.answers


def test_a_reply_stays_until_the_delegation_is_returned_again(sent, officer, organiser):
    services.return_delegation(sent, by=organiser, remarks="Нет письма")
    services.submit_delegation(sent, by=officer, reply="Письмо будет в мае")
    reply = Delegation.objects.get(pk=sent.pk).shared.get("reply")

    services.return_delegation(sent, by=organiser, remarks="Май кончился")

    assert (reply, Delegation.objects.get(pk=sent.pk).shared.get("reply")) == ("Письмо будет в мае", None)


def test_a_delegation_that_was_sent_is_not_invited_again(sent, organiser):
    with pytest.raises(MoveNotAllowed):
        services.invite(sent, by=organiser)


def test_a_corrected_ministry_reaches_everybody_who_has_it_and_their_papers(accredited, organiser, run_tasks):
    run_tasks()
    head = accredited.registrations.get(delegation_role="head")
    Registration.objects.filter(delegation_role="delegate").update(body_ru="Своё ведомство")
    before = set(IssuedDocument.objects.valid().filter(about_id=head.pk).values_list("pk", flat=True))

    changed = services.correct_delegation(
        accredited, by=organiser, body_ru="Министерство просвещения", body_en="Ministry", country="AM"
    )
    run_tasks()

    bodies = dict(accredited.registrations.values_list("delegation_role", "body_ru"))
    after = set(IssuedDocument.objects.valid().filter(about_id=head.pk).values_list("pk", flat=True))
    assert (changed, accredited.body_en) == (1, "Ministry")
    assert bodies == {"head": "Министерство просвещения", "delegate": "Своё ведомство"}
    assert before
    assert len(after) == len(before)
    assert not before & after


@pytest.mark.parametrize(
    ("post", "rank"),
    [
        ("министр образования", 1), ("Minister of Education", 1), ("заместитель министра", 2),
        ("First Deputy Minister", 2), ("посол", 3), ("Чрезвычайный и Полномочный Посол", 3), ("советник министра", 9),
        ("директор департамента", 4), ("заместитель директора", 5), ("", 9), ("Minister Counsellor", 9),
    ],
)  # fmt: skip
def test_the_rank_is_guessed_from_the_post(post, rank):
    from registration.services.delegations.ranks import rank_of

    assert rank_of(post) == rank


def test_a_predecessor_is_remembered_until_erased(delegation, officer, make_person):
    services.offer_handover(delegation, by=officer, to="colleague@ministry.example.org")
    services.accept_handover(delegation, by=make_person(email="colleague@ministry.example.org"))
    delegation.refresh_from_db()
    remembered = services.has_led(delegation, officer)

    services.forget_predecessor(officer)

    delegation.refresh_from_db()
    assert (remembered, services.has_led(delegation, officer)) == (True, False)
