"""Files that reviewers get, other reviews that they may read, and their own desk."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from tests.workshops.reviewing import criterion, manuscript, profile_of, sent, written
from workshops.models import Conflict, Review, ReviewPhase, SubmissionFile
from workshops.services import reviews
from workshops.services.review_reading import Reading

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


def attach(paper, data=None, kind="manuscript", ending="docx"):
    file = SubmissionFile(submission=paper, kind=kind, name="Сомова_доклад.docx", size=4, sha256="a" * 64)
    file.file.save(f"x.{ending}", ContentFile(data or manuscript(*TEXT)))
    return file


# -- files and other reviews ------------------------------------------------------------------------------------


def test_the_file_has_a_name_of_ours_and_no_date(url, review, paper):
    attach(paper)
    reviews.accept(review)

    response = Client().get(url("files/1/"))

    assert response["Content-Disposition"] == f'attachment; filename="paper-{paper.number}.docx"'
    assert "Last-Modified" not in response
    assert "Сомов".encode() not in response.content
    assert Client().get(url("files/2/")).status_code == 404


def test_no_file_before_the_promise(url, paper):
    attach(paper)

    assert Client().get(url("files/1/")).status_code == 404


def test_a_file_that_cannot_be_made_anonymous_is_kept_back(url, review, paper):
    attach(paper, b"<x/>", kind="supplement", ending="odt")
    reviews.accept(review)

    client = Client()

    assert "files/1/" not in client.get(url()).content.decode()
    assert client.get(url("files/1/")).status_code == 404


def test_where_reviewers_know_the_authors_they_get_the_file_itself(url, review, paper, conference):
    ReviewPhase.objects.create(conference=conference, blindness="blind")
    Review.objects.update(blindness="blind")
    data = manuscript(*TEXT)
    attach(paper, data)
    reviews.accept(review)

    client = Client()

    assert client.get(url("files/1/")).content == data
    assert "Сомова" in client.get(url()).content.decode()


@pytest.mark.parametrize(("visibility", "before", "after"), [("none", 0, 0), ("own", 0, 1), ("all", 1, 1)])
def test_other_reviews_by_the_rules(visibility, before, after, review, paper, make_person, conference):
    ReviewPhase.objects.create(conference=conference, visibility=visibility)
    other = make_person(full_name="Рябов Никита Андреевич")
    sent(paper, other)
    Review.objects.filter(reviewer=other).update(comment_author="Мнение другого. Рябов", comment_chair="Тайна")
    reviews.accept(review)

    def seen():
        review.refresh_from_db()
        return Reading(review, reviews.phase_of(paper, "abstract")).peers

    first = seen()
    reviews.send(written(review))
    second = seen()

    assert (len(first), len(second)) == (before, after)
    for peer in second:
        assert peer.text == "Мнение другого. [имя скрыто]"
        assert peer.number in (1, 2)


def test_numbers_follow_neither_time_nor_names(paper, make_person, conference):
    criterion(conference)
    made = [sent(paper, make_person()) for _number in range(6)]
    keys = sorted(review.key for review in made)

    numbers = {review.pk: Reading(review, ReviewPhase()).own_number for review in made}

    assert [numbers[review.pk] for review in made] == [keys.index(review.key) + 1 for review in made]


# -- signed in --------------------------------------------------------------------------------------------------


def test_the_desk_tells_how_many_and_until_when(review, reviewer, client_of, conference, make_submission, chair):
    done = sent(make_submission("submitted", title_ru="Сделанный"), reviewer)

    page = client_of(reviewer).get(f"/ru/{conference.slug}/reviews/").content.decode()

    assert page.index(str(review.key)) < page.index(str(done.key))
    assert review.token().partition(":")[0] not in page
    assert "Сомов" not in page


def test_my_page_shows_what_is_to_be_done(review, reviewer, author, client_of):
    assert str(review.key) in client_of(reviewer).get("/ru/me/").content.decode()
    assert "review" not in client_of(author).get("/ru/me/").content.decode().replace("reviewer@", "")


def test_the_desk_costs_the_same_for_many(reviewer, client_of, conference, make_submission, django_assert_num_queries):
    criterion(conference)
    client = client_of(reviewer)
    reviews.invite(make_submission("submitted", title_ru="Первый"), reviewer, by=None)
    address = f"/ru/{conference.slug}/reviews/"
    client.get(address)

    with django_assert_num_queries(10):
        client.get(address)
    for number in range(4):
        reviews.invite(make_submission("submitted", title_ru=f"Доклад {number}"), reviewer, by=None)
    with django_assert_num_queries(10):
        client.get(address)


def test_the_profile_is_the_reviewers_own(reviewer, client_of, conference):
    profile = profile_of(reviewer, conference)
    address = f"/ru/{conference.slug}/reviews/profile/"
    data = {"topics_ru": "жесты", "topics_en": "", "read": ["ru"], "capacity": "3", "is_paused": "on"}

    client = client_of(reviewer)
    assert client.post(address, data).status_code == 302
    bad = client.post(address, {**data, "capacity": "31", "read": []})

    profile.refresh_from_db()
    assert (profile.topics_ru, profile.languages, profile.capacity, profile.is_paused) == ("жесты", "ru", 3, True)
    assert sorted(bad.context["form"].errors) == ["capacity", "read"]


def test_conflicts_are_declared_and_taken_back(reviewer, client_of, conference):
    profile_of(reviewer, conference)
    address = f"/ru/{conference.slug}/reviews/profile/conflict/"
    client = client_of(reviewer)

    client.post(address, {"conflict-kind": "author", "conflict-name": "Сосед"})
    bad = client.post(address, {"conflict-kind": "author", "conflict-name": ""})
    conflict = Conflict.objects.get()
    client.post(f"{address}{conflict.pk}/withdraw/")

    assert conflict.name == "Сосед"
    assert list(bad.context["conflict_form"].errors) == ["name"]
    assert not Conflict.objects.exists()


@pytest.mark.parametrize(("blindness", "is_warned"), [("double", True), ("blind", False)])
def test_an_author_is_warned_of_the_own_name_before_sending(
    blindness, is_warned, make_submission, author, client_of, conference
):
    draft = make_submission("draft", body="Сомовой показано, что…")
    ReviewPhase.objects.create(conference=conference, blindness=blindness)

    page = client_of(author).get(f"/ru/{conference.slug}/papers/{draft.pk}/check/").content.decode()

    assert ("<b>Сомовой</b>" in page) == is_warned
