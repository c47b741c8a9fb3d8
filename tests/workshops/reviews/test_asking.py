"""Reviews are asked for: by whom, of whom, with which letter."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conference.models import Message, Role
from conference.moves import MoveNotAllowed
from tests.workshops.reviewing import profile_of
from tests.workshops.reviews.conftest import letters
from workshops import services
from workshops.models import Author, Review, ReviewerProfile, ReviewPhase, Stage, Submission
from workshops.services import reviews

State = Review.State


def test_an_invitation_has_dates_a_promise_and_one_letter(paper, reviewer, chair, conference):
    ReviewPhase.objects.create(conference=conference, answer_days=3, review_days=10, blindness="blind")
    Message.objects.all().delete()

    review = reviews.invite(paper, reviewer, by=chair)

    here = conference.zone
    days = [
        (timezone.localtime(each, here).date() - conference.today()).days for each in (review.answer_due, review.due)
    ]
    assert (review.state, review.round, review.stage, review.blindness) == ("invited", 1, "abstract", "blind")
    assert days == [3, 10]
    assert timezone.localtime(review.due, here).strftime("%H:%M:%S") == "23:59:59"
    assert letters() == [("review-invitation", reviewer.email)]
    assert ReviewerProfile.objects.of(conference).get().person == reviewer
    assert Role.objects.filter(person=reviewer, kind=Role.Kind.REVIEWER, conference=conference).exists()


def test_the_letter_has_the_link_and_no_author(paper, reviewer, chair):
    Message.objects.all().delete()

    review = reviews.invite(paper, reviewer, by=chair)

    letter = Message.objects.get()
    assert letter.is_secret
    assert f"/{review.token().partition(':')[0]}" in letter.body
    assert "Два учителя в одном классе" in letter.body
    assert "Сомов" not in letter.subject + letter.body


@pytest.mark.parametrize("state", [Submission.State.DRAFT, Submission.State.DECLINED, Submission.State.WITHDRAWN])
def test_nobody_is_asked_about_a_paper_that_is_not_under_review(state, make_submission, reviewer, chair):
    paper = make_submission(state)

    with pytest.raises(MoveNotAllowed):
        reviews.invite(paper, reviewer, by=chair)

    assert not Review.objects.exists()


def test_nobody_is_asked_when_reviewing_is_closed(paper, reviewer, chair, conference):
    ReviewPhase.objects.create(conference=conference, track=paper.track, is_open=False)

    with pytest.raises(MoveNotAllowed):
        reviews.invite(paper, reviewer, by=chair)


def test_nobody_is_asked_twice_but_may_be_asked_again_after_a_no(review, paper, reviewer, chair):
    with pytest.raises(MoveNotAllowed):
        reviews.invite(paper, reviewer, by=chair)
    reviews.decline(review, reason="Занят")
    former = review.token()

    again = reviews.invite(paper, reviewer, by=chair)

    assert (again.pk, again.state, again.decline_reason) == (review.pk, "invited", "")
    assert Review.objects.of_link(former) is None
    assert Review.objects.of_link(again.token()) == again


def test_an_author_is_never_asked_about_the_own_paper(paper, author, make_person, chair):
    by_address = make_person(email="s@example.org", full_name="Другая Анна", latin_name="Anna Drugaya")

    for person in (author, by_address):
        with pytest.raises(ValidationError) as refused:
            reviews.invite(paper, person, by=chair, in_spite_of="Очень нужно")
        assert refused.value.code == "conflict"


def test_a_colleague_is_asked_only_with_a_written_reason(paper, reviewer, chair, conference):
    Author.objects.filter(submission=paper).update(affiliation_ru="Приневский университет (демонстрационный)")
    profile_of(reviewer, conference, organisation="«Приневский  университет»")

    with pytest.raises(ValidationError) as refused:
        reviews.invite(paper, reviewer, by=chair)
    review = reviews.invite(paper, reviewer, by=chair, in_spite_of="Другой факультет, не знакомы")

    assert refused.value.code == "conflict_to_explain"
    assert review.conflict_note == "Другой факультет, не знакомы"


def test_texts_are_reviewed_when_they_are_sent(make_submission, reviewer, chair, author):
    paper = make_submission("accepted")
    with pytest.raises(MoveNotAllowed):
        reviews.invite(paper, reviewer, by=chair, stage=Stage.TEXT)
    services.send_text(paper, by=author, body="Текст статьи.")

    review = reviews.invite(paper, reviewer, by=chair, stage=Stage.TEXT)

    assert (review.stage, review.round) == ("text", 1)
