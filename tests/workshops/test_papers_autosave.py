"""What is typed in the form of a paper is kept by itself, and never over what somebody meant to send."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from conference.models import Conference
from workshops import services
from workshops.models import Submission
from workshops.services.papers.drafting import MAX_DRAFTS

State = Submission.State


pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def url(conference):
    return conference.url("workshops:autosave")


@pytest.fixture
def visitor(client_of, author):
    return client_of(author)


@pytest.fixture
def form_page(visitor, conference):
    """The hidden values with which a page of the form opens."""

    def opened(paper: Submission | None = None) -> dict[str, str]:
        address = conference.url("workshops:edit", pk=paper.pk) if paper else conference.url("workshops:submit")
        context = visitor.get(address).context
        return {"key": str(context["key"]), "saved_answers": context["saved_answers"], "window": context["window"]}

    return opened


def told(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["text"].partition(" at ")[0]


def test_what_is_typed_becomes_a_draft_with_an_address(url, visitor, form_page, paper_form, conference):
    response = visitor.post(url, paper_form(**form_page(), title_ru="Начало", abstract_ru=""))

    paper = Submission.objects.get()
    assert told(response) == (200, "Draft saved")
    assert response.json()["address"] == conference.url("workshops:edit", pk=paper.pk)
    assert (paper.state, paper.title_ru, paper.authors.count()) == (State.DRAFT, "Начало", 2)


def test_the_same_page_goes_on_writing_into_one_paper(url, visitor, form_page, paper_form):
    page = form_page()
    for title in ("Нач", "Начало", "Начало работы"):
        visitor.post(url, paper_form(**page, title_ru=title))

    assert [paper.title_ru for paper in Submission.objects.all()] == ["Начало работы"]


def test_a_form_that_was_only_opened_leaves_nothing(url, visitor, form_page):
    response = visitor.post(
        url, {**form_page(), "language": "ru", "authors-TOTAL_FORMS": "1", "authors-INITIAL_FORMS": "0"}
    )

    assert (told(response), Submission.objects.count()) == ((200, ""), 0)


def test_what_is_unsound_is_left_out_and_the_rest_is_kept(url, visitor, form_page, paper_form):
    bad = {"title_ru": "х" * 301, "authors-0-orcid": "1234", "authors-0-ror": "03yrm5c27", "udk": "<b>"}

    response = visitor.post(url, paper_form(**form_page(), abstract_ru="Хорошо", **bad))

    paper = Submission.objects.get()
    assert told(response) == (200, "Draft saved")
    assert (paper.title_ru or "", paper.abstract_ru, paper.udk) == ("", "Хорошо", "")
    assert [(author.family_ru, author.orcid, author.ror) for author in paper.authors.all()] == [
        ("Сомова", "", ""), ("Рубцов", "", ""),
    ]  # fmt: skip


def test_another_window_is_told_and_overwrites_nothing(url, visitor, form_page, paper_form, make_submission):
    paper = make_submission()
    first, second = form_page(paper), form_page(paper)
    visitor.post(url, paper_form(**second, title_ru="Во втором окне"))

    response = visitor.post(url, paper_form(**first, title_ru="В первом окне"))

    paper.refresh_from_db()
    assert (told(response)[0], paper.title_ru) == (409, "Во втором окне")
    assert "saved in another window" in response.json()["text"]


def test_over_a_sent_paper_the_words_wait_for_the_button(
    url, visitor, form_page, paper_form, make_submission, chair, client_of
):
    paper = make_submission(State.SUBMITTED)
    page = form_page(paper)

    response = visitor.post(url, paper_form(**page, title_ru="Ещё не решено"))

    paper.refresh_from_db()
    edit = visitor.get(paper.conference.url("workshops:edit", pk=paper.pk)).content.decode()
    desk = client_of(chair).get(paper.conference.url("workshops:desk_submission", pk=paper.pk)).content.decode()
    assert told(response) == (200, "Kept")
    assert (paper.title_ru, paper.versions.count()) == ("Два учителя в одном классе", 1)
    assert ("Ещё не решено" in edit, "Ещё не решено" in desk) == (True, False)


def test_words_over_a_sent_paper_are_dropped_on_wish_and_gone_once_saved(
    url, visitor, form_page, paper_form, make_submission
):
    paper = make_submission(State.SUBMITTED)
    edit, discard = (paper.conference.url(f"workshops:{name}", pk=paper.pk) for name in ("edit", "discard"))
    visitor.post(url, paper_form(**form_page(paper), title_ru="Лишнее"))
    visitor.post(discard)
    dropped = visitor.get(edit).content.decode()
    visitor.post(url, paper_form(**form_page(paper), title_ru="Нужное"))

    visitor.post(edit, paper_form(title_ru="Нужное", save="1"))

    paper.refresh_from_db()
    assert "Лишнее" not in dropped
    assert (paper.title_ru, paper.typed) == ("Нужное", "")


@pytest.mark.parametrize("state", [State.ACCEPTED, State.DECLINED, State.WITHDRAWN])
def test_nothing_is_kept_once_it_is_decided(state, url, visitor, paper_form, make_submission):
    paper = make_submission(state)

    response = visitor.post(url, paper_form(key=str(paper.key), title_ru="Поздно"))

    paper.refresh_from_db()
    assert (response.status_code, paper.title_ru) == (409, "Два учителя в одном классе")


def test_nothing_is_kept_when_the_call_has_closed(url, visitor, form_page, paper_form, conference):
    page = form_page()
    Conference.objects.filter(pk=conference.pk).update(call_closes=timezone.now() - timedelta(seconds=2))

    response = visitor.post(url, paper_form(**page))

    assert (response.status_code, Submission.objects.count()) == (409, 0)
    assert "Copy what you have typed" in response.json()["text"]


def test_the_eleventh_draft_is_refused_in_words(url, visitor, form_page, paper_form, make_submission):
    for _ in range(MAX_DRAFTS):
        make_submission()

    response = visitor.post(url, paper_form(**form_page()))

    assert (response.status_code, Submission.objects.count()) == (409, MAX_DRAFTS)


def test_a_key_of_somebody_else_opens_nothing(url, visitor, paper_form, make_submission, make_person):
    theirs = make_submission(submitter=make_person("participant"))

    visitor.post(url, paper_form(key=str(theirs.key), title_ru="Подмена"))

    theirs.refresh_from_db()
    assert theirs.title_ru == "Два учителя в одном классе"
    assert Submission.objects.exclude(pk=theirs.pk).get().title_ru == "Подмена"


def test_the_text_of_an_accepted_paper_is_kept_for_its_author_alone(visitor, make_submission, client_of, chair):
    paper = make_submission(State.CONFIRMED)
    address = paper.conference.url("workshops:text", pk=paper.pk)

    response = visitor.post(
        paper.conference.url("workshops:autosave_text", pk=paper.pk), {"body": "Недописанный абзац"}
    )

    paper.refresh_from_db()
    desk = client_of(chair).get(paper.conference.url("workshops:desk_submission", pk=paper.pk)).content.decode()
    assert told(response) == (200, "Draft saved")
    assert (paper.body, paper.full_text.draft) == ("", "Недописанный абзац")
    assert ("Недописанный абзац" in visitor.get(address).content.decode(), "Недописанный" in desk) == (True, False)


def test_a_text_that_is_sent_leaves_no_draft(make_submission, author):
    paper = make_submission(State.CONFIRMED)
    services.keep_text_draft(paper, by=author, body="Начало")

    services.send_text(paper, by=author, body="Весь текст")

    paper.full_text.refresh_from_db()
    assert (paper.body, paper.full_text.draft, paper.full_text.state) == ("Весь текст", "", "submitted")
