"""What the chair does with reviews, reminders, links, and what is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conference.models import Message
from conference.moves import MoveNotAllowed
from tests.workshops.reviewing import COMMENT, sent, written
from tests.workshops.reviews.conftest import letters
from workshops import services
from workshops.models import Conflict, Review, ReviewerProfile
from workshops.services import review_reminders, reviewers, reviews

# -- the chair -----------------------------------------------------------------------------------------------


def test_a_review_comes_back_with_a_reason_and_time(review, chair, reviewer):
    reviews.send(written(review))
    Message.objects.all().delete()
    with pytest.raises(ValidationError):
        reviews.return_to_reviewer(review, by=chair, note="  ")

    reviews.return_to_reviewer(review, by=chair, note="Уберите, пожалуйста, резкость.")

    review.refresh_from_db()
    assert (review.state, review.submitted_at) == ("accepted", None)
    assert review.due > timezone.now() + timedelta(days=4)
    assert letters() == [("review-returned", reviewer.email)]
    assert "Уберите, пожалуйста, резкость." in Message.objects.get().body


def test_more_time(review, chair):
    until = timezone.now() + timedelta(days=40)

    reviews.extend(review, by=chair, until=until)

    review.refresh_from_db()
    assert review.due == until
    assert review.answer_due > timezone.now()
    with pytest.raises(ValidationError):
        reviews.extend(review, by=chair, until=timezone.now() - timedelta(days=1))


def test_no_more_time_for_what_is_sent(review, chair):
    reviews.send(written(review))

    with pytest.raises(MoveNotAllowed):
        reviews.extend(review, by=chair, until=timezone.now() + timedelta(days=4))


def test_calling_off_is_told(review, chair, reviewer):
    reviews.call_off(review, by=chair, note="Доклад снят.")

    review.refresh_from_db()
    assert review.state == "cancelled"
    assert letters() == [("review-called-off", reviewer.email)]
    assert "Доклад снят." in Message.objects.get().body


def test_somebody_else_instead(review, paper, chair, make_person):
    other = make_person()

    fresh = reviews.replace(review, by=chair, reviewer=other)

    review.refresh_from_db()
    assert (review.state, fresh.state, fresh.reviewer) == ("cancelled", "invited", other)


def test_a_refused_replacement_changes_nothing(review, chair, author):
    with pytest.raises(ValidationError):
        reviews.replace(review, by=chair, reviewer=author)

    review.refresh_from_db()
    assert review.state == "invited"


def test_a_withdrawn_paper_needs_no_review(review, paper, author, reviewer):
    services.withdraw(paper, by=author)
    Message.objects.all().delete()

    done = reviews.withdrawn_papers_need_no_review()

    review.refresh_from_db()
    assert (done, review.state) == (1, "cancelled")
    assert letters() == [("review-called-off", reviewer.email)]


# -- reminders and links -------------------------------------------------------------------------------------


def test_one_reminder_for_each_state(review):
    past = timezone.now() - timedelta(days=4)
    Review.objects.update(invited_at=past, answer_due=timezone.now() + timedelta(hours=20))

    assert (review_reminders.remind_reviewers(), review_reminders.remind_reviewers()) == (1, 0)
    review.refresh_from_db()
    reviews.accept(review, at=past)
    Review.objects.update(due=timezone.now() + timedelta(days=2))
    assert (review_reminders.remind_reviewers(), review_reminders.remind_reviewers()) == (1, 0)

    assert [key for key, _to in letters()] == ["review-answer-reminder", "review-due-reminder"]


@pytest.mark.parametrize(
    "fields",
    [
        {"answer_due": timedelta(days=3)},  # there is time
        {"answer_due": timedelta(days=-9)},  # long over: a person writes
        {"answer_due": timedelta(hours=3), "invited_at": timedelta(hours=-3)},  # asked just now
    ],
)
def test_no_reminder(fields, review):
    told = {"invited_at": timedelta(days=-9), **fields}
    Review.objects.update(**{name: timezone.now() + delta for name, delta in told.items()})

    assert review_reminders.remind_reviewers() == 0


def test_reminders_cost_one_query_when_nothing_is_due(review, django_assert_num_queries):
    with django_assert_num_queries(1):
        review_reminders.remind_reviewers()


@pytest.mark.parametrize(
    ("state", "fields", "is_good"),
    [
        ("invited", {"answer_due": 1}, True),
        ("invited", {"answer_due": -6}, True),
        ("invited", {"answer_due": -8}, False),
        ("accepted", {"due": -29}, True),
        ("accepted", {"due": -31}, False),
        ("submitted", {"submitted_at": -29}, True),
        ("submitted", {"submitted_at": -31}, False),
        ("cancelled", {"due": 5}, False),
    ],
)
def test_the_link_ends_with_the_review(state, fields, is_good, review):
    review.state = state
    for name, days in fields.items():
        setattr(review, name, timezone.now() + timedelta(days=days))

    assert review.link_is_good() == is_good


@pytest.mark.parametrize("token", ["", "abc", "a:b:c"])
def test_an_altered_link_opens_nothing(token, review):
    assert Review.objects.of_link(token) is None
    assert Review.objects.of_link(review.token()[:-1] + "x") is None


# -- forgetting ----------------------------------------------------------------------------------------------


def test_an_erased_reviewer_leaves_reviews_without_a_name(paper, reviewer, make_submission, chair):
    done = sent(paper, reviewer)
    Review.objects.update(comment_chair="Ваша Виктория Ким")
    waiting = reviews.invite(make_submission("submitted", title_ru="Другой"), reviewer, by=chair)
    Conflict.objects.create(conference=paper.conference, person=reviewer, name="Сосед")

    told = reviewers.erase_reviewer(reviewer, by=None)

    done.refresh_from_db(), waiting.refresh_from_db()
    assert told == ["reviews"]
    assert (done.state, done.comment_author, done.comment_chair) == ("submitted", COMMENT, "Ваша [имя скрыто]")
    assert waiting.state == "cancelled"
    assert (Conflict.objects.count(), ReviewerProfile.objects.count()) == (0, 0)


def test_a_reviewers_copy_of_data_names_no_author(paper, reviewer, author):
    sent(paper, reviewer)

    told = reviewers.personal_data_of(reviewer)

    assert told["reviews"][0]["comment_author"] == COMMENT
    assert told["reviews"][0]["title"] == "Два учителя в\u00a0одном классе"
    assert "Сомов" not in str(told)
    assert reviewers.personal_data_of(author) == {}
