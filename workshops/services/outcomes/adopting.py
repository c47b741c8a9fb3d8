"""Adoption: the text is frozen with its date, its session and its hash. What is wrong in it a corrigendum corrects."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from conference.models import IssuedDocument, Person
from conference.moves import MoveNotAllowed
from conference.services.documents import number_documents
from conference.services.queue import Queue, enqueue
from workshops.documents.outcomes import OutcomePdf, digest, frozen
from workshops.models import Adoption, ClauseVersion, OutcomeDocument, Recommendation, Session

from .drafting import TextChanged, locked, standing, write
from .endorsing import stands, tally
from .phases import require_whole


def earliest_day(document: OutcomeDocument) -> date:
    """The first day on which the text as it stands can have been adopted: announced, and its newest clause written."""
    newest = ClauseVersion.objects.filter(clause__document=document).aggregate(at=Max("at"))["at"]
    moments = [moment for moment in (newest, document.announced_at) if moment]
    return timezone.localdate(max(moments, default=timezone.now()), document.conference.zone)


def require_day(document: OutcomeDocument, on: date) -> None:
    """Raises ValidationError for a day that has not come, or on which the text was not yet as it is."""
    if on > document.conference.today():
        raise ValidationError(_("This day has not come yet."))
    earliest = earliest_day(document)
    if on < earliest:
        told = _("The text was last changed or announced on %(day)s: it cannot have been adopted before that.")
        raise ValidationError(told % {"day": date_format(earliest, "DATE_FORMAT")})


@transaction.atomic
def adopt(document: OutcomeDocument, *, by: Person, on: date, session: Session | None = None) -> Adoption:
    """Freeze the text as adopted on the day *on* at *session*, in both languages; the PDF follows in the background.

    Raises MoveNotAllowed when a language lacks, when the rule of endorsement is not met, or when it is adopted.
    """
    current = locked(document)
    require_whole(current)
    votes, _by_clause = tally(current)
    if not stands(current, votes):
        raise MoveNotAllowed(_("The document is not endorsed yet: %(rule)s.") % {"rule": current.get_rule_display()})
    current.move(OutcomeDocument.State.ADOPTED, by=by)
    return freeze(current, by=by, on=on, session=session, note={})


@transaction.atomic
def correct(
    document: OutcomeDocument, clause: Recommendation, *, by: Person, ru: str, en: str, note_ru: str, note_en: str,
    on: date, session: Session | None = None, expected: int | None = None,
) -> Adoption:  # fmt: skip
    """Correct one clause of an adopted text: a corrigendum, adopted under the next number. The earlier text stays.

    Raises MoveNotAllowed when the document is not adopted, ValidationError when a language or a note lacks or
    nothing changes.
    """
    current = locked(document)
    if not current.is_adopted:
        raise MoveNotAllowed(_("A corrigendum corrects an adopted text."))
    fresh = standing(clause)
    if expected is not None and fresh.revision != expected:
        raise TextChanged(fresh)
    if not (ru.strip() and en.strip() and note_ru.strip() and note_en.strip()):
        raise ValidationError(_("Text and note are needed in both languages."))
    if (fresh.in_language("ru"), fresh.in_language("en")) == (ru, en):
        raise ValidationError(_("The text is the same as before."))
    write(fresh, by=by, ru=ru, en=en, how=ClauseVersion.How.CORRECTED, agree=True, reason_ru=note_ru, reason_en=note_en)
    return freeze(current, by=by, on=on, session=session, note={"ru": note_ru.strip(), "en": note_en.strip()})


def freeze(
    document: OutcomeDocument, *, by: Person, on: date, session: Session | None, note: dict[str, str]
) -> Adoption:
    """The next numbered adoption of a document that is held."""
    last = document.adoptions.first()
    content = frozen(document, on=on, session=session, note=note)
    adoption = Adoption.objects.create(
        document=document,
        number=last.number + 1 if last else 1,
        adopted_on=on,
        session=session,
        content=content,
        sha256=digest(content),
        by=by,
    )
    enqueue(issue, adoption.pk, queue=Queue.LONG)
    return adoption


def issue(adoption_id: int) -> None:
    """Background task: number the adopted text as a document that anybody can check, and draw it."""
    adoption = Adoption.objects.select_related("document__conference", "document__track").filter(pk=adoption_id).first()
    if adoption is not None:
        file_of(adoption)


def file_of(adoption: Adoption) -> IssuedDocument:
    """The numbered PDF of *adoption*, made now when it is not there. Raises RenderFailed."""
    conference = adoption.document.conference
    addressee = {"ru": "участникам конференции и общественности", "en": "the participants and the public"}
    wish = IssuedDocument(language="ru", about=adoption, facts={"addressee": addressee})
    [issued] = number_documents(OutcomePdf, [wish], conference=conference)
    if not issued.file:
        issued.file.save(f"{issued.code}.pdf", ContentFile(OutcomePdf(issued).pdf()))
    return issued
