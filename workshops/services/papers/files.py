"""The one door for files of a paper: judged by content, kept under names made here, earlier versions kept."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import Person
from conference.moves import MoveNotAllowed
from conference.uploads import check_pdf_is_whole, check_upload
from workshops.manuscripts import check_docx
from workshops.models import Submission, SubmissionFile

MAX_FILES = 30
MEBIBYTE = 1024 * 1024
Kind = SubmissionFile.Kind
MOST_BYTES = {Kind.PDF: 20 * MEBIBYTE, Kind.SLIDES: 30 * MEBIBYTE, Kind.SUPPLEMENT: 20 * MEBIBYTE}
AFTER_ACCEPTANCE = frozenset({Kind.SLIDES, Kind.SUPPLEMENT})
"""What may still come when the paper is accepted; its text then goes through ``send_text``."""


def check_file(upload: File[Any], kind: str) -> str:
    """The format of *upload* by its content. Raises ValidationError, in a sentence of its own for each reason."""
    if kind == Kind.MANUSCRIPT:
        check_docx(upload)
        return "docx"
    format_ = check_upload(upload, SubmissionFile.TAKES[kind], most_bytes=MOST_BYTES[Kind(kind)])
    if format_ == "pdf":
        check_pdf_is_whole(upload)
    return format_


@transaction.atomic
def attach_file(
    submission: Submission, upload: File[Any], *, by: Person, kind: str = Kind.MANUSCRIPT
) -> SubmissionFile:
    """Keep *upload* as the newest file of its *kind*, under a name made here. The same bytes are kept once.

    Raises ValidationError when the file is not acceptable, MoveNotAllowed when the paper no longer takes it: text
    until it is decided upon, slides and supplements as long as it is in the running or accepted.
    """
    format_ = check_file(upload, kind)
    allowed = Submission.EDITABLE | (Submission.ADMITTED if kind in AFTER_ACCEPTANCE else frozenset())
    hold(submission, allowed)
    return keep_file(submission, upload, kind=kind, format_=format_)


def hold(submission: Submission, allowed: frozenset[str]) -> None:
    """Hold the row and take its state from the database: somebody may have moved it meanwhile."""
    now = Submission.objects.select_for_update(no_key=True).only("state").get(pk=submission.pk)
    submission.state = now.state
    if now.state not in allowed:
        raise MoveNotAllowed(
            _("The paper is “%(state)s” and can no longer be changed.") % {"state": now.get_state_display()}
        )


def keep_file(submission: Submission, upload: File[Any], *, kind: str, format_: str) -> SubmissionFile:
    sha256 = hashlib.sha256()
    for chunk in upload.chunks():
        sha256.update(chunk)
    upload.seek(0)
    newest = submission.files.filter(kind=kind).first()
    if newest and newest.sha256 == sha256.hexdigest():
        return newest
    if submission.files.count() >= MAX_FILES:
        raise ValidationError(_("This paper already has %(count)d versions of its file.") % {"count": MAX_FILES})
    kept = SubmissionFile(
        submission=submission,
        kind=kind,
        name=label_for(upload.name or "", format_),
        size=upload.size,
        sha256=sha256.hexdigest(),
    )
    kept.file.save(f"{kind}.{format_}", upload, save=False)
    kept.save()
    return kept


def label_for(name: str, format_: str = "docx") -> str:
    """The visitor's name of the file as a label: no path, no invisible characters, at most 200 characters."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    visible = "".join(char for char in bare if not unicodedata.category(char).startswith("C")).strip()
    if visible in {"", ".", ".."}:
        return f"paper.{format_}"
    stem, dot, ending = visible.rpartition(".")
    if not dot or ending.lower() != format_:
        stem = visible
    return f"{stem[:190]}.{format_}"
