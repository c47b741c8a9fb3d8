"""A paper is checked, sent, changed and withdrawn; papers of others are not found."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conference.models import Conference, Message
from tests.workshops.submitting.conftest import State, plain
from workshops import services
from workshops.models import Submission

pytestmark = pytest.mark.usefixtures("in_english")


def test_the_check_page_shows_everything_and_sends(url, author_client, paper_form):
    author_client.post(url("submit"), paper_form(check="1"))
    paper = Submission.objects.get()

    html = plain(author_client.get(url("check", pk=paper.pk)))
    author_client.post(url("send", pk=paper.pk))

    for text in ("Музей и школа", "О том, как музей", "Рубцов", "Первый абзац."):
        assert text in html
    paper.refresh_from_db()
    assert (paper.state, paper.number) == (State.SUBMITTED, 1)


def test_the_check_page_of_an_incomplete_draft_does_not_offer_to_send(url, author_client, author, conference):
    paper = services.save_draft(Submission(conference=conference, submitter=author), by=author)

    html = author_client.get(url("check", pk=paper.pk)).content.decode()
    author_client.post(url("send", pk=paper.pk))

    paper.refresh_from_db()
    assert url("send", pk=paper.pk) not in html
    assert "Choose the track to which you offer the paper" in html
    assert paper.state == State.DRAFT


def test_pressing_send_twice_sends_once(url, author_client, make_submission):
    paper = make_submission()

    answers = [author_client.post(url("send", pk=paper.pk)).status_code for _ in range(2)]

    paper.refresh_from_db()
    assert (answers, paper.number, Message.objects.count()) == ([302, 302], 1, 1)


def test_a_sent_paper_is_changed_while_the_call_is_open(url, author_client, make_submission, paper_form):
    paper = make_submission(State.SUBMITTED)

    response = author_client.post(url("edit", pk=paper.pk), paper_form(title_ru="Новое название"))

    paper.refresh_from_db()
    assert (response["Location"], paper.title_ru, paper.state) == (
        url("submission", pk=paper.pk), "Новое название", State.SUBMITTED,
    )  # fmt: skip


def test_a_sent_paper_may_not_lose_what_is_required(url, author_client, make_submission, paper_form):
    paper = make_submission(State.SUBMITTED)

    response = author_client.post(url("edit", pk=paper.pk), paper_form(title_ru=""))

    paper.refresh_from_db()
    assert (response.status_code, paper.title_ru) == (200, "Два учителя в одном классе")


@pytest.mark.parametrize("state", [State.ACCEPTED, State.DECLINED, State.WITHDRAWN])
def test_a_decided_paper_is_not_changed(state, url, author_client, make_submission, paper_form):
    paper = make_submission(state)

    get = author_client.get(url("edit", pk=paper.pk))
    author_client.post(url("edit", pk=paper.pk), paper_form(title_ru="Подмена"))

    paper.refresh_from_db()
    assert (get.status_code, paper.title_ru) == (302, "Два учителя в одном классе")


def test_nothing_is_changed_or_sent_after_the_call(url, author_client, make_submission, paper_form, conference):
    draft, sent = make_submission(), make_submission(State.SUBMITTED)
    Conference.objects.filter(pk=conference.pk).update(call_closes=timezone.now() - timedelta(seconds=1))

    author_client.post(url("edit", pk=sent.pk), paper_form(title_ru="Поздно"))
    html = author_client.post(url("send", pk=draft.pk)).content.decode()

    assert set(Submission.objects.values_list("title_ru", flat=True)) == {"Два учителя в одном классе"}
    assert Submission.objects.get(pk=draft.pk).state == State.DRAFT
    assert "The call closed on" in html


def test_withdrawing_is_possible_after_the_call_too(url, author_client, make_submission, conference):
    paper = make_submission(State.ACCEPTED)
    Conference.objects.filter(pk=conference.pk).update(call_closes=timezone.now() - timedelta(seconds=1))

    author_client.post(url("withdraw", pk=paper.pk))

    paper.refresh_from_db()
    assert paper.state == State.WITHDRAWN


@pytest.mark.parametrize("state", State.values)
def test_the_authors_page_tells_the_state_and_the_next_step(state, url, author_client, make_submission):
    paper = make_submission(state)

    html = author_client.get(url("submission", pk=paper.pk)).content.decode()

    assert str(State(state).label) in html
    assert (url("withdraw", pk=paper.pk) in html) == (state in {"submitted", "revision", "accepted", "confirmed"})
    assert (url("edit", pk=paper.pk) in html) == (state in Submission.EDITABLE)


@pytest.mark.parametrize("name", ["submission", "edit", "check"])
def test_another_authors_paper_is_not_found(name, url, client_of, make_person, conference, make_submission):
    paper = make_submission()
    other = make_person("participant", conference=conference)

    assert client_of(other).get(url(name, pk=paper.pk)).status_code == 404


@pytest.mark.parametrize("name", ["edit", "send", "withdraw"])
def test_another_authors_paper_cannot_be_touched(
    name, url, client_of, make_person, conference, make_submission, paper_form
):
    paper = make_submission(State.DRAFT if name == "send" else State.SUBMITTED)
    before = (paper.state, paper.title_ru)
    other = make_person("participant", "organiser", conference=conference)

    response = client_of(other).post(url(name, pk=paper.pk), paper_form(title_ru="Подмена"))

    paper.refresh_from_db()
    assert (response.status_code, (paper.state, paper.title_ru)) == (404, before)


def test_ones_own_paper_is_not_found_in_another_conference(author_client, make_submission, other_conference):
    paper = make_submission()

    assert author_client.get(other_conference.url("workshops:submission", pk=paper.pk)).status_code == 404


@pytest.mark.parametrize("name", ["send", "withdraw"])
def test_verbs_answer_to_post_only(name, url, author_client, make_submission):
    paper = make_submission()

    assert author_client.get(url(name, pk=paper.pk)).status_code == 405


def test_a_stranger_is_led_to_the_sign_in_page(url, make_submission):
    paper = make_submission()

    response = Client().get(url("submission", pk=paper.pk))

    assert (response.status_code, "next=" in response["Location"]) == (302, True)


def test_a_huge_number_in_the_address_is_not_found(url, author_client):
    assert author_client.get(url("submission", pk=10**30)).status_code == 404
