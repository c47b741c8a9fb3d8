"""Sending a paper to the chair, for the first time or again after a revision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.models import Counter, Person
from workshops.models import Remark, Stage, Submission

from .coauthors import ask_coauthors
from .complete import require_complete
from .letters import chairs_of, write_to_author, write_to_desk
from .versions import keep_version

State = Submission.State
LONGEST_ANSWER = 4000


@transaction.atomic
def submit(submission: Submission, *, by: Person, at: datetime | None = None) -> Submission:
    """Send the paper to the chair of its track; the author gets a number and a receipt, co-authors are asked.

    *at* is the moment of sending for papers brought over from an earlier record. A paper that is to be revised goes
    through ``resubmit``. Raises ValidationError with all that is missing, MoveNotAllowed when it was sent already.
    """
    if submission.state == State.REVISION:
        return resubmit(submission, by=by, at=at)
    require_complete(submission)
    number = submission.number or Counter.next(submission.conference, "submission")
    submission.move(State.SUBMITTED, by=by, number=number, submitted_at=at or timezone.now())
    keep_version(submission, by=by, at=at)
    write_to_author("submission-received", submission)
    ask_coauthors(submission, by=by, at=at)
    return submission


@transaction.atomic
def resubmit(submission: Submission, *, by: Person, at: datetime | None = None) -> Submission:
    """Send the revised paper with an answer to every remark: the next round begins, the chairs are told.

    Raises ValidationError when a remark has no answer or the paper is not complete, MoveNotAllowed when no revision
    was asked for.
    """
    if submission.state == State.REVISION:
        require_answers(submission, Stage.ABSTRACT)
        require_complete(submission)
    submission.move(State.SUBMITTED, by=by, round=submission.round + 1, submitted_at=at or timezone.now())
    keep_version(submission, by=by, at=at)
    write_to_author("submission-resubmitted", submission)
    write_to_desk("submission-resubmitted-desk", submission, chairs_of(submission))
    ask_coauthors(submission, by=by, at=at)
    return submission


def remarks_of(submission: Submission, stage: str) -> list[Remark]:
    """The remarks of the newest revision asked for at *stage*, in their order; none when no revision was asked for."""
    rows = submission.remarks.filter(decision__stage=stage).select_related("decision").order_by("decision", "number")
    found = list(rows)
    newest = max((remark.decision_id for remark in found), default=None)
    return [remark for remark in found if remark.decision_id == newest]


def require_answers(submission: Submission, stage: str) -> None:
    left = sum(remark.answered_at is None for remark in remarks_of(submission, stage))
    if left:
        told = ngettext(
            "%(count)d remark has no answer yet. Say what you have changed, or why not",
            "%(count)d remarks have no answer yet. Say what you have changed, or why not",
            left,
        )
        raise ValidationError(told % {"count": left}, code="unanswered")


@transaction.atomic
def answer_remarks(submission: Submission, answers: Mapping[int, str], *, by: Person) -> int:
    """Keep the author's answers, key of a remark -> text; an empty one takes the answer back. Returns how many lack.

    Only remarks of a revision that is still open are touched. Raises ValidationError for an answer that is too long.
    """
    stages = open_revisions(submission)
    open_remarks = [remark for stage in stages for remark in remarks_of(submission, stage)]
    for remark in open_remarks:
        text = answers.get(remark.pk, remark.answer).strip()
        if len(text) > LONGEST_ANSWER:
            raise ValidationError(_("Shorten the answer to %(count)d characters.") % {"count": LONGEST_ANSWER})
        if text != remark.answer:
            remark.answer, remark.answered_at = text, timezone.now() if text else None
            remark.save(update_fields=["answer", "answered_at"])
    return sum(remark.answered_at is None for remark in open_remarks)


def open_revisions(submission: Submission) -> list[str]:
    """The stages at which the author is to revise something just now."""
    stages = [Stage.ABSTRACT] if submission.state == State.REVISION else []
    text = getattr(submission, "full_text", None)
    if submission.state in Submission.ADMITTED and text is not None and text.state == text.State.REVISION:
        stages.append(Stage.TEXT)
    return [str(stage) for stage in stages]
