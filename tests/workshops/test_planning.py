"""Verbs of the editor of the programme: every one a step that can be undone, safe beside another editor."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from conference.models import Role
from conference.moves import MoveNotAllowed
from workshops.models import ProgrammeEdit, Session, Speaker, Submission, Talk
from workshops.services import planning
from workshops.services.planning.steps import fingerprint, placing
from workshops.services.planning.words import words_of_step

State = Submission.State


def stands(session: Session) -> tuple:
    now = Session.objects.get(pk=session.pk)
    return now.starts, now.minutes, now.room_id


@pytest.fixture
def colleague(make_person, conference):
    return make_person(Role.Kind.ORGANISER, conference=conference)


def test_a_session_is_moved_and_stays_as_long(make_session, hall, attic, organiser):
    session = make_session(minutes=90, room=hall)
    later = session.starts + timedelta(minutes=25)

    planning.move_session(session, by=organiser, starts=later, room=attic)

    assert stands(session) == (later, 90, attic.pk)


@pytest.mark.parametrize("minutes", [4, 721, 0, -60])
def test_a_length_that_nobody_means_is_refused(minutes, make_session, organiser):
    session = make_session()

    with pytest.raises(ValidationError):
        planning.resize(session, by=organiser, minutes=minutes)

    assert stands(session)[1] == 60


def test_a_day_far_from_the_conference_is_refused(make_session, organiser):
    session = make_session()

    with pytest.raises(ValidationError):
        planning.move_session(session, by=organiser, starts=session.starts + timedelta(days=30))


def test_a_room_of_another_conference_is_refused(make_session, organiser, other_conference, hall):
    session = make_session(room=hall)
    hall.pk, hall.conference = None, other_conference
    hall.save()

    with pytest.raises(ValidationError):
        planning.move_session(session, by=organiser, room=hall)


def test_a_move_from_what_is_no_longer_so_is_refused(make_session, organiser, colleague):
    session = make_session()
    seen = placing(session)
    planning.move_session(Session.objects.get(pk=session.pk), by=colleague, starts=session.starts + timedelta(hours=1))
    after = stands(session)

    with pytest.raises(MoveNotAllowed):
        planning.move_session(session, by=organiser, starts=session.starts + timedelta(minutes=5), seen=seen)

    assert stands(session) == after


def test_steps_are_undone_and_done_again_one_by_one(make_session, conference, hall, attic, organiser):
    session = make_session(room=hall)
    begun = stands(session)
    planning.move_session(session, by=organiser, starts=session.starts + timedelta(minutes=5))
    planning.move_session(session, by=organiser, room=attic)
    planning.resize(session, by=organiser, minutes=75)
    done = stands(session)

    for _step in range(3):
        planning.undo(conference, by=organiser)
    undone = stands(session)
    for _step in range(3):
        planning.redo(conference, by=organiser)

    assert (undone, stands(session)) == (begun, done)


def test_a_new_step_ends_what_could_be_done_again(make_session, conference, organiser):
    session = make_session()
    planning.resize(session, by=organiser, minutes=75)
    planning.undo(conference, by=organiser)
    planning.resize(session, by=organiser, minutes=45)

    with pytest.raises(MoveNotAllowed):
        planning.redo(conference, by=organiser)


def test_everybody_undoes_their_own_steps(make_session, conference, organiser, colleague):
    mine, theirs = make_session("Моё"), make_session("Их", at="12:00")
    planning.resize(mine, by=organiser, minutes=75)
    planning.resize(theirs, by=colleague, minutes=75)

    planning.undo(conference, by=organiser)

    assert (stands(mine)[1], stands(theirs)[1]) == (60, 75)


def test_undo_never_overwrites_the_work_of_another(make_session, conference, organiser, colleague):
    session = make_session()
    planning.resize(session, by=organiser, minutes=75)
    session.refresh_from_db()
    planning.resize(session, by=colleague, minutes=90)

    with pytest.raises(planning.StaleStep):
        planning.undo(conference, by=organiser)

    assert stands(session)[1] == 90


def test_undo_leaves_what_another_changed_in_other_fields(make_session, conference, hall, attic, organiser, colleague):
    session = make_session(room=hall)
    starts = session.starts
    planning.move_session(session, by=organiser, starts=starts + timedelta(minutes=30))
    planning.move_session(session, by=colleague, room=attic)

    planning.undo(conference, by=organiser)

    assert stands(session) == (starts, 60, attic.pk)


def test_a_session_made_by_mistake_is_undone_by_taking_it_out(make_session, conference, organiser):
    session = make_session()

    planning.undo(conference, by=organiser)

    assert list(Session.objects.of(conference).standing()) == []
    planning.redo(conference, by=organiser)
    assert list(Session.objects.of(conference).standing()) == [session]


def test_taken_out_and_put_back(make_session, organiser):
    session = make_session()

    planning.take_out(session, by=organiser)
    with pytest.raises(MoveNotAllowed):
        planning.move_session(session, by=organiser, starts=session.starts + timedelta(minutes=5))
    planning.put_back(session, by=organiser)

    assert Session.objects.get().is_off is False
    with pytest.raises(MoveNotAllowed):
        planning.put_back(session, by=organiser)


# -- papers ------------------------------------------------------------------------------------------------------


def order_of(session: Session) -> list[tuple[int, int, int]]:
    return [(talk.order, talk.submission_id, talk.minutes) for talk in Talk.objects.filter(session=session)]


def test_papers_stand_in_speaking_order(make_session, make_submission, organiser):
    session = make_session(minutes=90)
    first, second, third = (make_submission(State.ACCEPTED) for _ in range(3))

    planning.place_paper(first, session, by=organiser)
    planning.place_paper(second, session, by=organiser, minutes=20)
    planning.place_paper(third, session, by=organiser, position=1)

    assert order_of(session) == [(1, third.pk, 15), (2, first.pk, 15), (3, second.pk, 20)]


def test_the_order_and_the_minutes_change(make_session, make_submission, organiser, conference):
    session = make_session(minutes=90)
    first, second = (make_submission(State.ACCEPTED) for _ in range(2))
    talks = [planning.place_paper(paper, session, by=organiser) for paper in (first, second)]

    planning.move_talk(talks[1], by=organiser, position=1)
    planning.retime_talk(talks[0], by=organiser, minutes=30)

    assert order_of(session) == [(1, second.pk, 15), (2, first.pk, 30)]
    planning.undo(conference, by=organiser)
    planning.undo(conference, by=organiser)
    assert order_of(session) == [(1, first.pk, 15), (2, second.pk, 15)]


def test_a_paper_moves_to_another_session_and_back(make_session, make_submission, organiser, conference):
    one, other = make_session("Одно"), make_session("Другое", at="12:00")
    paper = make_submission(State.ACCEPTED)
    planning.place_paper(paper, one, by=organiser)

    planning.place_paper(paper, other, by=organiser)

    assert (order_of(one), order_of(other)) == ([], [(1, paper.pk, 15)])
    planning.undo(conference, by=organiser)
    assert (order_of(one), order_of(other)) == ([(1, paper.pk, 15)], [])


def test_a_paper_taken_away_comes_back_by_undo(make_session, make_submission, organiser, conference):
    session = make_session()
    paper = make_submission(State.ACCEPTED)
    talk = planning.place_paper(paper, session, by=organiser, minutes=25)
    key = talk.pk

    planning.unplace(talk, by=organiser)
    gone = order_of(session)
    planning.undo(conference, by=organiser)

    assert (gone, order_of(session), Talk.objects.get().pk) == ([], [(1, paper.pk, 25)], key)


def test_undo_does_not_take_a_paper_from_where_a_colleague_placed_it(
    make_session, make_submission, organiser, colleague, conference
):
    one, other = make_session("Одно"), make_session("Другое", at="12:00")
    paper = make_submission(State.ACCEPTED)
    planning.unplace(planning.place_paper(paper, one, by=organiser), by=organiser)
    planning.place_paper(paper, other, by=colleague)

    with pytest.raises(planning.StaleStep):
        planning.undo(conference, by=organiser)

    assert (order_of(one), order_of(other)) == ([], [(1, paper.pk, 15)])


def test_posters_get_the_lowest_free_board(make_session, make_submission, organiser):
    session = make_session(format="posters")
    papers = [make_submission(State.ACCEPTED, type="poster") for _ in range(3)]
    talks = [planning.place_paper(paper, session, by=organiser) for paper in papers]
    planning.unplace(talks[1], by=organiser)

    planning.place_paper(make_submission(State.ACCEPTED, type="poster"), session, by=organiser)

    assert sorted(Talk.objects.values_list("board", "kind")) == [("1", "poster"), ("2", "poster"), ("3", "poster")]


@pytest.mark.parametrize("state", [State.SUBMITTED, State.DECLINED, State.WITHDRAWN])
def test_only_accepted_papers_are_placed(state, make_session, make_submission, organiser):
    session, paper = make_session(), make_submission(state)

    with pytest.raises(MoveNotAllowed):
        planning.place_paper(paper, session, by=organiser)


def test_a_break_holds_no_talks(make_session, make_submission, organiser):
    pause, paper = make_session(format="break"), make_submission(State.ACCEPTED)

    with pytest.raises(MoveNotAllowed):
        planning.place_paper(paper, pause, by=organiser)


# -- editing -----------------------------------------------------------------------------------------------------


def test_speakers_are_written_in_order_and_come_back_by_undo(make_session, organiser, conference):
    session = make_session(
        speakers=[Speaker(role="speaker", name_ru="Анна Орлова"), Speaker(role="host", name_ru="Пётр")]
    )
    kept = session.speakers.get(name_ru="Пётр")

    new = Speaker(role="moderator", name_ru="Ион Морару", name_en="Ion Moraru", country="MD")
    planning.edit_session(session, by=organiser, fields={"title_en": "New"}, speakers=[kept, new])

    assert list(session.speakers.values_list("order", "name_ru")) == [(1, "Пётр"), (2, "Ион Морару")]
    planning.undo(conference, by=organiser)
    session.refresh_from_db()
    assert (session.title_en, list(session.speakers.values_list("name_ru", flat=True))) == (
        "Заседание (EN)",
        ["Анна Орлова", "Пётр"],
    )


def test_a_form_opened_before_a_colleague_saved_is_refused(make_session, organiser, colleague):
    session = make_session()
    seen = fingerprint(session)
    planning.edit_session(Session.objects.get(pk=session.pk), by=colleague, fields={"summary_ru": "О чём"})

    with pytest.raises(MoveNotAllowed):
        planning.edit_session(session, by=organiser, fields={"summary_ru": "Другое"}, seen=seen)

    assert Session.objects.get().summary_ru == "О чём"


def test_seats_are_not_fewer_than_those_taken(make_session, organiser):
    session = make_session(seats=10)
    Session.objects.filter(pk=session.pk).update(seats_taken=7)
    session.refresh_from_db()

    with pytest.raises(ValidationError):
        planning.edit_session(session, by=organiser, fields={"seats": 6})


@pytest.mark.parametrize(
    ("language", "words"),
    [("ru", "Голубой зал"), ("en", "moved “Заседание (EN)” to")],
)
def test_a_step_is_told_in_both_languages(language, words, make_session, hall, organiser, conference):
    session = make_session()
    planning.move_session(session, by=organiser, room=hall)
    step = ProgrammeEdit.objects.first()

    with translation.override(language):
        told = words_of_step(step, conference)

    assert words in told


def test_availability_is_kept_within_the_conference(conference, person, organiser, make_session):
    start = make_session().starts

    planning.set_availability(conference, person, by=person, stretches=[(start, start + timedelta(hours=2))])
    with pytest.raises(ValidationError):
        planning.set_availability(
            conference, person, by=person, stretches=[(start - timedelta(days=3), start - timedelta(days=2))]
        )

    assert [(row.starts, row.ends) for row in planning.free_times_of(person, conference)] == [
        (start, start + timedelta(hours=2))
    ]
