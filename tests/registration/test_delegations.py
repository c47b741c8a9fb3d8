"""The verbs of delegations: what each leaves behind, exactly."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conference.models import Consent, IssuedDocument, Message, Person, Role
from conference.moves import MoveNotAllowed
from registration.models import AccessNeeds, Category, Delegation, Registration, Travel
from registration.services import delegations as services
from registration.services.delegations.members import told_about
from registration.services.forgetting import purge_old_drafts

State = Delegation.State
HEAD = {
    "full_name": "Мелконян Арам Ваганович", "latin_name": "Aram Melkonyan", "position_ru": "заместитель министра",
    "delegation_role": "head", "language": "en",
}  # fmt: skip
MEMBER = {"full_name": "Саркисян Гаяне", "latin_name": "Gayane Sarkisyan", "position_ru": "советник"}


@pytest.fixture
def ministry(categories):
    Category.objects.filter(pk=categories["ministry"].pk).update(seats=10)
    return Category.objects.get(pk=categories["ministry"].pk)


@pytest.fixture
def make_delegation(conference, ministry, organiser):
    def make(**fields):
        defaults = {
            "by": organiser, "category": ministry, "country": "AM", "body_ru": "Министерство образования",
            "seats": 5, "held_until": timezone.localdate() + timedelta(days=20), "language": "ru",
            "focal_email": "protocol@ministry.example.org",
        }  # fmt: skip
        return services.create_delegation(conference, **{**defaults, **fields})

    return make


@pytest.fixture
def officer(make_person):
    return make_person(full_name="Саргсян Ани", latin_name="Ani Sargsyan", email="ani@ministry.example.org")


@pytest.fixture
def delegation(make_delegation, officer):
    return services.take_up(make_delegation(), by=officer)


@pytest.fixture
def consents(texts):
    return [(texts["processing"], "ru"), (texts["dissemination"], "ru")]


@pytest.fixture
def sent(delegation, officer, consents):
    """A delegation sent with its head and one member."""
    services.save_member(delegation, by=officer, told=HEAD)
    services.save_member(delegation, by=officer, told=MEMBER)
    services.submit_delegation(delegation, by=officer, consents=consents)
    return delegation


@pytest.fixture
def accredited(sent, organiser):
    services.accredit(sent, by=organiser)
    return sent


def keys(**about):
    return list(Message.objects.filter(**about).order_by("pk").values_list("key", "to"))


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


# -- members ---------------------------------------------------------------------------------------------------


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


# -- sent --------------------------------------------------------------------------------------------------------


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


# -- accredited, returned ------------------------------------------------------------------------------------------


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


# -- replaced up to the door ------------------------------------------------------------------------------------------


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


# -- what happens by itself ----------------------------------------------------------------------------------------


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


# -- looked at afterwards, put right --------------------------------------------------------------------------------


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
