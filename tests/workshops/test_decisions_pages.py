"""Pages of staged decisions: confirmed in numbers, staged, taken back, worded, released; each stays with its chair."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from conference.models import Message, Role
from workshops import services
from workshops.models import Decision, Review, Submission
from workshops.services.decisions import Plan, write_letter

State = Submission.State
Outcome = Decision.Outcome
PAGE_QUERIES = 14


pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def url(conference):
    return lambda name, **kwargs: conference.url(f"workshops:{name}", **kwargs)


@pytest.fixture
def three(make_submission):
    return [make_submission(State.SUBMITTED) for _ in range(3)]


@pytest.fixture
def client(client_of, chair):
    return client_of(chair)


def chosen(papers, **more) -> dict:
    return {"chosen": [paper.pk for paper in papers], "outcome": "accepted", **more}


def test_the_confirmation_names_counts_and_writes_nothing(three, make_submission, client, url, chair):
    services.stage(three[0], Plan(Outcome.DECLINED), by=chair)
    decided = make_submission(State.ACCEPTED)

    html = client.post(url("desk_staging"), chosen([*three, decided])).content.decode()

    assert "Stage 3 decisions?" in html
    assert "1 of them is staged already as “decline”: it is changed." in html
    assert "1 paper is left as it is" in html
    assert list(Decision.objects.staged().values_list("outcome", flat=True)) == ["declined"]


def test_thirty_papers_are_staged_with_all_found(make_submission, client, url):
    for _ in range(30):
        make_submission(State.SUBMITTED)

    asked = client.post(url("desk_staging"), {"scope": "all", "outcome": "declined", "query": "state=submitted"})
    keys = [row.paper.pk for row in asked.context["rows"]]
    response = client.post(url("desk_stage"), {"chosen": keys, "outcome": "declined", "query": "state=submitted"})

    assert response["Location"] == url("desk") + "?state=submitted"
    assert Decision.objects.staged().filter(outcome="declined").count() == 30


def test_a_filter_of_all_found_is_the_one_of_the_list(three, make_submission, client, url):
    poster = make_submission(State.SUBMITTED, type="poster")

    asked = client.post(url("desk_staging"), {"scope": "all", "outcome": "accepted", "query": "type=poster"})

    assert [row.paper for row in asked.context["rows"]] == [poster]


@pytest.mark.parametrize("data", [{}, {"chosen": ["abc", "9999999"]}, {"chosen": []}])
def test_nothing_ticked_is_said_politely(data, three, client, url):
    response = client.post(url("desk_staging"), {**data, "outcome": "accepted"}, follow=True)

    assert "Tick papers that await a decision first." in response.content.decode()


def test_bad_choices_come_back_with_their_errors(three, client, url):
    response = client.post(url("desk_stage"), chosen(three, presentation="dance", due="not a day"))

    assert sorted(response.context["form"].errors) == ["due", "presentation"]
    assert response.content.decode().count("<title>Error:") == 1
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("name", ["desk_staging", "desk_stage"])
def test_a_day_that_has_passed_keeps_the_batch_on_the_form(name, three, client, url):
    response = client.post(url(name), chosen(three, outcome="revision", due="2020-01-01"))

    html = response.content.decode()
    assert list(response.context["form"].errors) == ["due"]
    assert html.count('name="chosen"') == 3
    assert Decision.objects.count() == 0


def test_staged_ones_are_taken_back_after_a_question(three, client, url, chair):
    services.stage_many(three, Plan(Outcome.ACCEPTED, note="Записка"), by=chair)

    asked = client.post(url("desk_staging"), chosen(three, verb="unstage")).content.decode()
    client.post(url("desk_unstage"), chosen(three))

    assert "Take back 3 staged decisions?" in asked
    assert "With 3 of them notes or edited letters are thrown away." in asked
    assert Decision.objects.count() == 0


def test_one_paper_is_staged_from_its_page_and_kept_as_typed(three, client, url):
    paper, due = three[0], timezone.localdate() + timedelta(days=9)
    page = url("desk_submission", pk=paper.pk)

    response = client.post(
        page, {"outcome": "revision", "remarks": "Одно.\n\nДругое.", "due": due.isoformat(), "note": "Записка"}
    )

    decision = Decision.objects.get()
    form = client.get(page).context["form"]
    assert (response["Location"], decision.outcome, decision.due) == (page, "revision", due)
    assert (decision.remark_list(), decision.shows_comments) == (["Одно.", "Другое."], False)
    assert (form.initial["note"], form.initial["remarks"]) == ("Записка", "Одно.\n\nДругое.")


@pytest.mark.parametrize("note", ["a\x00b", "x\u202ey", "я" * 4001])
def test_a_hostile_note_is_refused_and_kept(note, three, client, url):
    response = client.post(url("desk_submission", pk=three[0].pk), {"outcome": "accepted", "note": note})

    assert (response.status_code, list(response.context["form"].errors)) == (200, ["note"])
    assert Decision.objects.count() == 0


def test_a_note_with_markup_is_inert(three, client, client_of, author, url, chair):
    services.decline(three[0], by=chair, note="<script>alert(1)</script>")

    pages = [
        client_of(author).get(url("submission", pk=three[0].pk)).content.decode(),
        client.get(url("desk_submission", pk=three[0].pk)).content.decode(),
    ]

    assert [("<script>alert" in html, "&lt;script&gt;alert" in html) for html in pages] == [(False, True)] * 2


def test_what_is_typed_survives_a_change_of_language(three, client, url):
    page = url("desk_submission", pk=three[0].pk)

    response = client.post(page, {"outcome": "declined", "note": "Начатая записка", "switch_language": "ru"})

    assert response["Location"] == page.replace("/en/", "/ru/")
    assert "Начатая записка" in client.get(response["Location"]).content.decode()
    assert Decision.objects.count() == 0


def test_letters_are_grouped_by_outcome_and_cost_the_same(
    three, client, url, chair, make_submission, django_assert_num_queries
):
    services.stage(three[0], Plan(Outcome.ACCEPTED), by=chair)
    client.get(url("desk_decisions"))
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(url("desk_decisions"))
    for number in range(29):
        services.stage(make_submission(State.SUBMITTED), Plan(Outcome.values[number % 3]), by=chair)

    with django_assert_num_queries(PAGE_QUERIES):
        response = client.get(url("desk_decisions"))

    assert [(group["outcome"], len(group["rows"])) for group in response.context["groups"]] == [
        ("accepted", 11), ("declined", 9), ("revision", 10),
    ]  # fmt: skip


def test_the_letter_is_edited_tried_and_reset(three, client, url, chair):
    decision = services.stage(three[0], Plan(Outcome.ACCEPTED), by=chair)
    page = url("desk_letter", pk=decision.pk)

    html = client.get(page).content.decode()
    empty = client.post(page, {"subject": "Тема", "body": ""})
    client.post(page, {"subject": "Тема", "body": "Свой текст"})
    client.post(url("desk_letter_test", pk=decision.pk), {"subject": "Тема", "body": "Свой текст 2"})

    decision.refresh_from_db()
    assert 'lang="ru"' in html
    assert (list(empty.context["form"].errors), 'value="Тема"' in empty.content.decode()) == (["body"], True)
    assert decision.letter_body == "Свой текст 2"
    assert Message.objects.get(key="decision-test").person == chair
    client.post(url("desk_letter_reset", pk=decision.pk))
    decision.refresh_from_db()
    assert decision.letter_body == ""


def test_release_asks_first_then_tells_each_author_once(three, client, url, chair):
    staged = services.stage_many(three, Plan(Outcome.ACCEPTED), by=chair).done
    services.withdraw(three[2], by=three[2].submitter)
    write_letter(staged[0], by=chair, subject="Тема", body="Текст")
    keys = {"chosen": [decision.pk for decision in staged]}

    asked = client.post(url("desk_releasing"), keys).content.decode()
    before = Message.objects.filter(key="submission-accepted").count()
    client.post(url("desk_release"), keys)
    client.post(url("desk_release"), keys)

    assert ("Release 2 decisions?" in asked, "1 decision stays staged" in asked, before) == (True, True, 0)
    assert Message.objects.filter(key="submission-accepted").count() == 2
    assert Decision.objects.staged().get().submission == three[2]


def test_all_of_a_track_are_released_and_no_other(make_submission, tracks, client_of, organiser, url):
    papers = [make_submission(State.SUBMITTED, track=tracks[number]) for number in (0, 1)]
    services.stage_many(papers, Plan(Outcome.DECLINED), by=organiser)

    client_of(organiser).post(url("desk_release"), {"scope": "all", "track": "2"})

    assert [Submission.objects.get(pk=paper.pk).state for paper in papers] == ["submitted", "declined"]


def test_another_chair_reaches_nothing(three, url, client_of, make_person, conference, chair):
    decision = services.stage(three[0], Plan(Outcome.ACCEPTED), by=chair)
    other = client_of(make_person(Role.Kind.CHAIR, conference=conference, track=2))

    statuses = [
        other.get(url("desk_letter", pk=decision.pk)).status_code,
        other.post(url("desk_letter", pk=decision.pk), {"subject": "x", "body": "y"}).status_code,
        other.post(url("desk_letter_reset", pk=decision.pk)).status_code,
        other.post(url("desk_letter_test", pk=decision.pk), {"subject": "x", "body": "y"}).status_code,
        other.post(url("desk_unstage_one", pk=three[0].pk)).status_code,
        other.post(url("desk_confirm_for", pk=three[0].pk), {"reason": "x"}).status_code,
    ]
    other.post(url("desk_release"), {"chosen": [decision.pk]})
    other.post(url("desk_release"), {"scope": "all"})
    shown = other.get(url("desk_decisions")).context["found"]

    decision.refresh_from_db()
    assert (statuses, decision.is_released, decision.letter_body, shown) == ([404] * 6, False, "", 0)


def test_only_organisers_change_a_decision_that_was_told(make_submission, client, client_of, organiser, url):
    paper = make_submission(State.DECLINED)
    page = url("desk_submission", pk=paper.pk)

    for_chair = client.get(page).context["form"]
    client.post(page, {"outcome": "accepted", "reason": "Хочу"})
    without_reason = client_of(organiser).post(page, {"outcome": "accepted", "reason": ""}).context["form"]
    client_of(organiser).post(page, {"outcome": "accepted", "reason": "Место освободилось", "presentation": "poster"})

    staged = Decision.objects.staged().get()
    assert (for_chair, list(without_reason.errors)) == (None, ["reason"])
    assert (staged.reason, staged.presentation) == ("Место освободилось", "poster")


def test_those_who_are_silent_are_reminded_at_a_button(make_submission, client, url):
    paper = make_submission(State.ACCEPTED)
    query = {"query": "needs=confirm"}

    html = client.get(url("desk") + "?needs=confirm").content.decode()
    response = client.post(url("desk_remind"), query)
    client.post(url("desk_confirm_for", pk=paper.pk), {"reason": "По телефону"})
    again = client.post(url("desk_remind"), query, follow=True).content.decode()

    assert "Remind all of them now" in html
    assert response["Location"] == url("desk") + "?needs=confirm"
    assert Message.objects.filter(key="decision-confirm-reminder").count() == 1
    assert "All accepted authors have answered." in again


def test_the_author_sees_nothing_of_what_is_staged(three, url, client_of, author, chair, make_person):
    Review.objects.create(
        submission=three[0], reviewer=make_person(full_name="Тайный Рецензент"), state="submitted",
        comment_author="ТАЙНОЕ мнение", comment_chair="ТАЙНОЕ чаиру",
    )  # fmt: skip
    services.stage(three[0], Plan(Outcome.REVISION, note="ТАЙНАЯ записка", remarks="ТАЙНОЕ замечание"), by=chair)
    visitor = client_of(author)

    pages = [visitor.get(url("submission", pk=three[0].pk)), visitor.get("/en/me/")]

    assert [("ТАЙН" in page.content.decode(), page.status_code) for page in pages] == [(False, 200)] * 2
    assert visitor.get(url("desk_submission", pk=three[0].pk)).status_code == 404
