"""Answers in exports and in one's own data, and erased in time."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import override

from registration import contributes, services
from registration.models import CustomAnswer, CustomChoice
from registration.services.questions import erase_due_answers, table_of
from tests.registration.questions.conftest import Kind, sent_with, told


def test_the_table_asks_the_database_three_times(make_draft, make_person, ask, django_assert_num_queries):
    choice = ask(Kind.SEVERAL, choices=(("Музей", None), ("Парк", None)))
    text = ask(Kind.TEXT)
    both = [each.pk for each in choice.choices.all()]
    rows = [sent_with(make_draft, make_person, told(choice, both) | told(text, "=1+1")) for _guest in range(3)]

    with override("en"), django_assert_num_queries(3):
        headers, cells = table_of(rows)

    assert headers == ["Question 1", "Question 2"]
    assert cells == {row.pk: ["Музей in English; Парк in English", "=1+1"] for row in rows}


def test_answers_are_erased_when_their_term_is_over(make_draft, make_person, ask, conference):
    due, kept = ask(Kind.TEXT, retention_days=10), ask(Kind.TEXT)
    sent_with(make_draft, make_person, told(due, "тайна") | told(kept, "остаётся"))
    draft = make_draft("listener")
    services.save_step(draft, "questions", told(due, "тайна") | told(kept, "остаётся"), by=None)
    before = erase_due_answers()
    type(conference).objects.filter(pk=conference.pk).update(
        starts=timezone.now().date() - timedelta(days=12), ends=timezone.now().date() - timedelta(days=11)
    )

    erased = erase_due_answers()

    draft.refresh_from_db()
    assert (before, erased, erase_due_answers()) == (0, 2, 0)
    assert list(CustomAnswer.objects.values_list("value", flat=True)) == ["остаётся"]
    assert draft.answers["questions"] == told(kept, "остаётся")


def test_ones_own_answers_are_exported_and_erased(make_draft, make_person, ask):
    question = ask(Kind.CHOICE, choices=(("Музей", 2),))
    mine = sent_with(make_draft, make_person, told(question, question.choices.get().pk))
    sent_with(make_draft, make_person, told(question, question.choices.get().pk))

    with override("ru"):
        data = contributes.answers.personal_data(mine.participant)["answers"]
    contributes.answers.erase(mine.participant, by=None)

    assert [(row["question"], row["answer"]) for row in data] == [("Вопрос 1", "Музей")]
    assert CustomAnswer.objects.filter(registration=mine).count() == 0
    assert CustomChoice.objects.get().places_taken == 1
