"""Asking, answering, writing, sending, returning, reminding: the verbs of the reviews."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conference.models import Message, Role
from conference.moves import MoveNotAllowed
from tests.workshops.reviewing import COMMENT, criterion, profile_of, sent, written
from workshops import services
from workshops.models import Author, Conflict, Review, ReviewerProfile, ReviewPhase, Score, Stage, Submission
from workshops.services import review_reminders, reviewers, reviews

State = Review.State


@pytest.fixture
def reviewer(make_person):
    return make_person(full_name="Ким Виктория Олеговна", latin_name="Viktoria Kim")


@pytest.fixture
def paper(make_submission):
    return make_submission("submitted")


@pytest.fixture
def review(paper, reviewer, chair, conference):
    criterion(conference)
    made = reviews.invite(paper, reviewer, by=chair)
    Message.objects.all().delete()
    return made


def letters() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("pk").values_list("key", "to"))


# -- asking --------------------------------------------------------------------------------------------------


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


# -- answering and writing -----------------------------------------------------------------------------------


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
