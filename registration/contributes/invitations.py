"""Invitations, waiting lists and confirmations: what the desk should know, what runs by itself, whose data are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, F, Min, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.models import Conference, Person
from conference.permissions import may
from registration.models import Category, Invitation, Registration
from registration.permissions import DECIDE
from registration.services import confirming, invitations, waiting


def tasks_waiting(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    """Free seats that organisers offer by hand, and guests who do not say whether they come."""
    if not may(request.user, DECIDE, conference):
        return []
    return [*_seats_to_offer(conference), *_silent(conference)]


def _seats_to_offer(conference: Conference) -> list[dict[str, Any]]:
    line = Registration.objects.of(conference).waiting_list().order_by()
    by_hand = line.filter(category__promotion=Category.Promotion.BY_HAND)
    hall = Q(category__seats=None) | Q(category__seats_taken__lt=F("category__seats"))
    online = Q(category__seats_online=None) | Q(category__seats_online_taken__lt=F("category__seats_online"))
    free = by_hand.filter((Q(attendance="hall") & hall) | (Q(attendance="online") & online))
    found = free.aggregate(number=Count("pk"), since=Min("waiting_since"))
    number = found["number"]
    if not number:
        return []
    text = ngettext("%(number)d person waits, and a seat is free", "%(number)d people wait, and seats are free", number)
    return [
        {
            "text": text % {"number": number},
            "note": _("Free seats of this category are offered by hand."),
            "url": conference.url("registration:waiting"),
            "action": _("Offer seats"),
            "since": found["since"],
        }
    ]


def _silent(conference: Conference) -> list[dict[str, Any]]:
    found = confirming.silent_guests(conference).order_by().aggregate(number=Count("pk"), since=Min("confirm_asked_at"))
    number = found["number"]
    if not number:
        return []
    text = ngettext("%(number)d guest does not answer", "%(number)d guests do not answer", number)
    return [
        {
            "text": text % {"number": number},
            "note": _("They were asked whether they come to the hall."),
            "url": conference.url("registration:silent"),
            "action": _("Look at them"),
            "since": found["since"],
        }
    ]


def schedules() -> list[Callable[[], Any]]:
    return [
        waiting.expire_offers,
        waiting.offer_what_is_free,
        confirming.ask_everybody,
        invitations.expire_invitations,
        invitations.remind_invitations,
    ]


def personal_data(person: Person) -> dict[str, list[dict[str, Any]]]:
    """The invitations sent to the person."""
    rows = Invitation.objects.to_person(person).select_related("conference", "category").order_by("pk")
    return {"invitations": [_plain(invitation) for invitation in rows]} if rows else {}


def _plain(invitation: Invitation) -> dict[str, Any]:
    return {
        "conference": invitation.conference.title,
        "category": invitation.category.family,
        "state": invitation.state,
        "email": invitation.email,
        "name": invitation.name,
        "latin_name": invitation.latin_name,
        "body": {"ru": invitation.body_ru, "en": invitation.body_en},  # type: ignore[attr-defined]
        "country": invitation.country.code or "",
        "sent_at": invitation.sent_at.isoformat() if invitation.sent_at else None,
        "answered_at": invitation.answered_at.isoformat() if invitation.answered_at else None,
        "declined_reason": invitation.declined_reason,
    }


def erase(person: Person, *, by: Person | None) -> list[str]:
    """Delete the invitations sent to the person."""
    mine = Invitation.objects.to_person(person)
    if not mine.exists():
        return []
    mine.delete()
    return [_("invitations")]
