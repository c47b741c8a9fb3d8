"""Doing a self-audit: verbs, counting, words, comparison, plan."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from conference.models import Message
from conference.moves import MoveNotAllowed
from conference.services import mail
from conference.services.queue import path_of
from proceedings.models import AuditAnswer, ImprovementStep, SelfAudit
from proceedings.services import audits, library
from proceedings.services.audits import wording
from proceedings.services.audits.counting import Counts, count
from tests.proceedings.checklists import *  # noqa: F403
from tests.proceedings.checklists import NA, NO, PARTLY, YES, begun, finished, items, new_checklist, publish

pytestmark = pytest.mark.django_db


# -- beginning and answering ------------------------------------------------------------------------------------------


def test_an_attempt_knows_its_version_and_a_link_that_nobody_guesses(checklist):
    first, second = (audits.start(checklist, by=None, language="en") for _each in range(2))

    assert (first.version, first.language, first.person) == (1, "en", None)
    assert (len(first.key), len({first.key, second.key})) == (24, 2)


def test_a_draft_and_a_withdrawn_checklist_are_not_begun(season, checklist):
    draft = audits.add_checklist(season, by=None, title_ru="Черновик")
    going = begun(checklist, YES)
    library.withdraw(checklist.material, by=None, reason="Устарел")

    for closed in (draft, checklist):
        with pytest.raises(MoveNotAllowed):
            audits.start(closed, by=None, language="ru")
    audits.answer(going, items(going)[1], NO)  # what was begun goes on
    assert going.answers.count() == 2


def test_the_last_answer_holds(checklist):
    audit = begun(checklist)
    item = items(audit)[0]

    audits.answer(audit, item, NO, note="  Пока нет  ")
    audits.answer(audit, item, PARTLY, note="Начали")

    assert list(audit.answers.values_list("item", "value", "note")) == [(item.pk, "partly", "Начали")]


@pytest.mark.parametrize("value", ["", "maybe", "YES"])
def test_an_answer_is_one_of_four(checklist, value):
    audit = begun(checklist)

    with pytest.raises(ValidationError):
        audits.answer(audit, items(audit)[0], value)

    assert AuditAnswer.objects.count() == 0


def test_a_statement_of_another_checklist_is_refused(season, checklist):
    foreign = items(begun(new_checklist(season, slug="other")))[0]
    audit = begun(checklist)

    with pytest.raises(ValidationError):
        audits.answer(audit, foreign, YES)
    with pytest.raises(ValidationError):
        audits.answer_many(audit, {foreign.pk: (YES, "")})

    assert audit.answers.count() == 0


def test_it_is_finished_when_everything_is_answered(checklist):
    audit = begun(checklist, YES, NO, NA)

    with pytest.raises(ValidationError) as refused:
        audits.finish(audit)

    assert "4, 5" in refused.value.messages[0]
    audit.refresh_from_db()
    assert audit.finished_at is None


def test_after_the_end_answers_stay(checklist):
    audit = finished(checklist, YES)

    with pytest.raises(MoveNotAllowed):
        audits.answer(audit, items(audit)[0], NO)
    with pytest.raises(MoveNotAllowed):
        audits.finish(audit)

    assert set(audit.answers.values_list("value", flat=True)) == {"yes"}


def test_the_school_may_take_back_that_it_is_counted_after_the_end(checklist):
    audit = finished(checklist, YES, school="Школа")

    audits.tell_about(audit, is_counted=False)

    audit.refresh_from_db()
    assert (audit.is_counted, audit.school) == (False, "Школа")


# -- cabinet and letter -----------------------------------------------------------------------------------------------


def test_an_attempt_goes_into_one_cabinet(checklist, make_person):
    audit, owner, other = begun(checklist), make_person(), make_person()

    audits.attach(audit, by=owner)
    audits.attach(audit, by=owner)
    with pytest.raises(MoveNotAllowed):
        audits.attach(audit, by=other)

    audit.refresh_from_db()
    assert audit.person == owner


def test_the_address_of_a_letter_is_forgotten_once_it_is_sent(checklist):
    audit = begun(checklist)

    letter = audits.send_link(audit, "school@example.org", language="ru")
    kept = audits.forget_letters()
    mail.send(letter.pk)
    gone = audits.forget_letters()

    assert (letter.to, f"/ru/library/audits/{audit.key}/" in letter.body) == ("school@example.org", True)
    assert "Школа для всех" in letter.subject
    assert (kept, gone, Message.objects.count()) == (0, 1, 0)


def test_letters_are_few_for_an_attempt_and_for_an_address(checklist):
    first, second = begun(checklist), begun(checklist)
    for number in range(3):
        audits.send_link(first, f"school{number}@example.org", language="en")
        audits.send_link(second, "victim@example.org", language="en") if number < 1 else None

    with pytest.raises(ValidationError):
        audits.send_link(first, "fourth@example.org", language="en")
    for _each in range(2):
        audits.send_link(begun(checklist), "victim@example.org", language="en")
    with pytest.raises(ValidationError):
        audits.send_link(begun(checklist), " Victim@example.org", language="en")

    assert Message.objects.filter(to="victim@example.org").count() == 3


def test_attempts_that_were_left_for_a_year_are_erased(checklist, make_person):
    kinds = {
        "left": begun(checklist, YES), "fresh": begun(checklist, YES), "finished": finished(checklist, YES),
        "kept": begun(checklist, YES, person=make_person()),
    }  # fmt: skip
    long_ago = timezone.now() - timedelta(days=366)
    SelfAudit.objects.exclude(pk=kinds["fresh"].pk).update(changed_at=long_ago)

    erased = audits.forget_left()

    assert (erased, set(SelfAudit.objects.values_list("pk", flat=True))) == (
        1, {kinds[name].pk for name in ("fresh", "finished", "kept")},
    )  # fmt: skip
    assert path_of(audits.forget_left) == "proceedings.services.audits.answering.forget_left"


# -- counting ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "percent"),
    [
        ([], None),
        (["na", "na", ""], None),
        (["yes", "na", ""], 100),
        (["partly"], 50),
        (["yes", "partly", "no"], 50),
        (["yes", "yes", "partly"], 83),
        (["no", "no"], 0),
        (["yes"] * 199 + ["partly"], 99),
        (["no"] * 199 + ["partly"], 1),
    ],
)
def test_partly_is_half_and_what_does_not_apply_is_left_out(values, percent):
    assert count(values).percent == percent


def test_numbers_of_answers():
    assert count(["yes", "no", "no", "partly", "na", ""]) == Counts(yes=1, partly=1, no=2, na=1, missing=1)


def test_the_weakest_come_first(checklist):
    audit = finished(checklist, PARTLY, NO, YES, NO, PARTLY)

    sheet = audits.sheet_of(audit)

    assert [line.number for line in sheet.weakest] == [2, 4, 1, 5]
    assert [part.counts.percent for part in sheet.parts] == [25, 50]


def test_a_sheet_costs_two_questions(checklist, django_assert_num_queries):
    audit = finished(checklist, YES)
    audit.checklist = checklist

    with django_assert_num_queries(2):
        sheet = audits.sheet_of(audit)
        assert next(line.item.section.title for line in sheet.lines) == "Раздел 1"


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("percent", [None, 0, 20, 40, 60, 80, 100])
def test_every_number_has_a_sentence(percent, language):
    counts = Counts(na=1) if percent is None else Counts(yes=percent // 20, no=5 - percent // 20)

    with translation.override(language):
        sentences = {wording.of_the_whole(counts), wording.of_a_section(counts)}

    assert all(sentence.endswith(".") for sentence in sentences)
    assert len(sentences) == 2


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (Counts(missing=18), "Nothing is answered yet."),
        (Counts(yes=1, partly=1, missing=16), "too early for a conclusion: 2 of 18 statements answered."),
        (Counts(na=2, missing=16), "too early for a conclusion: 2 of 18 statements answered."),
        (Counts(yes=9, missing=9), "Everything that this checklist asks for"),
        (Counts(na=18), "Nothing of this applies"),
    ],
)
def test_below_half_of_the_answers_there_is_no_verdict(counts, said):
    with translation.override("en"):
        assert said in wording.of_the_whole(counts)


@pytest.mark.parametrize(
    ("values", "best", "worst"),
    [
        ((YES, NO, NO, NO), [1], [2, 3, 4]),
        ((PARTLY, PARTLY, NO, YES), [4], [3]),
        ((YES, NO, NO, NO, NO), [1], []),
        ((YES, YES, YES), [], []),
        ((YES, NO, "", "", ""), [], []),
    ],
)
def test_sections_that_are_equal_are_named_together(season, values, best, worst):
    audit = begun(new_checklist(season, slug="many", sizes=(1,) * len(values)), *filter(None, values))

    named = wording.best_and_worst(audits.sheet_of(audit))

    assert [[part.number for part in parts] for parts in named] == [best, worst]


# -- comparison -------------------------------------------------------------------------------------------------------


def test_two_attempts_are_compared_statement_by_statement(checklist):
    first = finished(checklist, NO, YES, PARTLY, NA, YES, days=200)
    second = audits.again(first, by=None, language="ru")
    told = zip(items(second), (PARTLY, YES, NO, YES, NA), strict=True)
    audits.answer_many(second, {item.pk: (value, "") for item, value in told})
    audits.finish(second)

    made = audits.compared(audits.sheet_of(second), audits.sheet_of(first))

    assert [change.direction for change in made.changes] == ["better", "same", "worse", "other", "other"]
    assert [change.arrow for change in made.changes] == ["↑", "→", "↓", "–", "–"]
    assert (made.before.percent, made.now.percent, made.direction) == (63, 63, "same")
    assert audits.earlier_of(second, None) == [first]


def test_a_new_attempt_inherits_the_school_and_not_the_answers(checklist, make_person):
    first = finished(checklist, YES, school="Школа", region="RU-SPE", is_counted=False, person=make_person())

    second = audits.again(first, by=None, language="ru")

    assert (second.school, second.region, second.is_counted, second.person) == ("Школа", "RU-SPE", False, first.person)
    assert (second.follows, second.answers.count(), second.key == first.key) == (first, 0, False)


def test_an_unfinished_attempt_is_not_done_again(checklist):
    with pytest.raises(MoveNotAllowed):
        audits.again(begun(checklist), by=None, language="ru")


def test_an_earlier_attempt_is_named_by_its_link(season, checklist):
    first, second = finished(checklist, NO), finished(checklist, YES)
    foreign = finished(new_checklist(season, slug="other"), YES)
    link = f"https://vmeste.example.org/en/library/audits/{first.key}/results/"

    audits.follow(second, link)

    assert audits.earlier_of(second, None) == [first]
    for bad in (
        f"/library/audits/{foreign.key}/",
        f"/library/audits/{second.key}/",
        "nothing",
        "/library/audits/../x/",
    ):
        with pytest.raises(ValidationError):
            audits.follow(second, bad)
    with pytest.raises(ValidationError):  # a ring
        audits.follow(first, f"/ru/library/audits/{second.key}/")
    with pytest.raises(ValidationError):
        audits.follow(second, f"/ru/library/audits/{begun(checklist).key}/")


def test_other_attempts_of_a_cabinet_are_for_its_owner(checklist, make_person):
    owner = make_person()
    first, second = finished(checklist, NO, person=owner, days=90), finished(checklist, YES, person=owner)

    assert (audits.earlier_of(second, owner), audits.earlier_of(second, None)) == ([first], [])
    assert audits.earlier_of(second, make_person()) == []


def test_another_version_of_the_checklist_is_no_change_of_the_school(checklist):
    first = finished(checklist, YES, days=100)
    reworded, gone = items(first)[0], items(first)[1]
    audits.change_item(reworded, by=None, text_ru="Иначе")
    audits.retire_item(gone, by=None)
    audits.add_item(gone.section, by=None, text_ru="Новое")
    newer = publish(checklist)

    second = finished(newer, YES)
    made = audits.compared(audits.sheet_of(second), audits.sheet_of(first))

    assert (second.version, [change.is_reworded for change in made.changes]) == (2, [True, False, False, False, False])
    assert [change.before is None for change in made.changes] == [False, True, False, False, False]
    assert (made.before.total, made.now.total, made.direction) == (4, 4, "same")
    assert [line.item.text for line in audits.sheet_of(first).lines][:2] == ["Утверждение 1.1", "Утверждение 1.2"]


# -- plan -------------------------------------------------------------------------------------------------------------


def test_steps_are_proposed_once_from_what_is_behind(checklist):
    audit = finished(checklist, NO, YES, PARTLY, NA, YES)
    advised = [line.item.pk for line in audits.proposals(audit)]

    made = audits.propose(audit, [*advised, 10**9], language="en")
    again = audits.propose(audit, advised, language="en")

    assert [step.text for step in made] == ["First step 1.1", "First step 2.1"]
    assert (again, audits.proposals(audit), [step.order for step in audit.steps.all()]) == ([], [], [1, 2])


def test_a_plan_is_written_ordered_and_ticked_off(checklist):
    audit = finished(checklist, NO)
    first = audits.add_step(audit, text="  Поручни  ", who="Завхоз", until=date(2027, 3, 1))
    second = audits.add_step(audit, text="Таблички")

    moved = (audits.move_step(second, up=True), audits.move_step(second, up=True))
    changed = audits.change_steps(audit, {first.pk: {"text": "Поручни", "is_done": True, "audit_id": 5}})
    audits.remove_step(second)

    assert (moved, changed) == ((True, False), 1)
    assert list(audit.steps.values_list("text", "who", "is_done")) == [("Поручни", "Завхоз", True)]


def test_steps_of_another_attempt_stay_untouched(checklist):
    mine, other = finished(checklist, NO), finished(checklist, NO)
    step = audits.add_step(other, text="Чужой")

    changed = audits.change_steps(mine, {step.pk: {"text": "Мой", "who": "", "until": None, "is_done": True}})

    step.refresh_from_db()
    assert (changed, step.text, step.is_done) == (0, "Чужой", False)


def test_a_plan_has_an_end(checklist):
    audit = finished(checklist, NO)
    ImprovementStep.objects.bulk_create(ImprovementStep(audit=audit, text=f"{number}") for number in range(40))

    with pytest.raises(MoveNotAllowed):
        audits.add_step(audit, text="Ещё один")
    with pytest.raises(ValidationError):
        audits.add_step(audit, text="   ")


def test_dates_of_a_plan_go_into_a_calendar(checklist):
    audit = finished(checklist, NO)
    audits.add_step(audit, text="Поручни; у входа", until=date(2027, 3, 1))
    audits.add_step(audit, text="Без даты")
    done = audits.add_step(audit, text="Сделано", until=date(2027, 3, 1))
    audits.change_steps(audit, {done.pk: {"is_done": True}})

    told = audits.plan_calendar(audit, language="ru").decode()

    assert told.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20270301" in told
    assert "DTEND;VALUE=DATE:20270302" in told
    assert "SUMMARY;LANGUAGE=ru:Поручни\\; у входа" in told
