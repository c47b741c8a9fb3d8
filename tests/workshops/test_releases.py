"""Releases: frozen facts, what two of them differ in, and letters to those whom it concerns, nobody else."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes

import icalendar
import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from conference.models import Message, Person, Role
from conference.services import mail
from workshops.models import Assignment, Author, Release, ReleasedSession, Session, Speaker, Submission
from workshops.services import planning
from workshops.services.announcing import lines_of
from workshops.services.releases import changes_between, drafted_facts, facts_of, for_release, pending_changes, release

State = Submission.State


def named(name: str, **more) -> list[Speaker]:
    return [Speaker(role="speaker", name_ru=name, name_en=f"{name} EN", **more)]


@pytest.fixture
def speaker(make_person) -> Person:
    return make_person(full_name="Орлова Анна", email="orlova@example.org")


@pytest.fixture
def other_speaker(make_person) -> Person:
    return make_person(full_name="Moraru Ion", email="moraru@example.org", language="en")


@pytest.fixture
def programme(make_session, hall, attic, speaker, other_speaker) -> list[Session]:
    return [
        make_session("Открытие", at="10:00", room=hall, speakers=named("Анна Орлова", person=speaker)),
        make_session("Секция", at="12:00", room=attic, speakers=named("Ион Морару", person=other_speaker)),
    ]


@pytest.fixture
def first(programme, conference, organiser) -> Release:
    return release(conference, by=organiser, name_ru="Первый выпуск", name_en="First", notify=False)


def again(conference, organiser, **more) -> Release:
    return release(conference, by=organiser, name_ru="Ещё один", **more)


def told(release: Release) -> list[tuple[str, int]]:
    return [(change["kind"], change["session"]) for change in release.changes]


# -- facts ---------------------------------------------------------------------------------------------------------


def test_the_facts_hold_both_languages_and_the_times_of_talks(make_session, make_submission, hall, tracks, organiser):
    session = make_session("Секция", room=hall, track=tracks[0], captions=True, speakers=named("Анна Орлова"))
    papers = [make_submission(State.ACCEPTED) for _ in range(2)]
    for paper in papers:
        planning.place_paper(paper, session, by=organiser, minutes=20)

    facts = facts_of(Session.objects.get())

    assert (facts["title_ru"], facts["title_en"], facts["track"]) == ("Секция", "Секция (EN)", 1)
    assert (facts["captions"], facts["sign_language"], facts["key"]) == (True, False, str(session.key))
    assert facts["room"]["title_en"] == "Blue Hall"
    assert [each["name_en"] for each in facts["speakers"]] == ["Анна Орлова EN"]
    assert [(talk["submission"], talk["authors_ru"], talk["authors_en"]) for talk in facts["talks"]] == [
        (paper.pk, ["Ольга Сомова"], ["Olga Somova"]) for paper in papers
    ]
    begins = [session.starts, session.starts + timedelta(minutes=20)]
    assert [talk["starts"] for talk in facts["talks"]] == [each.isoformat() for each in map(_utc, begins)]


def _utc(moment):
    from datetime import UTC

    return moment.astimezone(UTC)


def test_no_address_is_frozen(make_session, make_submission, organiser, conference, speaker):
    session = make_session(speakers=named("Анна Орлова", person=speaker))
    planning.place_paper(make_submission(State.ACCEPTED), session, by=organiser)

    again(conference, organiser, notify=False)

    assert "@" not in str(ReleasedSession.objects.get().facts)


def test_the_draft_does_not_touch_what_is_released(first, programme, organiser, conference):
    planning.move_session(programme[0], by=organiser, starts=programme[0].starts + timedelta(hours=1))
    planning.edit_session(programme[1], by=organiser, fields={"title_ru": "Иначе"})

    frozen = {row.session_id: (row.starts, row.facts["title_ru"]) for row in first.sessions.all()}

    assert frozen[programme[0].pk][0] == programme[0].starts - timedelta(hours=1)
    assert frozen[programme[1].pk][1] == "Секция"


def test_nothing_to_release(conference, organiser, programme):
    again(conference, organiser, notify=False)

    with pytest.raises(ValidationError):
        again(conference, organiser)

    assert Release.objects.count() == 1


def test_an_empty_programme_is_not_released(conference, organiser):
    with pytest.raises(ValidationError):
        again(conference, organiser)


def test_a_corrected_summary_is_released_and_nobody_is_written_to(first, programme, conference, organiser):
    planning.edit_session(programme[0], by=organiser, fields={"summary_ru": "Исправлено"})

    second = again(conference, organiser)

    assert (second.number, second.changes, Message.objects.count()) == (2, [], 0)


# -- differences -----------------------------------------------------------------------------------------------------


def test_the_first_release_adds_everything(first, programme):
    assert told(first) == [("added", programme[0].pk), ("added", programme[1].pk)]


def test_each_kind_of_change(first, programme, conference, organiser, make_session, hall, attic):
    opening, sitting = programme
    planning.move_session(opening, by=organiser, starts=opening.starts + timedelta(minutes=30), room=attic)
    planning.edit_session(opening, by=organiser, fields={"title_ru": "Начало"}, speakers=named("Другой Человек"))
    planning.take_out(sitting, by=organiser)
    new = make_session("Новое", at="16:00", room=hall)

    changes = pending_changes(conference)

    assert [(change["kind"], change["session"]) for change in changes] == [
        ("moved_time", opening.pk),
        ("moved_room", opening.pk),
        ("retitled", opening.pk),
        ("speakers", opening.pk),
        ("cancelled", sitting.pk),
        ("added", new.pk),
    ]
    speakers = next(change for change in changes if change["kind"] == "speakers")
    assert [each["name_ru"] for each in speakers["was"] + speakers["now"]] == ["Анна Орлова", "Другой Человек"]


def test_talks_moved_within_and_between_sessions(make_session, make_submission, conference, organiser):
    one, other = make_session("Одно"), make_session("Другое", at="12:00")
    first, second, third = (make_submission(State.ACCEPTED) for _ in range(3))
    talks = [planning.place_paper(paper, one, by=organiser) for paper in (first, second)]
    again(conference, organiser, notify=False)
    planning.move_session(one, by=organiser, starts=one.starts + timedelta(minutes=5))
    planning.place_paper(third, other, by=organiser)
    planning.unplace(talks[0], by=organiser)

    changes = [(each["kind"], each.get("talk", {}).get("submission")) for each in pending_changes(conference)]

    assert changes == [
        ("moved_time", None),
        ("talk_moved", second.pk),
        ("talk_removed", first.pk),
        ("talk_added", third.pk),
    ]


def test_the_same_programme_has_no_changes(programme, conference):
    assert changes_between(drafted_facts(conference), drafted_facts(conference)) == []


@pytest.mark.parametrize(
    ("language", "lines"),
    [("en", ["Was: {day}, 10:00–11:00, Blue Hall", "Now: {day}, 10:30–11:30, Blue Hall"])],
)
def test_a_move_in_words(language, lines, first, programme, conference, organiser):
    planning.move_session(programme[0], by=organiser, starts=programme[0].starts + timedelta(minutes=30))
    with translation.override(language):
        told_lines = lines_of(pending_changes(conference), conference, language)
        day = f"{conference.starts:%A}, {conference.starts.day} {conference.starts:%B}"

    assert told_lines == [line.format(day=day) for line in lines]


# -- letters -----------------------------------------------------------------------------------------------------------


def letters() -> dict[str, Message]:
    return {message.to: message for message in Message.objects.filter(key__startswith="programme-")}


def test_only_those_who_moved_are_written_to(first, programme, conference, organiser, speaker):
    planning.move_session(programme[0], by=organiser, starts=programme[0].starts + timedelta(minutes=30))

    again(conference, organiser)

    [letter] = letters().values()
    assert (letter.to, letter.person, letter.key, letter.language) == (
        speaker.email,
        speaker,
        "programme-changed",
        "ru",
    )
    assert ("10:00–11:00" in letter.body, "10:30–11:30" in letter.body, "Секция" in letter.body) == (True, True, False)


def test_one_letter_to_one_person_with_all_their_sessions(make_session, conference, organiser, speaker):
    make_session("Одно", speakers=named("Анна Орлова", person=speaker))
    make_session("Другое", at="12:00", speakers=named("Анна Орлова", person=speaker))

    again(conference, organiser)

    [letter] = letters().values()
    assert (letter.key, "Одно" in letter.body, "Другое" in letter.body) == ("programme-announced", True, True)


def test_authors_are_written_to_by_account_or_by_address(make_session, make_submission, conference, organiser, author):
    session, paper = make_session(), make_submission(State.ACCEPTED, language="ru")
    paper.authors.update(email=author.email.upper())
    Author.objects.create(submission=paper, family_ru="Рубцов", given_ru="Антон", email="rubtsov@example.org")
    planning.place_paper(paper, session, by=organiser)

    again(conference, organiser)

    assert {(letter.to, letter.person) for letter in letters().values()} == {
        (author.email, author),
        ("rubtsov@example.org", None),
    }


def test_listeners_hear_of_moves_and_not_of_new_sessions(
    first, programme, conference, organiser, make_person, make_session, monkeypatch
):
    listener = make_person(Role.Kind.PARTICIPANT, conference=conference)
    new = make_session("Новое", at="16:00")
    planning.move_session(programme[0], by=organiser, starts=programme[0].starts + timedelta(minutes=30))
    answer = {programme[0].pk: {listener.pk}, programme[1].pk: {organiser.pk}, new.pk: {organiser.pk}}
    monkeypatch.setattr("workshops.services.announcing.ask", lambda point, sessions: [answer])

    again(conference, organiser)

    assert (listener.email in letters(), organiser.email in letters()) == (True, False)


def test_those_who_make_a_session_accessible_hear_of_its_move(first, programme, conference, organiser, make_person):
    interpreter, idle = make_person(email="interpreter@example.org"), make_person(email="idle@example.org")
    Assignment.objects.create(session=programme[0], person=interpreter, kind="interpreter")
    Assignment.objects.create(session=programme[1], person=idle, kind="captions")
    planning.take_out(programme[0], by=organiser)

    again(conference, organiser)

    letter = letters()[interpreter.email]
    assert (letter.attachment_name, "Открытие" in letter.body, idle.email in letters()) == (
        "programme.ics",
        True,
        False,
    )


def test_an_author_hears_of_a_placed_talk_by_the_printed_name(first, programme, make_submission, conference, organiser):
    for language in ("en", "ru"):
        paper = make_submission(State.ACCEPTED)
        Submission.objects.filter(pk=paper.pk).update(language=language)
        paper.authors.update(email="")
        written = {"family_ru": "Рубцов", "given_ru": "Антон Ильич", "family_en": "Rubtsov", "given_en": "Anton"}
        Author.objects.create(submission=paper, email=f"{language}@example.org", **written)
        Author.objects.create(submission=paper, email=f"nameless-{language}@example.org")
        planning.place_paper(paper, programme[0], by=organiser)

    again(conference, organiser)

    opened = {to: letter.body.splitlines()[0] for to, letter in letters().items() if letter.person is None}
    assert opened == {
        "en@example.org": "Dear Anton Rubtsov,",
        "nameless-en@example.org": "Dear colleague,",
        "ru@example.org": "Здравствуйте, Антон Ильич!",
        "nameless-ru@example.org": opened["nameless-ru@example.org"],
    }
    body = letters()["en@example.org"].body
    place = f"{conference.starts.day} {conference.starts:%B}, 10:00, Blue Hall"
    assert f"is in the programme: {place}" in body
    assert "Your talk “" in body
    assert "Times are those of Moscow (UTC+3)." in body


def test_a_quiet_release_writes_to_nobody(first, programme, conference, organiser):
    planning.take_out(programme[0], by=organiser)

    again(conference, organiser, notify=False)

    assert letters() == {}


def test_the_calendar_file_says_what_became_of_each_session(first, programme, conference, organiser, other_speaker):
    planning.take_out(programme[1], by=organiser)
    second = again(conference, organiser)
    letter = letters()[other_speaker.email]

    email = message_from_bytes(mail.as_email(letter).message().as_bytes())
    part = next(each for each in email.walk() if each.get_content_type() == "text/calendar")
    calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))

    [event] = calendar.walk("VEVENT")
    assert part.get_filename() == "programme.ics"
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("PUBLISH", "CANCELLED", second.number)
    assert event["UID"].startswith(str(programme[1].key))
    assert event["DTSTART"].dt == programme[1].starts
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == [conference.time_zone]


@pytest.mark.parametrize("count", [2, 20])
def test_what_is_asked_to_freeze_a_programme_is_constant(
    count, make_session, make_submission, conference, organiser, django_assert_num_queries
):
    for number in range(count):
        session = make_session(f"Заседание {number}", speakers=named(f"Имя {number}"))
        if number < 3:
            planning.place_paper(make_submission(State.ACCEPTED), session, by=organiser)

    with django_assert_num_queries(4):
        drafted_facts(conference, for_release(conference))


def test_a_person_whose_data_are_erased_leaves_the_programme(first, programme, speaker, conference, organiser):
    from workshops.contributes.planning import erase, personal_data

    copy = personal_data(speaker)
    erased = erase(speaker, by=organiser)

    assert [each["name_ru"] for each in copy["appearances"]] == ["Анна Орлова"]
    assert erased == ["appearances"]
    assert "Орлова" not in str([row.facts for row in ReleasedSession.objects.all()])
    assert not Speaker.objects.filter(name_ru="Анна Орлова").exists()


def test_the_programme_of_the_demonstration_moves_with_its_conference(
    first, programme, conference, organiser, make_submission
):
    from workshops.demo.planning import shift

    planning.place_paper(make_submission(State.ACCEPTED), programme[1], by=organiser)
    again(conference, organiser, notify=False)
    planning.move_session(programme[0], by=organiser, starts=programme[0].starts + timedelta(minutes=30))
    before, frozen = pending_changes(conference), list(first.sessions.values_list("starts", flat=True))

    shift(conference, 7)

    assert [change["kind"] for change in pending_changes(conference)] == [change["kind"] for change in before]
    assert list(first.sessions.values_list("starts", flat=True)) == [each + timedelta(days=7) for each in frozen]
    planning.undo(conference, by=organiser)
    assert pending_changes(conference) == []
