"""Issuing, drawing and revoking numbered documents."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone

from conference.documents import Document
from conference.models import Conference, Counter, IssuedDocument, Person


def issue_document(
    document: type[Document], *, conference: Conference, person: Person, language: str, about: models.Model
) -> IssuedDocument:
    """Number and draw *document* for *person*. A valid one about the same thing is returned, not drawn twice.

    The number is taken in a transaction; the drawing, which takes a while, holds none.
    """
    issued = _numbered(document, conference=conference, person=person, language=language, about=about)
    if not issued.file:
        issued.file.save(f"{issued.code}.pdf", ContentFile(document(issued).pdf()))
    return issued


@transaction.atomic
def _numbered(
    document: type[Document], *, conference: Conference, person: Person, language: str, about: models.Model
) -> IssuedDocument:
    valid = IssuedDocument.objects.of(conference).valid()
    same = valid.filter(kind=document.kind, about_type__model=about._meta.model_name, about_id=about.pk)
    return same.first() or IssuedDocument.objects.create(
        conference=conference,
        person=person,
        kind=document.kind,
        number=document.number_for(Counter.next(conference, document.kind), conference),
        language=language,
        about=about,
    )


@transaction.atomic
def revoke_documents(*, about: models.Model, by: Person | None, reason: str) -> int:
    """Declare void every valid document about *about*. The rows stay, and their check page says so."""
    valid = IssuedDocument.objects.valid().filter(about_type__model=about._meta.model_name, about_id=about.pk)
    return valid.update(revoked_at=timezone.now(), revoked_reason=reason[:250])
