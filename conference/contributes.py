"""What the core itself contributes: its own part of the demonstration, of personal data and of what waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.demo import World
from conference.demo.load import load
from conference.extensions import Address
from conference.models import Conference, Consent, DataRequest, Person
from conference.permissions import may
from conference.services.erasure import wipe_farewells
from conference.services.sitemap import pages


def demo(world: World) -> None:
    load(world)


def schedules() -> list[Callable[[], Any]]:
    return [wipe_farewells]


def sitemap() -> list[Address]:
    """The conferences, their texts and their news."""
    return pages()


def tasks_waiting(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    """Requests about personal data, each with the day by which the law wants an answer."""
    if not may(request.user, "conference.organise", conference):
        return []
    waiting = list(DataRequest.objects.of(conference).waiting())
    if not waiting:
        return []
    overdue = sum(each.is_overdue for each in waiting)
    first = waiting[0]
    days = (first.due - timezone.localdate()).days
    if overdue:
        note = _("Overdue: %(count)d") % {"count": overdue}
    else:
        note = _("Days left for the most urgent one: %(days)d") % {"days": days}
    return [
        {
            "text": _("Requests about personal data: %(count)d") % {"count": len(waiting)},
            "note": note,
            "url": conference.url("data_requests"),
            "action": _("Reply"),
            "since": min(each.received_at for each in waiting),
        }
    ]


def personal_data(person: Person) -> dict[str, Any]:
    """What the core keeps about *person*: of letters, that and when they were sent."""
    return {
        "person": [_person(person)],
        "roles": [
            {"conference": role.conference.title if role.conference else "", "role": role.get_kind_display()}
            for role in person.roles.select_related("conference")
        ],
        "consents": [_consent(each) for each in person.consents.select_related("text__conference")],
        "documents": [
            {
                "conference": each.conference.title,
                "kind": each.get_kind_display(),
                "number": each.number,
                "issued_at": each.issued_at,
                "revoked_at": each.revoked_at,
            }
            for each in person.documents.select_related("conference")
        ],
        "data_requests": [
            {
                "kind": each.get_kind_display(),
                "note": each.note,
                "received_at": each.received_at,
                "due": each.due,
                "answered_at": each.answered_at,
                "answer": each.answer,
            }
            for each in person.data_requests.all()
        ],
        "messages": [
            {"kind": each.key, "language": each.language, "created": each.created, "sent_at": each.sent_at}
            for each in person.messages.all()
        ],
    }


def _person(person: Person) -> dict[str, Any]:
    names = ("full_name", "latin_name", "native_name", "email", "contact_email", "language", "orcid")
    told: dict[str, Any] = {name: getattr(person, name) for name in names}
    for name in ("honorific", "position", "city"):
        told |= {f"{name}_{code}": getattr(person, f"{name}_{code}") or "" for code in ("ru", "en")}
    return {
        **told,
        "country": person.country.name if person.country else "",
        "organisation": person.organisation.title if person.organisation else "",
        "email_addresses": list(EmailAddress.objects.filter(user=person).values_list("email", flat=True)),
        "joined": person.joined,
        "last_login": person.last_login,
    }


def _consent(consent: Consent) -> dict[str, Any]:
    text = consent.text
    return {
        "conference": text.conference.title,
        "kind": text.get_kind_display(),
        "title": getattr(text, f"title_{consent.language}") or text.title,
        "version": text.version,
        "text": getattr(text, f"body_{consent.language}") or "",
        "sha256": consent.sha256,
        "operator": consent.operator,
        "limits": consent.limit_names(),
        "conditions": consent.conditions,
        "method": consent.get_method_display(),
        "given_at": consent.given_at,
        "expires_at": consent.expires_at,
        "withdrawn_at": consent.withdrawn_at,
    }
