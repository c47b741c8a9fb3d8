"""Verbs of the reviews: invite, answer, write, send, return, extend, call off, replace; the rules and the reviewers."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference, Person, Role
from conference.moves import MoveNotAllowed
from conference.services.people import appoint
from workshops.models import (
    Conflict,
    Criterion,
    FullText,
    Review,
    ReviewerProfile,
    ReviewPhase,
    Score,
    Stage,
    Submission,
)

from .review_letters import write_to_chair, write_to_reviewer
from .review_matching import Matching
from .review_people import signs_itself
from .review_scores import present_rounds

State = Review.State
GRACE_AFTER_RETURN = timedelta(days=5)
"""At least so long a reviewer has for a review that comes back."""


def end_of_day(moment: datetime, conference: Conference) -> datetime:
    """The last second of that day where the conference takes place: dates are inclusive."""
    day = timezone.localtime(moment, conference.zone).date()
    return datetime.combine(day, time(23, 59, 59), tzinfo=conference.zone)


def phase_of(submission: Submission, stage: str) -> ReviewPhase:
    return ReviewPhase.objects.for_track(submission.conference, submission.track, stage)


def is_under_review(submission: Submission, stage: str) -> bool:
    """Whether the abstract, or the text of an accepted paper, waits for a judgement."""
    if stage == Stage.ABSTRACT:
        return submission.state == Submission.State.SUBMITTED
    text = FullText.objects.filter(submission=submission).first()
    return submission.state in Submission.ADMITTED and text is not None and text.state == FullText.State.SUBMITTED


# -- asking --------------------------------------------------------------------------------------------------


@transaction.atomic
def invite(
    submission: Submission,
    reviewer: Person,
    *,
    by: Person | None,
    stage: str = Stage.ABSTRACT,
    answer_due: datetime | None = None,
    due: datetime | None = None,
    in_spite_of: str = "",
    at: datetime | None = None,
) -> Review:
    """Ask *reviewer* for a review of the paper at its present round; a letter with the link follows.

    Dates not given are those of the rules. A conflict of interest by organisation alone may be set aside with the
    reason *in_spite_of*. Raises ValidationError (``conflict``) where somebody is too near to the paper,
    MoveNotAllowed when it is not under review, reviewing is closed, or the person has been asked already.
    """
    submission = Submission.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "conference", "track", "submitter__organisation"
    ).get(pk=submission.pk)  # fmt: skip
    phase = phase_of(submission, stage)
    if not is_under_review(submission, stage):
        raise MoveNotAllowed(_("Paper No. %(number)s is not under review now.") % {"number": submission.number})
    if not phase.is_open:
        raise MoveNotAllowed(_("Reviewing is closed in this track."))
    in_spite_of = " ".join(in_spite_of.split())[:500]
    require_no_conflict(submission, reviewer, stage=stage, in_spite_of=in_spite_of)
    now = at or timezone.now()
    answer_due = answer_due or end_of_day(now + timedelta(days=phase.answer_days), submission.conference)
    due = due or end_of_day(now + timedelta(days=phase.review_days), submission.conference)
    fields: dict[str, Any] = {
        "invited_by": by,
        "invited_at": now,
        "answer_due": min(answer_due, due),
        "due": due,
        "blindness": phase.blindness,
        "conflict_note": in_spite_of,
        "reminded_at": None,
    }
    round = present_rounds([submission], stage)[submission.pk]
    review, created = Review.objects.get_or_create(
        submission=submission, reviewer=reviewer, stage=stage, round=round, defaults=fields
    )
    if not created:
        if review.state not in (State.DECLINED, State.CANCELLED):
            raise MoveNotAllowed(_("%(person)s has been asked about this paper already.") % {"person": reviewer})
        # a new key: the link of the former invitation does not open this one
        review.move(State.INVITED, by=by, key=uuid.uuid4(), decline_reason="", suggestion="", **fields)
    review.invited_at = now
    Review.objects.filter(pk=review.pk).update(invited_at=now)
    review.submission, review.reviewer = submission, reviewer
    become_reviewer(reviewer, submission.conference)
    write_to_reviewer("review-invitation", review)
    return review


def require_no_conflict(submission: Submission, reviewer: Person, *, stage: str, in_spite_of: str = "") -> None:
    """Raise ValidationError when *reviewer* is too near to the paper to judge it.

    The code is ``conflict``, or ``conflict_to_explain`` where the reason *in_spite_of* would do.
    """
    matching = Matching(submission.conference, [submission], stage)
    clash = matching.clash(submission, reviewer)
    if clash is None or (clash.may_be_overridden and in_spite_of):
        return
    words = {"person": reviewer, "why": clash.words}
    if clash.may_be_overridden:
        raise ValidationError(
            _("%(person)s has a conflict of interest: %(why)s. Write why the review is all the same asked for."),
            code="conflict_to_explain", params=words,
        )  # fmt: skip
    raise ValidationError(_("%(person)s cannot judge this paper: %(why)s."), code="conflict", params=words)


def become_reviewer(person: Person, conference: Conference) -> ReviewerProfile:
    """The profile of *person*, made with the role when they review for the first time."""
    profile, created = ReviewerProfile.objects.get_or_create(conference=conference, person=person)
    if created:
        appoint(person, Role.Kind.REVIEWER, conference)
    return profile


@transaction.atomic
def set_rules(phase: ReviewPhase, *, by: Person) -> ReviewPhase:
    """Keep the rules of a track or of the conference. What reviewers were promised with their invitation stays."""
    phase.save()
    return phase


# -- answering -----------------------------------------------------------------------------------------------


@transaction.atomic
def accept(review: Review, *, by: Person | None = None, at: datetime | None = None) -> Review:
    """The reviewer promises the review. Raises MoveNotAllowed when it is answered, called off or closed."""
    require_open(review)
    review.move(State.ACCEPTED, by=by or review.reviewer, accepted_at=at or timezone.now(), reminded_at=None)
    return review


@transaction.atomic
def decline(
    review: Review, *, by: Person | None = None, reason: str = "", suggestion: str = "", has_conflict: bool = False
) -> Review:
    """The reviewer says no, before or after having promised; the chair is told and may ask somebody else.

    With *has_conflict* the paper is never offered to this reviewer again.
    """
    fields = {"decline_reason": reason.strip()[:500], "suggestion": suggestion.strip()[:250]}
    review.move(State.DECLINED, by=by or review.reviewer, **fields)
    if has_conflict:
        Conflict.objects.get_or_create(
            conference=review.submission.conference, person=review.reviewer, submission=review.submission,
            defaults={"kind": Conflict.Kind.PAPER, "note": fields["decline_reason"][:300]},
        )  # fmt: skip
    write_to_chair("review-declined", review)
    return review


# -- writing -------------------------------------------------------------------------------------------------


def require_open(review: Review) -> None:
    """Raise MoveNotAllowed when the chair has closed reviewing."""
    if not phase_of(review.submission, review.stage).is_open:
        raise MoveNotAllowed(_("Reviewing is closed in this track. If you have not finished, write to the organisers."))


@transaction.atomic
def save_draft(
    review: Review, *, by: Person | None = None, scores: Mapping[int, int | None] | None = None, **texts: str
) -> Review:
    """Keep what is written so far: *scores* (criterion's pk -> value or None) and any of the texts.

    Raises MoveNotAllowed unless the review is promised and not sent.
    """
    require_open(review)
    if unknown := texts.keys() - {"recommendation", "comment_author", "comment_chair"}:
        raise TypeError(f"no such text of a review: {unknown}")
    fields: dict[str, Any] = {**texts, "saved_at": timezone.now()}
    if not Review.objects.filter(pk=review.pk, state=State.ACCEPTED).update(**fields):
        raise MoveNotAllowed(_("This review can no longer be changed here."))
    for name, value in fields.items():
        setattr(review, name, value)
    for criterion, value in (scores or {}).items():
        if value is None:
            Score.objects.filter(review=review, criterion=criterion).delete()
        else:
            Score.objects.update_or_create(review=review, criterion_id=criterion, defaults={"value": value})
    return review


@transaction.atomic
def send(review: Review, *, by: Person | None = None, at: datetime | None = None) -> Review:
    """Send the review to the chairs; it can no longer be changed, unless a chair returns it. The reviewer is thanked.

    Raises ValidationError with all that is missing, MoveNotAllowed when it is not promised, or reviewing is closed.
    """
    require_open(review)
    require_complete(review)
    now = at or timezone.now()
    review.move(State.SUBMITTED, by=by or review.reviewer, submitted_at=now, reminded_at=None)
    write_to_reviewer("review-thanks", review)
    return review


def require_complete(review: Review) -> None:
    """Raise ValidationError, one message per field (``criterion-<pk>``, ``recommendation``, ``comment_author``)."""
    given = dict(review.scores.values_list("criterion", "value"))
    wanting: dict[str, list[str]] = {}
    for criterion in criteria_of(review):
        if given.get(criterion.pk) not in range(1, len(criterion.steps()) + 1):
            wanting[f"criterion-{criterion.pk}"] = [_("Choose an answer: %(label)s") % {"label": criterion.title}]
    if review.recommendation not in Review.Recommendation.values:
        wanting["recommendation"] = [_("Choose what you recommend to the chairs")]
    if not review.comment_author.strip():
        wanting["comment_author"] = [_("Write to the authors what is good in the paper and what could be better")]
    elif is_signed(review):
        wanting["comment_author"] = [
            _("The comments to the authors hold your own name. They are anonymous: take it out")
        ]
    if wanting:
        raise ValidationError(wanting)


def is_signed(review: Review) -> bool:
    """Whether the reviewer's name stands in the comments although the authors are not to know it."""
    phase = phase_of(review.submission, review.stage)
    return review.hides_reviewer(phase) and signs_itself(review.comment_author, review.reviewer)


def criteria_of(review: Review) -> list[Criterion]:
    return list(Criterion.objects.of(review.submission.conference).filter(stage=review.stage))


# -- the chair -----------------------------------------------------------------------------------------------


@transaction.atomic
def return_to_reviewer(review: Review, *, by: Person, note: str) -> Review:
    """Give a sent review back to be changed, with the reason. Raises ValidationError without one, MoveNotAllowed."""
    note = note.strip()
    if not note:
        raise ValidationError(_("Write to the reviewer what should be changed."), code="note")
    earliest = end_of_day(timezone.now() + GRACE_AFTER_RETURN, review.submission.conference)
    due = max(review.due, earliest) if review.due else earliest
    review.move(State.ACCEPTED, by=by, reason=note, returned_note=note, due=due, submitted_at=None, reminded_at=None)
    write_to_reviewer("review-returned", review, note=note)
    return review


@transaction.atomic
def extend(review: Review, *, by: Person, until: datetime) -> Review:
    """Give the reviewer more time, to answer or to write. Raises ValidationError for a day that is over,
    MoveNotAllowed when nothing is expected of the reviewer any more."""
    if until <= timezone.now():
        raise ValidationError(_("The new day has to be in the future."), code="past")
    fields: dict[str, Any] = {"due": until, "reminded_at": None}
    if review.state == State.INVITED:
        answer = end_of_day(timezone.now() + timedelta(days=2), review.submission.conference)
        fields["answer_due"] = min(until, max(review.answer_due or answer, answer))
    if not Review.objects.unfinished().filter(pk=review.pk, state=review.state).update(**fields):
        raise MoveNotAllowed(_("Nothing is expected of this reviewer any more."))
    for name, value in fields.items():
        setattr(review, name, value)
    write_to_reviewer("review-extended", review)
    return review


@transaction.atomic
def remind(review: Review, *, by: Person | None) -> Review:
    """Write once more to a reviewer who has not answered or not sent. Raises MoveNotAllowed."""
    keys = {State.INVITED: "review-answer-reminder", State.ACCEPTED: "review-due-reminder"}
    key = keys.get(State(review.state))
    if not key or not Review.objects.filter(pk=review.pk, state=review.state).update(reminded_at=timezone.now()):
        raise MoveNotAllowed(_("Nothing is expected of this reviewer any more."))
    write_to_reviewer(key, review)
    return review


@transaction.atomic
def call_off(review: Review, *, by: Person | None, note: str = "") -> Review:
    """Take the request back; the reviewer is told and thanked. Raises MoveNotAllowed when it is sent or answered no."""
    review.move(State.CANCELLED, by=by, reason=note.strip())
    write_to_reviewer("review-called-off", review, note=note.strip())
    return review


@transaction.atomic
def replace(review: Review, *, by: Person, reviewer: Person, in_spite_of: str = "") -> Review:
    """Ask *reviewer* instead. Raises what ``call_off`` and ``invite`` raise; then nothing is changed."""
    if review.state in (State.INVITED, State.ACCEPTED):
        call_off(review, by=by)
    return invite(review.submission, reviewer, by=by, stage=review.stage, in_spite_of=in_spite_of)


@transaction.atomic
def call_off_all(reviews: Iterable[Review], *, by: Person | None) -> int:
    """Take back all that is still expected of reviewers; returns how many requests there were."""
    unfinished = [review for review in reviews if review.is_unfinished]
    for review in unfinished:
        call_off(review, by=by)
    return len(unfinished)


def withdrawn_papers_need_no_review() -> int:
    """Scheduled: reviews of papers that their authors have withdrawn are called off."""
    rows = Review.objects.unfinished().filter(submission__state=Submission.State.WITHDRAWN).for_reading()[:50]
    return call_off_all(rows, by=None)
