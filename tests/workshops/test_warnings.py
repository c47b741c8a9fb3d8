"""What is amiss in a draft, one by one, at a constant number of queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from conference.models import Role
from registration.models import AccessNeeds, Category, Registration
from workshops.models import Author, Session, Speaker, Submission
from workshops.services import planning
from workshops.services.warnings import visible_to, warnings_of

State = Submission.State


def kinds(conference) -> list[tuple[str, int]]:
    return [(each.kind, each.session) for each in warnings_of(conference)]


def named(name: str, **more) -> list[Speaker]:
    return [Speaker(role="speaker", name_ru=name, name_en=f"{name} EN", **more)]


def test_a_sound_programme_has_no_warnings(make_session, make_submission, hall, attic, organiser, conference):
    make_session("Утро", room=hall, summary_ru="О чём", summary_en="About", speakers=named("Анна Орлова"))
    make_session("Рядом", room=attic, speakers=named("Ион Морару"))
    make_session("Кофе", at="11:00", minutes=15, room=hall, format="break")
    session = make_session("День", at="12:00", room=hall)
    planning.place_paper(make_submission(State.CONFIRMED, presentation="oral"), session, by=organiser)

    assert kinds(conference) == []


@pytest.mark.parametrize(("at", "clashes"), [("10:30", 1), ("11:00", 0), ("09:30", 1), ("09:00", 0)])
def test_two_sessions_in_one_room(at, clashes, make_session, hall, conference):
    make_session("Одно", room=hall)
    make_session("Другое", at=at, room=hall)

    assert [kind for kind, _pk in kinds(conference)] == ["room_clash"] * clashes


def test_a_session_taken_out_clashes_with_nothing(make_session, hall, conference, organiser):
    make_session("Одно", room=hall)
    planning.take_out(make_session("Другое", room=hall), by=organiser)

    assert kinds(conference) == []


def test_one_person_in_two_places_by_account(make_session, hall, attic, conference, person):
    make_session("Одно", room=hall, speakers=named("Пётр Один", person=person))
    second = make_session("Другое", at="10:30", room=attic, speakers=named("Другое Написание", person=person))

    assert kinds(conference) == [("speaker_twice", second.pk)]


def test_one_person_in_two_places_by_name_in_any_order(make_session, hall, attic, conference):
    make_session("Одно", room=hall, speakers=[Speaker(role="speaker", name_ru="Ольга Сомова")])
    second = make_session("Другое", room=attic, speakers=[Speaker(role="moderator", name_ru="Сомова Ольга")])

    assert kinds(conference) == [("speaker_twice", second.pk)]


def test_an_author_in_two_places_by_email_at_the_time_of_the_talk(make_session, make_submission, organiser, conference):
    one, other = make_session("Одно", minutes=60), make_session("Другое", at="10:15", minutes=60)
    papers = [make_submission(State.ACCEPTED) for _ in range(2)]
    for number, paper in enumerate(papers):
        Submission.objects.filter(pk=paper.pk).update(state=State.CONFIRMED)
        paper.authors.update(family_ru=f"Имя{number}", family_en="", email="same@example.org")
    planning.place_paper(papers[0], one, by=organiser, minutes=15)
    planning.place_paper(papers[1], other, by=organiser, minutes=15)
    apart = kinds(conference)

    planning.retime_talk(papers[0].talk, by=organiser, minutes=20)

    assert (apart, kinds(conference)) == ([], [("speaker_twice", other.pk)])


def test_an_author_who_does_not_present_is_nowhere(make_session, make_submission, organiser, conference):
    one, other = make_session("Одно"), make_session("Другое")
    for session in (one, other):
        paper = make_submission(State.CONFIRMED, presentation="oral")
        paper.authors.update(is_presenting=False)
        planning.place_paper(paper, session, by=organiser)

    assert kinds(conference) == []


def test_outside_the_hours_that_suit(make_session, conference, person, organiser):
    session = make_session(speakers=named("Пётр Один", person=person))
    late = (session.starts + timedelta(minutes=30), session.ends + timedelta(hours=1))
    planning.set_availability(conference, person, by=person, stretches=[late])

    before = kinds(conference)
    planning.move_session(session, by=organiser, starts=session.starts + timedelta(minutes=30))

    assert (before, kinds(conference)) == ([("availability", session.pk)], [])


@pytest.mark.parametrize(("fields", "over"), [({"expected": 21}, 1), ({"expected": 20}, 0), ({"seats": 30}, 1)])
def test_more_guests_than_seats(fields, over, make_session, attic, conference):
    make_session(room=attic, **fields)

    assert [kind for kind, _pk in kinds(conference)] == ["capacity"] * over


def test_an_author_has_not_confirmed(make_session, make_submission, conference, organiser):
    session, paper = make_session(), make_submission(State.ACCEPTED)
    planning.place_paper(paper, session, by=organiser)

    assert kinds(conference) == [("unconfirmed", session.pk)]


def test_a_withdrawn_paper_is_to_be_taken_out(make_session, make_submission, conference, organiser):
    session, paper = make_session(), make_submission(State.ACCEPTED)
    planning.place_paper(paper, session, by=organiser)
    Submission.objects.filter(pk=paper.pk).update(state=State.WITHDRAWN)

    assert kinds(conference) == [("withdrawn", session.pk)]


def test_talks_longer_than_the_session(make_session, make_submission, conference, organiser):
    session, paper = make_session(), make_submission(State.CONFIRMED, presentation="oral")
    planning.place_paper(paper, session, by=organiser, minutes=61)

    assert kinds(conference) == [("too_long", session.pk)]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"title_en": ""}, "translation_title"),
        ({"summary_ru": "О чём"}, "translation_summary"),
        ({"summary_en": "About"}, "translation_summary"),
    ],
)
def test_a_text_in_one_language_only(fields, kind, make_session, conference):
    session = make_session(**fields)

    assert kinds(conference) == [(kind, session.pk)]


@pytest.mark.parametrize(("minutes", "short"), [(10, 1), (15, 0)])
def test_a_break_too_short_to_be_one(minutes, short, make_session, conference):
    make_session(minutes=minutes, format="break")

    assert [kind for kind, _pk in kinds(conference)] == ["short_break"] * short


@pytest.mark.parametrize(("at", "odd"), [("07:55", 1), ("08:00", 0), ("21:00", 0), ("21:05", 1), ("02:00", 1)])
def test_a_session_in_the_night(at, odd, make_session, conference):
    make_session(at=at)

    assert [(each.kind, each.severity) for each in warnings_of(conference)] == [("odd_hour", "note")] * odd


def test_no_minute_between_two_rooms(make_session, hall, attic, conference, person):
    make_session("Одно", room=hall, speakers=named("Пётр Один", person=person))
    second = make_session("Другое", at="11:00", room=attic, speakers=named("Пётр Один", person=person))

    assert kinds(conference) == [("no_time_between", second.pk)]


# -- access needs never leave the room that keeps them ------------------------------------------------------------


@pytest.fixture
def guest_with_needs(make_person, conference):
    person = make_person(full_name="Тайнова Вера Ильинична")
    category = Category.objects.create(conference=conference, family="academic", title_ru="Категория")
    registration = Registration.objects.create(
        conference=conference, category=category, person=person, number="A-1", state=Registration.State.APPROVED
    )
    AccessNeeds.objects.create(registration=registration, services=["step_free", "captions"], note="Тайная причина")
    return person


def test_a_room_with_steps(make_session, attic, conference, guest_with_needs, tracks):
    session = make_session(room=attic, track=tracks[0], speakers=named("Вера Тайнова", person=guest_with_needs))

    [warning] = warnings_of(conference)

    assert (warning.kind, warning.session, warning.is_private) == ("step_free", session.pk, True)
    assert not any(word in warning.words for word in ("Тайнов", "причина", "captions", "субтитр"))


@pytest.mark.parametrize("spoil", ["declined", "other service", "step-free room", "not a speaker"])
def test_no_warning_without_a_need(spoil, make_session, attic, hall, conference, guest_with_needs, person):
    if spoil == "declined":
        Registration.objects.update(state=Registration.State.CANCELLED)
    if spoil == "other service":
        AccessNeeds.objects.update(services=["captions"])
    room = hall if spoil == "step-free room" else attic
    make_session(
        room=room, speakers=named("Имя Фамилия", person=person if spoil == "not a speaker" else guest_with_needs)
    )

    assert kinds(conference) == []


def test_only_organisers_and_the_chair_of_the_track_see_it(
    make_session, attic, conference, guest_with_needs, tracks, organiser, chair, make_person
):
    make_session(room=attic, track=tracks[0], speakers=named("Вера Тайнова", person=guest_with_needs))
    elsewhere = make_person(Role.Kind.CHAIR, conference=conference, track=2)
    found = warnings_of(conference)

    seen = [len(visible_to(found, person, conference)) for person in (organiser, chair, elsewhere)]

    assert seen == [1, 1, 0]


# -- words, cost ---------------------------------------------------------------------------------------------------


def test_the_words_are_those_of_the_page(make_session, hall, conference):
    make_session("Одно", room=hall)
    make_session("Другое", room=hall)

    with translation.override("en"):
        [warning] = warnings_of(conference)

    assert warning.words == "Blue Hall is taken twice: “Одно (EN)” and “Другое (EN)”, 10:00–11:00."


@pytest.mark.parametrize("count", [2, 30])
def test_the_number_of_queries_is_constant(
    count, make_session, make_submission, attic, conference, organiser, person, django_assert_num_queries
):
    for number in range(count):
        session = make_session(f"Заседание {number}", at=f"{9 + number % 9:02d}:00", day=1 + number % 2, room=attic,
                               speakers=named(f"Имя Фамилия{number}", person=person))  # fmt: skip
        paper = make_submission(State.ACCEPTED) if number < 4 else None
        if paper:
            Author.objects.create(submission=paper, family_ru="Жук", given_ru="Иван", email=f"a{number}@example.org")
            planning.place_paper(paper, session, by=organiser)
    assert Session.objects.count() == count

    with django_assert_num_queries(9):
        warnings_of(conference)
