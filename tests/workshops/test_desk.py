"""The chair's desk: the list of papers and the page of one, filters, isolation, and how many queries they cost."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from conference.models import Role
from workshops import services
from workshops.models import Author, Decision, Review, Stage, Submission
from workshops.services.decisions import Plan

State = Submission.State
Outcome = Decision.Outcome
LIST_QUERIES = 16


pytestmark = pytest.mark.usefixtures("in_english")


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
    return [row.paper.title_en for row in response.context["page_obj"]]


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
        ("?sort=-title", ["Paper of track two", "Paper of track one"]),
        ("?sort=nothing&needs=nothing&type=x&language=de", ["Paper of track one", "Paper of track two"]),
        ("?needs=confirm", ["Paper of track two"]),
        ("?needs=reviewers", ["Paper of track one"]),
        ("?needs=ready", []),
        ("?q=2", ["Paper of track two"]),
        ("?q=TRACK%20one", ["Paper of track one"]),
        ("?q=somova%20paper", ["Paper of track one", "Paper of track two"]),
        ("?language=en", []),
        ("?type=report&staged=none", ["Paper of track one", "Paper of track two"]),
        ("?stage=text", []),
    ],
)
def test_filters_stand_in_the_address(query, expected, two_papers, url, client_of, organiser):
    response = client_of(organiser).get(url("desk") + query)

    assert titles(response) == expected


def test_a_chairs_filter_reaches_no_other_track(two_papers, url, client_of, chair):
    assert titles(client_of(chair).get(url("desk") + "?track=2")) == []


def test_counts_follow_the_track(two_papers, make_submission, tracks, url, client_of, organiser):
    make_submission(State.SUBMITTED, track=tracks[1])

    response = client_of(organiser).get(url("desk") + "?track=2")

    assert [(value, count) for value, _label, count, _query in response.context["states"]] == [
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
        visitor.post(url("desk_submission", pk=paper.pk), {"outcome": "accepted"}).status_code,
        visitor.post(url("desk_stage"), {"scope": "all", "outcome": "accepted"}).status_code,
        Client().get(url("desk")).status_code,
    ]

    assert (statuses, Decision.objects.count()) == ([404] * 5, 0)


def test_another_chairs_paper_does_not_exist(url, client_of, make_person, conference, make_submission):
    paper = make_submission(State.SUBMITTED)
    other = client_of(make_person(Role.Kind.CHAIR, conference=conference, track=2))

    statuses = [
        other.get(url("desk_submission", pk=paper.pk)).status_code,
        other.post(url("desk_submission", pk=paper.pk), {"outcome": "accepted"}).status_code,
    ]
    other.post(url("desk_stage"), {"chosen": [paper.pk], "outcome": "accepted"})

    assert (statuses, Decision.objects.count()) == ([404, 404], 0)


def test_staff_of_another_conference_see_nothing(url, client_of, make_person, other_conference, make_submission):
    paper = make_submission(State.SUBMITTED)
    stranger = client_of(make_person(Role.Kind.ORGANISER, Role.Kind.CHAIR, conference=other_conference))

    statuses = [
        stranger.get(url("desk")).status_code,
        stranger.get(url("desk_submission", pk=paper.pk)).status_code,
        stranger.post(url("desk_submission", pk=paper.pk), {"outcome": "accepted"}).status_code,
        stranger.get(other_conference.url("workshops:desk_submission", pk=paper.pk)).status_code,
        stranger.post(other_conference.url("workshops:desk_submission", pk=paper.pk)).status_code,
    ]
    stranger.post(other_conference.url("workshops:desk_stage"), {"chosen": [paper.pk], "outcome": "accepted"})

    assert (statuses, Decision.objects.count()) == ([404] * 5, 0)


def test_an_editor_reads_and_neither_decides_nor_sees_what_is_staged(
    url, client_of, make_person, conference, make_submission, chair
):
    paper = make_submission(State.SUBMITTED)
    services.stage(paper, Plan(Outcome.DECLINED, note="Тайная записка"), by=chair)
    editor = client_of(make_person(Role.Kind.EDITOR, conference=conference))

    pages = [editor.get(url("desk")), editor.get(url("desk_submission", pk=paper.pk))]
    status = editor.post(url("desk_submission", pk=paper.pk), {"outcome": "accepted"}).status_code

    assert [page.status_code for page in pages] == [200, 200]
    assert [("Тайная" in page.content.decode(), "Decline" in page.content.decode()) for page in pages] == [
        (False, False)
    ] * 2
    assert (status, Decision.objects.get().outcome) == (404, Outcome.DECLINED)


def test_a_chair_does_not_judge_the_own_paper(url, client_of, make_submission, tracks, make_person, conference):
    chair = make_person(Role.Kind.CHAIR, Role.Kind.PARTICIPANT, conference=conference, track=1)
    reviewer = make_person(full_name="Рецензентов Тайный", latin_name="Secret Reviewer")
    own = make_submission(State.SUBMITTED, submitter=chair)
    shared = make_submission(State.SUBMITTED)
    shared.authors.update(person=chair)
    for paper in (own, shared):
        Review.objects.create(submission=paper, reviewer=reviewer, state="submitted", comment_chair="Слабо")
    client = client_of(chair)

    texts = [client.get(url("desk_submission", pk=paper.pk)).content.decode() for paper in (own, shared)]
    client.post(url("desk_stage"), {"chosen": [own.pk, shared.pk], "outcome": "accepted"})
    listed = client.get(url("desk")).context["page_obj"].object_list

    assert [("Secret Reviewer" in text, "Слабо" in text) for text in texts] == [(False, False)] * 2
    assert [(row.may_decide, row.summary) for row in listed] == [(False, None)] * 2
    assert Decision.objects.count() == 0


def test_reviews_stand_on_the_page_with_names_words_and_figures(
    url, client_of, chair, make_submission, make_person, conference
):
    paper = make_submission(State.SUBMITTED)
    reviewer = make_person(full_name="Орлова Анна", latin_name="Anna Orlova")
    Review.objects.create(
        submission=paper, reviewer=reviewer, state="submitted", recommendation="minor",
        comment_author="Добавьте данные.", comment_chair="Между нами: хорошо.",
    )  # fmt: skip

    html = client_of(chair).get(url("desk_submission", pk=paper.pk)).content.decode()

    for words in ("Anna Orlova", "Accept after small changes", "Добавьте данные.", "Между нами: хорошо.", "1 of 2"):
        assert words in html
    assert '<textarea name="remarks"' in html


def test_the_author_who_is_not_is_shown(url, client_of, chair, make_submission):
    from django.utils import timezone

    paper = make_submission(State.SUBMITTED)
    Author.objects.create(submission=paper, family_ru="Чужой", order=2, denied_at=timezone.now())

    response = client_of(chair).get(url("desk") + "?needs=authors")

    assert [row.denied for row in response.context["page_obj"]] == [1]
    assert "1 says not to be an author" in response.content.decode()


def test_the_list_costs_the_same_with_one_and_with_thirty(
    url, client_of, organiser, make_submission, django_assert_num_queries, tracks, make_person
):
    client, reviewer = client_of(organiser), make_person()
    first = make_submission(State.SUBMITTED)
    Review.objects.create(submission=first, reviewer=reviewer, state="submitted", recommendation="accept")
    services.stage(first, Plan(Outcome.ACCEPTED), by=organiser)
    client.get(url("desk"))

    with django_assert_num_queries(LIST_QUERIES):
        client.get(url("desk"))
    for number in range(29):
        paper = make_submission(State.SUBMITTED, track=tracks[number % 4])
        Review.objects.create(submission=paper, reviewer=reviewer, state="submitted", recommendation="accept")
        services.stage(paper, Plan(Outcome.ACCEPTED), by=organiser)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(url("desk"))


def test_the_list_is_paged(url, client_of, organiser, make_submission):
    for number in range(26):
        make_submission(State.SUBMITTED, title_en=f"Paper {number}")

    first, second = (titles(client_of(organiser).get(url("desk") + f"?page={page}")) for page in (1, 2))

    assert (len(first), second) == (25, ["Paper 25"])


def test_texts_have_a_list_of_their_own(url, client_of, chair, make_submission):
    paper = make_submission(State.SUBMITTED, title_en="With a text", body="Текст статьи.")
    make_submission(State.ACCEPTED, title_en="Without a text")
    services.accept(paper, by=chair)

    response = client_of(chair).get(url("desk") + "?stage=text&state=submitted")

    assert titles(response) == ["With a text"]
    assert [(row.state, row.is_open) for row in response.context["page_obj"]] == [("submitted", True)]


def test_organisers_take_the_list_home_with_scores(url, client_of, organiser, chair, make_submission, make_person):
    paper = make_submission(State.SUBMITTED, title_en="=1+1")
    make_submission(State.DECLINED, title_en="Not asked for")
    services.stage(paper, Plan(Outcome.ACCEPTED, presentation="poster"), by=organiser)

    response = client_of(organiser).get(url("desk_papers_export") + "?state=submitted")
    refused = client_of(chair).get(url("desk_papers_export")).status_code

    sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
    rows = [
        dict(zip((cell.value for cell in sheet[1]), row, strict=True)) for row in sheet.iter_rows(2, values_only=True)
    ]
    assert [(row["No."], row["Title in English"], row["Staged"], row["Staged presentation"]) for row in rows] == [
        (paper.number, "'=1+1", "accept", "poster")
    ]
    assert (response["Content-Disposition"], refused) == (
        'attachment; filename="inclusion-papers.xlsx"',
        404,
    )


def test_the_stage_of_texts_hides_papers_taken_out_of_print(url, client_of, chair, make_submission):
    paper = make_submission(State.SUBMITTED, body="Текст статьи.")
    services.accept(paper, by=chair)
    services.withdraw_publication(paper, by=paper.submitter)

    response = client_of(chair).get(url("desk") + f"?stage={Stage.TEXT}")

    assert titles(response) == []
