"""Verbs with the events of a season: what is moved or called off is told at once to those whom it concerns."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from conference.models import Message
from conference.moves import MoveNotAllowed
from workshops.models import Session, Star
from workshops.services import season as verbs

from .seasons import hosts, kind_of, new_course, new_event, new_expert, new_season, theme_of


@pytest.fixture
def season(make_conference):
    return new_season(make_conference)


@pytest.fixture
def listener(make_person):
    return make_person(email="listener@example.org", language="ru")


@pytest.fixture
def event(season, listener, make_person):
    """An event that a listener has marked, hosted by somebody with an account who reads English."""
    made = new_event(
        season, 10, "Семья", title_en="Family", themes=("family",), captions=True, join_link="https://x.org/1"
    )
    Star.objects.create(session=made, person=listener)
    hosts(made, new_expert(season, person=make_person(email="host@example.org", language="en")))
    return made


def letters() -> dict[str, Message]:
    return {letter.to: letter for letter in Message.objects.all()}


def file_of(letter: Message) -> str:
    with letter.attachment.open() as file:
        return file.read().decode()


def fields(season, **more) -> dict:
    starts = timezone.now() + timedelta(days=3)
    return {
        "kind": kind_of(season, "qa"), "title_ru": "Новое", "title_en": "New", "starts": starts,
        "ends": starts + timedelta(hours=1), **more,
    }  # fmt: skip


# -- writing ----------------------------------------------------------------------------------------------------


def test_an_event_is_made_with_its_themes_and_people(season, organiser):
    first, second = new_expert(season, "a"), new_expert(season, "b")

    made = verbs.create_event(
        season, by=organiser, themes=[theme_of(season, "lesson")], hosts=[first], experts=[first, second],
        **fields(season),
    )  # fmt: skip

    assert made.format == Session.Format.EVENT
    assert [theme.slug for theme in made.themes.all()] == ["lesson"]
    assert list(made.hostings.values_list("expert__slug", "part")) == [("b", "expert"), ("a", "host")]


def test_an_event_of_a_season_has_a_format(season, organiser):
    with pytest.raises(ValidationError) as refusal:
        verbs.create_event(season, by=organiser, **fields(season, kind=None))

    assert [error.code for error in refusal.value.error_dict["__all__"]] == ["kind"]
    assert Session.objects.count() == 0


def test_seats_are_one_at_least_or_not_limited(season, organiser):
    with translation.override("en"), pytest.raises(ValidationError, match="at least 1 seat"):
        verbs.create_event(season, by=organiser, **fields(season, seats=0))

    assert Session.objects.count() == 0


def test_nothing_of_another_season_is_taken(season, organiser, make_conference):
    other = new_season(make_conference, "elsewhere")

    with pytest.raises(ValidationError):
        verbs.create_event(season, by=organiser, themes=[theme_of(other, "lesson")], **fields(season))
    with pytest.raises(ValidationError):
        verbs.create_event(season, by=organiser, **fields(season, kind=kind_of(other, "qa")))
    with pytest.raises(ValidationError):
        verbs.create_event(season, by=organiser, **fields(season, course=new_course(other)))

    assert Session.objects.count() == 0


def test_editing_the_texts_tells_nobody(event, organiser):
    verbs.edit_event(event, by=organiser, fields={"title_en": "Families"})

    event.refresh_from_db()
    assert (event.title_en, event.sequence) == ("Families", 0)
    assert letters() == {}


def test_editing_the_time_is_a_move(event, organiser):
    was = event.starts

    verbs.edit_event(
        event, by=organiser, fields={"starts": was + timedelta(hours=2), "ends": event.ends + timedelta(hours=2)}
    )

    event.refresh_from_db()
    assert (event.moved_from, event.sequence) == (was, 1)
    assert set(letters()) == {"listener@example.org", "host@example.org"}


# -- moving -----------------------------------------------------------------------------------------------------


def test_a_move_is_told_in_the_language_of_each_with_a_calendar_file(event, organiser):
    was = timezone.localtime(event.starts, event.conference.zone)

    verbs.move_event(event, by=organiser, starts=event.starts + timedelta(days=1))

    found = letters()
    assert found["listener@example.org"].subject == "Перенесено: «Семья»"
    assert found["host@example.org"].subject == "Moved: “Family”"
    assert f"{was:%H:%M}" in found["host@example.org"].body
    assert "на которое вы записаны" in found["listener@example.org"].body
    assert "in which you take part as a host" in found["host@example.org"].body
    assert "signed up" not in found["host@example.org"].body
    assert event.conference.url("workshops:session", pk=event.pk) in found["listener@example.org"].body
    ics = file_of(found["host@example.org"])
    assert "SEQUENCE:1" in ics
    assert f"UID:{event.key}" in ics


def test_back_at_the_first_time_nothing_is_told_of_the_move_on_the_page(event, organiser):
    was = event.starts
    verbs.move_event(event, by=organiser, starts=was + timedelta(days=1))

    verbs.move_event(event, by=organiser, starts=was)

    event.refresh_from_db()
    assert (event.moved_from, event.sequence) == (None, 2)


def test_a_move_to_the_same_time_is_none(event, organiser):
    verbs.move_event(event, by=organiser, starts=event.starts)

    assert (event.sequence, letters()) == (0, {})


def test_what_is_over_is_not_moved(season, organiser):
    held = new_event(season, -3)

    with pytest.raises(MoveNotAllowed):
        verbs.move_event(held, by=organiser, starts=timezone.now() + timedelta(days=1))


def test_a_day_outside_the_season_is_refused(event, organiser):
    with pytest.raises(ValidationError):
        verbs.move_event(event, by=organiser, starts=event.starts + timedelta(days=900))

    assert letters() == {}


# -- calling off ------------------------------------------------------------------------------------------------


def test_calling_off_tells_the_reason(event, organiser):
    verbs.cancel_event(event, by=organiser, reason_ru="Эксперт заболел.", reason_en="The expert is ill.")

    event.refresh_from_db()
    assert (event.is_off, event.off_note_ru, event.sequence) == (True, "Эксперт заболел.", 1)
    found = letters()
    assert "Эксперт заболел." in found["listener@example.org"].body
    assert "The expert is ill." in found["host@example.org"].body
    assert "STATUS:CANCELLED" in file_of(found["host@example.org"])


def test_it_is_called_off_once(event, organiser):
    verbs.cancel_event(event, by=organiser)

    with pytest.raises(MoveNotAllowed):
        verbs.cancel_event(event, by=organiser)

    assert Message.objects.count() == 2


def test_what_is_over_is_not_called_off(season, organiser):
    with pytest.raises(MoveNotAllowed):
        verbs.cancel_event(new_event(season, -3), by=organiser)


def test_put_back_it_is_in_the_plan_and_told(event, organiser):
    verbs.cancel_event(event, by=organiser, reason_ru="Эксперт заболел.")
    Message.objects.all().delete()

    verbs.put_back_event(event, by=organiser)

    event.refresh_from_db()
    assert (event.is_off, event.off_note_ru, event.sequence) == (False, "", 2)
    assert letters()["listener@example.org"].subject == "Всё-таки состоится: «Семья»"


# -- copying, link ------------------------------------------------------------------------------------------------


def test_a_copy_takes_texts_services_themes_and_people_but_no_guests(event, organiser):
    Session.objects.filter(pk=event.pk).update(seats=20, seats_taken=5)
    event.refresh_from_db()

    made = verbs.copy_event(event, by=organiser, starts=event.starts + timedelta(days=7))

    assert (made.title_en, made.captions, made.seats, made.seats_taken) == ("Family", True, 20, 0)
    assert (made.join_link, made.key == event.key) == ("", False)
    assert [theme.slug for theme in made.themes.all()] == ["family"]
    assert list(made.hostings.values_list("expert__slug", flat=True)) == ["topoleva"]
    assert made.ends - made.starts == event.ends - event.starts
    assert letters() == {}


def test_the_link_must_be_an_address(event, organiser):
    with pytest.raises(ValidationError):
        verbs.set_join_link(event, by=organiser, link="javascript:alert(1)")
    event.refresh_from_db()

    verbs.set_join_link(event, by=organiser, link="https://meet.example.org/room")

    event.refresh_from_db()
    assert event.join_link == "https://meet.example.org/room"
