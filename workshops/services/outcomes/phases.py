"""From draft to endorsement: periods that are announced, and what follows when they end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.models import Message, Person, Role
from conference.moves import MoveNotAllowed
from conference.services import mail
from conference.services.queue import enqueue
from workshops.models import OutcomeDocument

from .drafting import locked

State = OutcomeDocument.State
ANNOUNCED, PERIOD_OVER = "outcome-announced", "outcome-period-over"


@transaction.atomic
def announce(
    documents: Sequence[OutcomeDocument], *, by: Person, opens: datetime, closes: datetime
) -> list[OutcomeDocument]:
    """Announce the period in which delegates comment on *documents* of one conference and propose amendments.

    Every participant gets one letter that names them all. Raises ValidationError for a period that is over or
    upside down, MoveNotAllowed for a document without clauses or in another state.
    """
    if closes <= opens:
        raise ValidationError({"closes": _("The period ends after it begins.")})
    if closes <= timezone.now():
        raise ValidationError({"closes": _("This day is over. Choose a later one.")})
    announced = []
    for document in documents:
        current = locked(document)
        lines = current.outline()
        if not lines:
            raise MoveNotAllowed(_("“%(title)s” has no clauses yet.") % {"title": current})
        if not all(line.clause.in_language("ru").strip() or line.clause.in_language("en").strip() for line in lines):
            raise MoveNotAllowed(_("“%(title)s” has a clause without any text.") % {"title": current})
        current.move(State.OPEN, by=by, opens_at=opens, closes_at=closes, announced_at=timezone.now())
        announced.append(current)
    if announced:
        enqueue(tell_participants, ",".join(str(document.pk) for document in announced))
    return announced


def tell_participants(pks: str) -> int:
    """Background task: one letter to each participant about the documents *pks*; running twice writes none twice."""
    rows = OutcomeDocument.objects.filter(pk__in=pks.split(",")).select_related("conference").order_by("order", "pk")
    documents = [document for document in rows if document.state == State.OPEN]
    if not documents:
        return 0
    first = documents[0]
    since = first.announced_at or timezone.now()
    told = Message.objects.filter(key=ANNOUNCED, conference=first.conference, created__gte=since)
    known = set(told.filter(about_id=first.pk).values_list("person", flat=True))
    roles = Role.objects.of(first.conference).filter(kind=Role.Kind.PARTICIPANT, person__is_active=True)
    people = Person.objects.filter(pk__in=roles.values("person")).exclude(pk__in=known).order_by("pk")
    for person in people:
        _tell(person, documents)
    return len(people)


def _tell(person: Person, documents: Sequence[OutcomeDocument]) -> None:
    first = documents[0]
    conference = first.conference
    with override(person.language):
        address = first.get_absolute_url() if len(documents) == 1 else conference.url("workshops:outcomes")
        mail.queue(
            ANNOUNCED,
            to=person,
            conference=conference,
            about=first,
            documents="\n".join(f"– {document.title}" for document in documents),
            opens=date_format(timezone.localtime(first.opens_at, conference.zone), "DATE_FORMAT"),
            closes=date_format(timezone.localtime(first.closes_at, conference.zone), "DATE_FORMAT"),
            link=mail.link(address),
        )


@transaction.atomic
def close_period(document: OutcomeDocument, *, by: Person | None) -> OutcomeDocument:
    """End the announced period: from now on only the writers change the text. Raises MoveNotAllowed.

    A period that is ended early ends now.
    """
    current = locked(document)
    now = timezone.now().replace(microsecond=0)
    ends: dict[str, Any] = {}
    if current.closes_at and current.opens_at and now < current.closes_at:
        ends = {"closes_at": max(now, current.opens_at.replace(microsecond=0) + SECOND)}
    current.move(State.MERGING, by=by, **ends)
    return current


SECOND = timedelta(seconds=1)


def close_periods() -> int:
    """Scheduled: close the periods whose last second has passed, and tell those who write the texts. How many."""
    now = timezone.now().replace(microsecond=0)
    due = OutcomeDocument.objects.filter(state=State.OPEN, closes_at__lt=now)
    closed = 0
    for document in due.select_related("conference", "track"):
        try:
            with transaction.atomic():
                close_period(document, by=None)
                _tell_writers(document)
        except MoveNotAllowed:  # somebody closed it in the same minute
            continue
        closed += 1
    return closed


def _tell_writers(document: OutcomeDocument) -> None:
    waiting = document.amendments.filter(state="proposed", hidden_at=None).count()
    track = document.track
    numbers = Q(track=0) | Q(track=track.number) if track else Q()
    writers = Q(kind=Role.Kind.CHAIR) | Q(kind=Role.Kind.RAPPORTEUR)
    roles = Role.objects.of(document.conference).filter(writers & numbers)
    for person in Person.objects.filter(pk__in=roles.values("person"), is_active=True).order_by("pk"):
        with override(person.language):
            mail.queue(
                PERIOD_OVER,
                to=person,
                conference=document.conference,
                about=document,
                document=document.title,
                waiting=waiting,
                link=mail.link(document.url("workshops:outcome_amendments")),
            )


@transaction.atomic
def begin_endorsement(document: OutcomeDocument, *, by: Person) -> OutcomeDocument:
    """Open the text for endorsement as it stands. Raises MoveNotAllowed.

    Both languages must be whole, and every proposal must have got its answer.
    """
    current = locked(document)
    require_whole(current)
    waiting = current.amendments.waiting().count()
    if waiting:
        raise MoveNotAllowed(_("Proposals without an answer: %(count)d. Decide about them first.") % {"count": waiting})
    current.move(State.ENDORSING, by=by, announced_at=current.announced_at or timezone.now())
    return current


@transaction.atomic
def return_to_merging(document: OutcomeDocument, *, by: Person) -> OutcomeDocument:
    """Take the text back from endorsement to change it; the voices given for the old text are void.

    Raises MoveNotAllowed.
    """
    current = locked(document)
    current.move(State.MERGING, by=by)
    current.endorsements.all().delete()
    return current


def require_whole(document: OutcomeDocument) -> None:
    """Both languages are locked together: raises MoveNotAllowed naming the clauses where one lacks or is behind."""
    lines = document.outline()
    if not lines:
        raise MoveNotAllowed(_("The document has no clauses yet."))
    names = [name for name in ("title", "preamble") if _is_half(document, name)]
    if names:
        raise MoveNotAllowed(_("Title and preamble must be there in both languages, or the preamble in none."))
    wanting = [line.number for line in lines if not line.clause.agrees]
    if wanting:
        numbers = ", ".join(wanting)
        raise MoveNotAllowed(
            _("Both languages go together. Bring these clauses into agreement first: %(numbers)s.")
            % {"numbers": numbers}
        )


def _is_half(document: OutcomeDocument, name: str) -> bool:
    ru, en = (bool(document.text(name, language).strip()) for language in ("ru", "en"))
    return ru != en or (name == "title" and not ru)
