"""Badges and certificates on the pages that the core assembles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.extensions import Block
from conference.models import Conference, IssuedDocument, Person
from conference.permissions import may
from registration.models import Category, PaperBatch, Registration
from registration.permissions import DECIDE
from registration.services.paper_batches import candidates, forget_printed, tally
from registration.services.papers import downloadable

CHOICE = dict.fromkeys(("only_present", "only_new", "wants_file", "tells_people"), "on")
REMINDED_FOR = timedelta(days=60)


def schedules() -> list[Callable[[], Any]]:
    return [forget_printed]


def mine(request: HttpRequest, person: Person) -> list[Block]:
    """Documents of those whom the person registered; one's own stand in the list of My page."""
    others = Registration.objects.filter(filled_by=person).exclude(person=person).approved()
    registrations = {each.pk: each for each in others.select_related("conference", "person")}
    if not registrations:
        return []
    rows = [
        {"registration": registrations[each.about_id], "document": each}
        for each in downloadable(list(registrations.values())).order_by("person__full_name", "pk")
    ]
    return [Block(12, "registration/papers_mine.html", {"papers": rows})] if rows else []


def desk(request: HttpRequest, conference: Conference) -> list[Block]:
    """The way to the desk of badges and certificates, with what has been issued."""
    if not may(request.user, DECIDE, conference) or not Category.objects.of(conference).exists():
        return []
    kinds = [IssuedDocument.Kind.BADGE, IssuedDocument.Kind.CERTIFICATE, IssuedDocument.Kind.HOURS]
    valid = IssuedDocument.objects.of(conference).valid().filter(kind__in=kinds).order_by()
    found = list(valid.values_list("kind", flat=True))
    counts = [{"label": kind.label, "number": found.count(kind)} for kind in kinds]
    return [Block(14, "registration/papers_desk.html", {"counts": counts})]


def tasks_waiting(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    """After the conference: those who came and have no certificate yet."""
    today = conference.today()
    is_time = conference.ends < today <= conference.ends + REMINDED_FOR
    if not is_time or not may(request.user, DECIDE, conference):
        return []
    kind = IssuedDocument.Kind.CERTIFICATE
    number = tally(kind, candidates(conference, kind, only_present=True, only_new=True))[""]
    if not number:
        return []
    text = ngettext(
        "%(number)d participant came and has no certificate yet",
        "%(number)d participants came and have no certificate yet",
        number,
    )
    return [
        {
            "text": text % {"number": number},
            "note": "",
            "url": f"{conference.url('registration:papers')}?{urlencode({'kind': kind, **CHOICE})}",
            "action": _("Issue certificates"),
            "since": datetime.combine(conference.ends, time.max, tzinfo=conference.zone),
        }
    ]


def erase(person: Person, *, by: Person | None) -> list[str]:
    """Files for printing in which the person's name stands; the documents themselves are the core's."""
    keys = set(Registration.objects.filter(person=person).values_list("pk", flat=True))
    printed = [batch for batch in PaperBatch.objects.exclude(file="") if keys & set(batch.registrations)]
    for batch in printed:
        batch.file.delete(save=False)
        PaperBatch.objects.filter(pk=batch.pk).update(file="")
    return ["printed badges and certificates"] if printed else []
