"""Decisions made and told at once, without being staged first: for the administration, imports and the demonstration.

They are the same decisions: each leaves its row, its letter and its remarks.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from conference.models import Person
from workshops.models import Decision, FullText, Stage, Submission

from .releasing import release_one
from .staging import Plan, stage

Outcome = Decision.Outcome


@transaction.atomic
def accept(
    submission: Submission,
    *,
    by: Person,
    note: str = "",
    presentation: str = "",
    publication: str = "",
    reason: str = "",
    at: datetime | None = None,
) -> Submission:
    """Accept the paper for *presentation* (by default as its type suggests) and *publication* (an article).

    A declined paper is accepted after all when a *reason* is given. Raises MoveNotAllowed when somebody else has
    decided or the author withdrew meanwhile.
    """
    plan = Plan(Outcome.ACCEPTED, presentation=presentation, publication=publication, note=note, reason=reason)
    return _at_once(submission, plan, by=by, at=at)


@transaction.atomic
def decline(submission: Submission, *, by: Person, note: str = "", at: datetime | None = None) -> Submission:
    """Decline the paper. Raises MoveNotAllowed when somebody else has decided or the author withdrew meanwhile."""
    return _at_once(submission, Plan(Outcome.DECLINED, note=note), by=by, at=at)


@transaction.atomic
def ask_revision(
    submission: Submission,
    *,
    by: Person,
    remarks: str | None = None,
    due: date | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Submission:
    """Ask the author to revise the paper and answer *remarks*, one per paragraph (by default the reviewers' own).

    Raises MoveNotAllowed when the paper does not await a decision.
    """
    plan = Plan(Outcome.REVISION, note=note, remarks=remarks, due=due)
    return _at_once(submission, plan, by=by, at=at)


@transaction.atomic
def accept_text(submission: Submission, *, by: Person, note: str = "", at: datetime | None = None) -> FullText:
    """Accept the text of the paper for the volume. Raises MoveNotAllowed when it is not under review."""
    return _text_at_once(submission, Plan(Outcome.ACCEPTED, stage=Stage.TEXT, note=note), by=by, at=at)


@transaction.atomic
def decline_text(submission: Submission, *, by: Person, note: str = "", at: datetime | None = None) -> FullText:
    """Keep the text out of the volume; the paper stays accepted. Raises MoveNotAllowed when it is not under review."""
    return _text_at_once(submission, Plan(Outcome.DECLINED, stage=Stage.TEXT, note=note), by=by, at=at)


@transaction.atomic
def ask_text_revision(
    submission: Submission,
    *,
    by: Person,
    remarks: str | None = None,
    due: date | None = None,
    note: str = "",
    at: datetime | None = None,
) -> FullText:
    """Ask for another version of the text. Raises MoveNotAllowed when it is not under review."""
    plan = Plan(Outcome.REVISION, stage=Stage.TEXT, note=note, remarks=remarks, due=due)
    return _text_at_once(submission, plan, by=by, at=at)


def _at_once(submission: Submission, plan: Plan, *, by: Person, at: datetime | None) -> Submission:
    """Stage and release; the caller's own row tells the new state."""
    staged = stage(submission, plan, by=by)
    release_one(staged.pk, by=by, at=at)
    submission.refresh_from_db()
    return submission


def _text_at_once(submission: Submission, plan: Plan, *, by: Person, at: datetime | None) -> FullText:
    _at_once(submission, plan, by=by, at=at)
    return FullText.objects.get(submission=submission)
