"""After the decision: the author takes part, or takes back the paper or one half of it."""

from __future__ import annotations

from auditlog.models import LogEntry
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Person
from conference.moves import MoveNotAllowed
from workshops.models import SessionMaterial, Submission, Talk

from .letters import chairs_of, editors_of, write_to_author, write_to_desk

State = Submission.State
NONE = "none"


@transaction.atomic
def confirm(submission: Submission, by: Person) -> Submission:
    """The author of an accepted paper says that they take part. Raises MoveNotAllowed when it is not accepted."""
    submission.move(State.CONFIRMED, by=by, confirmed_at=timezone.now())
    write_to_author("submission-confirmed", submission)
    return submission


@transaction.atomic
def withdraw(submission: Submission, *, by: Person) -> Submission:
    """Take the paper back: nobody considers it any more, its place in the programme is free, it leaves the next build.

    Chairs and editors are told when it had been accepted.
    """
    was_admitted = submission.state in Submission.ADMITTED
    submission.move(State.WITHDRAWN, by=by)
    _free_the_place(submission)
    write_to_author("submission-withdrawn", submission)
    if was_admitted:
        _tell_staff("submission-withdrawn-desk", submission)
    return submission


@transaction.atomic
def withdraw_presentation(submission: Submission, *, by: Person) -> Submission:
    """The paper is printed but not presented: its place in the programme is free at once.

    Raises MoveNotAllowed unless it is accepted and was to be presented. Without the other half it is withdrawn whole.
    """
    return _withdraw_half(submission, "presentation", by=by)


@transaction.atomic
def withdraw_publication(submission: Submission, *, by: Person) -> Submission:
    """The paper is presented but not printed: it is in no build of the proceedings made from now on.

    Raises MoveNotAllowed unless it is accepted and was to be printed. Without the other half it is withdrawn whole.
    """
    return _withdraw_half(submission, "publication", by=by)


def _withdraw_half(submission: Submission, half: str, *, by: Person) -> Submission:
    now = Submission.objects.select_for_update(no_key=True).get(pk=submission.pk)
    submission.state, was = now.state, getattr(now, half)
    if now.state not in Submission.ADMITTED or was in ("", NONE):
        raise MoveNotAllowed(_("This half of the paper is not there to be withdrawn (any more)."))
    other = now.publication if half == "presentation" else now.presentation
    submission.presentation, submission.publication = now.presentation, now.publication
    setattr(submission, half, NONE)
    Submission.objects.filter(pk=submission.pk).update(**{half: NONE})
    LogEntry.objects.log_create(
        submission, action=LogEntry.Action.UPDATE, changes={half: [was, NONE]}, actor=by, additional_data=None
    )
    if other in ("", NONE):
        return withdraw(submission, by=by)
    if half == "presentation":
        _free_the_place(submission)
    write_to_author(f"submission-no-{half}", submission)
    _tell_staff(f"submission-no-{half}-desk", submission)
    return submission


def _free_the_place(submission: Submission) -> None:
    slides = SessionMaterial.objects.filter(talk__submission=submission)
    slides.update(talk=None, withdrawn_at=timezone.now())  # kept for the organisers, shown to nobody
    Talk.objects.filter(submission=submission).delete()


def _tell_staff(letter: str, submission: Submission) -> None:
    write_to_desk(letter, submission, [*chairs_of(submission), *editors_of(submission)])
