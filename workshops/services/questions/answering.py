"""Answers: aloud while the event goes on, or in writing by an expert."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Person
from conference.moves import MoveNotAllowed
from workshops.models import Answer, Expert, Question

State = Question.State
LONGEST_ANSWER = 6000
HEARD = timedelta(seconds=30)
"""A question that was in the air so long counts as answered when the next one is taken."""


@transaction.atomic
def take_into_the_air(question: Question, *, by: Person | None) -> Question:
    """Mark *question* as being answered now; it is the only one of its event.

    A question that waited is approved by that. The one that was in the air before counts as answered there when it was
    there for half a minute, else it returns to the list. Raises MoveNotAllowed for one that is not open.
    """
    if question.session_id is None:
        raise MoveNotAllowed(_("Only questions to an event are answered in the air."))
    now = timezone.now()
    before = Question.objects.filter(session=question.session_id, in_the_air_since__isnull=False)
    for each in before.exclude(pk=question.pk).select_related("session"):
        if each.in_the_air_since and each.in_the_air_since <= now - HEARD:
            answer_in_the_air(each, by=by)
        else:
            off_the_air(each)
    if question.state == State.PENDING:
        question.move(State.APPROVED, by=by)
    fresh = Question.objects.filter(pk=question.pk, state=State.APPROVED)
    try:
        with transaction.atomic():
            taken = fresh.update(in_the_air_since=now)
    except IntegrityError:
        raise MoveNotAllowed(_("Somebody has just taken another question into the air.")) from None
    if not taken:
        question.refresh_from_db()
        raise MoveNotAllowed(question._refusal(question.state))
    question.in_the_air_since = now
    return question


@transaction.atomic
def off_the_air(question: Question, *, by: Person | None = None) -> Question:
    """The question is not being answered after all: it returns to the list."""
    Question.objects.filter(pk=question.pk).update(in_the_air_since=None)
    question.in_the_air_since = None
    return question


@transaction.atomic
def answer_in_the_air(
    question: Question,
    seconds: int | None = None,
    text_ru: str = "",
    text_en: str = "",
    *,
    expert: Expert | None = None,
    by: Person | None,
) -> Answer:
    """It was answered aloud, *seconds* after the beginning of the recording, with a few words of the answer if wished.

    Without *seconds*: the moment at which the question was taken into the air, counted from the beginning of the event.
    Raises MoveNotAllowed for a question that is not open, ValidationError for a place outside the recording.
    """
    if seconds is not None and not 0 <= seconds <= 24 * 3600:
        raise ValidationError(_("The place in the recording is minutes and seconds from its beginning."), code="place")
    seconds = _place(question) if seconds is None else seconds
    _answered(question, by=by)
    return Answer.objects.create(
        question=question, kind=Answer.Kind.AIR, seconds=seconds, expert=_of(question, expert), text_ru=text_ru.strip(),
        text_en=text_en.strip(),
    )  # fmt: skip


def _place(question: Question) -> int | None:
    if question.in_the_air_since is None or question.session is None:
        return None
    passed = question.in_the_air_since - question.session.starts
    length = question.session.ends - question.session.starts
    return round(passed.total_seconds()) if timedelta() <= passed <= length + timedelta(hours=1) else None


@transaction.atomic
def with_the_minute(answer: Answer, seconds: int | None, *, by: Person | None) -> Answer:
    """Set the place of an answer in the recording once it is known."""
    answer.seconds = seconds
    answer.save(update_fields=["seconds"])
    return answer


@transaction.atomic
def answer_in_writing(
    question: Question, expert: Expert | None, text_ru: str, text_en: str = "", *, by: Person | None
) -> Answer:
    """The answer of *expert* in writing, in one language at least; given again, it takes the place of the former one.

    A question that waited is approved by that, one answered in the air has both. Raises MoveNotAllowed for one that is
    merged or declined, ValidationError for an answer without words or too long.
    """
    text_ru, text_en = text_ru.strip(), text_en.strip()
    if not text_ru and not text_en:
        raise ValidationError(_("Write the answer in one of the languages at least."), code="empty")
    if max(len(text_ru), len(text_en)) > LONGEST_ANSWER:
        raise ValidationError(_("Shorten the answer to %(count)d characters.") % {"count": LONGEST_ANSWER}, code="long")
    if question.state != State.ANSWERED:
        _answered(question, by=by)
    answer, _made = Answer.objects.update_or_create(
        question=question,
        kind=Answer.Kind.WRITING,
        expert=_of(question, expert),
        defaults={"text_ru": text_ru, "text_en": text_en},
        create_defaults={"text_ru": text_ru, "text_en": text_en, "given_at": timezone.now()},
    )
    return answer


def _of(question: Question, expert: Expert | None) -> Expert | None:
    if expert is not None and expert.conference_id != question.conference_id:
        raise ValidationError(_("This belongs to another conference."), code="elsewhere")
    return expert


def _answered(question: Question, *, by: Person | None) -> None:
    if question.state == State.PENDING:
        question.move(State.APPROVED, by=by)
    question.move(State.ANSWERED, by=by, decided_at=timezone.now(), in_the_air_since=None)
