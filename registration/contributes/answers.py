"""Answers to the organisers' own questions: exported with one's data, erased with it, and erased when their term is
over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from conference.models import Person
from registration.models import CustomAnswer, Registration
from registration.models.questions import STEP
from registration.services.questions import drop, erase_due_answers, give_places_back, in_words


def personal_data(person: Person) -> dict[str, list[dict[str, Any]]]:
    """What *person* answered, as plain values; of a file, its name."""
    rows = CustomAnswer.objects.filter(registration__person=person)
    rows = rows.select_related("question", "registration__conference").prefetch_related("question__choices")
    return {
        "answers": [
            {
                "conference": answer.registration.conference.title,
                "number": answer.registration.number,
                "question": answer.question.title,
                "answer": in_words(answer.question, answer.value),
            }
            for answer in rows
        ]
    }


def erase(person: Person, *, by: Person | None) -> list[str]:
    """Erase the answers of *person* with their files, and what drafts they fill in hold of them."""
    erased = []
    rows = CustomAnswer.objects.filter(registration__person=person)
    for registration in Registration.objects.filter(pk__in=rows.values("registration")):
        give_places_back(registration)
    if drop(rows):
        erased.append(_("answers to the questions of the form"))
    drafts = Registration.objects.filter(state=Registration.State.DRAFT, filled_by=person)
    own = drafts.filter(answers__has_key=STEP)
    for draft in own:
        drop(draft.custom_answers.all())
        draft.answers.pop(STEP)
        draft.save(update_fields=["answers"])
    changes = Registration.objects.changes().filter(amends__person=person)
    for draft in (found := list(changes)):
        drop(draft.custom_answers.all())
        draft.delete()
    if found:
        erased.append(_("drafts of changes"))
    return erased


def schedules() -> list[Callable[[], Any]]:
    return [erase_due_answers]
