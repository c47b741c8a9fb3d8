"""Answering, writing and sending a review."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from conference.models import Message
from conference.moves import MoveNotAllowed
from tests.workshops.reviewing import COMMENT, criterion, written
from tests.workshops.reviews.conftest import letters
from workshops.models import Conflict, ReviewPhase, Score
from workshops.services import reviews


def test_a_promise(review):
    reviews.accept(review)

    review.refresh_from_db()
    assert review.state == "accepted"
    assert review.accepted_at is not None
    with pytest.raises(MoveNotAllowed):
        reviews.accept(review)


def test_a_no_is_told_to_the_chair_and_a_conflict_is_kept(review, paper, reviewer, chair):
    reviews.decline(review, reason="Мы соавторы", suggestion="Коллега", has_conflict=True)

    conflict = Conflict.objects.get()
    letter = Message.objects.get()
    assert (conflict.person, conflict.submission, conflict.kind) == (reviewer, paper, "paper")
    assert (letter.key, letter.to) == ("review-declined", chair.email)
    assert "Коллега" in letter.body
    with pytest.raises(ValidationError):
        reviews.invite(paper, reviewer, by=chair)


def test_a_draft_keeps_scores_and_texts_and_forgets_what_is_taken_back(review, conference):
    reviews.accept(review)
    one, two = reviews.criteria_of(review)[0], criterion(conference, "Новизна")
    reviews.save_draft(review, scores={one.pk: 2, two.pk: 3}, comment_author="Начало")

    reviews.save_draft(review, scores={one.pk: None, two.pk: 1}, comment_chair="Между нами")

    review.refresh_from_db()
    assert dict(review.scores.values_list("criterion", "value")) == {two.pk: 1}
    assert (review.comment_author, review.comment_chair) == ("Начало", "Между нами")
    assert review.saved_at is not None


def test_nothing_is_written_before_the_promise_or_after_the_sending(review):
    with pytest.raises(MoveNotAllowed):
        reviews.save_draft(review, comment_author="Рано")
    reviews.send(written(review))

    with pytest.raises(MoveNotAllowed):
        reviews.save_draft(review, comment_author="Поздно")

    review.refresh_from_db()
    assert review.comment_author == COMMENT


def test_sending_asks_for_all_that_is_missing(review):
    reviews.accept(review)

    with pytest.raises(ValidationError) as missing:
        reviews.send(review)

    pk = reviews.criteria_of(review)[0].pk
    assert sorted(missing.value.message_dict) == ["comment_author", f"criterion-{pk}", "recommendation"]


def test_a_score_outside_the_words_does_not_count(review):
    written(review)
    Score.objects.update(value=9)

    with pytest.raises(ValidationError):
        reviews.send(review)


def test_an_anonymous_review_is_not_signed(review):
    written(review, comment="Хорошая работа. С уважением, В. О. Ким")

    with pytest.raises(ValidationError) as refused:
        reviews.send(review)

    assert list(refused.value.message_dict) == ["comment_author"]


def test_an_open_review_may_be_signed(paper, reviewer, chair, conference):
    ReviewPhase.objects.create(conference=conference, blindness="open")

    review = reviews.send(written(reviews.invite(paper, reviewer, by=chair), comment="С уважением, Ким"))

    assert review.state == "submitted"


def test_whoever_sends_is_thanked(review, reviewer):
    reviews.send(written(review))

    review.refresh_from_db()
    assert (review.state, review.submitted_at is not None) == ("submitted", True)
    assert letters() == [("review-thanks", reviewer.email)]


def test_a_closed_phase_takes_nothing(review, conference):
    written(review)
    ReviewPhase.objects.create(conference=conference, is_open=False)

    for verb in (reviews.send, reviews.save_draft):
        with pytest.raises(MoveNotAllowed):
            verb(review)
