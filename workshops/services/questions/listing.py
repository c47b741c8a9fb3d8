"""Questions as they are read: with their votes and answers, in one of three orders, at the same number of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce

from workshops.models import Answer, Listener, Question, Session, Theme, Vote

ORDERS = ("theme", "votes", "time")
State = Question.State


@dataclass(frozen=True)
class Row:
    """A question as everybody sees it: how many want an answer, and the answers."""

    question: Question
    votes: int
    answers: tuple[Answer, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.question.state == State.APPROVED


@dataclass(frozen=True)
class Group:
    """Questions under one heading: a theme, or ``open`` and ``answered`` ones."""

    key: str
    rows: tuple[Row, ...]
    theme: Theme | None = None


def rows_of(questions: Iterable[Question], *, session: Session | None = None) -> list[Row]:
    """*questions* with votes and answers; two queries more. With *session* all of them are of that event."""
    told = list(questions)
    keys = [each.pk for each in told]
    if session is not None:
        votes = Vote.objects.filter(question__session=session).counted()
    else:
        votes = Vote.objects.filter(Q(question__in=keys) | Q(question__merged_into__in=keys)).counted()
    answers: dict[int, list[Answer]] = {}
    answered = [each.pk for each in told if each.state == State.ANSWERED]
    for answer in Answer.objects.filter(question__in=answered).select_related("expert"):
        answers.setdefault(answer.question_id, []).append(answer)
    return [Row(each, votes.get(each.pk, 0), tuple(answers.get(each.pk, ()))) for each in told]


def of_event(session: Session) -> list[Row]:
    """What everybody reads of the questions to *session*; three queries."""
    shown = Question.objects.filter(session=session).public().select_related("theme", "asker")
    return rows_of(shown, session=session)


def by_votes(row: Row) -> tuple[Any, ...]:
    """Most wanted first; of two alike the one asked earlier."""
    return (-row.votes, row.question.asked_at, row.question.pk)


def _by_time(row: Row) -> tuple[Any, ...]:
    return (-row.question.asked_at.timestamp(), -row.question.pk)


def _by_theme(row: Row) -> tuple[Any, ...]:
    theme = row.question.theme
    place = (theme.order, theme.pk) if theme else (10**9, 0)
    return (*place, not row.is_open, *by_votes(row))


def grouped(rows: Iterable[Row], order: str) -> list[Group]:
    """*rows* under headings: by theme, or the open ones before the answered; who is in the air stands in none."""
    waiting = [row for row in rows if not row.question.is_in_the_air]
    if order == "theme":
        ordered = sorted(waiting, key=_by_theme)
        return [
            Group(f"theme-{theme.pk if theme else 0}", tuple(each), theme)
            for theme, each in groupby(ordered, key=lambda row: row.question.theme)
        ]
    within: Callable[[Row], Any] = _by_time if order == "time" else by_votes
    parts = (("open", True), ("answered", False))
    found = [Group(key, tuple(sorted((row for row in waiting if row.is_open == wanted), key=within)))
             for key, wanted in parts]  # fmt: skip
    return [group for group in found if group.rows]


def in_the_air(rows: Iterable[Row]) -> Row | None:
    return next((row for row in rows if row.question.is_in_the_air), None)


# -- what is a listener's own -----------------------------------------------------------------------------------


def voted_for(listener: Listener, session: Session) -> set[int]:
    """Keys of the questions to *session* for which the listener has voted; what was merged counts as its target."""
    votes = Vote.objects.filter(voter=listener.voter, question__session=session)
    return set(votes.values_list(Coalesce("question__merged_into_id", "question_id"), flat=True))


@dataclass(frozen=True)
class Own:
    """A question as who asked it sees it: *shown* is the question itself or the one it was merged with."""

    question: Question
    shown: Row


def own_questions(listener: Listener, **where: Any) -> list[Own]:
    """What *listener* has asked, newest first, with what became of each; three queries."""
    asked = Question.objects.asked_by(listener).filter(**where).select_related("merged_into", "session")
    rows = list(asked.order_by("-asked_at", "-pk")[:50])
    shown = {row.question.pk: row for row in rows_of(dict.fromkeys(each.merged_into or each for each in rows))}
    return [Own(each, shown[each.merged_into_id or each.pk]) for each in rows]
