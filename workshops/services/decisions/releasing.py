"""Staged decisions take effect: the paper moves, the author is written to, the comments of the reviewers are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from conference.models import Person
from conference.moves import MoveNotAllowed, refusal_words
from conference.services import mail
from workshops.models import Decision, FullText, Remark, Review, Stage, Submission
from workshops.services.reviews import call_off_all

from .comments import Comment, comments_of, frozen
from .letters import key_of, values_of
from .staging import require_printed

Outcome = Decision.Outcome
WITH_PAPER = ("submission__conference", "submission__track", "submission__submitter")


@dataclass
class Released:
    """What became of releasing many. What somebody else released meanwhile is in neither list."""

    done: list[Decision] = field(default_factory=list)
    refused: list[tuple[Decision, str]] = field(default_factory=list)


def release_decisions(decisions: Iterable[Decision], *, by: Person, at: datetime | None = None) -> Released:
    """Let staged *decisions* hold and tell their authors, paper by paper, each in a transaction of its own.

    Released once and no more: a second click, or a second chair at the same moment, does nothing. A paper that
    cannot move (withdrawn meanwhile), and a letter to be looked at again, are reported; the rest go. The reviewers'
    comments are kept as they stand now; what was still expected of reviewers is called off.
    """
    result = Released()
    for decision in decisions:
        try:
            released = release_one(decision.pk, by=by, at=at)
        except (MoveNotAllowed, ValidationError) as refusal:
            result.refused.append((decision, refusal_words(refusal)))
        else:
            if released is not None:
                result.done.append(released)
    return result


@transaction.atomic
def release_one(pk: int, *, by: Person | None, at: datetime | None) -> Decision | None:
    """Release one decision; None when it is no longer staged. Raises MoveNotAllowed and ValidationError."""
    rows = Decision.objects.staged().select_for_update(no_key=True, of=("self",))
    decision = rows.select_related(*WITH_PAPER).filter(pk=pk).first()
    if decision is None:
        return None
    if decision.letter_is_stale:
        raise ValidationError(
            _("Paper No. %(number)d: the decision was changed after its letter was edited. Look at the letter first.")
            % {"number": decision.submission.number or 0},
            code="stale_letter",
        )
    comments = comments_of([decision])[decision.pk]
    decision.released_at, decision.released_by = at or timezone.now(), by
    decision.comments = frozen(comments)
    held = Decision.objects.staged().filter(pk=pk)
    if not held.update(released_at=decision.released_at, released_by=by, comments=decision.comments):
        return None  # where rows cannot be locked: somebody was quicker
    _take_effect(decision, by=by)
    unfinished = Review.objects.unfinished().filter(
        submission=decision.submission, stage=decision.stage, round=decision.round
    )
    call_off_all(unfinished.for_reading(), by=by)
    if decision.outcome == Outcome.REVISION:
        _write_remarks(decision)
    _write_letter(decision, comments)
    return decision


def _take_effect(decision: Decision, *, by: Person | None) -> None:
    paper = decision.submission
    if decision.stage == Stage.TEXT:
        text = FullText.objects.filter(submission=paper).first()
        if text is None:
            raise MoveNotAllowed(_("There is no text of this paper yet."))
        require_printed(paper)
        text.move(FullText.State(decision.outcome), by=by, decided_at=decision.released_at, reason=decision.reason)
        return
    changes = {"decision_note": decision.note, "decided_at": decision.released_at}
    if decision.outcome == Outcome.ACCEPTED:
        changes |= {"presentation": decision.presentation, "publication": decision.publication}
    paper.move(Submission.State(decision.outcome), by=by, reason=decision.reason, **changes)
    if decision.publication == Submission.Publication.ARTICLE and paper.has_text():
        _put_text_forward(paper, by=by, at=decision.released_at)


def _put_text_forward(paper: Submission, *, by: Person | None, at: datetime | None) -> None:
    """A text that came with the abstract is judged as soon as the paper is to be an article."""
    text, _created = FullText.objects.get_or_create(submission=paper)
    if text.state == FullText.State.DRAFT:
        text.move(FullText.State.SUBMITTED, by=by, submitted_at=at)


def _write_remarks(decision: Decision) -> None:
    """The remarks as rows that the author answers one by one."""
    Remark.objects.bulk_create(
        Remark(submission=decision.submission, decision=decision, number=number, text=text)
        for number, text in enumerate(decision.remark_list(), start=1)
    )


def _write_letter(decision: Decision, comments: list[Comment]) -> None:
    paper = decision.submission
    values: dict[str, Any]
    with translation.override(paper.submitter.language):
        values = dict(values_of(decision, comments))
        mail.queue(
            key_of(decision),
            to=paper.submitter,
            conference=paper.conference,
            about=paper,
            text=(decision.letter_subject, decision.letter_body) if decision.is_letter_edited else None,
            **values,
        )
