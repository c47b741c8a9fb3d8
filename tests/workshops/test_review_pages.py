"""The reviewer's pages: by the link of a letter, and signed in."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from tests.workshops.reviewing import COMMENT, criterion, manuscript, written
from workshops.models import Conflict, Review, ReviewPhase, SubmissionFile
from workshops.services import reviews

TEXT = ("Сомова Ольга, доцент", "Мы наблюдали 214 уроков.")


@pytest.fixture
def reviewer(make_person):
    return make_person(full_name="Ким Виктория Олеговна", latin_name="Viktoria Kim")


@pytest.fixture
def paper(make_submission):
    return make_submission("submitted", body="Текст, присланный Сомовой.")


@pytest.fixture
def one(conference):
    return criterion(conference)


@pytest.fixture
def review(paper, reviewer, chair, one):
    return reviews.invite(paper, reviewer, by=chair)


@pytest.fixture
def url(review, conference):
    return lambda end="", code="": f"/ru/{conference.slug}/review/{code or review.token()}/{end}"


def form(one, **fields):
    return {f"criterion-{one.pk}": "3", "recommendation": "minor", "comment_author": COMMENT, **fields}


def attach(paper, data=None, kind="manuscript", ending="docx"):
    file = SubmissionFile(submission=paper, kind=kind, name="Сомова_доклад.docx", size=4, sha256="a" * 64)
    file.file.save(f"x.{ending}", ContentFile(data or manuscript(*TEXT)))
    return file


# -- the link --------------------------------------------------------------------------------------------------


def test_the_link_shows_title_and_abstract_and_no_more(url, paper):
    attach(paper)

    response = Client().get(url())

    page = response.content.decode()
    assert response.status_code == 200
    assert "Два учителя в\u00a0одном классе" in page
    assert "Кратко о\u00a0работе." in page
    assert "присланный" not in page
    assert "files/" not in page
    assert "Сомов" not in page
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")


def test_reading_the_link_changes_nothing_and_signs_nobody_in(url, review):
    client = Client()
    client.get(url())

    review.refresh_from_db()
    assert review.state == "invited"
    assert "_auth_user_id" not in client.session
    assert client.get("/ru/me/").status_code == 302


def test_the_link_opens_this_review_only(url, review, make_submission, reviewer, chair, conference):
    other = reviews.invite(make_submission("submitted", title_ru="Другой"), reviewer, by=chair)

    client = Client()

    assert client.get(url()).status_code == 200
    assert client.get(url(code=str(other.key))).status_code == 302
    assert client.get(f"/ru/{conference.slug}/reviews/").status_code == 302


def test_the_link_of_another_conference_is_dead(review, other_conference):
    assert Client().get(f"/ru/{other_conference.slug}/review/{review.token()}/").status_code == 404


def test_a_link_that_is_over_says_what_to_do_in_both_languages(url):
    Review.objects.update(answer_due=timezone.now() - timedelta(days=8))

    response = Client().get(url())

    page = response.content.decode()
    assert response.status_code == 410
    assert 'lang="en"' in page
    assert "The time of this link is over" in page
    assert "/accounts/code/" in page
    assert "org@example.org" in page
    assert "Два учителя" not in page


@pytest.mark.parametrize(("state", "status"), [("cancelled", 410), ("declined", 200)])
def test_links_of_reviews_that_will_not_be(state, status, url):
    Review.objects.update(state=state)

    response = Client().get(url())

    assert response.status_code == status
    assert "Кратко" not in response.content.decode()


def test_every_post_of_a_dead_link_is_dead(url):
    Review.objects.update(state="cancelled")

    statuses = {
        Client().post(url(f"{verb}/")).status_code for verb in ("accept", "decline", "autosave", "save", "send")
    }

    assert statuses == {410}


def test_the_bare_key_is_its_reviewers_alone(review, url, reviewer, author, client_of):
    bare = url(code=str(review.key))

    assert client_of(reviewer).get(bare).status_code == 200
    assert client_of(author).get(bare).status_code == 404
    assert Client().get(bare).status_code == 302


# -- answering -------------------------------------------------------------------------------------------------


def test_after_the_promise_text_and_files_open_without_names(url, paper, review):
    attach(paper)
    client = Client()

    assert client.post(url("accept/")).status_code == 302
    page = client.get(url()).content.decode()

    assert "Мы наблюдали 214 уроков." in page
    assert f"paper-{paper.number}.docx" in page
    assert "доцент" in page
    assert "Сомов" not in page


def test_a_typed_text_is_masked_where_there_is_no_file(url, paper, review):
    reviews.accept(review)

    page = Client().get(url()).content.decode()

    assert "присланный [имя скрыто]" in page


def test_declining_by_link(url, review, reviewer):
    data = {"reason": "Экзамены", "suggestion": "Коллега", "has_conflict": "on"}

    response = Client().post(url("decline/"), data, follow=True)

    review.refresh_from_db()
    assert (review.state, review.decline_reason, review.suggestion) == ("declined", "Экзамены", "Коллега")
    assert Conflict.objects.get().person == reviewer
    assert response.status_code == 200


def test_a_bad_reason_is_told_and_kept(url, review):
    response = Client().post(url("decline/"), {"reason": "д" * 501})

    review.refresh_from_db()
    assert review.state == "invited"
    assert list(response.context["form"].errors) == ["reason"]
    assert "д" * 501 in response.content.decode()


def test_a_promise_can_be_given_back(url, review):
    reviews.accept(review)

    Client().post(url("decline/"), {"reason": "Не успеваю"})

    review.refresh_from_db()
    assert review.state == "declined"


# -- writing ---------------------------------------------------------------------------------------------------


def test_the_form_has_words_and_guidelines(url, review, conference):
    ReviewPhase.objects.create(conference=conference, guidelines_ru="Судите работу.", blindness="double")
    reviews.accept(review)

    page = Client().get(url()).content.decode()

    for word in ("слабо", "средне", "хорошо", "Обоснованность", "Судите работу."):
        assert word in page


def test_sending_an_empty_form_names_everything_and_loses_nothing(url, review, one):
    reviews.accept(review)

    response = Client().post(url("send/"), {"comment_chair": "Для руководителя"})

    review.refresh_from_db()
    assert sorted(response.context["form"].errors) == ["comment_author", f"criterion-{one.pk}", "recommendation"]
    assert "Для руководителя" in response.content.decode()
    assert (review.state, review.comment_chair) == ("accepted", "Для руководителя")


def test_sending(url, review, one):
    reviews.accept(review)

    response = Client().post(url("send/"), form(one), follow=True)

    review.refresh_from_db()
    page = response.content.decode()
    assert (review.state, review.scores.get().value) == ("submitted", 3)
    assert COMMENT in page.replace("\u00a0", " ")
    assert f"criterion-{one.pk}" not in page


def test_what_is_sent_stays_as_it_is(url, review, one):
    reviews.send(written(review))

    Client().post(url("send/"), form(one, comment_author="Иначе"))

    review.refresh_from_db()
    assert review.comment_author == COMMENT


def test_saving_for_later(url, review, one):
    reviews.accept(review)

    client = Client()
    client.post(url("save/"), {f"criterion-{one.pk}": "2", "comment_author": "Начало"})

    page = client.get(url()).content.decode()
    assert "Начало" in page
    assert review.scores.get().value == 2


def test_autosave(url, review, one):
    reviews.accept(review)
    token = Client().get(url()).context["saved_answers"]

    good = Client().post(url("autosave/"), {"comment_author": "Само", "saved_answers": token})
    reviews.send(written(review))
    late = Client().post(url("autosave/"), {"comment_author": "Поздно", "saved_answers": token})

    review.refresh_from_db()
    assert (good.status_code, late.status_code) == (200, 409)
    assert json.loads(good.content)["text"]
    assert review.comment_author == COMMENT


def test_an_autosave_does_not_undo_a_return(url, review, chair):
    reviews.accept(review)
    token = Client().get(url()).context["saved_answers"]
    reviews.send(written(review))
    reviews.return_to_reviewer(review, by=chair, note="Ещё раз")

    page = Client().get(url())

    assert "Ещё раз" in page.content.decode().replace("\u00a0", " ")
    assert page.context["saved_answers"] == token  # the same promise, the same text


def test_a_choice_that_is_none_is_refused(url, review, one):
    reviews.accept(review)

    response = Client().post(url("send/"), form(one, **{f"criterion-{one.pk}": "9"}))

    assert list(response.context["form"].errors) == [f"criterion-{one.pk}"]
    assert not review.scores.exists()


def test_switching_the_language_keeps_what_was_typed(url, review, one, conference):
    reviews.accept(review)
    client = Client()

    response = client.post(url("send/"), {"comment_author": "Не потеряй", "switch_language": "en"})
    page = client.get(response["Location"]).content.decode()

    review.refresh_from_db()
    assert response["Location"].startswith(f"/en/{conference.slug}/review/")
    assert "Не потеряй" in page
    assert review.comment_author == ""
