"""What the workshops add to the home page, to "My page", to the desk and to the copy of one's data."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import override

from conference.models import Conference, Role
from workshops import contributes, services
from workshops.contributes import decisions
from workshops.models import ReviewPhase, Session, Submission
from workshops.services.decisions import Plan

State = Submission.State


@pytest.fixture
def request_of(conference):
    def make(person):
        request = RequestFactory().get("/")
        request.user, request.conference = person, conference
        return request

    return make


def test_home_shows_the_tracks_with_chairs_and_counts(client, conference, tracks, make_submission):
    tracks[0].chair_line_en = "Gayane Sargsyan, Yerevan"
    tracks[0].save()
    make_submission(State.ACCEPTED)

    with override("en"):
        html = client.get(conference.get_absolute_url()).content.decode()

    assert "Four tracks" in html
    assert "Gayane Sargsyan, Yerevan" in html
    assert "<dd>1</dd>" in html


def test_home_without_tracks_has_no_empty_block(conference, person, request_of):
    assert contributes.home(request_of(person), conference) == []


def test_home_of_a_season_shows_the_next_six_events(client, make_conference):
    season = make_conference(kind=Conference.Kind.SEASON)
    now = timezone.now()
    for day in range(-2, 8):
        starts = now + timedelta(days=day, hours=1)
        Session.objects.create(
            conference=season, format="event", title_en=f"Event {day}.", starts=starts, ends=starts + timedelta(hours=1)
        )

    with override("en"):
        html = client.get(season.get_absolute_url()).content.decode()

    assert [day for day in range(-2, 8) if f"Event {day}." in html] == [0, 1, 2, 3, 4, 5]


def test_my_page_lists_my_papers_of_all_conferences(
    client_of, author, make_submission, make_tracks, other_conference, make_person
):
    make_submission(State.SUBMITTED, title_en="Mine here")
    make_submission(State.ACCEPTED, track=make_tracks(other_conference)[0], title_en="Mine there")
    make_submission(State.ACCEPTED, title_en="Somebody else’s", submitter=make_person())

    with override("en"):
        html = client_of(author).get("/en/me/").content.decode()

    assert ["Mine here" in html, "Mine there" in html, "Somebody else’s" in html] == [True, True, False]
    assert "The decision will come by e-mail." in html


def test_my_page_without_papers_has_no_block(person, request_of):
    assert contributes.mine(request_of(person), person) == []


@pytest.fixture
def papers_block(request_of, conference):
    """The block of the papers on the desk of a person."""

    def find(person):
        blocks = contributes.desk(request_of(person), conference)
        return next(block for block in blocks if block.template == "workshops/block_desk.html")

    return find


def test_desk_counts_the_papers_of_each_track(make_submission, tracks, organiser, papers_block):
    for state in (State.SUBMITTED, State.SUBMITTED, State.ACCEPTED, State.CONFIRMED, State.DRAFT):
        make_submission(state, track=tracks[1])

    block = papers_block(organiser)

    assert block.context["rows"][1] == {
        "track": tracks[1], "waiting": 2, "revised": 0, "admitted": 2, "confirmed": 1, "sent": 4,
    }  # fmt: skip
    assert block.context["total"] == {"waiting": 2, "revised": 0, "admitted": 2, "confirmed": 1, "sent": 4}


def test_desk_of_a_chair_counts_the_own_track_only(make_submission, tracks, chair, papers_block):
    for track in tracks:
        make_submission(State.SUBMITTED, track=track)

    block = papers_block(chair)

    assert ([row["track"].number for row in block.context["rows"]], block.context["total"]) == ([1], None)


def test_tasks_say_what_needs_a_chair_since_when_and_where(make_submission, chair, organiser, request_of, conference):
    waits, staged, silent = (make_submission(state) for state in (State.SUBMITTED, State.SUBMITTED, State.ACCEPTED))
    ReviewPhase.objects.create(conference=conference, reviews_wanted=0)
    services.stage(staged, Plan("accepted"), by=organiser)
    longest = timezone.now() - timedelta(days=9)
    Submission.objects.filter(pk=silent.pk).update(decided_at=longest)

    with override("en"):
        tasks = decisions.tasks_waiting(request_of(chair), conference)

    assert [(task["text"], task["url"].rpartition("/desk/")[2]) for task in tasks] == [
        ("1 author has not confirmed taking part", "papers/?needs=confirm&sort=age"),
        ("1 paper is ready to be decided", "papers/?needs=ready&sort=age"),
        ("1 decision is staged and not released", "decisions/"),
    ]
    assert (tasks[0]["since"], tasks[1]["since"]) == (longest, waits.submitted_at)


def test_tasks_are_not_for_those_who_do_not_decide(make_submission, make_person, conference, request_of):
    make_submission(State.ACCEPTED)

    people = [make_person(kind, conference=conference) for kind in (Role.Kind.EDITOR, Role.Kind.PARTICIPANT)]

    assert [decisions.tasks_waiting(request_of(person), conference) for person in people] == [[], []]


@pytest.mark.parametrize("role", [Role.Kind.PROTOCOL, Role.Kind.REVIEWER, Role.Kind.PARTICIPANT])
def test_desk_shows_nothing_to_whom_papers_do_not_concern(role, make_person, conference, request_of):
    person = make_person(role, conference=conference)

    templates = [block.template for block in contributes.desk(request_of(person), conference)]

    assert "workshops/block_desk.html" not in templates


def test_desk_page_renders_the_block(client_of, organiser, make_submission, conference):
    make_submission(State.SUBMITTED)

    with override("en"):
        html = client_of(organiser).get(conference.url("desk")).content.decode()

    assert 'aria-labelledby="desk-papers-h"' in html
    assert "?track=1&amp;state=submitted" in html


def test_my_page_costs_the_same_with_one_and_with_thirty_papers(
    client_of, author, make_submission, django_assert_num_queries
):
    client = client_of(author)
    make_submission(State.SUBMITTED)
    client.get("/ru/me/")

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get("/ru/me/")
    for _ in range(29):
        make_submission(State.SUBMITTED)
    with django_assert_num_queries(len(one)):
        client.get("/ru/me/")


def test_the_copy_of_ones_data_holds_ones_papers_and_no_others(author, make_submission, make_person):
    make_submission(State.SUBMITTED, title_ru="Моя работа")
    make_submission(State.SUBMITTED, title_ru="Чужая работа", submitter=make_person())

    told = contributes.personal_data(author)

    assert [paper["title_ru"] for paper in told["papers"]] == ["Моя работа"]
    assert told["papers"][0]["authors"][0]["email"] == "s@example.org"
