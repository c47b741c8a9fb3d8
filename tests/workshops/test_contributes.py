"""What the workshops add to the home page, to "My page", to the desk and to the copy of one's data."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import override

from conference.models import Conference, Role
from workshops import contributes
from workshops.models import Session, Submission

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
            conference=season, format="qa", title_en=f"Event {day}.", starts=starts, ends=starts + timedelta(hours=1)
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


def test_desk_counts_what_awaits_a_decision_with_the_age_of_the_oldest(
    make_submission, tracks, organiser, request_of, conference
):
    for days in (1, 5, 3):
        paper = make_submission(State.SUBMITTED, track=tracks[1])
        Submission.objects.filter(pk=paper.pk).update(submitted_at=timezone.now() - timedelta(days=days, minutes=1))
    make_submission(State.ACCEPTED)

    block = contributes.desk(request_of(organiser), conference)[0]

    assert block.context["waiting"] == [{"number": 2, "count": 3, "days": 5}]


def test_desk_of_a_chair_counts_the_own_track_only(make_submission, tracks, chair, request_of, conference):
    for track in tracks:
        make_submission(State.SUBMITTED, track=track)

    block = contributes.desk(request_of(chair), conference)[0]

    assert [row["number"] for row in block.context["waiting"]] == [1]


@pytest.mark.parametrize("role", [Role.Kind.PROTOCOL, Role.Kind.REVIEWER, Role.Kind.PARTICIPANT])
def test_desk_shows_nothing_to_whom_papers_do_not_concern(role, make_person, conference, request_of):
    person = make_person(role, conference=conference)

    assert contributes.desk(request_of(person), conference) == []


def test_desk_page_renders_the_block(client_of, organiser, make_submission, conference):
    make_submission(State.SUBMITTED)

    with override("en"):
        html = client_of(organiser).get(conference.url("desk")).content.decode()

    assert "Track 1: 1 paper awaits a decision" in html


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
