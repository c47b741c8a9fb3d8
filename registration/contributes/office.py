"""The desk in numbers, what waits there, and what mailings and imports keep of a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.extensions import Block
from conference.models import Conference, Message, Person
from conference.permissions import may
from registration.models import Category, ImportBatch, Mailing, Recipient, Registration, SavedView
from registration.permissions import DECIDE, SEE, WRITE_TO_ALL
from registration.services import numbers
from registration.services.applying import forget_imports
from registration.services.mailings import send_mailings


def desk(request: HttpRequest, conference: Conference) -> list[Block]:
    """Counts by state, category, country and day, seats, and how complete the translations are."""
    found: dict[str, Any] = {}
    if may(request.user, "conference.organise", conference):
        counted, missing = numbers.completeness(conference)
        found |= {"translations": numbers.translation_bars(counted), "missing": len(missing)}
    categories = list(Category.objects.of(conference)) if may(request.user, SEE, conference) else []
    if categories:
        found |= {
            "states": numbers.by_state(conference),
            "over": numbers.over_time(conference),
            "categories": numbers.by_category(conference, categories),
            "countries": numbers.by_country(conference),
            "seats": numbers.seats(conference, categories),
            "may_import": may(request.user, DECIDE, conference),
            "may_write": may(request.user, WRITE_TO_ALL, conference),
        }
    return [Block(10, "registration/dashboard.html", found)] if found else []


def tasks_waiting(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    """Registrations to decide about, and letters that did not arrive."""
    tasks = []
    if may(request.user, DECIDE, conference):
        waiting = numbers.oldest(Registration.objects.of(conference).awaiting_decision(), "submitted_at")
        if number := waiting["number"]:
            said = ngettext(
                "%(count)d registration waits for a decision", "%(count)d registrations wait for a decision", number
            )
            tasks.append(
                {
                    "text": said % {"count": number}, "note": "", "since": waiting["since"], "action": _("Decide"),
                    "url": numbers.list_url(conference, state=Registration.State.SUBMITTED.value, sort="submitted"),
                }
            )  # fmt: skip
    if may(request.user, WRITE_TO_ALL, conference):
        failed = numbers.oldest(Message.objects.filter(conference=conference, state=Message.State.FAILED), "created")
        if number := failed["number"]:
            said = ngettext("%(count)d letter did not arrive", "%(count)d letters did not arrive", number)
            tasks.append(
                {
                    "text": said % {"count": number}, "note": "", "since": failed["since"], "action": _("Put right"),
                    "url": conference.url("registration:failed_letters"),
                }
            )  # fmt: skip
    return tasks


def personal_data(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Mailings that reached the person, and the views of the list that they keep."""
    mine = Recipient.objects.filter(registration__person=person).select_related("mailing__conference")
    views = SavedView.objects.filter(person=person).select_related("conference")
    return {
        "mailings": [
            {
                "conference": row.mailing.conference.title, "subject": row.mailing.subject, "address": row.address,
                "written_at": row.written_at.isoformat() if row.written_at else None,
            }
            for row in mine
        ],
        "saved_views": [{"conference": view.conference.title, "title": view.title} for view in views],
    }  # fmt: skip


def erase(person: Person, *, by: Person | None) -> list[str]:
    """Forget the person's addresses in mailings, their rows in imports and uploads, and their saved views."""
    erased = []
    recipients = list(Recipient.objects.filter(registration__person=person).select_related("mailing"))
    for recipient in recipients:
        if recipient.message_id is None and recipient.mailing.state != Mailing.State.SENT:
            recipient.delete()
            continue
        recipient.address, recipient.registration = f"erased-{recipient.pk}@vmeste.invalid", None
        recipient.save(update_fields=["address", "registration"])
    if recipients:
        erased.append(_("addresses in mailings"))
    if _out_of_imports(person):
        erased.append(_("rows of imported tables"))
    if SavedView.objects.filter(person=person).delete()[0]:
        erased.append(_("saved views"))
    return erased


def _out_of_imports(person: Person) -> int:
    """Drop what imports remember of the person; returns how many batches held something."""
    mine = set(Registration.objects.filter(person=person).values_list("pk", flat=True))
    conferences = Registration.objects.filter(person=person).values("conference")
    known = {text.casefold() for text in (person.email, person.contact_email, person.full_name) if text}
    touched = 0
    for batch in ImportBatch.objects.filter(conference__in=conferences, is_forgotten=False):
        created = [entry for entry in batch.created_rows if entry["registration"] not in mine]
        changed = [entry for entry in batch.changed_rows if entry["registration"] not in mine]
        cells = [row for row in batch.cells if known.isdisjoint(cell.strip().casefold() for cell in row[1])]
        if (created, changed, cells) == (batch.created_rows, batch.changed_rows, batch.cells):
            continue
        batch.created_rows, batch.changed_rows, batch.cells = created, changed, cells
        batch.save(update_fields=["created_rows", "changed_rows", "cells"])
        touched += 1
    return touched


def schedules() -> list[Callable[[], int]]:
    return [send_mailings, forget_imports]
