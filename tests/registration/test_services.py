"""The verbs: exactly which rows, roles and letters each leaves behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_q.models import OrmQ
from django_q.signing import SignedPackage

from conference.models import Consent, Message, Person, Role
from conference.moves import MoveNotAllowed
from registration import services
from registration.models import AccessNeeds, Delegation, Registration

State = Registration.State


def letters() -> list[tuple[str, str]]:
    return sorted(Message.objects.values_list("key", "to"))


def queued() -> list[str]:
    return [SignedPackage.loads(row.payload)["func"] for row in OrmQ.objects.order_by("pk")]


# -- submit -------------------------------------------------------------------------------------------------


def test_submit_moves_the_answers_to_person_and_columns(make_draft, person, tracks):
    registration = services.submit(make_draft(), by=person)

    registration.refresh_from_db()
    person.refresh_from_db()
    assert (registration.state, registration.number, registration.person) == ("submitted", "A-0001", person)
    assert (registration.body_ru, registration.country.code) == ("Педагогический университет", "BY")
    assert (registration.track, registration.attendance, registration.degree) == (tracks[1], "hall", "канд. пед. наук")
    assert registration.answers == {}
    assert (person.full_name, person.latin_name, person.country.code) == ("Жук Алеся Петровна", "Alesia Zhuk", "BY")
    assert letters() == [("registration-received", person.email)]
    assert not Role.objects.filter(person=person).exists()


def test_submit_writes_one_consent_for_each_text(make_draft, person, texts):
    services.submit(make_draft(), by=person)

    given = Consent.objects.get()
    assert (given.person, given.text, given.language) == (person, texts["processing"], "ru")
    assert given.sha256 == texts["processing"].fingerprint("ru")


def test_submit_without_the_consent_that_is_needed_leaves_nothing(make_draft, person):
    draft = make_draft()
    services.save_step(draft, "consents", {"consents": []}, by=None)

    with pytest.raises(ValidationError) as refusal:
        services.submit(draft, by=person)

    assert refusal.value.code == "consent"
    assert (Registration.objects.get().state, Consent.objects.count(), Message.objects.count()) == ("draft", 0, 0)


def test_a_new_version_of_the_text_asks_again(make_draft, person, texts):
    draft = make_draft()
    old = texts["processing"]
    type(old).objects.create(
        conference=old.conference, kind=old.kind, version=2, title_ru="Новое", body_ru="Новый текст"
    )

    with pytest.raises(ValidationError):
        services.submit(draft, by=person)


def test_access_needs_are_kept_apart_and_need_their_own_consent(make_draft, person, texts):
    draft = make_draft()
    services.save_access_needs(draft, services=["captions"], note="", consent=None, by=None)

    with pytest.raises(ValidationError):
        services.submit(draft, by=person)

    consent = {"text": texts["special_category"].pk, "language": "ru"}
    services.save_access_needs(draft, services=["captions"], note="", consent=consent, by=None)
    registration = services.submit(draft, by=person)
    assert registration.access_needs.services == ["captions"]
    assert sorted(Consent.objects.values_list("text__kind", flat=True)) == ["processing", "special_category"]


def test_clearing_the_needs_removes_their_row(make_draft):
    draft = make_draft()
    services.save_access_needs(draft, services=["captions"], note="питание", consent=None, by=None)
    services.save_access_needs(draft, services=[], note="", consent=None, by=None)

    assert AccessNeeds.objects.count() == 0


def test_submit_for_the_head_makes_a_person_without_an_account(make_draft, person):
    draft = make_draft("ministry", who="head", head_email="minister@example.org")

    registration = services.submit(draft, by=person)

    head = registration.person
    assert (head.email, head.contact_email, head.full_name) == (None, "minister@example.org", "Мелконян Арам Ваганович")
    assert (registration.filled_by, registration.is_by_proxy, registration.is_head) == (person, True, True)
    assert letters() == [("registration-received", "minister@example.org"), ("registration-received", person.email)]


def test_without_the_heads_own_address_letters_come_once(make_draft, person):
    services.submit(make_draft("ministry", who="head"), by=person)

    message = Message.objects.get()
    assert letters() == [("registration-received", person.email)]
    assert (message.person, message.language) == (person, person.language)
    assert "Участник: Мелконян Арам Ваганович" in message.body or "Participant: Aram Melkonyan" in message.body


def test_the_helper_keeps_their_own_name(make_draft, person):
    name = person.full_name

    services.submit(make_draft("ministry", who="head"), by=person)

    person.refresh_from_db()
    assert person.full_name == name


def test_the_focal_point_brings_people_into_the_delegation(make_draft, person, conference):
    own = Delegation.objects.create(conference=conference, country="AM", body_ru="Министерство", focal_point=person)
    Delegation.objects.create(conference=conference, country="BY", body_ru="Другое", focal_point=person)

    registration = services.submit(make_draft("ministry", who="head"), by=person)

    assert registration.delegation == own


def test_a_second_registration_is_refused_politely(make_draft, make_registration, person):
    first = make_registration(person=person)
    draft = make_draft("listener")

    with pytest.raises(services.AlreadyRegistered) as refusal:
        services.submit(draft, by=person)

    assert refusal.value.registration == first
    assert Registration.objects.drafts().get() == draft


@pytest.mark.parametrize("state", ["declined", "cancelled"])
def test_who_was_refused_or_left_may_register_anew(state, make_draft, make_registration, person):
    make_registration(person=person, state=state)

    second = services.submit(make_draft(), by=person)

    assert second.state == "submitted"


def test_a_draft_is_sent_once(make_draft, make_person):
    draft = make_draft("ministry", who="head")
    same = Registration.objects.get(pk=draft.pk)
    services.submit(draft, by=make_person())

    with pytest.raises(MoveNotAllowed):
        services.submit(same, by=make_person())

    assert Registration.objects.sent().count() == 1
    assert Person.objects.filter(email=None).count() == 1


def test_online_listeners_are_approved_at_once(make_draft, person):
    registration = services.submit(make_draft("listener"), by=person)

    assert registration.state == "approved"
    assert letters() == [("registration-approved", person.email)]
    assert Role.objects.get(person=person).kind == Role.Kind.PARTICIPANT


def test_listeners_in_the_hall_wait(make_draft, person):
    assert services.submit(make_draft("listener", attendance="hall"), by=person).state == "submitted"


def test_nothing_is_sent_after_the_closing_day(make_draft, person, conference):
    draft = make_draft()
    conference.registration_closes = timezone.now() - timedelta(hours=1)
    conference.save()
    draft = Registration.objects.get(pk=draft.pk)

    with pytest.raises(ValidationError) as refusal:
        services.submit(draft, by=person)

    assert refusal.value.code == "closed"


# -- decisions ----------------------------------------------------------------------------------------------


def test_approval_grants_the_role_writes_and_orders_the_letter(make_registration, organiser, conference):
    registration = make_registration()
    before = set(queued())

    services.approve(registration, by=organiser)

    registration.refresh_from_db()
    assert registration.state == "approved"
    assert registration.decided_at is not None
    assert list(Role.objects.filter(person=registration.person).values_list("kind", "conference")) == [
        ("participant", conference.pk)
    ]
    assert letters()[0] == ("registration-approved", registration.person.email)
    assert set(queued()) - before == {"registration.services.letters.issue_letter"}
    entry = LogEntry.objects.get_for_object(registration).first()
    assert (entry.changes, entry.actor) == ({"state": ["submitted", "approved"]}, organiser)


@pytest.mark.parametrize("state", ["approved", "cancelled"])
def test_approval_is_refused_from(state, make_registration, organiser):
    registration = make_registration(state=state)
    written = Message.objects.count()

    with pytest.raises(MoveNotAllowed):
        services.approve(registration, by=organiser)

    assert Message.objects.count() == written


def test_a_decline_can_be_reviewed(make_registration, organiser):
    registration = make_registration(state="declined")

    services.approve(registration, by=organiser)

    registration.refresh_from_db()
    assert (registration.state, registration.decision_note) == ("approved", "")


def test_a_declined_one_is_not_approved_beside_a_newer_one(make_registration, organiser, person):
    declined = make_registration(person=person, state="declined")
    make_registration(person=person)

    with pytest.raises(MoveNotAllowed):
        services.approve(declined, by=organiser)

    declined.refresh_from_db()
    assert declined.state == "declined"


def test_decline_needs_a_reason_and_says_it(make_registration, organiser):
    registration = make_registration()

    with pytest.raises(ValidationError):
        services.decline(registration, by=organiser, reason="  ")
    services.decline(registration, by=organiser, reason="Мест больше нет {code}")

    registration.refresh_from_db()
    message = Message.objects.get(key="registration-declined")
    assert (registration.state, registration.decision_note) == ("declined", "Мест больше нет {code}")
    assert "Причина: Мест больше нет {code}" in message.body
    assert not Role.objects.filter(person=registration.person).exists()


def test_cancelling_ends_the_role_and_voids_the_letter(make_registration):
    registration = make_registration(state="approved")
    issued = services.issue_letter(registration.pk)

    services.cancel(registration, by=registration.person)

    issued.refresh_from_db()
    assert registration.state == "cancelled"
    assert not Role.objects.filter(person=registration.person).exists()
    assert not issued.is_valid
    assert letters()[1] == ("registration-cancelled", registration.person.email)


def test_cancelling_leaves_other_roles_alone(make_registration, make_person, conference):
    chair = make_person(Role.Kind.CHAIR, conference=conference)
    registration = make_registration(person=chair, state="approved")

    services.cancel(registration, by=chair)

    assert list(Role.objects.filter(person=chair).values_list("kind", flat=True)) == ["chair"]


def test_letters_speak_the_readers_language(make_registration, make_person):
    reader = make_person()

    registration = make_registration("unesco", person=reader, state="approved")

    message = Message.objects.get(key="registration-approved")
    assert (message.language, message.subject) == ("en", f"Registration {registration.number} approved")
    assert "/en/me/" in message.body


# -- drafts ---------------------------------------------------------------------------------------------------


def test_a_sent_registration_is_no_draft_any_more(make_registration):
    with pytest.raises(MoveNotAllowed):
        services.save_step(make_registration(), "name", {"full_name": "Другой"}, by=None)


def test_what_is_half_done_is_kept_beside_the_answers(make_draft):
    draft = make_draft()

    services.save_step(draft, "name", {}, by=None, typed="full_name=%D0%96")
    assert draft.answers["name"]["full_name"] == "Жук Алеся Петровна"
    assert draft.answers["unfinished"] == {"name": "full_name=%D0%96"}

    services.save_step(draft, "name", {"full_name": "Жук"}, by=None)
    assert draft.answers["unfinished"] == {}
    assert draft.told()["full_name"] == "Жук"


def test_resume_links_go_to_the_address_of_the_draft_only(make_draft, conference):
    make_draft(email="alesia@example.org")
    make_draft("listener", email="petr@example.org")

    sent = [
        services.send_resume_links(conference, to=to, language="ru") for to in (" Alesia@Example.org", "no@example.org")
    ]

    assert sent == [1, 0]
    assert letters() == [("registration-resume", "alesia@example.org")]


@pytest.mark.parametrize(
    ("family", "closes", "is_told"), [("academic", 1, True), ("academic", -1, False), ("unesco", 1, False)]
)
def test_the_approval_tells_academics_where_to_submit(family, closes, is_told, make_registration, conference):
    conference.call_opens = timezone.now() - timedelta(days=2)
    conference.call_closes = timezone.now() + timedelta(days=closes)
    conference.save()

    make_registration(family, state="approved")

    lines = Message.objects.get(key="registration-approved").body.splitlines()
    assert any(line.endswith(conference.url("workshops:submit")[3:]) for line in lines) is is_told
    assert not any("{" in line for line in lines)


def test_the_organisation_is_told_once_and_known_afterwards(make_draft, make_person):
    first, second = make_person(), make_person()

    services.submit(make_draft(), by=first)
    services.submit(make_draft(), by=second)

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.organisation is not None
    assert first.organisation == second.organisation
    assert (str(first.organisation.country), first.organisation.kind) == ("BY", "university")
