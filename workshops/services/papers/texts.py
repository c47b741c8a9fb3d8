"""The full text of an accepted paper: begun, kept by itself, sent, and sent again after a revision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.models import Person
from conference.moves import MoveNotAllowed
from workshops.manuscripts import words_of_docx
from workshops.models import FullText, Stage, Submission, SubmissionFile, Terms, count_words

from .files import Kind, check_file, keep_file
from .letters import chairs_of, write_to_author, write_to_desk
from .sending import require_answers

TOO_LATE = "text_closed"


def takes_text(submission: Submission, terms: Terms | None = None, *, text: FullText | None = None) -> bool:
    """Whether the author may send or replace the text now.

    The paper is accepted for publication as an article, the text is not judged for good, and its dates are open; a
    revision that was asked for may be sent after them.
    """
    if submission.state not in Submission.ADMITTED or submission.publication != Submission.Publication.ARTICLE:
        return False
    text = text or getattr(submission, "full_text", None)
    if text is not None and text.state not in FullText.EDITABLE:
        return False
    terms = terms or Terms.of(submission.conference, submission.track)
    is_revision = text is not None and text.state == FullText.State.REVISION
    return (is_revision and not terms.is_archived) or terms.takes_texts()


def _hold(submission: Submission) -> FullText:
    now = Submission.objects.select_for_update(no_key=True).only("state", "publication").get(pk=submission.pk)
    submission.state, submission.publication = now.state, now.publication
    text = FullText.objects.filter(submission=submission).first()
    if not takes_text(submission, text=text):
        raise MoveNotAllowed(_("The text of this paper is no longer taken here."))
    return text or FullText.objects.create(submission=submission)


@transaction.atomic
def keep_text_draft(submission: Submission, *, by: Person, body: str) -> FullText:
    """Keep the text as far as it has got; nobody but the author sees it. Raises MoveNotAllowed when it is too late."""
    text = _hold(submission)
    text.draft = body
    text.save(update_fields=["draft", "saved_at"])
    return text


@transaction.atomic
def send_text(
    submission: Submission, *, by: Person, body: str, file: File[Any] | None = None, at: datetime | None = None
) -> Submission:
    """Put the text before the chairs, for the first time, in place of the former, or revised with all answers.

    Title, abstract and authors stay as accepted. Raises MoveNotAllowed when the text is not taken (any more),
    ValidationError when there would be neither text nor file, the file is refused, the text is longer than the call
    allows, or a remark of the revision has no answer.
    """
    if file is not None:
        check_file(file, Kind.MANUSCRIPT)
    text = _hold(submission)
    if not body.strip() and file is None and submission.newest_file() is None:
        raise ValidationError(_("Type the text of the paper or choose a .docx file."), code="no_text")
    _require_length(submission, body, file)
    if text.state == FullText.State.REVISION:
        require_answers(submission, Stage.TEXT)
    if submission.body != body:
        submission.body = body
        submission.save(update_fields=["body", "saved_at"])
    if file is not None:
        keep_file(submission, file, kind=SubmissionFile.Kind.MANUSCRIPT, format_="docx")
    _send_on(text, by=by, at=at)
    return submission


def _send_on(text: FullText, *, by: Person, at: datetime | None) -> None:
    """The chairs are told once a round: the author may go on replacing the text while it is under review."""
    was_revision = text.state == FullText.State.REVISION
    FullText.objects.filter(pk=text.pk).update(draft="")
    text.draft = ""
    if not text.may_move(FullText.State.SUBMITTED):
        return
    rounds = {"round": text.round + 1} if was_revision else {}
    text.move(FullText.State.SUBMITTED, by=by, submitted_at=at or timezone.now(), **rounds)  # type: ignore[arg-type]
    submission = text.submission
    write_to_author("submission-text-received", submission)
    write_to_desk("submission-text-desk", submission, chairs_of(submission))


def _require_length(submission: Submission, body: str, file: File[Any] | None) -> None:
    """Raise ValidationError when what would be printed (the file, else the typed text) has too many words."""
    most = Terms.of(submission.conference, submission.track).text_words_max
    if most is None:
        return
    words = words_of_docx(file) if file is not None else count_words(body)
    if words > most:
        told = ngettext(
            "The text has %(words)d words. Shorten it to %(limit)d word",
            "The text has %(words)d words. Shorten it to %(limit)d words",
            most,
        )
        raise ValidationError(told % {"words": words, "limit": most}, code="too_long")
