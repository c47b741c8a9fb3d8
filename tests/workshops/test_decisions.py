"""Decisions: staged in private, released together, once; what moves, what is written, what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from conference.models import Message, Person, Role
from conference.moves import MoveNotAllowed
from workshops import services
from workshops.models import Decision, FullText, Remark, Review, ReviewPhase, Stage, Submission
from workshops.services.decisions import Plan, remarks_from, told_to_author, write_letter

State = Submission.State
Outcome = Decision.Outcome


@pytest.fixture
def letters():
    """Letters written since the test began, as (key, language)."""
    before = set(Message.objects.values_list("pk", flat=True))
    return lambda: list(Message.objects.exclude(pk__in=before).order_by("pk").values_list("key", "language"))


@pytest.fixture
def reviewed(make_submission, make_person):
    """A paper with two reviews that were sent."""
    paper = make_submission(State.SUBMITTED)
    for name, text in (("Anna Orlova", "Добавьте данные.\n\nСократите введение."), ("Ilya Belov", "Хорошая работа.")):
        Review.objects.create(
            submission=paper, reviewer=make_person(latin_name=name), state="submitted", comment_author=text
        )
    return paper


def test_a_staged_decision_changes_nothing_that_an_author_meets(make_submission, chair, letters):
    paper = make_submission(State.SUBMITTED)
    before = letters()

    decision = services.stage(paper, Plan(Outcome.ACCEPTED, note="Поздравляем"), by=chair)

    paper.refresh_from_db()
    assert (paper.state, paper.presentation, paper.decision_note, letters()) == (State.SUBMITTED, "", "", before)
    assert (decision.presentation, decision.publication, decision.round) == ("oral", "article", 1)


@pytest.mark.parametrize("kind", ["report", "poster"])
def test_empty_halves_are_as_the_type_suggests(kind, make_submission, chair):
    paper = make_submission(State.SUBMITTED, type=kind)

    decision = services.stage(paper, Plan(Outcome.ACCEPTED), by=chair)

    assert decision.presentation == {"report": "oral", "poster": "poster"}[kind]


@pytest.mark.parametrize("state", [State.ACCEPTED, State.DECLINED, State.WITHDRAWN])
@pytest.mark.parametrize("outcome", Outcome.values)
def test_what_does_not_await_a_decision_is_not_staged(state, outcome, make_submission, chair):
    paper = make_submission(state)
    before = Decision.objects.count()

    with pytest.raises(MoveNotAllowed):
        services.stage(paper, Plan(outcome), by=chair)

    assert Decision.objects.count() == before


def test_an_accepted_paper_keeps_one_half_at_least(make_submission, chair):
    with pytest.raises(ValidationError) as refusal:
        services.stage(
            make_submission(State.SUBMITTED), Plan(Outcome.ACCEPTED, presentation="none", publication="none"), by=chair
        )

    assert refusal.value.code == "no_halves"


def test_a_day_that_has_passed_is_no_due_date(make_submission, chair):
    with pytest.raises(ValidationError):
        services.stage(
            make_submission(State.SUBMITTED),
            Plan(Outcome.REVISION, due=timezone.localdate() - timedelta(days=1)),
            by=chair,
        )


def test_staging_again_changes_the_one_decision_and_keeps_what_was_typed(make_submission, chair):
    paper = make_submission(State.SUBMITTED)
    first = services.stage(paper, Plan(Outcome.ACCEPTED, note="Моя записка"), by=chair)

    second = services.stage(paper, Plan(Outcome.DECLINED), by=chair)

    assert (second.pk, second.outcome, second.note, second.presentation) == (first.pk, "declined", "Моя записка", "")


def test_many_are_staged_and_those_who_cannot_be_are_named(make_submission, chair):
    papers = [make_submission(State.SUBMITTED), make_submission(State.WITHDRAWN), make_submission(State.SUBMITTED)]

    result = services.stage_many(papers, Plan(Outcome.DECLINED), by=chair)

    assert [decision.submission for decision in result.done] == [papers[0], papers[2]]
    assert [paper for paper, _words in result.refused] == [papers[1]]


def test_what_is_staged_can_be_taken_back_until_it_is_released(make_submission, chair):
    paper = make_submission(State.SUBMITTED)
    decision = services.stage(paper, Plan(Outcome.ACCEPTED), by=chair)
    services.unstage(decision, by=chair)
    again = services.stage(paper, Plan(Outcome.ACCEPTED), by=chair)
    services.release_decisions([again], by=chair)

    with pytest.raises(MoveNotAllowed):
        services.unstage(again, by=chair)

    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    ("outcome", "halves", "key"),
    [
        (Outcome.ACCEPTED, ("poster", "abstract"), "submission-accepted"),
        (Outcome.DECLINED, ("", ""), "submission-declined"),
        (Outcome.REVISION, ("", ""), "submission-revision"),
    ],
)
def test_release_moves_writes_the_halves_and_the_letter(outcome, halves, key, make_submission, chair, letters):
    paper = make_submission(State.SUBMITTED)
    before = letters()
    plan = Plan(outcome, presentation="poster", publication="abstract", note="Записка")
    decision = services.stage(paper, plan, by=chair)

    result = services.release_decisions([decision], by=chair)

    paper.refresh_from_db()
    decision.refresh_from_db()
    assert (paper.state, (paper.presentation, paper.publication), paper.decision_note) == (outcome, halves, "Записка")
    assert (letters(), result.refused) == ([*before, (key, "ru")], [])
    assert (decision.released_by, paper.decided_at) == (chair, decision.released_at)


def test_the_rest_go_when_one_cannot(make_submission, chair):
    first, gone, last = (make_submission(State.SUBMITTED) for _ in range(3))
    staged = services.stage_many([first, gone, last], Plan(Outcome.ACCEPTED), by=chair).done
    services.withdraw(gone, by=gone.submitter)

    result = services.release_decisions(staged, by=chair)

    assert [decision.submission_id for decision in result.done] == [first.pk, last.pk]
    assert [
        (decision.submission_id, "withdrawn" in words or "отозван" in words) for decision, words in result.refused
    ] == [(gone.pk, True)]
    assert list(Decision.objects.staged().values_list("submission", flat=True)) == [gone.pk]


def test_a_second_release_does_nothing(make_submission, chair, organiser, letters):
    staged = services.stage_many([make_submission(State.SUBMITTED) for _ in range(3)], Plan(Outcome.ACCEPTED), by=chair)
    services.release_decisions(staged.done, by=chair)
    before = letters()

    again = services.release_decisions(staged.done, by=organiser)

    assert (again.done, again.refused, letters()) == ([], [], before)
    assert set(Decision.objects.values_list("released_by", flat=True)) == {chair.pk}


def test_a_letter_written_for_another_decision_is_looked_at_first(make_submission, chair):
    paper = make_submission(State.SUBMITTED)
    decision = services.stage(paper, Plan(Outcome.ACCEPTED), by=chair)
    write_letter(decision, by=chair, subject="Поздравляем!", body="Ждём вас.")
    decision = services.stage(paper, Plan(Outcome.DECLINED), by=chair)

    refused = services.release_decisions([decision], by=chair).refused
    write_letter(decision, by=chair, subject="К сожалению", body="Не вошёл.")
    done = services.release_decisions([decision], by=chair).done

    assert ([row.pk for row, _words in refused], [row.pk for row in done]) == ([decision.pk], [decision.pk])
    assert Message.objects.get(key="submission-declined").body == "Не вошёл."


def test_a_revision_leaves_remarks_to_answer(reviewed, chair):
    due = timezone.localdate() + timedelta(days=10)
    decision = services.stage(
        reviewed, Plan(Outcome.REVISION, remarks="1. Первое.\n\n2) Второе,\nв две строки.\n\n\n", due=due), by=chair
    )

    services.release_decisions([decision], by=chair)

    assert list(Remark.objects.values_list("number", "text")) == [(1, "Первое."), (2, "Второе,\nв две строки.")]
    body = Message.objects.get(key="submission-revision").body
    assert "1. Первое.\n\n2. Второе,\nв две строки." in body
    assert "Сократите введение" not in body  # the remarks say it already


def test_remarks_begin_with_what_reviewers_wrote_for_the_author(reviewed, chair):
    decision = services.stage(reviewed, Plan(Outcome.REVISION), by=chair)

    assert sorted(decision.remark_list()) == ["Добавьте данные.", "Сократите введение.", "Хорошая работа."]


def test_a_revised_paper_comes_back_for_another_round(reviewed, chair, author):
    services.ask_revision(reviewed, by=chair, remarks="Уточните выборку.")
    services.answer_remarks(reviewed, {Remark.objects.get().pk: "Уточнили."}, by=author)
    services.resubmit(reviewed, by=author)

    decision = services.stage(reviewed, Plan(Outcome.ACCEPTED), by=chair)

    services.release_decisions([decision], by=chair)
    reviewed.refresh_from_db()
    assert (decision.round, reviewed.state, Decision.objects.released().count()) == (2, State.ACCEPTED, 2)
    assert [remark.answer for remark in Remark.objects.all()] == ["Уточнили."]


@pytest.mark.parametrize(("blindness", "named"), [("double", False), ("blind", False), ("open", True)])
def test_comments_are_shown_with_names_only_where_the_review_is_open(blindness, named, reviewed, chair, conference):
    ReviewPhase.objects.create(conference=conference, blindness=blindness)

    Person.objects.filter(pk=reviewed.submitter_id).update(language="en")
    reviewed.submitter.refresh_from_db()

    services.decline(reviewed, by=chair)

    body = Message.objects.get(key="submission-declined").body
    told = told_to_author(reviewed)[0]
    with override("en"):
        headings = sorted(each.heading for each in told.comments)
    assert ("Anna Orlova" in body, any("Orlova" in heading for heading in headings)) == (named, named)
    assert [f"\n\nReviewer {number}" in body for number in (1, 2, 3)] == [True, True, False]
    assert {each.text for each in told.comments} == {"Добавьте данные.\n\nСократите введение.", "Хорошая работа."}
    assert all((each.reviewer is not None) == named for each in told.comments)


def test_nothing_is_told_before_the_release_and_nothing_later_is_added(reviewed, chair, make_person):
    services.stage(reviewed, Plan(Outcome.ACCEPTED), by=chair)
    before = told_to_author(reviewed)
    services.accept(reviewed, by=chair)
    Review.objects.create(
        submission=reviewed, reviewer=make_person(), state="submitted", comment_author="Опоздавшее мнение"
    )

    after = told_to_author(reviewed)

    assert (before, [len(each.comments) for each in after]) == ([], [2])


def test_comments_may_be_kept_back(reviewed, chair):
    decision = services.stage(reviewed, Plan(Outcome.DECLINED, shows_comments=False), by=chair)

    services.release_decisions([decision], by=chair)

    assert (told_to_author(reviewed)[0].comments, "Добавьте" in Message.objects.last().body) == ([], False)


def test_what_is_between_reviewers_and_chairs_reaches_no_letter(reviewed, chair):
    Review.objects.update(comment_chair="Между нами")

    services.decline(reviewed, by=chair)

    assert Message.objects.filter(body__contains="Между нами").count() == 0
    assert remarks_from([]) == ""


def test_a_declined_paper_is_accepted_after_all_with_a_reason_in_the_history(make_submission, organiser):
    paper = make_submission(State.DECLINED)

    with pytest.raises(MoveNotAllowed):
        services.accept(paper, by=organiser)
    services.accept(paper, by=organiser, reason="Ошибка при подсчёте оценок")

    paper.refresh_from_db()
    entry = LogEntry.objects.get_for_object(paper).filter(changes__state__isnull=False).latest("timestamp")
    assert (paper.state, paper.presentation) == (State.ACCEPTED, "oral")
    assert entry.additional_data == {"reason": "Ошибка при подсчёте оценок"}
    assert "Ошибка при подсчёте" not in Message.objects.get(key="submission-accepted").body


# -- full texts ---------------------------------------------------------------------------------------------


@pytest.fixture
def with_text(make_submission, chair):
    paper = make_submission(State.SUBMITTED, body="Текст статьи.")
    services.accept(paper, by=chair)
    return paper


@pytest.mark.parametrize(
    ("verb", "state", "collected"),
    [("accept_text", "accepted", 1), ("decline_text", "declined", 0), ("ask_text_revision", "revision", 0)],
)
def test_only_an_accepted_text_may_be_collected(verb, state, collected, with_text, chair, conference):
    before = Submission.objects.of(conference).for_the_book().count()

    text = getattr(services, verb)(with_text, by=chair)

    with_text.refresh_from_db()
    assert (before, text.state, with_text.state) == (0, state, State.ACCEPTED)
    assert Submission.objects.of(conference).for_the_book().count() == collected
    assert Message.objects.latest("pk").key == f"decision-text-{state}"


def test_texts_are_staged_apart_from_abstracts(with_text, chair):
    decision = services.stage(with_text, Plan(Outcome.ACCEPTED, stage=Stage.TEXT, presentation="poster"), by=chair)

    assert (decision.stage, decision.presentation, decision.publication) == ("text", "", "")
    assert FullText.objects.get().state == FullText.State.SUBMITTED


def test_the_text_of_a_paper_taken_out_of_print_is_not_judged(with_text, chair, author):
    staged = services.stage(with_text, Plan(Outcome.ACCEPTED, stage=Stage.TEXT), by=chair)
    services.withdraw_publication(with_text, by=author)

    with pytest.raises(MoveNotAllowed):
        services.stage(with_text, Plan(Outcome.DECLINED, stage=Stage.TEXT), by=chair)
    result = services.release_decisions([staged], by=chair)

    assert (result.done, len(result.refused), FullText.objects.get().state) == ([], 1, "submitted")


def test_a_paper_without_a_text_has_none_to_judge(make_submission, chair):
    with pytest.raises(MoveNotAllowed):
        services.accept_text(make_submission(State.ACCEPTED), by=chair)


# -- who may ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "track", "expected"),
    [
        (Role.Kind.ORGANISER, 0, True), (Role.Kind.CHAIR, 1, True), (Role.Kind.CHAIR, 0, True),
        (Role.Kind.CHAIR, 2, False), (Role.Kind.EDITOR, 0, False), (Role.Kind.REVIEWER, 0, False),
    ],
)  # fmt: skip
def test_who_decides(kind, track, expected, make_submission, make_person, conference):
    from conference.permissions import may

    paper = make_submission(State.SUBMITTED)
    person = make_person(kind, conference=conference, track=track)

    assert may(person, "workshops.decide", paper) is expected
