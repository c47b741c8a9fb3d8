"""Issuing, drawing and revoking numbered documents."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.documents import Document
from conference.models import Conference, Counter, IssuedDocument, Person
from conference.moves import MoveNotAllowed

WHY_VOID = "why_void"
"""The fact by which the check page tells why a document is void."""


def issue_document(
    document: type[Document], *, conference: Conference, person: Person, language: str, about: models.Model,
    facts: dict[str, Any] | None = None,
) -> IssuedDocument:  # fmt: skip
    """Number *document* for *person*, and draw it if its kind is kept as a file.

    A valid one about the same thing is returned, not numbered twice. The number is taken in a transaction; the
    drawing, which takes a while, holds none.
    """
    wish = IssuedDocument(person=person, language=language, about=about, facts=facts or {})
    [issued] = number_documents(document, [wish], conference=conference)
    if document.is_kept and not issued.file:
        issued.file.save(f"{issued.code}.pdf", ContentFile(document(issued).pdf()))
    return issued


@transaction.atomic
def number_documents(
    document: type[Document], wishes: Sequence[IssuedDocument], *, conference: Conference
) -> list[IssuedDocument]:
    """Write the *wishes* (unsaved rows with person, language, what they are about, facts) as numbered documents.

    For one about which a valid document of this kind exists already, that document is returned in its place. Two
    who ask at once wait for each other, so a thing never gets two.
    """
    counter = Counter.locked(conference, document.kind)
    about = [wish.about_id for wish in wishes]
    content_type = wishes[0].about_type if wishes else None
    rows = IssuedDocument.objects.of(conference).valid().filter(kind=document.kind, about_type=content_type)
    known = {each.about_id: each for each in rows.filter(about_id__in=about).select_related("conference", "person")}
    new = [wish for wish in wishes if wish.about_id not in known]
    for number, wish in zip(counter.take(len(new)), new, strict=True):
        wish.conference, wish.kind = conference, document.kind
        wish.number = document.number_for(number, conference)
    IssuedDocument.objects.bulk_create(new)
    for wish in wishes:
        if found := known.get(wish.about_id):
            found.about = wish.about
    return [known.get(wish.about_id, wish) for wish in wishes]


def keep_files(files: Sequence[tuple[IssuedDocument, bytes]]) -> None:
    """Store what was drawn. The rows are written together, once all files are there."""
    for issued, pdf in files:
        issued.file.save(f"{issued.code}.pdf", ContentFile(pdf), save=False)
    IssuedDocument.objects.bulk_update([issued for issued, _pdf in files], ["file"])


def draw(issued: IssuedDocument) -> bytes:
    """The PDF of *issued*: the file that was kept, else drawn now.

    Raises LookupError when nobody knows how to draw it, conference.rendering.RenderFailed.
    """
    if issued.file:
        with issued.file.open("rb") as file:
            return bytes(file.read())
    return Document.drawn_by[issued.kind](issued).pdf()


def of_holder(person: Person) -> models.QuerySet[IssuedDocument]:
    """Documents that *person* may have, newest first: those with a file, and those drawn for them at need."""
    drawn = [kind for kind, document in Document.drawn_by.items() if document.is_for_holder and not document.is_kept]
    has_something = ~models.Q(file="") | models.Q(kind__in=drawn, about_id__isnull=False)
    return IssuedDocument.objects.filter(has_something, person=person).select_related("conference")


def listed_for(person: Person) -> models.QuerySet[IssuedDocument]:
    """``of_holder`` and the letters in support of a visa, which have a guarded page of their own."""
    guarded = models.Q(kind=IssuedDocument.Kind.VISA_LETTER, person=person)
    rows = IssuedDocument.objects.filter(guarded | models.Q(pk__in=of_holder(person).values("pk")))
    return rows.select_related("conference", "letter_request")


@transaction.atomic
def revoke(issued: IssuedDocument, *, by: Person | None, reason: str) -> IssuedDocument:
    """Declare one document void, with a reason that its check page tells. Raises MoveNotAllowed."""
    reason = reason.strip()
    if not reason:
        raise MoveNotAllowed(_("Write why the document is void: its check page says so."))
    now = timezone.now()
    told = {**issued.facts, WHY_VOID: reason[:250]}
    fields = {"revoked_at": now, "revoked_by": by, "revoked_reason": reason[:250], "facts": told}
    if not IssuedDocument.objects.valid().filter(pk=issued.pk).update(**fields):
        raise MoveNotAllowed(_("Document %(number)s is void already.") % {"number": issued.number})
    for name, value in fields.items():
        setattr(issued, name, value)
    return issued


@transaction.atomic
def revoke_documents(*, about: models.Model, by: Person | None, reason: str, kind: str = "") -> int:
    """Declare void every valid document about *about*, or those of one *kind*.

    The rows stay, and their check page says that they are void; the reason is for the organisers only.
    """
    about_type = ContentType.objects.get_for_model(about)
    valid = IssuedDocument.objects.valid().filter(about_type=about_type, about_id=about.pk)
    chosen = valid.filter(kind=kind) if kind else valid
    return chosen.update(revoked_at=timezone.now(), revoked_by=by, revoked_reason=reason[:250])


def forget_files(documents: models.QuerySet[IssuedDocument]) -> int:
    """Delete the files of *documents*; the rows stay and can be checked. Returns how many files there were."""
    named = list(documents.exclude(file="").values_list("pk", "file"))
    IssuedDocument.objects.filter(pk__in=[pk for pk, _name in named]).update(file="")
    for _pk, name in named:
        transaction.on_commit(partial(default_storage.delete, name))
    return len(named)
