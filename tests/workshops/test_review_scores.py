"""Figures that the reviews of papers make together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from workshops.models import Criterion, Review, ReviewPhase, Score, Stage, Submission
from workshops.services.review_scores import ReviewSummary, summaries, summary

State = Review.State
WORDS = "слабо\nтак себе\nсредне\nхорошо\nотлично"


@pytest.fixture
def criteria(conference):
    relevance = Criterion.objects.create(
        conference=conference, title_ru="Тема", labels_ru=WORDS, labels_en="a\nb\nc\nd\ne", weight=2, order=1
    )
    clarity = Criterion.objects.create(
        conference=conference, title_ru="Ясность", labels_ru="нет\nда", labels_en="no\nyes", weight=1, order=2
    )
    return relevance, clarity


@pytest.fixture
def make_review(make_person: Callable[..., Any], criteria: tuple[Criterion, Criterion]) -> Callable[..., Review]:
    def make(submission: Submission, state: str = State.SUBMITTED, scores: tuple[int, ...] = (), **fields: Any):
        review = Review.objects.create(submission=submission, reviewer=make_person(), state=state, **fields)
        for criterion, value in zip(criteria, scores, strict=False):
            Score.objects.create(review=review, criterion=criterion, value=value)
        return review

    return make


def test_nobody_was_asked(make_submission):
    paper = make_submission("submitted")

    found = summary(paper)

    assert found == ReviewSummary(wanted=2, missing=2)
    assert found.unassigned == 2


def test_weights_and_scales_of_different_length(make_submission, make_review, criteria):
    paper = make_submission("submitted")
    make_review(paper, scores=(5, 2), recommendation="accept")  # 5 and 5 of five
    make_review(paper, scores=(2, 1), recommendation="major")  # (2 × 2 + 1 × 1) / 3

    found = summary(paper)

    assert (found.count, found.mean, found.spread, found.missing) == (2, 3.33, 3.33, 0)
    assert found.recommendations == {"accept": 1, "major": 1}
    assert found.criteria == {criteria[0].pk: 3.5, criteria[1].pk: 1.5}
    assert found.is_complete


def test_only_what_was_sent_counts(make_submission, make_review, conference):
    paper = make_submission("submitted")
    yesterday, tomorrow = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)
    ReviewPhase.objects.create(conference=conference, track=paper.track, reviews_wanted=6)
    ReviewPhase.objects.create(conference=conference, reviews_wanted=3)
    make_review(paper, scores=(4, 2))
    make_review(paper, State.ACCEPTED, scores=(1, 1), due=yesterday)
    make_review(paper, State.ACCEPTED, due=tomorrow)
    make_review(paper, State.INVITED, answer_due=yesterday)
    make_review(paper, State.DECLINED, scores=(1,))
    make_review(paper, State.CANCELLED, due=yesterday)

    found = summary(paper)

    assert (found.count, found.wanted, found.missing, found.late) == (1, 6, 5, 2)
    assert (found.asked, found.promised, found.unassigned) == (1, 2, 2)
    assert (found.mean, found.spread) == (4.33, None)


def test_the_present_round_and_an_earlier_one(make_submission, make_review):
    paper = make_submission("submitted", round=2)
    make_review(paper, scores=(1, 1), round=1)
    make_review(paper, scores=(5, 2), round=2)
    make_review(paper, scores=(3, 2), stage=Stage.TEXT)

    assert summary(paper).mean == 5
    assert summary(paper, round=1).mean == 1
    assert summary(paper, Stage.TEXT).count == 1


def test_many_papers_cost_as_much_as_one(make_submission, make_review, django_assert_num_queries):
    papers = [make_submission("submitted", title_ru=f"Доклад {number}") for number in range(6)]
    for paper in papers:
        make_review(paper, scores=(4, 1))

    with django_assert_num_queries(4):
        one = summaries(papers[:1])
    with django_assert_num_queries(4):
        all_of_them = summaries(papers)
    with django_assert_num_queries(4):
        texts = summaries(papers, Stage.TEXT)

    assert one == {papers[0].pk: all_of_them[papers[0].pk]}
    assert {found.mean for found in all_of_them.values()} == {3.0}
    assert {found.count for found in texts.values()} == {0}
