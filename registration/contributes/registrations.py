"""Registrations themselves, on the pages that the core assembles."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from conference.extensions import Block
from conference.models import Conference, Consent, IssuedDocument, Person
from registration.models import Registration, Rules
from registration.services.categories import offered
from registration.services.changing import NEEDS, may_be_changed


def home(request: HttpRequest, conference: Conference) -> list[Block]:
    """The router “Whom do you represent?”, while registration is open."""
    if not conference.registration_is_open():
        return []
    categories = offered(conference, invited=getattr(request, "session", {}).get("invited_categories", ()))
    return [Block(10, "registration/home.html", {"categories": categories})] if categories else []


def mine(request: HttpRequest, person: Person) -> list[Block]:
    """The person's registrations and those they filled in for others, newest first, each with its letter."""
    of_a_delegation = Q(source=Registration.Source.DELEGATION, filled_by=person) & ~Q(person=person)
    rows = Registration.objects.about(person).exclude(of_a_delegation)  # those stand on its task list
    rows = rows.select_related("conference", "category", "person")
    registrations = list(rows.order_by("-saved_at"))
    if not registrations:
        return []
    letters = letters_of(registrations)
    consents = consents_given_for(registrations)
    rules = {
        row.conference_id: row
        for row in Rules.objects.filter(conference__in={each.conference for each in registrations})
    }
    items = [
        {
            "registration": each,
            "letter": letters.get(each.pk),
            "consents": consents.get(each.pk, []),
            "may_change": may_be_changed(each, rules.get(each.conference_id) or Rules(conference=each.conference)),
        }
        for each in registrations
    ]
    return [Block(10, "registration/mine.html", {"registrations": items})]


def consents_given_for(registrations: list[Registration]) -> dict[int, list[Consent]]:
    """The consents in force of each registration that somebody else filled in."""
    by_proxy = [each for each in registrations if each.is_by_proxy and each.person_id]
    if not by_proxy:
        return {}
    rows = Consent.objects.filter(person__in=[each.person_id for each in by_proxy], withdrawn_at=None)
    given = list(rows.select_related("text").order_by("pk"))
    return {
        each.pk: [
            consent
            for consent in given
            if consent.person_id == each.person_id and consent.text.conference_id == each.conference_id
        ]
        for each in by_proxy
    }


def letters_of(registrations: list[Registration]) -> dict[int, IssuedDocument]:
    """The valid, drawn letter of each registration."""
    documents = IssuedDocument.objects.valid().exclude(file="")
    letters = documents.filter(kind=IssuedDocument.Kind.INVITATION_LETTER)
    about = letters.filter(about_type__app_label="registration", about_type__model="registration")
    return {letter.about_id: letter for letter in about.filter(about_id__in=[each.pk for each in registrations])}


def personal_data(person: Person) -> dict[str, Any]:
    """Everything this room keeps about *person*, as plain values."""
    rows = Registration.objects.filter(person=person).select_related("conference", "category", "track", "accompanies")
    rows = rows.select_related("access_needs")
    return {"registrations": [_plain(registration) for registration in rows]}


def _plain(registration: Registration) -> dict[str, Any]:
    needs = getattr(registration, "access_needs", None)
    return {
        "conference": registration.conference.title,
        "number": registration.number,
        "family": registration.category.family,
        "state": registration.state,
        "submitted_at": registration.submitted_at.isoformat() if registration.submitted_at else None,
        "decided_at": registration.decided_at.isoformat() if registration.decided_at else None,
        "decision_note": registration.decision_note,
        "attendance": registration.attendance,
        "track": registration.track.number if registration.track else None,
        "language": registration.language,
        "country": registration.country.code or "",
        "body": {"ru": registration.body_ru, "en": registration.body_en},  # type: ignore[attr-defined]
        "degree": registration.degree,
        "role_in_delegation": registration.delegation_role,
        "statement_wanted": registration.statement_wanted,
        "interpretation_wanted": registration.interpretation_wanted,
        "question": registration.question,
        "access_needs": {name: getattr(needs, name) for name in NEEDS} if needs else None,
        "comes_with": registration.accompanies.number if registration.accompanies else "",
    }
