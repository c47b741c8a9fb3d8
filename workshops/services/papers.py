"""Verbs of the papers: keep, send, withdraw, and the one door for files. Decisions have a package of their own.

They do not look at the dates of the call (a late paper may be let in by an organiser); forms and views do.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from conference.models import Counter, Person
from conference.moves import MoveNotAllowed
from conference.services import mail
from conference.services.history import scrub_history
from workshops.manuscripts import check_docx
from workshops.models import Author, FullText, Submission, SubmissionFile

State = Submission.State
MAX_DRAFTS = 10
MAX_FILES = 30


@transaction.atomic
def save_draft(
    submission: Submission, *, by: Person, authors: Sequence[Author] | None = None, file: File[Any] | None = None
) -> Submission:
    """Keep the paper as typed. A draft may be incomplete; a paper that was sent must stay complete.

    *authors*, when given, replace the former ones in this order; *file* becomes the newest version. A form
    sent twice (same ``key``) makes one paper. Raises MoveNotAllowed once the paper is decided upon,
    ValidationError when a sent paper would lack something, the file is refused or there are too many drafts.
    """
    if submission.pk is None:
        _begin(submission)
    if submission.pk is not None:
        _lock_for_editing(submission)
    submission.save()
    if authors is not None:
        _replace_authors(submission, authors)
    if not submission.is_draft:
        require_complete(submission)
    if file is not None:
        attach_file(submission, file, by=by)
    return submission


def _begin(submission: Submission) -> None:
    """Recognise a form that was sent twice and count the drafts, one request of a person after the other."""
    mine = Submission.objects.of(submission.conference).of_author(submission.submitter)
    Person.objects.select_for_update(no_key=True).get(pk=submission.submitter_id)
    if twin := mine.filter(key=submission.key).first():
        submission.pk, submission.created, submission._state.adding = twin.pk, twin.created, False
        submission.number, submission.submitted_at = twin.number, twin.submitted_at
        return
    if mine.drafts().count() >= MAX_DRAFTS:
        raise ValidationError(
            _("You already have %(count)d unfinished papers here. Send one of them first, or write over it.")
            % {"count": MAX_DRAFTS},
            code="too_many_drafts",
        )


def _lock_for_editing(submission: Submission) -> None:
    """Hold the row and take its state from the database: a chair may have decided meanwhile."""
    now = Submission.objects.select_for_update(no_key=True).only("state").get(pk=submission.pk)
    submission.state = now.state
    if now.state not in Submission.EDITABLE:
        raise MoveNotAllowed(
            _("The paper is “%(state)s” and can no longer be changed.") % {"state": now.get_state_display()}
        )


def _replace_authors(submission: Submission, authors: Sequence[Author]) -> None:
    if len(authors) > Author.MAX_PER_PAPER:
        raise ValidationError(_("A paper has at most %(count)d authors.") % {"count": Author.MAX_PER_PAPER})
    submission.authors.all().delete()
    for order, author in enumerate(authors, start=1):
        author.pk, author.submission, author.order = None, submission, order
        author._state.adding = True
        author.save()


def require_complete(submission: Submission) -> None:
    """Raise ValidationError with a sentence for all that the paper lacks before it can be sent."""
    authors = list(submission.authors.all())
    sentences = list(submission.wanting().values())
    if not authors:
        sentences.append(_("Name at least one author"))
    elif sum(author.is_corresponding for author in authors) != 1:
        sentences.append(_("Choose one corresponding author"))
    for author in authors:
        sentences += author.wanting(submission.language).values()
    if sentences:
        raise ValidationError(list(dict.fromkeys(sentences)))


@transaction.atomic
def attach_file(submission: Submission, upload: File[Any], *, by: Person) -> SubmissionFile:
    """Keep *upload* as the newest version of the paper, under a name made here. The same bytes are kept once.

    Raises ValidationError when it is not an acceptable .docx, MoveNotAllowed when the paper is decided upon.
    """
    check_docx(upload)
    _lock_for_editing(submission)
    return _keep_version(submission, upload)


@transaction.atomic
def send_text(submission: Submission, *, by: Person, body: str, file: File[Any] | None = None) -> Submission:
    """Add or replace the text of an accepted paper; its title, abstract and authors stay as accepted.

    Raises MoveNotAllowed when the paper is not accepted or the conference has begun, ValidationError when there
    would be neither text nor file or the file is refused.
    """
    if file is not None:
        check_docx(file)
    now = Submission.objects.select_for_update(no_key=True).only("state").get(pk=submission.pk)
    submission.state = now.state
    if not submission.takes_text():
        raise MoveNotAllowed(_("The text of this paper is no longer taken here."))
    if not body.strip() and file is None and not submission.files.exists():
        raise ValidationError(_("Type the text of the paper or choose a .docx file."), code="no_text")
    if submission.body != body:
        submission.body = body
        submission.save(update_fields=["body"])
    if file is not None:
        _keep_version(submission, file)
    _send_on(submission, by=by)
    return submission


def _send_on(submission: Submission, *, by: Person, at: datetime | None = None) -> None:
    """Put the text before the chairs, for the first time or again after a revision."""
    text, _created = FullText.objects.get_or_create(submission=submission)
    if text.may_move(FullText.State.SUBMITTED):
        text.move(FullText.State.SUBMITTED, by=by, submitted_at=at or timezone.now())


def _keep_version(submission: Submission, upload: File[Any]) -> SubmissionFile:
    sha256 = hashlib.sha256()
    for chunk in upload.chunks():
        sha256.update(chunk)
    upload.seek(0)
    newest = submission.files.first()
    if newest and newest.sha256 == sha256.hexdigest():
        return newest
    if submission.files.count() >= MAX_FILES:
        raise ValidationError(_("This paper already has %(count)d versions of its file.") % {"count": MAX_FILES})
    kept = SubmissionFile(
        submission=submission, name=label_for(upload.name or ""), size=upload.size, sha256=sha256.hexdigest()
    )
    kept.file.save("manuscript.docx", upload, save=False)
    kept.save()
    return kept


def label_for(name: str) -> str:
    """The visitor's name of the file as a label: no path, no invisible characters, at most 200 characters."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    visible = "".join(char for char in bare if not unicodedata.category(char).startswith("C")).strip()
    if visible in {"", ".", ".."}:
        return "paper.docx"
    stem, dot, ending = visible.rpartition(".")
    if not dot or ending.lower() != "docx":
        stem = visible
    return f"{stem[:190]}.docx"


@transaction.atomic
def submit(submission: Submission, *, by: Person, at: datetime | None = None) -> Submission:
    """Send the paper to the chair of its track; the author gets a number and a receipt.

    *at* is the moment of sending for papers brought over from an earlier record. Raises ValidationError with
    all that is missing, MoveNotAllowed when it was sent already.
    """
    require_complete(submission)
    number = submission.number or Counter.next(submission.conference, "submission")
    submission.move(State.SUBMITTED, by=by, number=number, submitted_at=at or timezone.now())
    _write_to_author("submission-received", submission)
    return submission


@transaction.atomic
def withdraw(submission: Submission, *, by: Person) -> Submission:
    """Take the paper back; the chair and the book no longer see it as a candidate."""
    submission.move(State.WITHDRAWN, by=by)
    _write_to_author("submission-withdrawn", submission)
    return submission


def _write_to_author(letter: str, submission: Submission) -> None:
    language = submission.submitter.language
    with translation.override(language):
        mail.queue(
            letter,
            to=submission.submitter,
            conference=submission.conference,
            about=submission,
            number=submission.number,
            title=submission.text("title", language) or submission.text("title", submission.language),
            track=submission.track.title if submission.track else "",
            link=mail.link(submission.get_absolute_url()),
        )


# -- erasure -------------------------------------------------------------------------------------------------


def addresses_of(person: Person) -> set[str]:
    """By which addresses an author's entry is known to be that of *person*."""
    return {address.lower() for address in (person.email, person.contact_email) if address}


def is_own_entry(author: Author, person: Person) -> bool:
    """Whether the entry of an author is that of *person*: by the address, else by both names."""
    if author.email and author.email.lower() in addresses_of(person):
        return True
    names = (("ru", person.full_name), ("en", person.latin_name))
    return any(
        family and given and {family, *given.split()} <= set(name.split())
        for language, name in names
        for family, given in [(getattr(author, f"family_{language}"), getattr(author, f"given_{language}"))]
    )


@transaction.atomic
def erase_author(person: Person, *, by: Person | None) -> list[str]:
    """Forget *person* as an author: drafts go, papers that nobody accepted are emptied, addresses are deleted.

    Accepted papers keep title, text and the names of their authors: they are published or about to be. Returns what
    was erased, in a word; no letter is written.
    """
    papers = list(Submission.objects.of_author(person).prefetch_related("files", "authors"))
    scrub_history(papers)
    mine = {author.pk for paper in papers for author in paper.authors.all() if is_own_entry(author, person)}
    for paper in papers:
        if paper.state in Submission.ADMITTED:
            Submission.objects.filter(pk=paper.pk).update(decision_note="")
            continue
        for upload in paper.files.all():
            _delete_file_later(upload)
        if paper.is_draft:
            paper.delete()
            continue
        if paper.may_be_withdrawn():
            paper.move(State.WITHDRAWN, by=by)
        _empty(paper)
    for address in addresses_of(person):
        mine |= set(Author.objects.filter(email__iexact=address).values_list("pk", flat=True))
    addressed = Author.objects.filter(pk__in=mine).update(email="")
    scrub_history(paper for paper in papers if paper.pk)  # the moves just made name the paper
    return ["papers"] if papers or addressed else []


def _empty(paper: Submission) -> None:
    """Leave of a paper its number, track, type and state: what statistics count."""
    words = {f"{name}_{language}": "" for name in Submission.BILINGUAL for language in ("ru", "en")}
    Submission.objects.filter(pk=paper.pk).update(body="", udk="", decision_note="", **words)
    paper.authors.all().delete()
    paper.files.all().delete()


def _delete_file_later(upload: SubmissionFile) -> None:
    storage, name = upload.file.storage, str(upload.file.name)
    transaction.on_commit(lambda: storage.delete(name))
