"""Badges, certificates and confirmations of one participant: who may have them, issuing, replacing.

Many at once are issued by ``paper_batches``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.documents import SheetDocument
from conference.models import IssuedDocument, Person
from conference.moves import MoveNotAllowed
from conference.permissions import may
from conference.services.documents import issue_document, revoke
from registration.documents import Badge, Certificate, Confirmation, HoursCertificate, half_hours
from registration.models import CheckIn, Registration
from registration.permissions import DECIDE
from workshops.models import Session, Submission

from . import mails

Kind = IssuedDocument.Kind
PAPERS: dict[str, type[SheetDocument]] = {
    Kind.BADGE: Badge,
    Kind.CONFIRMATION: Confirmation,
    Kind.CERTIFICATE: Certificate,
    Kind.HOURS: HoursCertificate,
}
PLURALS = {
    Kind.BADGE: gettext_lazy("Badges"),
    Kind.CONFIRMATION: gettext_lazy("Confirmations of registration"),
    Kind.CERTIFICATE: gettext_lazy("Certificates of participation"),
    Kind.HOURS: gettext_lazy("Certificates of hours"),
}
AFTERWARDS = (Kind.CERTIFICATE, Kind.HOURS)
"""What says that somebody was there, and so is issued when it is over."""
READY = {Kind.CERTIFICATE: "registration-certificate", Kind.HOURS: "registration-hours"}
"""The letters that tell people that theirs is ready."""
REFUSALS = {
    "state": gettext_lazy("The registration is not approved."),
    "category": gettext_lazy("This category of participants does not get this document."),
    "absent": gettext_lazy("No check-in: nobody saw this participant, neither in the hall nor online."),
    "hours": gettext_lazy("No session attended for half an hour or more."),
    "early": gettext_lazy("The conference is not over yet. An organiser may issue it earlier by hand."),
}


@dataclass(frozen=True)
class Attended:
    """The sessions somebody came to, in time order, and how long they were there."""

    sessions: list[Session] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        """Minutes in sessions, breaks left out. What ran at the same time is counted once."""
        spans = sorted((each.starts, each.ends) for each in self.sessions)
        total, until = 0.0, None
        for starts, ends in spans:
            begins: datetime = max(starts, until) if until else starts
            total += max(0.0, (ends - begins).total_seconds())
            until = max(ends, until) if until else ends
        return round(total / 60)

    @property
    def hours(self) -> float:
        """Hours of 60 minutes, rounded down to the half: 8 h 50 min are 8.5. Never academic hours of 45 minutes."""
        return half_hours(self.minutes)


@dataclass(frozen=True)
class Evidence:
    """What is known of one participant's presence."""

    days: list[date] = field(default_factory=list)
    attended: Attended = field(default_factory=Attended)
    paper: Submission | None = None

    @property
    def came(self) -> bool:
        return bool(self.days)


def hours_of(registration: Registration) -> Attended:
    """The sessions that the participant of *registration* attended, by the check-ins that stand."""
    return evidence_for([registration])[registration.pk].attended


def evidence_for(registrations: Iterable[Registration]) -> dict[int, Evidence]:
    """What is known of each participant's presence, in two queries however many there are."""
    rows = {each.pk: each for each in registrations}
    days: dict[int, set[date]] = {}
    sessions: dict[int, list[Session]] = {}
    standing = CheckIn.objects.counted().filter(registration__in=rows).select_related("session")
    for check_in in standing.order_by("session__starts", "pk"):
        days.setdefault(check_in.registration_id, set()).add(check_in.day)
        if check_in.session is not None and not check_in.session.is_break:
            sessions.setdefault(check_in.registration_id, []).append(check_in.session)
    people = {each.person_id for each in rows.values()}
    conferences = {each.conference_id for each in rows.values()}
    accepted = Submission.objects.for_the_programme().filter(conference__in=conferences, submitter__in=people)
    papers = {(paper.conference_id, paper.submitter_id): paper for paper in accepted.order_by("-pk")}
    return {
        pk: Evidence(
            sorted(days.get(pk, ())),
            Attended(sessions.get(pk, [])),
            papers.get((each.conference_id, each.person_id)),
        )
        for pk, each in rows.items()
    }


def refusal(kind: str, registration: Registration, evidence: Evidence, *, is_early: bool = False) -> str:
    """Why *registration* gets no document of *kind*: a key of REFUSALS, or nothing."""
    if registration.state != Registration.State.APPROVED:
        return "state"
    if not registration.category.gives(kind):
        return "category"
    if kind not in AFTERWARDS:
        return ""
    is_over = registration.conference.today() > registration.conference.ends
    if not is_over and not is_early:
        return "early"
    if not evidence.came:
        return "absent"
    return "hours" if kind == Kind.HOURS and evidence.attended.hours == 0 else ""


def facts_of(kind: str, registration: Registration, evidence: Evidence) -> dict[str, Any]:
    """What the document says and its check page tells, kept so that it never changes afterwards."""
    if kind == Kind.HOURS:
        zone = registration.conference.zone
        return {
            "minutes": evidence.attended.minutes,
            "hours": evidence.attended.hours,
            "sessions": [
                {
                    "day": each.starts.astimezone(zone).date().isoformat(),
                    "ru": each.title_ru or each.title,  # type: ignore[attr-defined]
                    "en": each.title_en or "",  # type: ignore[attr-defined]
                    "minutes": each.minutes,
                }
                for each in evidence.attended.sessions
            ],
        }
    if kind == Kind.CERTIFICATE:
        paper = evidence.paper
        told = {"paper_ru": paper.title_ru or "", "paper_en": paper.title_en or ""} if paper else {}  # type: ignore[attr-defined]
        return {"attendance": registration.attendance, **told}
    return {}


def issue(kind: str, registration: Registration, *, by: Person | None, is_early: bool = False) -> IssuedDocument:
    """Issue one document; one that is valid already is returned as it is. A certificate is told about by letter.

    Certificates wait for a check-in and for the end of the conference; with *is_early* an organiser does not wait
    for the end. Raises MoveNotAllowed with the reason.
    """
    known = issued_to(registration, kind)
    if known and (known.file or not PAPERS[kind].is_kept):
        return known
    evidence = evidence_for([registration])[registration.pk]
    early = is_early and by is not None and may(by, DECIDE, registration.conference)
    if reason := refusal(kind, registration, evidence, is_early=early):
        raise MoveNotAllowed(str(REFUSALS[reason]))
    issued = issue_document(
        PAPERS[kind], conference=registration.conference, person=registration.participant,
        language=registration.language, about=registration, facts=facts_of(kind, registration, evidence),
    )  # fmt: skip
    if kind in READY:
        mails.write_to_all(READY[Kind(kind)], registration, document=issued.number)
    return issued


@transaction.atomic
def issue_badge(registration: Registration, *, by: Person | None) -> IssuedDocument:
    """A new badge. The one before, lost or worn by somebody else, is void from now on.

    The document has no file: ``conference.services.documents.draw`` draws it. Raises MoveNotAllowed.
    """
    if reason := refusal(Kind.BADGE, registration, Evidence()):
        raise MoveNotAllowed(str(REFUSALS[reason]))
    for worn in documents_about([registration]).filter(kind=Kind.BADGE):
        revoke(worn, by=by, reason=_("Replaced by a new badge."))
    return issue(Kind.BADGE, registration, by=by)


def confirm(registration: Registration) -> IssuedDocument | None:
    """The numbered confirmation of an approved registration, whose code opens the door; None where there is none."""
    if not registration.category.gives(Kind.CONFIRMATION):
        return None
    return issue(Kind.CONFIRMATION, registration, by=None)


def issued_to(registration: Registration, kind: str) -> IssuedDocument | None:
    """The valid document of *kind* about *registration*."""
    return documents_about([registration]).filter(kind=kind).first()


def documents_about(registrations: Sequence[Registration]) -> Any:
    """The valid documents about *registrations*, newest first."""
    content_type = ContentType.objects.get_for_model(Registration)
    valid = IssuedDocument.objects.valid().filter(about_type=content_type)
    return valid.filter(about_id__in=[each.pk for each in registrations]).select_related("conference", "person")


def downloadable(registrations: Sequence[Registration]) -> Any:
    """Valid documents that the participant, or whoever filled the form in, may have."""
    kinds = [Kind.CONFIRMATION, Kind.CERTIFICATE, Kind.HOURS]
    return documents_about(registrations).filter(kind__in=kinds).exclude(kind__in=READY, file="")


def everything_about(registration: Registration) -> list[IssuedDocument]:
    """Every document of these kinds that was ever issued about *registration*, void ones last."""
    content_type = ContentType.objects.get_for_model(Registration)
    rows = IssuedDocument.objects.filter(about_type=content_type, about_id=registration.pk, kind__in=list(PAPERS))
    return sorted(rows.order_by("-issued_at", "-pk"), key=lambda each: not each.is_valid)
