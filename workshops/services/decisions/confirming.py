"""Accepted authors confirm that they take part; those who are silent are reminded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from conference.models import Conference, Person
from conference.services import mail
from workshops.models import Decision, Stage, Submission

REMIND_AFTER = timedelta(days=7)
"""A silent author is reminded a week after the decision, and once more a week later."""
REMINDERS_UNTIL = timedelta(days=21)


def unconfirmed(conference: Conference | None = None) -> QuerySet[Decision]:
    """Acceptances told to authors who have not said yet whether they take part; of one conference, or of all."""
    rows = Decision.objects.released().filter(
        stage=Stage.ABSTRACT, outcome=Decision.Outcome.ACCEPTED, submission__state=Submission.State.ACCEPTED
    )
    rows = rows.select_related("submission__conference", "submission__track", "submission__submitter")
    if conference is not None:
        return rows.of(conference)
    return rows.filter(submission__conference__starts__gt=timezone.localdate())


def remind(decisions: Iterable[Decision], *, by: Person | None) -> int:
    """Ask the authors once more to confirm; who did meanwhile is left alone. Returns how many were written to."""
    return sum(_remind(decision.pk) for decision in decisions)


@transaction.atomic
def _remind(pk: int) -> bool:
    decision = unconfirmed().select_for_update(no_key=True, of=("self",)).filter(pk=pk).first()
    if decision is None:
        return False
    Decision.objects.filter(pk=pk).update(reminded_at=timezone.now())
    _write("decision-confirm-reminder", decision.submission)
    return True


def remind_due() -> int:
    """Remind those who have been silent for a week since the decision or the last reminder; run every minute."""
    now = timezone.now()
    silent = Q(reminded_at=None, released_at__lte=now - REMIND_AFTER) | Q(reminded_at__lte=now - REMIND_AFTER)
    due = unconfirmed().filter(silent, released_at__gt=now - REMINDERS_UNTIL)
    return remind(list(due[:100]), by=None)


@transaction.atomic
def confirm_for(submission: Submission, *, by: Person, reason: str) -> Submission:
    """Confirm on the author's behalf, who told so by telephone or letter; the author is written to.

    Raises ValidationError without a *reason*, MoveNotAllowed when the paper does not await a confirmation.
    """
    if not reason.strip():
        raise ValidationError(_("Say how you know that the author takes part."), code="no_reason")
    submission.move(Submission.State.CONFIRMED, by=by, reason=reason.strip(), confirmed_at=timezone.now())
    _write("decision-confirmed-for", submission)
    return submission


def _write(letter: str, paper: Submission) -> None:
    language = paper.submitter.language
    with translation.override(language):
        mail.queue(
            letter,
            to=paper.submitter,
            conference=paper.conference,
            about=paper,
            number=paper.number,
            title=paper.text("title", language) or paper.text("title", paper.language),
            track=paper.track.title if paper.track else "",
            link=mail.link(paper.get_absolute_url()),
        )
