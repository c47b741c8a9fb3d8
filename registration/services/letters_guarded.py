"""Guarded letters: asked for, checked, approved by a second person, issued, drawn at each download, revoked.

The file is never kept: it is drawn from the sealed data when somebody entitled downloads it, and each
download is logged before it is drawn.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.models import Conference, Counter, IssuedDocument, Person, Role
from conference.moves import MoveNotAllowed
from conference.sealed import CannotOpen, reveal
from conference.services import mail
from conference.services.readings import log_reading
from registration.documents.guarded import GuardedLetter, NoteVerbale, VisaLetter, addressee_of_note
from registration.models import Category, Delegation, LetterRequest, Registration, VisaDetails
from registration.models.travel import is_coming

from . import mails

NOT_TOLD = "–"
"""The check page says that a guarded letter is void, and not why."""
State, Kind = LetterRequest.State, LetterRequest.Kind
DOCUMENTS: dict[str, type[GuardedLetter]] = {Kind.VISA_LETTER: VisaLetter, Kind.NOTE_VERBALE: NoteVerbale}


@transaction.atomic
def request_letter(registration: Registration, *, by: Person) -> LetterRequest:
    """Ask for the letter in support of a visa; one that was returned is asked for again.

    Raises MoveNotAllowed when there is one on its way, and ValidationError while passport data are missing.
    """
    if not is_coming(registration) or not registration.category.gives(Category.Paper.VISA_LETTER):
        raise MoveNotAllowed(_("This letter is for approved participants who come to the conference."))
    visa = getattr(registration, "visa", None)
    if visa is None or not visa.is_filled:
        raise ValidationError(_("Fill in the passport data first: the letter needs them."), code="visa")
    standing = LetterRequest.objects.standing().filter(registration=registration, kind=Kind.VISA_LETTER).first()
    if standing is not None and standing.state == State.RETURNED:
        standing.move(State.REQUESTED, by=by, asked_by=by, asked_at=timezone.now(), remark="")
        return standing
    if standing is not None:
        raise MoveNotAllowed(_("The letter was asked for already. Its state is shown on your page."))
    return _make(conference=registration.conference, kind=Kind.VISA_LETTER, registration=registration, by=by)


@transaction.atomic
def request_note(
    conference: Conference, *, by: Person, delegation: Delegation | None = None, **addressee: str
) -> LetterRequest:
    """Ask for a note verbale to a delegation's ministry, or to the body that *addressee* names.

    *addressee* has ``addressee_ru``, ``addressee_en``, ``place_ru``, ``place_en``; for a delegation they may be
    empty. Raises MoveNotAllowed, ValidationError.
    """
    if delegation is None and not (addressee.get("addressee_ru") and addressee.get("addressee_en")):
        raise ValidationError(_("Name the addressee in both languages."), code="addressee")
    if delegation is not None:
        standing = LetterRequest.objects.standing().filter(delegation=delegation, kind=Kind.NOTE_VERBALE).first()
        if standing is not None and standing.state == State.RETURNED:
            standing.move(State.REQUESTED, by=by, asked_by=by, asked_at=timezone.now(), remark="", **addressee)
            return standing
        if standing is not None:
            raise MoveNotAllowed(_("A note verbale for this delegation is on its way or was issued already."))
    return _make(conference=conference, kind=Kind.NOTE_VERBALE, delegation=delegation, by=by, **addressee)


def _make(*, by: Person, **fields: Any) -> LetterRequest:
    try:
        with transaction.atomic():
            return LetterRequest.objects.create(asked_by=by, **fields)
    except IntegrityError:  # asked twice in the same second
        raise MoveNotAllowed(_("The letter was asked for already. Its state is shown on your page.")) from None


@transaction.atomic
def check_data(request: LetterRequest, *, by: Person, **addressee: str) -> LetterRequest:
    """Say that the data were compared and are right; for a note, with its *addressee* lines corrected.

    Raises MoveNotAllowed, also when the passport data are gone meanwhile.
    """
    if request.is_visa_letter and not _visa_of(request).is_filled:
        raise MoveNotAllowed(_("The passport data are not there. Return the request with a remark."))
    request.move(State.CHECKED, by=by, checked_by=by, checked_at=timezone.now(), **addressee)
    return request


@transaction.atomic
def approve_letter(request: LetterRequest, *, by: Person) -> LetterRequest:
    """Approve the letter: a second person, wherever the conference has one. Raises MoveNotAllowed."""
    others = Role.objects.of(request.conference).filter(kind=Role.Kind.ORGANISER).exclude(person=by)
    if request.checked_by_id == by.pk and others.exists():
        raise MoveNotAllowed(_("You checked the data yourself: another organiser approves the letter."))
    request.move(State.APPROVED, by=by, approved_by=by, approved_at=timezone.now())
    return request


@transaction.atomic
def send_back(request: LetterRequest, *, by: Person, remark: str) -> LetterRequest:
    """Return the request with a remark that whoever asked reads. Raises MoveNotAllowed, ValidationError."""
    remark = remark.strip()
    if not remark:
        raise ValidationError(_("Write what has to be changed: the person reads it."), code="remark")
    _refuse_passport_number(remark, request)
    request.move(State.RETURNED, by=by, remark=remark, returned_at=timezone.now())
    _tell(request, "visa-letter-returned")
    return request


@transaction.atomic
def issue(request: LetterRequest, *, by: Person) -> LetterRequest:
    """Number the approved letter and say that it is there. Raises MoveNotAllowed."""
    now = timezone.now()
    request.move(State.ISSUED, by=by, issued_at=now, remark="")
    conference, kind = request.conference, request.kind
    subject = request.registration or request.delegation or request
    person = request.registration.person if request.registration else None
    request.document = IssuedDocument.objects.create(
        conference=conference,
        person=person,
        kind=kind,
        number=DOCUMENTS[kind].number_for(Counter.next(conference, kind), conference),
        language=request.registration.language if request.registration else _language_of(request),
        about=subject,
        facts={} if person else {"addressee": {code: addressee_of_note(request, code) for code in ("ru", "en")}},
    )
    request.save(update_fields=["document"])
    _tell(request, "visa-letter-issued", document=request.document.number)
    return request


@transaction.atomic
def revoke(request: LetterRequest, *, by: Person, reason: str) -> LetterRequest:
    """Declare the letter void: its check page says so from now on. Raises MoveNotAllowed, ValidationError."""
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Write why the letter is revoked."), code="reason")
    _refuse_passport_number(reason, request)
    now = timezone.now()
    request.move(State.REVOKED, by=by, remark=reason, revoked_at=now)
    document = request.document
    if document is not None and document.is_valid:
        document.revoked_at, document.revoked_reason = now, NOT_TOLD
        document.save(update_fields=["revoked_at", "revoked_reason"])
    _tell(request, "visa-letter-revoked", document=document.number if document else "")
    return request


@transaction.atomic
def reopen_letters(registration: Registration, *, by: Person) -> None:
    """The passport data were replaced: what was checked is checked anew, what was issued is void."""
    letters = LetterRequest.objects.select_related("conference", "registration__person", "document")
    for request in letters.filter(registration=registration, kind=Kind.VISA_LETTER):
        if request.state in (State.CHECKED, State.APPROVED):
            request.move(State.REQUESTED, by=by, checked_by=None, checked_at=None, approved_by=None, approved_at=None)
        elif request.state == State.ISSUED:
            revoke(request, by=by, reason=_("The passport data were replaced."))


def draw(request: LetterRequest, *, by: Person, reason: str) -> bytes:
    """The letter as PDF, logged before it is drawn. Raises MoveNotAllowed, NotLogged, CannotOpen, RenderFailed."""
    if not request.may_be_downloaded:
        raise MoveNotAllowed(_("There is no valid letter to download."))
    if request.is_visa_letter and not _visa_of(request).is_filled:
        raise MoveNotAllowed(_("The passport data were erased, so the letter can no longer be drawn."))
    log_reading(_visa_of(request) if request.is_visa_letter else request, by=by, reason=reason)
    return DOCUMENTS[request.kind](request).pdf()


def _visa_of(request: LetterRequest) -> VisaDetails:
    """The visa details of a visa letter; an empty, unsaved row when there are none."""
    assert request.registration is not None
    found = VisaDetails.objects.filter(registration=request.registration).first()
    return found or VisaDetails(registration=request.registration)


def _language_of(request: LetterRequest) -> str:
    return request.delegation.language if request.delegation else "ru"


def _refuse_passport_number(text: str, request: LetterRequest) -> None:
    """Remarks are kept in the open: a passport number has no place in them. Raises ValidationError."""
    try:
        number = reveal(_visa_of(request), "number") if request.is_visa_letter else ""
    except CannotOpen:
        return
    plain = _alphanumeric(number)
    if plain and plain in _alphanumeric(text):
        raise ValidationError(_("Do not write the passport number here: remarks are not guarded."), code="passport")


def _alphanumeric(text: str) -> str:
    return "".join(char for char in text if char.isalnum()).upper()


def _tell(request: LetterRequest, key: str, **values: Any) -> None:
    """Write to the participant and whoever filled in for them, or to the focal point. Remarks stay on the page."""
    if request.registration is not None:
        mails.write_to_all(key, request.registration, **values)
    elif request.delegation is not None and request.delegation.focal_point is not None:
        person = request.delegation.focal_point
        with override(person.language):
            page = mail.link(reverse("my_page"))
        mail.queue(
            key.replace("visa-letter", "visa-note"), to=person, conference=request.conference, about=request,
            addressee=addressee_of_note(request, person.language), link=page, **values,
        )  # fmt: skip
