"""Verbs with the events of a season. A season has no releases: what is moved or called off is announced at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference, Person
from conference.moves import MoveNotAllowed
from workshops.models import Expert, Hosting, Session, Theme
from workshops.services import planning

from .letters import tell_cancelled, tell_moved, tell_put_back

COPIED = (
    "kind_id", "course_id", "title_ru", "title_en", "summary_ru", "summary_en", "host_ru", "host_en", "audience",
    "seats", "language", "interpretation", "captions", "sign_language", "fallback_ru", "fallback_en",
)  # fmt: skip
"""What a copy takes over; the link for taking part is of one meeting and is not among it."""


def _require_own(season: Conference, rows: Iterable[Theme | Expert]) -> None:
    if any(row.conference_id != season.pk for row in rows):
        raise ValidationError(_("Choose themes and experts of this season."), code="foreign")


def _write_people(event: Session, hosts: Iterable[Expert], experts: Iterable[Expert]) -> None:
    """Make these the hosts and experts of *event*, in this order; nobody is both."""
    hosts = list(hosts)
    event.hostings.all().delete()
    parts = [(each, Hosting.Part.HOST) for each in hosts]
    parts += [(each, Hosting.Part.EXPERT) for each in experts if each not in hosts]
    Hosting.objects.bulk_create(
        Hosting(session=event, expert=expert, part=part, order=order)
        for order, (expert, part) in enumerate(parts, start=1)
    )


@transaction.atomic
def create_event(
    season: Conference,
    *,
    by: Person,
    themes: Iterable[Theme] = (),
    hosts: Iterable[Expert] = (),
    experts: Iterable[Expert] = (),
    **fields: Any,
) -> Session:
    """A new event in the plan, public at once. ``fields`` are those of Session; ``kind`` is required.

    Raises ValidationError for times nobody means, and for what is of another season.
    """
    themes, hosts, experts = list(themes), list(hosts), list(experts)
    _require_own(season, [*themes, *hosts, *experts])
    event = planning.create_session(season, by=by, **{**fields, "format": Session.Format.EVENT})
    event.themes.set(themes)
    _write_people(event, hosts, experts)
    return event


@transaction.atomic
def edit_event(
    event: Session,
    *,
    by: Person,
    fields: Mapping[str, Any],
    themes: Iterable[Theme] | None = None,
    hosts: Iterable[Expert] | None = None,
    experts: Iterable[Expert] | None = None,
    seen: str = "",
) -> Session:
    """Write *fields* of the event; another time is announced to those who signed up.

    *seen* is the ``fingerprint`` as of opening the form. Raises MoveNotAllowed when somebody else has saved it since,
    ValidationError for what nobody means.
    """
    season, was = event.conference, (event.starts, event.ends)
    _require_own(season, [*(themes or ()), *(hosts or ()), *(experts or ())])
    planning.edit_session(event, by=by, fields={**fields, "format": Session.Format.EVENT}, seen=seen)
    if themes is not None:
        event.themes.set(themes)
    if hosts is not None and experts is not None:
        _write_people(event, hosts, experts)
    if event.starts != was[0]:
        _announce_anew(event, moved_from=was[0])
        tell_moved(event, was=was)
    elif event.ends != was[1]:
        _announce_anew(event)
    return event


@transaction.atomic
def move_event(event: Session, *, by: Person, starts: datetime, minutes: int | None = None) -> Session:
    """Hold the event at another time; those who signed up, and its hosts, are told at once.

    Raises MoveNotAllowed for an event that was called off or is over, ValidationError for a time nobody means.
    """
    was = (event.starts, event.ends)
    if event.ends < timezone.now():
        raise MoveNotAllowed(_("This event is over: copy it to hold it again."))
    planning.move_session(event, by=by, starts=starts, minutes=minutes)
    if (event.starts, event.ends) != was:
        _announce_anew(event, moved_from=was[0] if event.starts != was[0] else None)
        tell_moved(event, was=was)
    return event


@transaction.atomic
def cancel_event(event: Session, *, by: Person, reason_ru: str = "", reason_en: str = "") -> Session:
    """Call the event off: its page says so, and whoever signed up gets a letter with the reason.

    Raises MoveNotAllowed when it is off already, or over.
    """
    if event.ends < timezone.now():
        raise MoveNotAllowed(_("This event is over: it cannot be called off any more."))
    planning.take_out(event, by=by)
    event.off_note_ru, event.off_note_en = reason_ru, reason_en  # type: ignore[attr-defined]
    event.save(update_fields=["off_note", "off_note_ru", "off_note_en"])
    _announce_anew(event)
    tell_cancelled(event)
    return event


@transaction.atomic
def put_back_event(event: Session, *, by: Person) -> Session:
    """Hold an event after all that was called off; whoever had signed up is told. Raises MoveNotAllowed."""
    if event.ends < timezone.now():
        raise MoveNotAllowed(_("This event is over: copy it to hold it again."))
    planning.put_back(event, by=by)
    event.off_note_ru = event.off_note_en = ""  # type: ignore[attr-defined]
    event.save(update_fields=["off_note", "off_note_ru", "off_note_en"])
    _announce_anew(event)
    tell_put_back(event)
    return event


@transaction.atomic
def copy_event(event: Session, *, by: Person, starts: datetime) -> Session:
    """The same event once more, at *starts*: texts, services, themes and people; guests and the link are not copied."""
    fields = {name: getattr(event, name) for name in COPIED}
    parts = list(event.hostings.select_related("expert"))
    return create_event(
        event.conference, by=by, themes=event.themes.all(),
        hosts=[each.expert for each in parts if each.part == Hosting.Part.HOST],
        experts=[each.expert for each in parts if each.part == Hosting.Part.EXPERT],
        starts=starts, ends=starts + (event.ends - event.starts), **fields,
    )  # fmt: skip


@transaction.atomic
def set_join_link(event: Session, *, by: Person, link: str) -> Session:
    """Where the meeting is held: any video service. Raises ValidationError for what is no address."""
    return planning.edit_session(event, by=by, fields={"join_link": link})


def _announce_anew(event: Session, *, moved_from: datetime | None = None) -> None:
    """Count the change, so that calendars take it over; *moved_from* is told on the page."""
    event.sequence += 1
    event.changed_at = timezone.now()
    if moved_from is not None:
        event.moved_from = None if _same_as_announced(event, moved_from) else event.moved_from or moved_from
    event.save(update_fields=["sequence", "changed_at", "moved_from"])


def _same_as_announced(event: Session, moved_from: datetime) -> bool:
    """Whether the event is back at the time for which it was announced first."""
    first = event.moved_from or moved_from
    return abs(first - event.starts) < timedelta(minutes=1)
