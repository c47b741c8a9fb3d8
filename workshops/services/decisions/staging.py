"""Decisions in preparation: seen by chairs and organisers, changed at will, unknown to the author."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Person
from conference.moves import MoveNotAllowed, refusal_words
from workshops.models import Decision, FullText, Stage, Submission

from .comments import comments_of, remarks_from

Outcome = Decision.Outcome
TOLD = ("outcome", "presentation", "publication", "note", "due", "remarks", "shows_comments")
"""What the letter speaks of: when it changes, a letter edited before has to be looked at again."""


@dataclass(frozen=True)
class Plan:
    """What is meant for a paper. Empty halves: as its type suggests, an article. None: what was typed before stays."""

    outcome: str
    stage: str = Stage.ABSTRACT
    presentation: str = ""
    publication: str = ""
    note: str | None = None
    remarks: str | None = None
    due: date | None = None
    shows_comments: bool | None = None
    reason: str = ""


@dataclass
class Staged:
    """What became of staging many: decisions made or changed, papers that could not be, with the reason."""

    done: list[Decision] = field(default_factory=list)
    refused: list[tuple[Submission, str]] = field(default_factory=list)


@transaction.atomic
def stage(submission: Submission, plan: Plan, *, by: Person) -> Decision:
    """Prepare, or change, the decision about *submission*; nobody is told.

    Raises MoveNotAllowed when the paper (at the stage of texts: its text) does not await a decision, ValidationError
    when the plan contradicts itself. A declined paper may be accepted after all if the plan gives a reason.
    """
    locked = Submission.objects.select_for_update(no_key=True, of=("self",)).get(pk=submission.pk)
    submission.state, submission.round, submission.publication = locked.state, locked.round, locked.publication
    round_ = _require_open(submission, plan)
    _require_sense(plan)
    decision = submission.decisions.staged().first() or Decision(submission=submission)
    if decision.pk and decision.stage != plan.stage:  # left over from before the paper moved on
        decision.delete()
        decision = Decision(submission=submission)
    decision.submission = submission
    before = [getattr(decision, name) for name in TOLD]
    decision.stage, decision.round, decision.outcome, decision.reason = plan.stage, round_, plan.outcome, plan.reason
    decision.presentation, decision.publication = _halves(submission, plan)
    for name in ("note", "remarks", "shows_comments"):
        if (value := getattr(plan, name)) is not None:
            setattr(decision, name, value.strip() if isinstance(value, str) else value)
    decision.due = plan.due if plan.outcome == Outcome.REVISION else None
    decision.staged_by, decision.staged_at = by, timezone.now()
    if plan.outcome == Outcome.REVISION and plan.remarks is None and not decision.remarks:
        decision.remarks = remarks_from(comments_of([decision])[decision.pk])
    if decision.is_letter_edited and before != [getattr(decision, name) for name in TOLD]:
        decision.letter_is_stale = True
    decision.save()
    return decision


def _require_open(submission: Submission, plan: Plan) -> int:
    """The round to decide about. Raises MoveNotAllowed when there is nothing to decide now."""
    if plan.stage == Stage.TEXT:
        text = FullText.objects.filter(submission=submission).first()
        if text is None or text.state == FullText.State.DRAFT:
            raise MoveNotAllowed(_("There is no text of this paper yet."))
        require_printed(submission)
        if not text.may_move(plan.outcome):
            raise MoveNotAllowed(_refusal(submission, text.get_state_display()))
        return text.round
    reopened = submission.state == Submission.State.DECLINED and bool(plan.reason.strip())
    if submission.state != Submission.State.SUBMITTED and not (reopened and plan.outcome == Outcome.ACCEPTED):
        raise MoveNotAllowed(_refusal(submission, submission.get_state_display()))
    return submission.round


def require_printed(submission: Submission) -> None:
    """Raise MoveNotAllowed when there is no article (any more) whose text could be judged."""
    if submission.state not in Submission.ADMITTED or submission.publication != Submission.Publication.ARTICLE:
        raise MoveNotAllowed(
            _("Paper No. %(number)d is not to be an article (any more).") % {"number": submission.number or 0}
        )


def _refusal(submission: Submission, state: str) -> str:
    return _("“%(subject)s” is now in the state “%(state)s”, so this step is not possible.") % {
        "subject": submission,
        "state": state,
    }


def _require_sense(plan: Plan) -> None:
    nothing = (Submission.Presentation.NONE, Submission.Publication.NONE)
    if plan.outcome == Outcome.ACCEPTED and (plan.presentation, plan.publication) == nothing:
        raise ValidationError(
            _("An accepted paper is presented or published, or both. Choose at least one."), code="no_halves"
        )
    if plan.due is not None and plan.outcome == Outcome.REVISION and plan.due < timezone.localdate():
        raise ValidationError(_("The day by which the revision is expected has passed."), code="due_has_passed")


def _halves(submission: Submission, plan: Plan) -> tuple[str, str]:
    if plan.outcome != Outcome.ACCEPTED or plan.stage == Stage.TEXT:
        return "", ""
    return plan.presentation or submission.usual_presentation(), plan.publication or Submission.Publication.ARTICLE


def stage_many(submissions: Iterable[Submission], plan: Plan, *, by: Person) -> Staged:
    """The same plan for every paper; one that cannot be decided upon now is reported and the rest are staged."""
    result = Staged()
    for submission in submissions:
        try:
            result.done.append(stage(submission, plan, by=by))
        except (MoveNotAllowed, ValidationError) as refusal:
            result.refused.append((submission, refusal_words(refusal)))
    return result


@transaction.atomic
def unstage(decision: Decision, *, by: Person) -> None:
    """Take a staged decision back; its paper awaits a decision again. Raises MoveNotAllowed once it is released."""
    gone, _rows = Decision.objects.staged().filter(pk=decision.pk).delete()
    if not gone:
        raise MoveNotAllowed(_("This decision is no longer staged."))
