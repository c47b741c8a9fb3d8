"""Writing a paper: kept as typed, by its author's hand or by itself; one form is one paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import Person
from workshops.models import AccessCode, Author, Submission
from workshops.services.call import keep_answers, use_code

from .coauthors import ask_coauthors
from .complete import require_complete
from .files import attach_file, hold
from .versions import keep_version

MAX_DRAFTS = 10
TYPED_LIMIT = 200_000


@transaction.atomic
def save_draft(
    submission: Submission,
    *,
    by: Person,
    authors: Sequence[Author] | None = None,
    file: File[Any] | None = None,
    answers: Mapping[int, str] | None = None,
    code: str = "",
    window: str = "",
) -> Submission:
    """Keep the paper as typed. A draft may be incomplete; a paper that was sent must stay complete.

    *authors*, when given, replace the former ones in this order (who is the same person keeps the confirmation);
    *file* becomes the newest version; *answers* are those to the questions of the call; *code* lets a late paper in.
    A form sent twice (same ``key``) makes one paper. What changes in a sent paper becomes a version, and new
    co-authors are asked. Raises MoveNotAllowed once the paper is decided upon, ValidationError when a sent paper
    would lack something, the file or the code is refused or there are too many drafts.
    """
    if submission.pk is None:
        _begin(submission)
    if submission.pk is not None:
        hold(submission, Submission.EDITABLE)
    submission.saved_from, submission.typed = window, ""
    submission.save()
    if code and submission.access_code_id is None:
        take_code(submission, code)
    if authors is not None:
        _replace_authors(submission, authors)
    if answers is not None:
        keep_answers(submission, answers)
    if not submission.is_draft:
        require_complete(submission)
    if file is not None:
        attach_file(submission, file, by=by)
    if not submission.is_draft:
        keep_version(submission, by=by)
        ask_coauthors(submission, by=by)
    return submission


def take_code(submission: Submission, code: str) -> None:
    """Let the paper in by a late-access code; the code of one track chooses that track for a paper without one."""
    if submission.track_id is None:
        row = AccessCode.objects.of(submission.conference).filter(code__iexact=code.strip()).first()
        if row is not None and row.track_id is not None:
            submission.track = row.track
            submission.save(update_fields=["track"])
    use_code(submission, code)


@transaction.atomic
def let_in(submission: Submission, *, by: Person, code: str) -> Submission:
    """Use a late-access code for a paper that the author has already. Raises ValidationError when it does not fit."""
    hold(submission, Submission.EDITABLE)
    take_code(submission, code)
    return submission


@transaction.atomic
def keep_typed(submission: Submission, *, by: Person, typed: str, window: str) -> Submission:
    """Keep what is half typed over a paper that was sent: it is shown to its author again and reaches nobody else.

    Raises MoveNotAllowed when the paper can no longer be changed.
    """
    hold(submission, Submission.EDITABLE)
    submission.typed, submission.saved_from = typed[:TYPED_LIMIT], window
    submission.save(update_fields=["typed", "saved_from", "saved_at"])
    return submission


@transaction.atomic
def forget_typed(submission: Submission, *, by: Person) -> Submission:
    """Drop the changes that were typed and not saved."""
    submission.typed = ""
    submission.save(update_fields=["typed", "saved_at"])
    return submission


def _begin(submission: Submission) -> None:
    """Recognise a form that was sent twice and count the drafts, one request of a person after the other."""
    mine = Submission.objects.of(submission.conference).of_author(submission.submitter)
    Person.objects.select_for_update(no_key=True).get(pk=submission.submitter_id)
    if twin := mine.filter(key=submission.key).first():
        submission.pk, submission.created, submission._state.adding = twin.pk, twin.created, False
        submission.number, submission.submitted_at = twin.number, twin.submitted_at
        submission.access_code = twin.access_code
        return
    if mine.drafts().count() >= MAX_DRAFTS:
        raise ValidationError(
            _("You already have %(count)d unfinished papers here. Send one of them first, or write over it.")
            % {"count": MAX_DRAFTS},
            code="too_many_drafts",
        )


KEPT_OF_AUTHOR = ("person_id", "asked_at", "confirmed_at", "denied_at", "denial")


def _replace_authors(submission: Submission, authors: Sequence[Author]) -> None:
    """Write *authors* over the former ones; an entry with the same address, or else the same name, stays that row."""
    if len(authors) > Author.MAX_PER_PAPER:
        raise ValidationError(_("A paper has at most %(count)d authors.") % {"count": Author.MAX_PER_PAPER})
    former = list(submission.authors.all())
    for order, author in enumerate(authors, start=1):
        same = next((each for each in former if _is_same(each, author)), None)
        author.submission, author.order = submission, order
        author.pk, author._state.adding = (same.pk, False) if same else (None, True)
        if same:
            former.remove(same)
            for name in KEPT_OF_AUTHOR:
                setattr(author, name, getattr(same, name))
        author.save()
    Author.objects.filter(pk__in=[each.pk for each in former]).delete()
    submission._prefetched_objects_cache = {}  # type: ignore[attr-defined]


def _is_same(one: Author, other: Author) -> bool:
    if one.email or other.email:
        return one.email.lower() == other.email.lower()
    names = ("family_ru", "given_ru", "family_en", "given_en")
    return [getattr(one, name) or "" for name in names] == [getattr(other, name) or "" for name in names]
