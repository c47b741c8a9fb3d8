"""Letters about decisions: the usual wording of each outcome, filled for one author, or the text edited for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from conference.models import Conference, MailTemplate, Message, Person
from conference.moves import MoveNotAllowed
from conference.services import mail
from workshops.models import Decision, Stage, Submission

from .comments import Comment, comments_of

Outcome = Decision.Outcome
KEYS = {
    (Stage.ABSTRACT, Outcome.ACCEPTED): "submission-accepted",
    (Stage.ABSTRACT, Outcome.REVISION): "submission-revision",
    (Stage.ABSTRACT, Outcome.DECLINED): "submission-declined",
    (Stage.TEXT, Outcome.ACCEPTED): "decision-text-accepted",
    (Stage.TEXT, Outcome.REVISION): "decision-text-revision",
    (Stage.TEXT, Outcome.DECLINED): "decision-text-declined",
}
SUBJECT_LENGTH = 250


@dataclass(frozen=True)
class Letter:
    """The letter as it would go now."""

    subject: str
    body: str
    language: str
    to: str
    is_edited: bool
    is_stale: bool


def key_of(decision: Decision) -> str:
    return KEYS[Stage(decision.stage), Outcome(decision.outcome)]


def letters_of(decisions: Iterable[Decision]) -> dict[int, Letter]:
    """Decision's pk -> its letter, in the author's language. A constant number of queries.

    The rows come with their paper, its conference, track and submitter.
    """
    rows = list(decisions)
    comments = comments_of(rows)
    own = _own_wordings({decision.submission.conference for decision in rows})
    return {decision.pk: _letter(decision, comments[decision.pk], own) for decision in rows}


def _own_wordings(conferences: set[Conference]) -> dict[tuple[int | None, str], MailTemplate]:
    rows = MailTemplate.objects.filter(conference__in=conferences, key__in=KEYS.values())
    return {(row.conference_id, row.key): row for row in rows}


def _letter(
    decision: Decision, comments: list[Comment], own: dict[tuple[int | None, str], MailTemplate], *, usual: bool = False
) -> Letter:
    paper, person, key = decision.submission, decision.submission.submitter, key_of(decision)
    with translation.override(person.language):
        values = {**mail.common_values(person, paper.conference, person.language), **values_of(decision, comments)}
        is_edited = decision.is_letter_edited and not usual
        edited = (decision.letter_subject, decision.letter_body)
        wording = edited if is_edited else mail.worded(own.get((paper.conference_id, key)), key, person.language)
        subject, body = (mail.fill(text, values) for text in wording)
    return Letter(subject, body, person.language, person.letters_to, is_edited, is_edited and decision.letter_is_stale)


def values_of(decision: Decision, comments: list[Comment]) -> dict[str, str]:
    """The placeholders of a letter about *decision*, in the active language, which is the author's."""
    paper = decision.submission
    language = paper.submitter.language
    return {
        "number": str(paper.number),
        "title": paper.text("title", language) or paper.text("title", paper.language),
        "track": paper.track.title if paper.track else "",
        "note": decision.note,
        "note_block": _block(_("A note from the programme committee:"), decision.note),
        "halves_block": _halves_block(decision),
        "remarks_block": _remarks_block(decision),
        "reviews_block": "" if decision.remarks else _reviews_block(comments),
        "due_block": _due_block(decision),
        "link": mail.link(paper.get_absolute_url()),
    }


def _block(heading: str, text: str) -> str:
    return f"{heading}\n\n{text}\n\n" if text else ""


def _remarks_block(decision: Decision) -> str:
    remarks = "\n\n".join(f"{number}. {remark}" for number, remark in enumerate(decision.remark_list(), start=1))
    return _block(_("Please answer each of these remarks:"), remarks)


def _reviews_block(comments: list[Comment]) -> str:
    return _block(_("What the reviewers say:"), "\n\n".join(f"{each.heading}\n\n{each.text}" for each in comments))


def _due_block(decision: Decision) -> str:
    if decision.due is None:
        return ""
    said = _("We expect the revised version by %(day)s.") % {"day": date_format(decision.due, "DATE_FORMAT")}
    return f"{said}\n\n"


def _halves_block(decision: Decision) -> str:
    """How the paper is presented and how it is published, in two sentences."""
    presented: dict[str, str] = {
        Submission.Presentation.ORAL: _("It is a talk in a session of the track."),
        Submission.Presentation.POSTER: _("It is shown as a poster."),
        Submission.Presentation.ONLINE: _("It is a talk by video link."),
        Submission.Presentation.NONE: _("It is not presented at the conference itself."),
    }
    published: dict[str, str] = {
        Submission.Publication.ARTICLE: _("It is published in the proceedings as an article."),
        Submission.Publication.ABSTRACT: _("Its abstract is printed in the book of abstracts."),
        Submission.Publication.NONE: _("It is not published."),
    }
    said = [
        sentences[value]
        for sentences, value in ((presented, decision.presentation), (published, decision.publication))
        if value in sentences
    ]
    return f"{' '.join(said)}\n\n" if said else ""


def usual_letter(decision: Decision) -> Letter:
    """The letter without what was edited."""
    own = _own_wordings({decision.submission.conference})
    return _letter(decision, comments_of([decision])[decision.pk], own, usual=True)


@transaction.atomic
def write_letter(decision: Decision, *, by: Person, subject: str, body: str) -> Decision:
    """Keep the letter as edited for this author. Text equal to the usual wording counts as not edited.

    Raises ValidationError for an empty letter, MoveNotAllowed once the decision is released.
    """
    subject, body = " ".join(subject.split()), body.replace("\r\n", "\n").strip()
    if not subject or not body:
        raise ValidationError(_("A letter needs a subject and a text."), code="empty_letter")
    usual = usual_letter(decision)
    if (subject, body) == (" ".join(usual.subject.split()), usual.body.strip()):
        return reset_letter(decision, by=by)
    return _keep(decision, subject[:SUBJECT_LENGTH], body)


@transaction.atomic
def reset_letter(decision: Decision, *, by: Person) -> Decision:
    """Go back to the usual wording. Raises MoveNotAllowed once the decision is released."""
    return _keep(decision, "", "")


def _keep(decision: Decision, subject: str, body: str) -> Decision:
    kept = Decision.objects.staged().filter(pk=decision.pk)
    if not kept.update(letter_subject=subject, letter_body=body, letter_is_stale=False):
        raise MoveNotAllowed(_("This decision is no longer staged."))
    decision.letter_subject, decision.letter_body, decision.letter_is_stale = subject, body, False
    return decision


@transaction.atomic
def send_test(decision: Decision, *, by: Person) -> Message | None:
    """The letter as it would go, to whoever prepares it, marked as a test; the author gets nothing."""
    letter = letters_of([decision])[decision.pk]
    with translation.override(letter.language):
        subject = _("Test: %(subject)s") % {"subject": letter.subject}
    return mail.queue(
        "decision-test", to=by, conference=decision.submission.conference, language=letter.language,
        text=("{test_subject}", "{test_body}"), test_subject=subject, test_body=letter.body,
    )  # fmt: skip
