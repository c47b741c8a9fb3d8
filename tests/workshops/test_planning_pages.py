"""The pages of the editor: the grid, the verbs by forms and as JSON, whose sessions they are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from conference.models import Role, Room
from workshops.models import Session, Speaker, Submission, Talk
from workshops.services import planning
from workshops.services.planning.steps import placing
from workshops.services.releases import release
from workshops.views.planning.grid import board_of

State = Submission.State


def url(conference, name, **kwargs) -> str:
    return reverse(f"workshops:{name}", kwargs={"conference_slug": conference.slug, **kwargs})


# -- the grid ------------------------------------------------------------------------------------------------


def places(board) -> dict[str, tuple[int, int, int]]:
    return {block.session.title_ru: (block.column, block.line, block.span) for block in board.blocks}


def grid(conference, by="rooms", columns=None, day=0):
    sessions = Session.objects.of(conference).for_the_programme()
    columns = list(Room.objects.of(conference)) if columns is None else columns
    return board_of(conference.starts + timedelta(days=day), sessions, conference, by=by, columns=columns)


def test_rooms_are_columns_and_five_minutes_a_line(make_session, hall, attic, conference):
    make_session("Пленарное", at="09:00", minutes=30, format="plenary", room=hall)
    make_session("Секция", at="10:10", minutes=95, room=attic)
    make_session("Без зала", at="10:10", minutes=12)
    make_session("Завтра", day=2)

    board = grid(conference)

    assert places(board) == {"Пленарное": (0, 1, 6), "Секция": (2, 15, 19), "Без зала": (3, 15, 3)}
    assert [column.key for column in board.columns] == [hall.pk, attic.pk, None]


def test_a_plenary_beside_something_else_stands_in_its_room(make_session, hall, attic, conference):
    make_session("Пленарное", format="plenary", room=hall)
    make_session("Рядом", at="10:30", room=attic)

    assert places(grid(conference))["Пленарное"][0] == 1


def test_two_in_one_room_stand_side_by_side(make_session, hall, conference):
    make_session("Одно", room=hall)
    make_session("Другое", at="10:30", room=hall)
    make_session("Потом", at="12:00", room=hall)

    lanes = {block.session.title_ru: (block.lane, block.lanes) for block in grid(conference).blocks}

    assert lanes == {"Одно": (1, 2), "Другое": (2, 2), "Потом": (1, 1)}


def test_by_tracks_what_has_none_stands_across_when_it_is_alone(make_session, tracks, conference):
    make_session("Секция", track=tracks[1])
    make_session("Стенды", at="12:00", format="posters")

    board = grid(conference, by="tracks", columns=tracks)

    assert {title: column for title, (column, _line, _span) in places(board).items()} == {"Секция": 2, "Стенды": 0}


def test_the_grid_grows_with_early_and_late_sessions(make_session, conference):
    make_session(at="07:30")
    make_session(at="21:00", minutes=45)

    board = grid(conference)

    assert [hour.hour for _line, hour in board.hours] == [*range(7, 23)]


# -- the page ------------------------------------------------------------------------------------------------


def test_the_editor_shows_the_day_and_what_is_not_placed(
    client_of, organiser, conference, make_session, make_submission, hall
):
    session = make_session("Открытие", room=hall)
    paper = make_submission(State.ACCEPTED)

    page = client_of(organiser).get(url(conference, "planning"), {"session": session.pk})

    text = page.content.decode()
    assert all(words in text for words in ("Открытие", f'id="s-{session.pk}"', f'id="p-{paper.pk}"', 'id="chosen"'))


@pytest.mark.parametrize("query", ["?day=99", "?day=x", "?session=0", "?by=nonsense", "?track=9&type=&presentation=x"])
def test_the_address_may_say_anything(query, client_of, organiser, conference, make_session, make_submission):
    make_session()
    make_submission(State.ACCEPTED)

    assert client_of(organiser).get(url(conference, "planning") + query).status_code == 200


def test_a_filter_keeps_only_the_papers_of_a_track(client_of, organiser, conference, make_submission, tracks):
    make_submission(State.ACCEPTED)
    wanted = make_submission(State.ACCEPTED, track=tracks[2])

    page = client_of(organiser).get(url(conference, "planning"), {"track": "3"})

    assert [paper.pk for paper in page.context["papers"]] == [wanted.pk]


@pytest.mark.parametrize("count", [20, 100])
def test_the_editor_costs_the_same_for_any_programme(
    count, client_of, organiser, conference, hall, tracks, make_submission, make_session, django_assert_num_queries
):
    first = make_session("Первое", room=hall, speakers=[Speaker(role="speaker", name_ru="Анна Орлова")])
    planning.place_paper(make_submission(State.CONFIRMED, presentation="oral"), first, by=organiser)
    make_submission(State.ACCEPTED)
    release(conference, by=organiser, name_ru="Первый", notify=False)
    Session.objects.bulk_create(
        Session(
            conference=conference, format="workshop_session", track=tracks[number % 4], title_ru=f"Заседание {number}",
            room=hall,
            starts=first.starts + timedelta(minutes=5 * number % 1440), ends=first.ends + timedelta(minutes=1440),
        )
        for number in range(count - 1)
    )  # fmt: skip
    client = client_of(organiser)

    with django_assert_num_queries(24):
        client.get(url(conference, "planning"))


# -- verbs by forms and for scripts --------------------------------------------------------------------------


def test_a_button_moves_a_session_and_comes_back_to_it(client_of, organiser, conference, make_session):
    session = make_session()

    answer = client_of(organiser).post(
        f"{url(conference, 'move_session', pk=session.pk)}?day=1&by=tracks", {"shift": "-15", "seen": placing(session)}
    )

    assert answer["Location"].endswith(f"/desk/programme/?day=1&by=tracks&session={session.pk}#s-{session.pk}")
    assert Session.objects.get().starts == session.starts - timedelta(minutes=15)


def test_the_keyboard_sends_the_place_and_the_length_at_once(client_of, organiser, conference, make_session, hall):
    session = make_session()

    client_of(organiser).post(
        url(conference, "move_session", pk=session.pk),
        {"shift": "10", "room": hall.pk, "minutes": "75", "seen": placing(session)},
    )

    moved = Session.objects.get()
    assert (moved.starts, moved.room_id, moved.minutes) == (session.starts + timedelta(minutes=10), hall.pk, 75)


def test_a_form_moves_to_a_day_a_time_and_a_room(client_of, organiser, conference, make_session, hall):
    session = make_session()
    day = conference.starts + timedelta(days=1)

    client_of(organiser).post(
        url(conference, "move_session", pk=session.pk), {"day": day.isoformat(), "time": "14:05", "room": hall.pk}
    )

    moved = Session.objects.get()
    local = moved.starts.astimezone(conference.zone)
    assert (local.date(), local.hour, local.minute, moved.room_id, moved.minutes) == (day, 14, 5, hall.pk, 60)


def test_a_script_gets_the_words(client_of, organiser, conference, make_session, hall):
    session = make_session("Секция", room=hall)

    answer = client_of(organiser).post(
        url(conference, "move_session", pk=session.pk), {"shift": "30"}, headers={"accept": "application/json"}
    )

    assert answer.json()["ok"] is True
    assert "10:30–11:30, Голубой зал" in answer.json()["words"]


def test_a_script_is_told_of_a_refusal(client_of, organiser, conference, make_session):
    session = make_session()

    answer = client_of(organiser).post(
        url(conference, "move_session", pk=session.pk),
        {"shift": "30", "seen": "something else"},
        headers={"accept": "application/json"},
    )

    assert (answer.status_code, answer.json()["ok"], Session.objects.get().starts) == (409, False, session.starts)


@pytest.mark.parametrize("data", [{"shift": "x"}, {"time": "99:99"}, {"room": "0"}, {"day": "yesterday"}])
def test_nonsense_moves_nothing(data, client_of, organiser, conference, make_session):
    session = make_session()

    answer = client_of(organiser).post(url(conference, "move_session", pk=session.pk), data)

    assert (answer.status_code, Session.objects.get().starts) == (302, session.starts)


def test_a_paper_is_placed_ordered_and_taken_away_by_forms(
    client_of, organiser, conference, make_session, make_submission
):
    session = make_session()
    papers = [make_submission(State.ACCEPTED) for _ in range(2)]
    client = client_of(organiser)

    for paper in papers:
        client.post(url(conference, "place_paper"), {"submission": paper.pk, "session": session.pk, "minutes": "20"})
    second = Talk.objects.get(submission=papers[1])
    client.post(url(conference, "move_talk", pk=second.pk), {"position": "1"})
    client.post(url(conference, "retime_talk", pk=second.pk), {"minutes": "25"})
    client.post(url(conference, "unplace_talk", pk=Talk.objects.get(submission=papers[0]).pk))

    assert list(Talk.objects.values_list("submission", "order", "minutes")) == [(papers[1].pk, 1, 25)]


def test_undo_and_redo_by_buttons(client_of, organiser, conference, make_session):
    session = make_session()
    client = client_of(organiser)
    client.post(url(conference, "resize_session", pk=session.pk), {"shift": "15"})

    client.post(url(conference, "planning_undo"))
    undone = Session.objects.get().minutes
    client.post(url(conference, "planning_redo"))

    assert (undone, Session.objects.get().minutes) == (60, 75)


def test_a_stale_step_is_refused_once_and_then_forgotten(client_of, organiser, make_person, conference, make_session):
    session = make_session()
    colleague = make_person(Role.Kind.ORGANISER, conference=conference)
    client = client_of(organiser)
    client.post(url(conference, "resize_session", pk=session.pk), {"minutes": "75"})
    session.refresh_from_db()
    planning.resize(session, by=colleague, minutes=90)

    client.post(url(conference, "planning_undo"))
    kept = Session.objects.get().minutes
    client.post(url(conference, "planning_undo"))  # now the step before it: the making of the session

    assert (kept, Session.objects.get().is_off) == (90, True)


# -- whose sessions ------------------------------------------------------------------------------------------


def test_a_chair_plans_the_own_track_only(client_of, chair, conference, make_session, tracks):
    own, foreign, common = (make_session(track=track) for track in (tracks[0], tracks[1], None))
    client = client_of(chair)

    statuses = [
        client.post(url(conference, "move_session", pk=session.pk), {"shift": "5"}).status_code
        for session in (own, foreign, common)
    ]

    assert statuses == [302, 404, 404]


def test_a_chair_cannot_push_a_session_into_a_foreign_track(client_of, chair, conference, make_session, tracks):
    own = make_session(track=tracks[0])

    answer = client_of(chair).post(url(conference, "move_session", pk=own.pk), {"track": tracks[1].pk})

    assert (answer.status_code, Session.objects.get().track) == (404, tracks[0])


def test_a_chair_cannot_take_a_paper_out_of_a_foreign_session(
    client_of, chair, organiser, conference, make_session, make_submission, tracks
):
    foreign, own = make_session(track=tracks[1]), make_session(track=tracks[0], at="12:00")
    paper = make_submission(State.ACCEPTED)
    planning.place_paper(paper, foreign, by=organiser)

    answer = client_of(chair).post(url(conference, "place_paper"), {"submission": paper.pk, "session": own.pk})

    assert (answer.status_code, Talk.objects.get().session) == (404, foreign)
