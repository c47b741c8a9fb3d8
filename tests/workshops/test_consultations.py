"""Hours, booking, moving, cancelling, what became of it: the verbs of consultations."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from conference.models import Message
from conference.moves import MoveNotAllowed
from conference.sealed import reveal
from tests.workshops.consulting import *  # noqa: F403
from tests.workshops.consulting import CASE, NOTE, again, at
from workshops.models import Consultation, EventFormat, Hosting, Listener, Session, Slot
from workshops.services import consultations, listening

State = Consultation.State


def letters() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("key", flat=True))


# -- hours ---------------------------------------------------------------------------------------------------------


def test_a_weekly_rule_gives_its_hours_by_the_seasons_clock(season):
    monday = date(2026, 11, 23)

    rule = consultations.WeeklyRule(frozenset({0, 2}), (time(15), time(15, 30)), monday, monday + timedelta(days=7))

    told = [each.strftime("%a %d %H:%M %z") for each in rule.starts(season.zone)]
    assert told == [
        "Mon 23 15:00 +0300", "Mon 23 15:30 +0300", "Wed 25 15:00 +0300", "Wed 25 15:30 +0300", "Mon 30 15:00 +0300",
        "Mon 30 15:30 +0300",
    ]  # fmt: skip


def test_an_hour_that_the_clock_leaves_out_is_left_out(make_conference):
    berlin = make_conference(time_zone="Europe/Berlin").zone
    day = date(2027, 3, 28)  # at 2 o'clock it is 3

    rule = consultations.WeeklyRule(frozenset({6}), (time(1, 30), time(2, 30), time(3, 30)), day, day)

    assert [f"{each:%H:%M}" for each in rule.starts(berlin)] == ["01:30", "03:30"]


def test_hours_are_published(expert, season):
    starts = [at(season, 2), at(season, 2, 16)]

    made = consultations.publish_slots(
        expert, starts=starts, minutes=45, language="en", join_link="https://meet.example.org/a", by=expert.person
    )

    assert [(each.starts, each.minutes, each.language) for each in made] == [(each, 45, "en") for each in starts]


@pytest.mark.parametrize(
    ("days", "hour", "minutes", "said"),
    [(-1, 15, 30, "время прошло"), (400, 15, 30, "вне сезона"), (3, 15, 30, "другой час"), (3, 14, 90, "другой час")],
)
def test_an_hour_that_cannot_be_is_refused(expert, season, slot, in_english, days, hour, minutes, said):
    with pytest.raises(ValidationError) as refusal:
        consultations.publish_slots(expert, starts=[at(season, days, hour)], minutes=minutes, by=expert.person)

    english = {"время прошло": "the time is over", "вне сезона": "not within the season",
               "другой час": "meets another hour of yours"}[said]  # fmt: skip
    assert refusal.value.messages[0].endswith(english)
    assert Slot.objects.count() == 1


def test_an_hour_next_to_another_is_none_that_meets_it(expert, season, slot):
    made = consultations.publish_slots(expert, starts=[at(season, 3, 15, 30)], minutes=30, by=expert.person)

    assert len(made) == 1


def test_a_rule_leaves_out_what_is_taken(expert, season, slot):
    kind = EventFormat.objects.create(conference=season, key="qa", title_ru="Диалог")
    event = Session.objects.create(
        conference=season, kind=kind, format="event", title_ru="Эфир", starts=at(season, 3, 16), ends=at(season, 3, 17)
    )
    Hosting.objects.create(session=event, expert=expert)
    day = season.today() + timedelta(days=3)
    rule = consultations.WeeklyRule(frozenset({day.weekday()}), (time(15), time(16, 30), time(17)), day, day)

    shown = consultations.preview(expert, rule=rule, minutes=30)
    made = consultations.publish_slots(expert, rule=rule, minutes=30, by=expert.person)

    assert [bool(each.obstacle) for each in shown] == [True, True, False]
    assert "Эфир" in shown[1].obstacle
    assert [each.starts for each in made] == [at(season, 3, 17)]


def test_too_many_hours_at_once_are_refused(expert, season):
    day = season.today() + timedelta(days=1)
    rule = consultations.WeeklyRule(
        frozenset(range(7)), tuple(time(hour) for hour in range(8, 20)), day, day + timedelta(days=30)
    )

    with pytest.raises(ValidationError):
        consultations.publish_slots(expert, rule=rule, minutes=30, by=expert.person)

    assert Slot.objects.count() == 0


def test_who_gives_no_consultations_offers_no_hours(make_expert, season):
    other = make_expert("other", consults=False)

    with pytest.raises(MoveNotAllowed):
        consultations.publish_slots(other, starts=[at(season, 3)], by=other.person)


def test_a_free_hour_is_taken_back_and_a_booked_one_is_not(slot, make_slot, book, expert):
    book(slot)
    free = make_slot(5)

    consultations.withdraw_slot(free, by=expert.person)
    with pytest.raises(MoveNotAllowed):
        consultations.withdraw_slot(slot, by=expert.person)

    assert list(Slot.objects.standing()) == [slot]


# -- booking -------------------------------------------------------------------------------------------------------


def test_a_known_school_books_at_once(slot, school, theme):
    made = consultations.book(slot, listener=school, school=" Школа  № 3 ", theme=theme, case=CASE, by=None)

    assert (made.state, made.school, made.theme, reveal(made, "case")) == (State.BOOKED, "Школа № 3", theme, CASE)
    assert letters() == ["consultation-booked", "consultation-new"]
    assert not Slot.objects.bookable().exists()


def test_no_letter_tells_the_case(book):
    book()

    told = " ".join(f"{each.subject} {each.body}" for each in Message.objects.all())
    assert "парту" not in told
    assert Message.objects.filter(attachment_name="consultation.ics").count() == 2


def test_an_hour_is_booked_once(slot, make_school, book):
    book()

    with pytest.raises(consultations.SlotTaken):
        consultations.book(slot, listener=make_school(), school="Другая", case=CASE, by=None)

    assert Consultation.objects.count() == 1


@pytest.mark.parametrize("change", [{"is_withdrawn": True}, {"starts": timezone.now() + timedelta(minutes=40)}])
def test_an_hour_taken_back_or_too_near_cannot_be_booked(slot, book, change):
    Slot.objects.filter(pk=slot.pk).update(**change)

    with pytest.raises(consultations.SlotTaken):
        book()


def test_one_address_has_two_consultations_to_come_at_most(make_slot, book, school, make_school):
    book(make_slot(4))
    book(make_slot(5))
    claims = Listener.objects.create(conference=school.conference, claims=school.person, name="Кто-то")

    for who in (school, claims):
        with pytest.raises(MoveNotAllowed):
            book(make_slot(6, 10 + who.pk % 7), listener=who)
    book(make_slot(7), listener=make_school())

    assert Consultation.objects.count() == 3


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"case": "  "}, "empty"), ({"case": "а" * 3001}, "long"), ({"theme": "other"}, "theme"),
     ({"listener": "nobody"}, "address"), ({"listener": "elsewhere"}, "elsewhere")],
)  # fmt: skip
def test_what_cannot_be_booked(book, season, other_conference, fields, code):
    from workshops.models import Theme

    if "theme" in fields:
        fields = {"theme": Theme.objects.create(conference=season, slug="x", title_ru="Иная")}
    if "listener" in fields:
        where = season if fields["listener"] == "nobody" else other_conference
        fields = {"listener": Listener.objects.create(conference=where, name="Никто")}

    with pytest.raises(ValidationError) as refusal:
        book(**fields)

    assert refusal.value.code == code
    assert Consultation.objects.count() == 0


def test_an_expert_does_not_book_the_own_hour(book, make_school, expert):
    with pytest.raises(MoveNotAllowed):
        book(listener=make_school(person=expert.person))


# -- an address that has not been shown ----------------------------------------------------------------------------


def test_an_address_that_was_typed_only_asks_for_the_hour(book, make_school):
    made = book(listener=make_school(is_sure=False))

    assert made.state == State.ASKED
    assert made.keep_until - made.booked_at == consultations.KEPT_FOR
    assert letters() == ["consultation-confirm"]


def test_the_owner_confirms(book, make_school):
    listener = make_school(is_sure=False)
    made = book(listener=listener)
    listening.confirm(listener)

    consultations.confirm_booking(made, listener=listener, by=None)

    assert again(made).state == State.BOOKED
    assert letters()[1:] == ["consultation-booked", "consultation-new"]


def test_the_owner_confirms_what_another_browser_asked_for(book, school):
    browser = Listener.objects.create(conference=school.conference, claims=school.person, name="С телефона")
    made = book(listener=browser)

    assert list(Consultation.objects.booked_by(school)) == [made]
    consultations.confirm_booking(made, listener=school, by=None)

    assert (again(made).state, again(made).listener) == (State.BOOKED, school)


def test_nobody_else_confirms(book, make_school):
    made = book(listener=make_school(is_sure=False))

    for other in (make_school(), made.listener):
        with pytest.raises(MoveNotAllowed):
            consultations.confirm_booking(made, listener=other, by=None)

    assert again(made).state == State.ASKED


def test_what_nobody_confirmed_is_freed_and_erased(book, slot, make_school):
    made = book(listener=make_school(is_sure=False))
    Consultation.objects.filter(pk=made.pk).update(keep_until=timezone.now())

    assert consultations.lapse_unconfirmed() == 1
    assert consultations.lapse_unconfirmed() == 0

    assert (again(made).state, reveal(again(made), "case")) == (State.CANCELLED, "")
    assert list(Slot.objects.bookable()) == [slot]


# -- cancelling and moving -----------------------------------------------------------------------------------------


def test_the_school_cancels(book, slot, school):
    made = book()

    consultations.cancel(made, by=school.person, reason="Заболел завуч.")

    row = again(made)
    assert (row.state, row.is_cancelled_by_expert, row.school, reveal(row, "case")) == ("cancelled", False, "", "")
    assert letters()[2:] == ["consultation-cancelled-by-school"]
    letter = Message.objects.order_by("pk").last()
    assert "Заболел завуч." in letter.body
    assert letter.is_secret
    assert list(Slot.objects.bookable()) == [slot]


def test_the_expert_cancels_and_the_case_goes_to_another_hour(book, expert, make_slot):
    made = book()

    consultations.cancel(made, by=expert.person, reason="Командировка.")

    kept = again(made)
    assert (kept.is_cancelled_by_expert, reveal(kept, "case"), reveal(kept, "reason")) == (True, CASE, "Командировка.")
    assert letters()[2:] == ["consultation-cancelled-by-expert"]
    book(make_slot(9), instead_of=kept)
    assert reveal(again(made), "case") == ""


def test_what_is_over_is_not_cancelled(book, expert, school):
    made = book(days=-1)
    consultations.hold(made, by=expert.person)

    with pytest.raises(MoveNotAllowed):
        consultations.cancel(made, by=school.person)


def test_a_consultation_is_moved_with_its_case(book, slot, make_slot, school):
    made, other = book(), make_slot(6)
    Consultation.objects.filter(pk=made.pk).update(day_before_at=timezone.now())

    consultations.move_to(again(made), other, by=school.person)

    row = again(made)
    assert (row.slot, row.sequence, row.day_before_at, reveal(row, "case")) == (other, 1, None, CASE)
    assert letters()[2:] == ["consultation-moved", "consultation-moved-expert"]
    assert list(Slot.objects.bookable()) == [slot]


def test_a_consultation_is_not_moved_to_another_expert_or_a_taken_hour(book, make_slot, make_expert, make_school):
    made = book()
    foreign = make_slot(6, expert=make_expert("other"))
    taken = make_slot(7)
    book(taken, listener=make_school())

    with pytest.raises(MoveNotAllowed):
        consultations.move_to(made, foreign, by=None)
    with pytest.raises(consultations.SlotTaken):
        consultations.move_to(made, taken, by=None)

    assert again(made).slot == made.slot


# -- what became of it ---------------------------------------------------------------------------------------------


def test_nothing_is_held_before_its_time(book, expert):
    made = book()

    for verb in (consultations.hold, consultations.miss):
        with pytest.raises(MoveNotAllowed):
            verb(made, by=expert.person)
    with pytest.raises(MoveNotAllowed):
        consultations.write_outcome(made, NOTE, by=expert.person)


def test_a_note_holds_the_consultation_and_tells_the_school_once(book, expert):
    made = book(days=-1)

    consultations.write_outcome(made, NOTE, by=expert.person)
    consultations.write_outcome(made, f"{NOTE} И ещё.", by=expert.person)

    row = again(made)
    assert (row.state, reveal(row, "outcome")) == (State.HELD, f"{NOTE} И ещё.")
    assert letters()[2:] == ["consultation-outcome"]
    assert "Тихий вход" not in Message.objects.order_by("pk").last().body


def test_who_did_not_come_may_have_come_after_all(book, expert):
    made = book(days=-1)

    consultations.miss(made, by=expert.person)
    with pytest.raises(MoveNotAllowed):
        consultations.write_outcome(made, NOTE, by=expert.person)
    consultations.hold(made, by=expert.person)

    assert again(made).state == State.HELD


def test_a_note_is_the_experts_alone(book, organiser, school):
    made = book(days=-1)

    for person in (organiser, school.person):
        with pytest.raises(PermissionDenied):
            consultations.write_outcome(made, NOTE, by=person)


# -- reminders -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "keys"),
    [(timedelta(hours=20), ["consultation-tomorrow", "consultation-tomorrow-expert"]),
     (timedelta(minutes=50), ["consultation-soon", "consultation-soon-expert"]), (timedelta(hours=26), []),
     (timedelta(hours=2), [])],
)  # fmt: skip
def test_both_sides_are_reminded_once(book, before, keys):
    made = book()
    Slot.objects.filter(pk=made.slot_id).update(starts=timezone.now() + before)
    Consultation.objects.filter(pk=made.pk).update(booked_at=timezone.now() - timedelta(days=2))

    consultations.remind()
    consultations.remind()

    assert letters()[2:] == keys
    assert all("https://meet.example.org/x" in each.body for each in Message.objects.order_by("pk")[2:])


def test_reminders_cost_two_queries_when_none_is_due(book, django_assert_num_queries):
    book()

    with django_assert_num_queries(2):
        assert consultations.remind() == 0
