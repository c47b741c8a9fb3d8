"""The chair's desk: lists, filters, isolation, decisions, and how many queries they cost."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.translation import override

from conference.models import Message, Role
from workshops.models import Submission

State = Submission.State


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.fixture
def url(conference):
    return lambda name, **kwargs: conference.url(f"workshops:{name}", **kwargs)


@pytest.fixture
def two_papers(make_submission, tracks):
    return [
        make_submission(State.SUBMITTED, track=tracks[0], title_en="Paper of track one"),
        make_submission(State.ACCEPTED, track=tracks[1], title_en="Paper of track two"),
    ]


def titles(response) -> list[str]:
    return [paper.title_en for paper in response.context["page_obj"]]


def test_a_chair_sees_the_own_track_only(two_papers, url, client_of, chair):
    response = client_of(chair).get(url("desk"))

    assert titles(response) == ["Paper of track one"]
    assert "Paper of track two" not in response.content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Paper of track one", "Paper of track two"]),
        ("?track=2", ["Paper of track two"]),
        ("?state=submitted", ["Paper of track one"]),
        ("?track=2&state=submitted", []),
        ("?track=99", ["Paper of track one", "Paper of track two"]),
        ("?track=abc&state=<script>", ["Paper of track one", "Paper of track two"]),
        ("?state=draft", ["Paper of track one", "Paper of track two"]),
        ("?page=999999999999999999999", ["Paper of track one", "Paper of track two"]),
        ("?page=-1&page=x", ["Paper of track one", "Paper of track two"]),
    ],
)
def test_filters_stand_in_the_address(query, expected, two_papers, url, client_of, organiser):
    response = client_of(organiser).get(url("desk") + query)

    assert titles(response) == expected


def test_a_chairs_filter_reaches_no_other_track(two_papers, url, client_of, chair):
    assert titles(client_of(chair).get(url("desk") + "?track=2")) == ["Paper of track one"]


def test_counts_follow_the_track(two_papers, make_submission, tracks, url, client_of, organiser):
    make_submission(State.SUBMITTED, track=tracks[1])

    response = client_of(organiser).get(url("desk") + "?track=2")

    assert [(value, count) for value, _label, count in response.context["states"]] == [
        ("submitted", 1),
        ("accepted", 1),
    ]
    assert response.context["total"] == 2


def test_drafts_never_stand_on_the_desk(make_submission, url, client_of, organiser):
    draft = make_submission()

    statuses = [
        titles(client_of(organiser).get(url("desk"))),
        client_of(organiser).get(url("desk_submission", pk=draft.pk)).status_code,
    ]

    assert statuses == [[], 404]


@pytest.mark.parametrize("role", [None, Role.Kind.PARTICIPANT, Role.Kind.REVIEWER, Role.Kind.PROTOCOL])
def test_the_desk_is_for_staff(role, url, client_of, make_person, conference, make_submission):
    paper = make_submission(State.SUBMITTED)
    visitor = client_of(make_person(*([role] if role else []), conference=conference))

    statuses = [
        visitor.get(url("desk")).status_code,
        visitor.get(url("desk_submission", pk=paper.pk)).status_code,
        visitor.post(url("accept", pk=paper.pk)).status_code,
        visitor.post(url("decline", pk=paper.pk)).status_code,
        Client().get(url("desk")).status_code,
    ]

    paper.refresh_from_db()
    assert (statuses, paper.state) == ([404] * 5, State.SUBMITTED)


def test_another_chairs_paper_does_not_exist(url, client_of, make_person, conference, make_submission):
    paper = make_submission(State.SUBMITTED)
    other = client_of(make_person(Role.Kind.CHAIR, conference=conference, track=2))

    statuses = [other.get(url("desk_submission", pk=paper.pk)).status_code]
    statuses += [other.post(url(verb, pk=paper.pk), {"note": ""}).status_code for verb in ("accept", "decline")]

    paper.refresh_from_db()
    assert (statuses, paper.state) == ([404, 404, 404], State.SUBMITTED)


def test_staff_of_another_conference_see_nothing(
    url, client_of, make_person, other_conference, make_submission, make_tracks
):
    paper = make_submission(State.SUBMITTED)
    stranger = client_of(make_person(Role.Kind.ORGANISER, Role.Kind.CHAIR, conference=other_conference))

    statuses = [
        stranger.get(url("desk")).status_code,
        stranger.get(url("desk_submission", pk=paper.pk)).status_code,
        stranger.post(url("accept", pk=paper.pk)).status_code,
        stranger.get(other_conference.url("workshops:desk_submission", pk=paper.pk)).status_code,
        stranger.post(other_conference.url("workshops:accept", pk=paper.pk)).status_code,
    ]

    paper.refresh_from_db()
    assert (statuses, paper.state) == ([404] * 5, State.SUBMITTED)


def test_an_editor_reads_and_does_not_decide(url, client_of, make_person, conference, make_submission):
    paper = make_submission(State.SUBMITTED)
    editor = client_of(make_person(Role.Kind.EDITOR, conference=conference))

    html = editor.get(url("desk_submission", pk=paper.pk)).content.decode()
    status = editor.post(url("accept", pk=paper.pk)).status_code

    paper.refresh_from_db()
    assert url("accept", pk=paper.pk) not in html
    assert (status, paper.state) == (404, State.SUBMITTED)


@pytest.mark.parametrize(("verb", "state"), [("accept", State.ACCEPTED), ("decline", State.DECLINED)])
def test_the_chair_decides_with_a_note(verb, state, url, client_of, chair, make_submission):
    paper = make_submission(State.SUBMITTED)

    response = client_of(chair).post(url(verb, pk=paper.pk), {"note": "Спасибо!"})

    paper.refresh_from_db()
    assert (response["Location"], paper.state, paper.decision_note) == (
        url("desk_submission", pk=paper.pk),
        state,
        "Спасибо!",
    )
    assert Message.objects.get(key=f"submission-{paper.state}").person == paper.submitter


def test_a_second_decision_is_refused_politely(url, client_of, chair, make_submission):
    paper = make_submission(State.ACCEPTED)

    response = client_of(chair).post(url("decline", pk=paper.pk), {"note": ""}, follow=True)

    paper.refresh_from_db()
    assert paper.state == State.ACCEPTED
    assert "this step is not possible" in response.content.decode()


@pytest.mark.parametrize("note", ["a\x00b", "x\u202ey", "я" * 4001])
def test_a_hostile_note_is_refused_and_kept(note, url, client_of, chair, make_submission):
    paper = make_submission(State.SUBMITTED)

    response = client_of(chair).post(url("accept", pk=paper.pk), {"note": note})

    paper.refresh_from_db()
    assert (response.status_code, paper.state) == (200, State.SUBMITTED)
    assert list(response.context["form"].errors) == ["note"]


def test_a_note_with_markup_is_inert(url, client_of, chair, make_submission, author):
    paper = make_submission(State.SUBMITTED)
    client_of(chair).post(url("decline", pk=paper.pk), {"note": "<script>alert(1)</script>"})

    pages = [
        client_of(author).get(url("submission", pk=paper.pk)).content.decode(),
        client_of(chair).get(url("desk_submission", pk=paper.pk)).content.decode(),
    ]

    assert ["<script>alert" in html for html in pages] == [False, False]
    assert ["&lt;script&gt;alert" in html for html in pages] == [True, True]


def test_the_list_costs_the_same_with_one_and_with_thirty(
    url, client_of, organiser, make_submission, django_assert_num_queries, tracks
):
    client = client_of(organiser)
    make_submission(State.SUBMITTED)
    client.get(url("desk"))

    with django_assert_num_queries(LIST_QUERIES):
        client.get(url("desk"))
    for number in range(29):
        make_submission(State.SUBMITTED, track=tracks[number % 4])
    with django_assert_num_queries(LIST_QUERIES):
        client.get(url("desk"))


LIST_QUERIES = 10


def test_the_list_is_paged(url, client_of, organiser, make_submission):
    for number in range(26):
        make_submission(State.SUBMITTED, title_en=f"Paper {number}")

    first, second = (titles(client_of(organiser).get(url("desk") + f"?page={page}")) for page in (1, 2))

    assert (len(first), second) == (25, ["Paper 25"])
