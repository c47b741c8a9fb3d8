"""Votes: one for each voter and question, whatever is pressed and however often. Nothing else is written here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from conference.moves import MoveNotAllowed
from workshops.models import Listener, Question, Vote


def vote(question: Question, *, listener: Listener) -> None:
    """Count *listener* for *question*, or for the one it was merged with; a second time changes nothing.

    Raises MoveNotAllowed for a question that is not open to votes, or of another season. One query.
    """
    Vote.objects.bulk_create([Vote(question_id=_open(question, listener), voter=listener.voter)], ignore_conflicts=True)


def unvote(question: Question, *, listener: Listener) -> None:
    """Take the vote of *listener* back, wherever among what was merged with *question* it was given. One query."""
    root = _open(question, listener)
    votes = Vote.objects.filter(voter=listener.voter)
    same = Question.objects.filter(merged_into=root).values("pk")
    (votes.filter(question_id=root) | votes.filter(question__in=same)).delete()


def _open(question: Question, listener: Listener) -> int:
    if question.conference_id != listener.conference_id:
        raise MoveNotAllowed(_("This belongs to another conference."))
    if question.state == Question.State.MERGED and question.merged_into_id:
        return question.merged_into_id
    if question.state == Question.State.ANSWERED:
        raise MoveNotAllowed(_("The question is answered already, so votes are counted no more."))
    if question.state != Question.State.APPROVED:
        raise MoveNotAllowed(_("The question is not open to votes."))
    return question.pk
