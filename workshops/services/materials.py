"""Materials of sessions: who may have them and from when, kept under names made here, earlier versions kept too."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import partial
from typing import Any

from auditlog.models import LogEntry
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.models import Conference, Person
from conference.moves import MoveNotAllowed
from conference.permissions import Visitor, may
from conference.pictures import Redrawing
from conference.uploads import PICTURES, check_pdf_is_whole, check_upload
from workshops.models import Release, Session, SessionMaterial, Talk

from .papers.files import label_for

Kind = SessionMaterial.Kind
MEBIBYTE = 1024 * 1024
DOCUMENTS = ("pdf", "docx", "odt")
TAKES: dict[str, tuple[str, ...]] = {
    Kind.STATEMENT: DOCUMENTS,
    Kind.SLIDES: ("pdf", "pptx", "odp"),
    Kind.HANDOUT: ("pdf", "docx", "odt", "pptx", "odp", "xlsx"),
    Kind.TRANSCRIPT: DOCUMENTS,
    Kind.PHOTO: PICTURES,
}
"""What each kind may be by its content; a recording is a link."""
MOST_BYTES = {Kind.PHOTO: 15 * MEBIBYTE}
USUAL_BYTES = 30 * MEBIBYTE
PHOTOGRAPH = Redrawing(
    gettext_lazy("The picture cannot be opened. Save it as JPG or PNG and try again."),
    code="damaged", formats=("JPEG", "PNG", "WEBP"), longest_side=1600, becomes="JPEG", quality=85,
)  # fmt: skip
MOST_OF_A_SESSION = 200
OF_SPEAKERS = (Kind.STATEMENT, Kind.SLIDES, Kind.HANDOUT)
"""What a speaker sends for a statement; for a paper its text comes another way."""


# -- who may have what ---------------------------------------------------------------------------------------------


def public_sessions(conference: Conference) -> list[int]:
    """Keys of the sessions that the public reads: those of the newest release, or the plan of a season."""
    if conference.is_season:
        return list(Session.objects.of(conference).standing().values_list("pk", flat=True))
    release = Release.objects.current(conference)
    return list(release.sessions.values_list("session", flat=True)) if release else []


def is_open_to_all(material: SessionMaterial) -> bool:
    """Whether anybody may have it now: meant for all, the embargo over, the session in the public programme."""
    rows = SessionMaterial.objects.public().in_sessions(public_sessions(material.session.conference))
    return rows.filter(pk=material.pk).exists()


def may_have(person: Visitor, material: SessionMaterial) -> bool:
    """Before the embargo ends: the speakers of the talk, the session's crew, its chairs, the organisers.

    What was replaced or withdrawn is left to the speakers, chairs and organisers.
    """
    return may(person, "workshops.have_material", material) or is_open_to_all(material)


def log_access(session: Session, *, by: Person, what: str, **more: Any) -> None:
    """That *by* took something of *session* that is not public, without names and titles."""
    LogEntry.objects.log_create(
        session, force_log=True, action=LogEntry.Action.ACCESS, actor=by, additional_data={"what": what, **more},
        object_repr=f"session {session.pk}",
    )  # fmt: skip


# -- keeping -------------------------------------------------------------------------------------------------------


def check_material(upload: File[Any], kind: str) -> str:
    """The format of *upload* by its content. Raises ValidationError, in a sentence for whoever sent it."""
    if kind not in TAKES:
        raise ValidationError(_("A recording is given by its link."), code="kind")
    format_ = check_upload(upload, TAKES[kind], most_bytes=MOST_BYTES.get(Kind(kind), USUAL_BYTES))
    if format_ == "pdf":
        check_pdf_is_whole(upload)
    return format_


@transaction.atomic
def add_material(
    session: Session, *, by: Person, kind: str, talk: Talk | None = None, file: File[Any] | None = None, **fields: Any
) -> SessionMaterial:
    """Keep something of *session*, or of one *talk* of it; *file* for all but recordings, which are a ``url``.

    *fields*: ``title_ru|en``, ``alt_ru|en``, ``language``, ``url``, ``is_public``, ``with_session`` or
    ``embargo_until``, ``order``. A new text or new slides of a talk in the same language replace the former ones, which
    are kept as an earlier version; the same bytes are kept once. A photograph is drawn anew, without its metadata.
    Raises ValidationError for a file of a wrong kind, a photograph without a description, a talk of another session.
    """
    Session.objects.select_for_update(no_key=True).only("pk").get(pk=session.pk)
    if talk is not None and talk.session_id != session.pk:
        raise ValidationError(_("This talk belongs to another session."), code="talk")
    if SessionMaterial.objects.filter(session=session).count() >= MOST_OF_A_SESSION:
        raise ValidationError(_("This session has as many materials as it can."), code="many")
    made = SessionMaterial(session=session, talk=talk, kind=kind, uploaded_by=by, **fields)
    _require_whole(made, file)
    if file is not None:
        content, format_ = _content(file, kind)
        made.sha256, made.size = hashlib.sha256(content).hexdigest(), len(content)
        made.name = label_for(file.name or "", format_)
        if same := _same(made):
            return same
        made.file.save(f"material.{format_}", ContentFile(content), save=False)
    made.full_clean(exclude=["name"])
    _replace_former(made)
    made.save()
    return made


def _require_whole(material: SessionMaterial, file: File[Any] | None) -> None:
    kind = material.kind
    if kind == Kind.RECORDING and not material.url:
        raise ValidationError({"url": _("Give the link of the recording.")}, code="url")
    if file is None and not material.url:
        raise ValidationError({"file": _("Choose the file.")}, code="file")
    if kind not in (Kind.RECORDING, Kind.TRANSCRIPT) and file is None:
        raise ValidationError({"file": _("Choose the file.")}, code="file")
    require_described(material)


def require_described(material: SessionMaterial) -> None:
    """Raise ValidationError for a photograph without a description in the primary language."""
    if material.kind == Kind.PHOTO and not (getattr(material, f"alt_{settings.LANGUAGE_CODE}") or "").strip():
        raise ValidationError(
            {f"alt_{settings.LANGUAGE_CODE}": _("Say what the photograph shows, for those who do not see it.")},
            code="alt",
        )


def _content(file: File[Any], kind: str) -> tuple[bytes, str]:
    format_ = check_material(file, kind)
    file.seek(0)
    content = file.read()
    return PHOTOGRAPH.drawn_anew(content) if kind == Kind.PHOTO else (content, format_)


def _former(material: SessionMaterial) -> Any:
    """Current materials that a new one stands in the place of."""
    if material.talk is None or material.kind not in (Kind.STATEMENT, Kind.SLIDES):
        return SessionMaterial.objects.none()
    rows = SessionMaterial.objects.current().filter(talk=material.talk, kind=material.kind)
    return rows.filter(language=material.language)


def _same(material: SessionMaterial) -> SessionMaterial | None:
    """The same file sent again: nothing new is kept, but what is said of it now counts."""
    same: SessionMaterial | None = _former(material).filter(sha256=material.sha256).first()
    if same is not None:
        for name in ("is_public", "with_session", "embargo_until"):
            setattr(same, name, getattr(material, name))
        same.save(update_fields=["is_public", "with_session", "embargo_until"])
    return same


def _replace_former(material: SessionMaterial) -> None:
    _former(material).update(replaced_at=timezone.now())


@transaction.atomic
def change_material(material: SessionMaterial, *, by: Person, **fields: Any) -> SessionMaterial:
    """Write *fields* (see ``add_material``), not the file: a new file is a new material. Raises ValidationError."""
    for name, value in fields.items():
        setattr(material, name, value)
    require_described(material)
    material.full_clean(exclude=["name"])
    material.save()
    return material


@transaction.atomic
def withdraw_material(material: SessionMaterial, *, by: Person) -> SessionMaterial:
    """Take it back: nobody but its speakers, chairs and organisers sees it any more. The file is kept.

    Raises MoveNotAllowed when it was taken back before.
    """
    now = timezone.now()
    if not SessionMaterial.objects.filter(pk=material.pk, withdrawn_at=None).update(withdrawn_at=now):
        raise MoveNotAllowed(_("It has been taken back already."))
    material.withdrawn_at = now
    return material


@transaction.atomic
def restore_material(material: SessionMaterial, *, by: Person) -> SessionMaterial:
    """Bring back what was withdrawn. Raises MoveNotAllowed when a newer version stands in its place."""
    if material.withdrawn_at is None or material.replaced_at is not None or _former(material).exists():
        raise MoveNotAllowed(_("A newer version stands in its place."))
    material.withdrawn_at = None
    material.save(update_fields=["withdrawn_at"])
    return material


# -- forgetting ----------------------------------------------------------------------------------------------------


@transaction.atomic
def erase_uploads(person: Person) -> bool:
    """Delete what *person* sent as a speaker and the public does not have; the rest stays without their name."""
    own = SessionMaterial.objects.filter(uploaded_by=person)
    sent = own.filter(talk__isnull=False, kind__in=OF_SPEAKERS).exclude(pk__in=_published(own))
    sent = sent.exclude(session__conference__roles__in=person.roles.filter(kind__in=("organiser", "chair")))
    doomed = list(sent)
    for material in doomed:
        storage, name = material.file.storage, material.file.name
        material.delete()
        if name:
            transaction.on_commit(partial(storage.delete, name))
    stay = own.update(uploaded_by=None)
    return bool(doomed or stay)


def _published(rows: Any) -> list[int]:
    return list(rows.public(timezone.now()).values_list("pk", flat=True))


def opening_of(material: SessionMaterial) -> datetime | None:
    """When the embargo ends, in the zone of the conference; None where there is none."""
    until = material.embargo()
    return timezone.localtime(until, material.session.conference.zone) if until else None
