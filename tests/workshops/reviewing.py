"""Reviewers, criteria and reviews for the tests of the reviews."""

from __future__ import annotations

from typing import Any

from conference.models import Conference, Organisation, Person
from workshops.models import Criterion, Review, ReviewerProfile, Submission, Track
from workshops.services import reviews

WORDS_RU, WORDS_EN = "слабо\nсредне\nхорошо", "poor\nfair\ngood"
COMMENT = "Работа ясная. Добавьте таблицу."


def criterion(conference: Conference, title: str = "Обоснованность", **fields: Any) -> Criterion:
    return Criterion.objects.create(
        conference=conference, title_ru=title, labels_ru=WORDS_RU, labels_en=WORDS_EN, **fields
    )


def profile_of(
    person: Person, conference: Conference, *, tracks: tuple[Track, ...] = (), organisation: str = "", **fields: Any
) -> ReviewerProfile:
    if organisation:
        person.organisation = Organisation.objects.create(title_ru=organisation)
        person.save()
    profile = ReviewerProfile.objects.create(conference=conference, person=person, **fields)
    profile.tracks.set(tracks)
    return profile


def written(review: Review, *, comment: str = COMMENT, recommendation: str = "minor", value: int = 3) -> Review:
    """The review accepted and filled in, not sent."""
    if review.state == Review.State.INVITED:
        reviews.accept(review)
    scores = {each.pk: value for each in reviews.criteria_of(review)}
    return reviews.save_draft(review, scores=scores, recommendation=recommendation, comment_author=comment)


def sent(submission: Submission, reviewer: Person, **fields: Any) -> Review:
    return reviews.send(written(reviews.invite(submission, reviewer, by=None), **fields))
