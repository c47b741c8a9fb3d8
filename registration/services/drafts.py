"""Filling the form in: a draft that is saved at every step and found again by a signed link."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.models import Conference, Message, Person
from conference.models.people import PersonManager
from conference.moves import MoveNotAllowed
from conference.services import mail
from registration.models import AccessNeeds, Category, Registration

SHOWN_LINKS = 5


@transaction.atomic
def start_draft(category: Category, *, by: Person | None, language: str) -> Registration:
    """An empty draft. *by* is the visitor when signed in; otherwise it belongs to nobody but their session."""
    return Registration.objects.create(
        conference=category.conference, category=category, filled_by=by, language=language
    )


@transaction.atomic
def save_step(
    draft: Registration, step: str, answers: dict[str, Any], *, by: Person | None, typed: str = ""
) -> Registration:
    """Keep the *answers* of one step; *typed* is what was left half done there, to be shown again.

    Raises MoveNotAllowed once the registration has been sent.
    """
    if draft.state != Registration.State.DRAFT:
        raise MoveNotAllowed(_("This registration has been sent already and can no longer be changed here."))
    unfinished = {name: text for name, text in draft.answers.get("unfinished", {}).items() if name != step}
    if typed:
        unfinished[step] = typed
    else:
        draft.answers[step] = answers
    draft.answers["unfinished"] = unfinished
    draft.saved_at = timezone.now()
    draft.filled_by = draft.filled_by or by
    draft.save(update_fields=["answers", "saved_at", "filled_by"])
    return draft


@transaction.atomic
def save_access_needs(
    draft: Registration,
    *,
    services: list[str],
    note: str,
    consent: dict[str, Any] | None,
    by: Person | None,
    diet: str = "",
    door_instruction: str = "",
    assistant: dict[str, str] | None = None,
) -> Registration:
    """Keep what the guest needs in its own guarded row.

    The answers hold only that consent was given, if it was, and the names of an *assistant* who comes along
    (``assistant_name``, ``assistant_latin``): they are registered, and get a badge, as anybody else.
    """
    needs = {"services": services, "note": note, "diet": diet, "door_instruction": door_instruction}
    if any(needs.values()):
        AccessNeeds.objects.update_or_create(registration=draft, defaults=needs)
    else:
        AccessNeeds.objects.filter(registration=draft).delete()
    told = {"access_consent": consent} if consent else {}
    return save_step(draft, "access", told | (assistant or {}), by=by)


def send_resume_link(draft: Registration, *, to: str, language: str) -> Message | None:
    """Write the link that leads back to this draft to the address the visitor gave."""
    with override(language):
        path = draft.conference.url("registration:resume_draft", token=draft.resume_token())
        category = str(draft.category)
    return mail.queue(
        "registration-resume", to=PersonManager.normalize_email(to), conference=draft.conference, about=draft,
        language=language, link=mail.link(path), category=category,
    )  # fmt: skip


def send_resume_links(conference: Conference, *, to: str, language: str) -> int:
    """Write to *to* about each draft of *conference* that names this address; returns how many there were.

    The visitor is told the same whatever the number, so nobody learns who has begun to register.
    """
    address = PersonManager.normalize_email(to)
    drafts = Registration.objects.of(conference).drafts().select_related("conference", "category", "filled_by")
    mine = [draft for draft in drafts.order_by("-saved_at") if address in addresses_of(draft)][:SHOWN_LINKS]
    for draft in mine:
        send_resume_link(draft, to=address, language=language)
    return len(mine)


def addresses_of(draft: Registration) -> set[str]:
    """The addresses that a draft names for whoever fills it in."""
    typed = draft.told().get("email", "")
    account = draft.filled_by.email if draft.filled_by else ""
    return {PersonManager.normalize_email(address) for address in (typed, account) if address}
