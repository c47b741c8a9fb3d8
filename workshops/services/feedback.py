"""Verbs and figures of the feedback questionnaire. What one has answered is never written beside one's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from conference.models import Conference, Person, Role
from conference.moves import MoveNotAllowed
from conference.services import mail
from workshops.models import FeedbackAnswer, FeedbackQuestion, FeedbackResponse, Questionnaire, Receipt

LONGEST = 4000
FEWEST = 5
"""Results are shown from so many answers on: of fewer one could guess whose they are."""
Kind = FeedbackQuestion.Kind


def asked_of(person: Person, questionnaire: Questionnaire) -> str:
    """Whether *person* is asked now: ``yes``, ``answered``, ``not-yet``, ``closed`` or ``not-a-participant``."""
    if not takes_part(person, questionnaire.conference):
        return "not-a-participant"
    if Receipt.objects.filter(questionnaire=questionnaire, person=person).exists():
        return "answered"
    if questionnaire.is_open():
        return "yes"
    ended = questionnaire.closes is not None and questionnaire.closes < timezone.now()
    return "closed" if ended else "not-yet"


def takes_part(person: Person, conference: Conference) -> bool:
    return Role.objects.held_by(person, conference).filter(kind=Role.Kind.PARTICIPANT).exists()


@transaction.atomic
def answer(questionnaire: Questionnaire, values: Mapping[int, Sequence[str]], *, by: Person) -> None:
    """Keep the answers of *by*, key of a question -> values, without a name. Questions may be left out.

    Raises MoveNotAllowed for who is not asked (any more), ValidationError for a value that was not offered or when
    nothing at all was answered.
    """
    if asked_of(by, questionnaire) != "yes":
        raise MoveNotAllowed(_("The questionnaire is closed for you: it is answered already, or its term is over."))
    questions = {question.pk: question for question in questionnaire.questions.all()}
    kept = {pk: _checked(questions[pk], given) for pk, given in values.items() if pk in questions}
    if not any(kept.values()):
        raise ValidationError(_("Answer at least one question."), code="nothing")
    try:
        with transaction.atomic():
            Receipt.objects.create(questionnaire=questionnaire, person=by)
    except IntegrityError:
        raise MoveNotAllowed(_("You have answered already. Thank you.")) from None
    response = FeedbackResponse.objects.create(
        questionnaire=questionnaire, day=questionnaire.conference.today(), language=get_language() or "ru"
    )
    FeedbackAnswer.objects.bulk_create(
        FeedbackAnswer(response=response, question=questions[pk], value=value)
        for pk, given in kept.items()
        for value in given
    )


def _checked(question: FeedbackQuestion, given: Sequence[str]) -> list[str]:
    values = list(dict.fromkeys(value.strip() for value in given if value.strip()))
    if question.kind == Kind.TEXT:
        if values and len(values[0]) > LONGEST:
            raise ValidationError(_("Shorten the answer to %(count)d characters.") % {"count": LONGEST})
        return values[:1]
    known = {key for key, _words in question.options()}
    if not set(values) <= known or (question.kind != Kind.SEVERAL and len(values) > 1):
        raise ValidationError(_("Choose one of the answers offered."))
    return values


@transaction.atomic
def announce(questionnaire: Questionnaire, *, by: Person) -> int:
    """Write once to everybody who takes part and has not answered; to how many. Raises MoveNotAllowed."""
    if not questionnaire.is_open():
        raise MoveNotAllowed(_("Open the questionnaire first: give it a beginning that has come."))
    conference = questionnaire.conference
    fresh = Questionnaire.objects.filter(pk=questionnaire.pk, announced_at=None).update(announced_at=timezone.now())
    if not fresh:
        raise MoveNotAllowed(_("The participants have been written to already."))
    people = Person.objects.filter(roles__conference=conference, roles__kind=Role.Kind.PARTICIPANT)
    asked = people.exclude(feedback_receipts__questionnaire=questionnaire).distinct()
    written = [
        mail.queue(
            "feedback-asked",
            to=person,
            conference=conference,
            about=questionnaire,
            link=mail.link(_address(conference, person.language)),
        )
        for person in asked
    ]
    return sum(letter is not None for letter in written)


def _address(conference: Conference, language: str) -> str:
    with override(language):
        return conference.url("workshops:feedback")


# -- figures -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Result:
    """What was answered to one question: how often each option, the mean of a rating, or the texts."""

    question: FeedbackQuestion
    answered: int
    counts: list[tuple[str, int]] = field(default_factory=list)
    mean: float | None = None
    texts: list[str] = field(default_factory=list)


def results(questionnaire: Questionnaire) -> tuple[int, list[Result]]:
    """How many answered, and the results in order; two queries. Fewer than FEWEST answers give no results."""
    total = questionnaire.responses.count()
    if total < FEWEST:
        return total, []
    questions = list(questionnaire.questions.prefetch_related("answers"))
    return total, [_result(question) for question in questions]


def _result(question: FeedbackQuestion) -> Result:
    answers = list(question.answers.all())
    answered = len({each.response_id for each in answers})
    if question.kind == Kind.TEXT:
        return Result(question, answered, texts=sorted(each.value for each in answers))
    counted = Counter(each.value for each in answers)
    counts = [(words, counted[key]) for key, words in question.options()]
    values = [int(each.value) for each in answers] if question.kind == Kind.RATING else []
    return Result(question, answered, counts, sum(values) / len(values) if values else None)


def table_of(questionnaire: Questionnaire) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a spreadsheet of all answers: a row for each filled-in questionnaire, in no telling order."""
    questions = list(questionnaire.questions.all())
    words = {question.pk: dict(question.options()) for question in questions}
    rows: dict[int, dict[int, list[str]]] = {}
    for each in FeedbackAnswer.objects.filter(response__questionnaire=questionnaire).order_by("response__day", "pk"):
        shown = words[each.question_id].get(each.value, each.value)
        rows.setdefault(each.response_id, {}).setdefault(each.question_id, []).append(shown)
    told = sorted(["; ".join(row.get(question.pk, [])) for question in questions] for row in rows.values())
    return [question.text for question in questions], told
