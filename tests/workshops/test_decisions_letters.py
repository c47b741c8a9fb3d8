"""Letters about decisions: in the author's language, in the organisers' words, edited for one and lost for none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conference.models import MailTemplate, Message, Person
from conference.moves import MoveNotAllowed
from workshops import services
from workshops.contributes import decisions
from workshops.models import Decision, Review, ReviewPhase, Submission
from workshops.services.decisions import (
    Plan,
    confirm_for,
    letters_of,
    remind,
    remind_due,
    reset_letter,
    send_test,
    told_to_author,
    unconfirmed,
    write_letter,
)

State = Submission.State
Outcome = Decision.Outcome


@pytest.fixture
def staged(make_submission, chair):
    return services.stage(make_submission(State.SUBMITTED), Plan(Outcome.ACCEPTED), by=chair)


def letter(decision: Decision):
    return letters_of([decision])[decision.pk]


@pytest.mark.parametrize(
    ("language", "subject", "greeting"),
    [
        ("ru", "Доклад принят: Два учителя в одном классе", "Здравствуйте"),
        ("en", "Paper accepted: Two teachers in one class", "Dear"),
    ],
)
def test_the_letter_speaks_the_authors_language_whatever_the_page_speaks(language, subject, greeting, staged):
    Person.objects.filter(pk=staged.submission.submitter_id).update(language=language)
    staged.submission.submitter.refresh_from_db()

    found = letter(staged)

    assert (found.subject, found.language, found.body.startswith(greeting)) == (subject, language, True)
    assert f"/{language}/inclusion/papers/{staged.submission_id}/" in found.body


@pytest.mark.parametrize("outcome", Outcome.values)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_preview_is_the_letter_that_goes(outcome, language, make_submission, chair, author):
    Person.objects.filter(pk=author.pk).update(language=language)
    author.refresh_from_db()
    paper = make_submission(State.SUBMITTED)
    due = timezone.localdate() + timedelta(days=5)
    plan = Plan(outcome, note="Записка {не placeholder}", remarks="Первое.", due=due)
    decision = services.stage(paper, plan, by=chair)
    preview = letter(decision)

    services.release_decisions([decision], by=chair)

    sent = Message.objects.get(key=f"submission-{outcome}")
    assert (sent.subject, sent.body, sent.language) == (preview.subject, preview.body, language)
    assert "{" not in sent.body.replace("{не placeholder}", "")


def test_the_organisers_wording_is_respected_and_only_flat_placeholders_are_filled(staged, conference):
    MailTemplate.objects.create(
        conference=conference, key="submission-accepted", subject_ru="Ура, № {number}",
        body_ru="{title} {nobody} {{ settings.SECRET_KEY }} {0.__class__}",
    )  # fmt: skip

    found = letter(staged)

    assert found.subject == f"Ура, № {staged.submission.number}"
    assert found.body == "Два учителя в одном классе {nobody} {{ settings.SECRET_KEY }} {0.__class__}"


def test_an_edited_letter_goes_word_for_word_with_its_placeholders_filled(staged, chair):
    write_letter(staged, by=chair, subject=" Доклад № {number}\n", body="Приезжайте!\r\n\r\n{link}\r\n")

    services.release_decisions([staged], by=chair)

    sent = Message.objects.get(key="submission-accepted")
    assert sent.subject == f"Доклад № {staged.submission.number}"
    assert sent.body.startswith("Приезжайте!\n\nhttp") is True


def test_the_usual_wording_saved_unchanged_counts_as_not_edited(staged, chair):
    found = letter(staged)

    write_letter(staged, by=chair, subject=found.subject, body=found.body.replace("\n", "\r\n"))

    staged.refresh_from_db()
    assert (staged.letter_subject, staged.letter_body) == ("", "")


def test_an_empty_letter_is_refused(staged, chair):
    with pytest.raises(ValidationError):
        write_letter(staged, by=chair, subject="Тема", body=" \n ")


def test_back_to_the_usual_wording(staged, chair):
    usual = letter(staged).body
    write_letter(staged, by=chair, subject="Тема", body="Текст")

    reset_letter(staged, by=chair)

    assert (letter(staged).body, letter(staged).is_edited) == (usual, False)


def test_a_released_letter_is_not_edited(staged, chair):
    services.release_decisions([staged], by=chair)

    with pytest.raises(MoveNotAllowed):
        write_letter(staged, by=chair, subject="Тема", body="Текст")


def test_a_test_letter_goes_to_whoever_prepares_it_and_to_nobody_else(staged, chair, author):
    write_letter(staged, by=chair, subject="Тема", body="Текст для {name}")
    before = Message.objects.filter(person=author).count()

    send_test(staged, by=chair)

    sent = Message.objects.get(key="decision-test")
    assert (sent.person, sent.subject[-4:], sent.body) == (chair, "Тема", f"Текст для {author.full_name}")
    assert Message.objects.filter(person=author).count() == before


def test_previews_cost_the_same_for_one_and_for_thirty(make_submission, chair, django_assert_num_queries, staged):
    def all_letters():
        rows = Decision.objects.staged().select_related(
            "submission__conference", "submission__track", "submission__submitter"
        )
        return letters_of(rows)

    with django_assert_num_queries(4):
        all_letters()
    for number in range(29):
        outcome = Outcome.values[number % 3]
        services.stage(make_submission(State.SUBMITTED), Plan(outcome), by=chair)

    with django_assert_num_queries(4):
        assert len(all_letters()) == 30


# -- confirmations ------------------------------------------------------------------------------------------


@pytest.fixture
def accepted(make_submission, chair):
    return services.accept(make_submission(State.SUBMITTED), by=chair)


def test_the_silent_are_reminded_a_week_after_and_once_more(accepted, conference):
    def days_pass(days: int) -> int:
        shift = timedelta(days=days)
        for decision in Decision.objects.released():
            reminded = decision.reminded_at and decision.reminded_at - shift
            Decision.objects.filter(pk=decision.pk).update(
                released_at=decision.released_at - shift, reminded_at=reminded
            )
        return remind_due()

    sent = [days_pass(days) for days in (6, 1, 6, 1, 6, 1, 30)]

    assert sent == [0, 1, 0, 1, 0, 0, 0]
    assert Message.objects.filter(key="decision-confirm-reminder").count() == 2


def test_who_has_answered_is_not_reminded(accepted, author, chair, conference):
    rows = list(unconfirmed(conference))
    services.confirm(accepted, by=author)

    assert (remind(rows, by=chair), unconfirmed(conference).count()) == (0, 0)


def test_a_chair_confirms_for_the_author_and_says_how_they_know(accepted, chair, author):
    with pytest.raises(ValidationError):
        confirm_for(accepted, by=chair, reason="  ")
    confirm_for(accepted, by=chair, reason="По телефону 3 мая")

    accepted.refresh_from_db()
    assert (accepted.state, accepted.confirmed_at is not None) == (State.CONFIRMED, True)
    assert Message.objects.get(key="decision-confirmed-for").person == author
    with pytest.raises(MoveNotAllowed):
        confirm_for(accepted, by=chair, reason="Ещё раз")


# -- personal data ------------------------------------------------------------------------------------------


def test_the_copy_of_ones_data_tells_released_decisions_and_nothing_staged(make_submission, author, chair):
    services.decline(make_submission(State.SUBMITTED), by=chair, note="Записка")
    services.stage(make_submission(State.SUBMITTED), Plan(Outcome.ACCEPTED, note="Тайна"), by=chair)

    told = decisions.personal_data(author)

    assert [(row["outcome"], row["note"]) for row in told["decisions_about_papers"]] == [("declined", "Записка")]
    assert len(decisions.personal_data(chair)["decisions_made"]) == 2


def test_erasing_an_author_forgets_notes_and_letters_of_papers_nobody_accepted(make_submission, author, chair):
    declined = services.decline(make_submission(State.SUBMITTED), by=chair, note="Записка")
    waiting = services.stage(make_submission(State.SUBMITTED), Plan(Outcome.ACCEPTED, note="Тайна"), by=chair)
    write_letter(waiting, by=chair, subject="Ольге", body="Дорогая Ольга")

    erased = decisions.erase(author, by=None)

    rows = Decision.objects.values_list("note", "letter_subject", "letter_body")
    assert (erased, set(rows), declined.state) == (["decisions"], {("", "", "")}, State.DECLINED)


def test_an_erased_reviewer_is_no_longer_named(make_submission, make_person, chair, conference):
    ReviewPhase.objects.create(conference=conference, blindness="open")
    reviewer = make_person(full_name="Орлова Анна")
    paper = make_submission(State.SUBMITTED)
    Review.objects.create(submission=paper, reviewer=reviewer, state="submitted", comment_author="Мнение")
    services.decline(paper, by=chair)
    before = told_to_author(paper)[0].comments[0].reviewer

    decisions.erase(reviewer, by=None)

    assert (before, told_to_author(paper)[0].comments[0].reviewer) == (reviewer, None)
