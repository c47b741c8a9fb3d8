"""The administration of the workshops: scope, search in both scripts, bulk decisions through the services."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from conference.models import Message, Role
from workshops import services
from workshops.models import Author, Decision, Submission
from workshops.services.decisions import Plan

State = Submission.State
DECISIONS = "admin:workshops_decision_changelist"
LIST = "admin:workshops_submission_changelist"


def shown(response) -> list[int]:
    return [row.pk for row in response.context["cl"].result_list]


def test_an_organiser_sees_papers_of_the_own_conference_only(
    client_of, organiser, make_submission, make_tracks, other_conference
):
    mine = make_submission(State.SUBMITTED)
    make_submission(State.SUBMITTED, track=make_tracks(other_conference)[0])

    assert shown(client_of(organiser).get(reverse(LIST))) == [mine.pk]


@pytest.mark.parametrize("name", ["track", "session", "submission"])
def test_the_forms_open(name, client_of, organiser, make_submission, conference):
    paper = make_submission(State.SUBMITTED)
    client = client_of(organiser)

    statuses = [
        client.get(reverse(f"admin:workshops_{name}_changelist")).status_code,
        client.get(reverse(f"admin:workshops_{name}_add")).status_code,
    ]
    if name == "submission":
        statuses.append(client.get(reverse("admin:workshops_submission_change", args=[paper.pk])).status_code)

    assert set(statuses) == {200}


@pytest.mark.parametrize("term", ["Сомова", "somova", "Два учителя", "Two teachers", "жук", "Zhuk"])
def test_search_reads_titles_and_authors_in_both_scripts(term, client_of, organiser, make_submission):
    found = make_submission(State.SUBMITTED)
    Author.objects.create(submission=found, family_ru="Жук", family_en="Zhuk")
    other = make_submission(State.SUBMITTED, title_ru="Другое", title_en="Another")
    other.authors.all().delete()
    found.submitter.__class__.objects.filter(pk=found.submitter_id).update(full_name="Кто-то", latin_name="Someone")

    response = client_of(organiser).get(reverse(LIST), {"q": term})

    assert shown(response) == [found.pk]


@pytest.mark.parametrize(("action", "state"), [("accept", State.ACCEPTED), ("decline", State.DECLINED)])
def test_bulk_decisions_go_through_the_verbs(action, state, client_of, organiser, make_submission):
    waiting = [make_submission(State.SUBMITTED) for _ in range(2)]
    withdrawn = make_submission(State.WITHDRAWN)

    client_of(organiser).post(
        reverse(LIST), {"action": action, "_selected_action": [paper.pk for paper in (*waiting, withdrawn)]}
    )

    states = list(Submission.objects.order_by("pk").values_list("state", flat=True))
    assert states == [state, state, State.WITHDRAWN]
    assert Message.objects.filter(key=f"submission-{state}").count() == 2


def test_a_bulk_decision_reaches_no_other_conference(
    client_of, organiser, make_submission, make_tracks, other_conference
):
    theirs = make_submission(State.SUBMITTED, track=make_tracks(other_conference)[0])

    client_of(organiser).post(reverse(LIST), {"action": "accept", "_selected_action": [theirs.pk]})

    theirs.refresh_from_db()
    assert theirs.state == State.SUBMITTED


def test_a_chair_does_not_enter(client_of, make_person, conference):
    chair = make_person(Role.Kind.CHAIR, conference=conference)

    assert client_of(chair).get(reverse(LIST)).status_code == 302


def test_the_list_costs_the_same_with_one_and_with_thirty(
    client_of, organiser, make_submission, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(organiser)
    make_submission(State.SUBMITTED)
    client.get(reverse(LIST))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(LIST))
    for _ in range(29):
        make_submission(State.SUBMITTED)

    with django_assert_num_queries(len(one)):
        client.get(reverse(LIST))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("translation=missing", [1]),
        ("translation=whole", [0]),
        ("presentation__exact=poster", [0]),
        ("state=draft", []),
    ],
)
def test_filters_by_halves_and_translation(query, expected, client_of, organiser, make_submission):
    whole = make_submission(State.SUBMITTED, abstract_en="In short.")
    services.accept(whole, by=organiser, presentation="poster")
    papers = [whole, make_submission(State.SUBMITTED, title_en="")]

    response = client_of(organiser).get(f"{reverse(LIST)}?{query}")

    assert shown(response) == [papers[index].pk for index in expected]


def test_decisions_are_read_and_never_written_here(
    client_of, organiser, make_submission, make_tracks, other_conference
):
    mine = services.stage(make_submission(State.SUBMITTED), Plan("accepted", note="Записка"), by=organiser)
    theirs = make_submission(State.SUBMITTED, track=make_tracks(other_conference)[0])
    services.stage(theirs, Plan("declined"), by=organiser)
    own = make_submission(State.SUBMITTED, submitter=organiser)
    services.stage(own, Plan("declined"), by=organiser)
    client = client_of(organiser)

    response = client.get(reverse(DECISIONS) + "?released=no")
    page = client.get(reverse("admin:workshops_submission_change", args=[mine.submission_id])).content.decode()
    change = client.post(reverse("admin:workshops_decision_change", args=[mine.pk]), {"outcome": "declined"})

    assert shown(response) == [mine.pk]
    assert "Записка" in page
    assert (change.status_code, Decision.objects.get(pk=mine.pk).outcome) == (403, "accepted")


def test_the_paper_leads_to_its_desk(client_of, organiser, make_submission, conference):
    paper = make_submission(State.SUBMITTED)

    html = client_of(organiser).get(reverse("admin:workshops_submission_change", args=[paper.pk])).content.decode()

    assert f"/papers/{paper.pk}/" in html
    assert "/desk/papers/" in html


def test_ticked_papers_become_a_table(client_of, organiser, make_submission, make_tracks, other_conference):
    mine = make_submission(State.SUBMITTED, title_ru="=СУММ(1)")
    theirs = make_submission(State.SUBMITTED, track=make_tracks(other_conference)[0])

    response = client_of(organiser).post(reverse(LIST), {"action": "export", "_selected_action": [mine.pk, theirs.pk]})

    sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
    assert [(row[0], row[1]) for row in sheet.iter_rows(2, values_only=True)] == [(mine.number, "'=СУММ(1)")]


def test_nobody_decides_about_the_own_paper(client_of, organiser, make_submission):
    own = make_submission(State.SUBMITTED, submitter=organiser)
    shared = make_submission(State.SUBMITTED)
    shared.authors.update(person=organiser)

    client_of(organiser).post(reverse(LIST), {"action": "accept", "_selected_action": [own.pk, shared.pk]})

    assert set(Submission.objects.values_list("state", flat=True)) == {State.SUBMITTED}
