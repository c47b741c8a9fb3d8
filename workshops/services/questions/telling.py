"""The one letter to who asked: when the question is answered or declined, and has stayed so for some minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import override

from conference.services import mail
from workshops.models import Listener, Question
from workshops.services.listening import personal_link

AFTER = timedelta(minutes=5)
"""A moderator may take a move back; a letter cannot be."""
State = Question.State


def tell_askers(*, now: datetime | None = None) -> int:
    """Write to those whose question, or the one it was merged with, was decided some minutes ago; how many letters.

    One letter for each question and never two; only to addresses that listeners gave. One query when nothing is due.
    """
    now = now or timezone.now()
    due = Question.objects.filter(told_at=None, asker__person__isnull=False).filter(
        Q(decided_at__lte=now - AFTER) | Q(state=State.MERGED, merged_into__decided_at__lte=now - AFTER)
    )
    rows = due.select_related(
        "asker__person", "asker__conference", "conference", "session", "merged_into"
    ).prefetch_related("answers__expert", "merged_into__answers__expert")
    return sum(_tell(each, now) for each in rows[:200])


@transaction.atomic
def _tell(question: Question, now: datetime) -> bool:
    if not Question.objects.filter(pk=question.pk, told_at=None).update(told_at=now):
        return False
    decided = question.merged_into or question
    listener = question.asker
    if listener is None or listener.person is None or decided.state not in (State.ANSWERED, State.DECLINED):
        return False
    with override(listener.language):
        key = "question-declined" if decided.state == State.DECLINED else "question-answered"
        written = mail.queue(
            key,
            to=listener.person,
            conference=question.conference,
            about=question,
            language=listener.language,
            question=_short(question.in_words_of_asker),
            answer=_answer_in_words(decided, listener.language),
            reason=decided.reason,
            link=_address(question, listener),
        )
    return written is not None


def _address(question: Question, listener: Listener) -> str:
    """Where the question is read by who asked it: their own stand there as well."""
    within = f"sessions/{question.session_id}/questions/" if question.session_id else "questions/"
    return personal_link(listener, to=within)


def _short(text: str) -> str:
    return text if len(text) <= 300 else f"{text[:299]}…"


def _answer_in_words(question: Question, language: str) -> str:
    other = "en" if language == "ru" else "ru"
    told = []
    for answer in question.answers.all():
        words = answer.words(language) or answer.words(other)
        told += [words] if words else []
    return "\n\n".join(told)
