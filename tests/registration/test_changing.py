"""Changing what was sent: one record, one number, seats that move, and a decision that is taken again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conference.models import Consent, IssuedDocument, Message, Organisation, Role
from conference.moves import MoveNotAllowed
from registration import services
from registration.models import AccessNeeds, Category, Registration, Rules
from registration.services import papers
from registration.services.changing import apply_change, begin_change, discard_change, may_be_changed

State = Registration.State


def change(registration: Registration, step: str, **told: Any) -> Registration:
    """Begin a change and tell *told* in *step*."""
    draft = begin_change(registration, by=registration.participant)
    known = {**draft.told(), **told}
    return services.save_step(draft, step, {name: known[name] for name in told}, by=registration.participant)


def letters(registration: Registration) -> list[str]:
    return list(Message.objects.filter(about_id=registration.pk).order_by("pk").values_list("key", flat=True))


def test_the_record_keeps_its_number_and_gets_the_new_answers(make_registration):
    registration = make_registration()

    changed = apply_change(change(registration, "name", full_name="Жук Анна Петровна"), by=registration.participant)

    registration.refresh_from_db()
    assert (changed.pk, registration.number, registration.state) == (registration.pk, "A-0001", "submitted")
    assert registration.person.full_name == "Жук Анна Петровна"
    assert "zhuk anna" in registration.search
    assert Registration.objects.count() == 1
    assert letters(registration) == ["registration-received", "registration-changed"]


def test_nothing_told_changes_nothing_and_writes_to_nobody(make_registration):
    registration = make_registration("ministry")
    before = Registration.objects.filter(pk=registration.pk).values().get()

    apply_change(begin_change(registration, by=registration.participant), by=registration.participant)

    assert Registration.objects.values().get() == before
    assert letters(registration) == ["registration-received"]


def test_until_it_is_sent_the_draft_is_nobodys_second_registration(make_registration, client_of):
    registration = make_registration()
    begin_change(registration, by=registration.participant)

    again = begin_change(registration, by=registration.participant)
    page = client_of(registration.participant).get("/ru/me/").content.decode()

    assert Registration.objects.changes().get() == again
    assert (Registration.objects.drafts().count(), Registration.objects.active().count()) == (0, 1)
    assert Registration.objects.about(registration.participant).count() == 1
    assert page.count('aria-labelledby="registration-') == 1


def test_what_organisers_edit_meanwhile_stays(make_registration):
    registration = make_registration()
    draft = change(registration, "affiliation", degree="доктор наук")
    Registration.objects.filter(pk=registration.pk).update(body_ru="Исправлено организаторами")

    apply_change(draft, by=registration.participant)

    registration.refresh_from_db()
    assert (registration.degree, registration.body_ru) == ("доктор наук", "Исправлено организаторами")


def test_what_may_be_empty_can_be_cleared(make_registration):
    registration = make_registration("ministry")
    told = {"honorific_ru": "", "position_en": "", "native_name": ""}

    apply_change(change(registration, "name", **told), by=registration.participant)

    person = registration.participant
    person.refresh_from_db()
    assert (person.honorific_ru, person.position_en, person.position_ru) == ("", "", "заместитель министра")


def test_a_new_body_is_found_or_made(make_registration):
    registration = make_registration()

    apply_change(change(registration, "affiliation", body_ru="Новый институт"), by=registration.participant)

    registration.participant.refresh_from_db()
    assert registration.participant.organisation.title_ru == "Новый институт"
    assert Organisation.objects.filter(title_ru="Новый институт").count() == 1


# -- seats ----------------------------------------------------------------------------------------------------------


def test_a_changed_attendance_moves_the_seat(make_registration, categories):
    Category.objects.filter(pk=categories["academic"].pk).update(seats=1, seats_online=1)
    registration = make_registration(state="approved")

    apply_change(change(registration, "participation", attendance="online"), by=registration.participant)

    registration.refresh_from_db()
    category = Category.objects.get(pk=categories["academic"].pk)
    assert (registration.attendance, registration.seat) == ("online", "online")
    assert (category.seats_taken, category.seats_online_taken) == (0, 1)


@pytest.mark.parametrize(
    ("approval", "was", "becomes", "state"),
    [
        ("online", "online", "hall", "submitted"),
        ("online", "hall", "online", "approved"),
        ("by_hand", "online", "hall", "approved"),
        ("automatic", "online", "hall", "approved"),
    ],
)
def test_who_was_approved_by_nobody_does_not_walk_into_the_hall(approval, was, becomes, state, make_registration):
    registration = make_registration(state="approved", attendance=was)
    Category.objects.filter(pk=registration.category_id).update(approval=approval)

    apply_change(change(registration, "participation", attendance=becomes), by=registration.participant)

    registration.refresh_from_db()
    assert (registration.attendance, registration.seat, registration.state) == (becomes, becomes, state)


def test_a_changed_name_voids_the_confirmation_and_issues_a_new_one(make_registration):
    registration = make_registration(state="approved")
    before = papers.issued_to(registration, "confirmation")

    apply_change(change(registration, "name", full_name="Жук Анна Петровна"), by=registration.participant)

    before.refresh_from_db()
    after = papers.issued_to(registration, "confirmation")
    assert (before.is_valid, after.is_valid, after != before) == (False, True, True)


def test_without_a_free_place_nothing_is_changed_and_nothing_lost(make_registration, categories):
    Category.objects.filter(pk=categories["academic"].pk).update(seats_online=0)
    registration = make_registration(state="approved")
    draft = change(registration, "participation", attendance="online")
    services.save_step(draft, "name", {"full_name": "Жук Анна"}, by=registration.participant)

    with pytest.raises(ValidationError) as refusal:
        apply_change(draft, by=registration.participant)

    registration.refresh_from_db()
    registration.participant.refresh_from_db()
    assert refusal.value.code == "full"
    assert (registration.attendance, registration.seat) == ("hall", "hall")
    assert registration.person.full_name == "Жук Алеся Петровна"
    assert Registration.objects.changes().get().told()["full_name"] == "Жук Анна"


def test_who_waits_for_the_hall_is_considered_once_they_come_online(make_registration, categories):
    Category.objects.filter(pk=categories["academic"].pk).update(seats=0)
    registration = make_registration()
    assert registration.state == "waiting"

    apply_change(change(registration, "participation", attendance="online"), by=registration.participant)

    registration.refresh_from_db()
    assert (registration.state, registration.seat, registration.waiting_since) == ("submitted", "online", None)


# -- the decision ---------------------------------------------------------------------------------------------------


def test_a_category_may_want_to_look_again(make_registration, categories, conference):
    Category.objects.filter(pk=categories["academic"].pk).update(approve_changes=True)
    registration = make_registration(state="approved")
    role = Role.objects.filter(person=registration.participant, kind=Role.Kind.PARTICIPANT, conference=conference)
    assert role.exists()

    apply_change(change(registration, "affiliation", degree="доктор наук"), by=registration.participant)

    registration.refresh_from_db()
    assert (registration.state, registration.seat, registration.decided_at) == ("submitted", "hall", None)
    assert not role.exists()
    assert letters(registration)[-1] == "registration-changed-review"


def test_letters_that_printed_something_else_become_void(make_registration, conference):
    registration = make_registration(state="approved")
    letter = services.issue_letter(registration.pk)

    apply_change(change(registration, "affiliation", degree="доктор наук"), by=registration.participant)
    kept = IssuedDocument.objects.valid().filter(pk=letter.pk).exists()
    apply_change(change(registration, "name", latin_name="Anna Zhuk"), by=registration.participant)
    gone = not IssuedDocument.objects.valid().filter(pk=letter.pk).exists()

    assert (kept, gone) == (True, True)


@pytest.mark.parametrize("state", ["declined", "cancelled"])
def test_what_is_over_cannot_be_changed(state, make_registration):
    registration = make_registration(state=state)

    assert not may_be_changed(registration)
    with pytest.raises(MoveNotAllowed):
        begin_change(registration, by=registration.participant)


def test_after_the_last_day_nothing_is_changed(make_registration, conference):
    registration = make_registration()
    draft = change(registration, "name", full_name="Жук Анна")
    Rules.objects.create(conference=conference, changes_until=conference.today() - timedelta(days=1))

    with pytest.raises(MoveNotAllowed):
        apply_change(draft, by=registration.participant)

    registration.participant.refresh_from_db()
    assert registration.participant.full_name == "Жук Алеся Петровна"


def test_registration_may_be_closed_already(make_registration, conference):
    registration = make_registration()
    conference.registration_closes = timezone.now() - timedelta(days=1)
    conference.save()

    assert may_be_changed(registration)


# -- what is guarded ------------------------------------------------------------------------------------------------


def test_access_needs_move_with_their_consent(make_registration, texts):
    registration = make_registration()
    draft = begin_change(registration, by=registration.participant)
    consent = {"text": texts["special_category"].pk, "language": "ru"}
    services.save_access_needs(
        draft, services=["captions"], note="", diet="без орехов", door_instruction="lift", consent=consent, by=None
    )

    apply_change(draft, by=registration.participant)

    needs = AccessNeeds.objects.get()
    assert (needs.registration_id, needs.services, needs.diet) == (registration.pk, ["captions"], "без орехов")
    assert (needs.door_words("ru"), needs.door_words("en")) == ("Проводить к лифту", "Take to the lift") or (
        needs.door_words("en") == "Take to the lift"
    )
    assert Consent.objects.filter(person=registration.participant, text=texts["special_category"]).count() == 1


def test_access_needs_without_their_consent_change_nothing(make_registration):
    registration = make_registration()
    draft = begin_change(registration, by=registration.participant)
    services.save_access_needs(draft, services=["captions"], note="", consent=None, by=None)

    with pytest.raises(ValidationError):
        apply_change(draft, by=registration.participant)

    assert not AccessNeeds.objects.filter(registration=registration).exists()


def test_a_discarded_change_leaves_no_trace(make_registration):
    registration = make_registration()
    draft = change(registration, "name", full_name="Жук Анна")

    discard_change(draft, by=registration.participant)

    assert list(Registration.objects.values_list("pk", flat=True)) == [registration.pk]


# -- through HTTP ---------------------------------------------------------------------------------------------------


def test_the_whole_way_through_the_pages(make_registration, client_of, address):
    registration = make_registration()
    browser = client_of(registration.participant)

    opened = browser.post(address("change", pk=registration.pk))
    summary = browser.get(opened["Location"])
    step = address("step", category="academic", step="affiliation")
    shown = browser.get(step)
    saved = browser.post(step, {"body_ru": "Новый институт", "country": "BY", "degree": "доктор наук"})
    sent = browser.post(address("send_draft", category="academic"))

    registration.refresh_from_db()
    assert opened["Location"] == address("check", category="academic")
    assert (summary.status_code, b"A-0001" in summary.content) == (200, True)
    assert [each["title"] for each in summary.context["steps"]].count("Согласия") == 0
    assert 'value="Педагогический университет"' in shown.content.decode()
    assert saved["Location"] == address("check", category="academic")
    assert sent["Location"].endswith("/me/")
    assert (registration.body_ru, registration.degree, registration.number) == (
        "Новый институт", "доктор наук", "A-0001",
    )  # fmt: skip
    assert browser.get(address("step", category="academic", step="name")).context["registration"] == registration


def test_a_refusal_stays_on_the_summary_and_loses_nothing(make_registration, client_of, address, categories):
    registration = make_registration()
    Category.objects.filter(pk=categories["academic"].pk).update(seats_online=0)
    browser = client_of(registration.participant)
    browser.post(address("change", pk=registration.pk))
    browser.post(address("step", category="academic", step="participation"), {"attendance": "online"})

    response = browser.post(address("send_draft", category="academic"))

    assert (response.status_code, len(response.context["errors"])) == (200, 1)
    assert Registration.objects.changes().get().told()["attendance"] == "online"


def test_nobody_else_changes_it(make_registration, client_of, address, make_person, organiser):
    registration = make_registration()

    answers = [client_of(each).post(address("change", pk=registration.pk)) for each in (make_person(), organiser)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert not Registration.objects.changes().exists()
