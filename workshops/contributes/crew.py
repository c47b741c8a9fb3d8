"""What the journey “Statements, interpreters and their packs, materials” adds to pages that gather all rooms."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Min, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from conference.extensions import Block
from conference.models import Conference, Person
from conference.permissions import may
from workshops.models import Assignment, Session, SessionMaterial, Talk
from workshops.services.crew import unstaffed
from workshops.services.materials import erase_uploads
from workshops.services.statements import announced_at, missing_texts

Kind = SessionMaterial.Kind


def mine(request: HttpRequest, person: Person) -> list[Block]:
    """Packs of the person as an interpreter, and their own talks to send texts and slides for."""
    now = timezone.now()
    coming = Assignment.objects.of_person(person).standing().filter(session__ends__gt=now)
    counted = coming.order_by().values("session__conference").annotate(
        count=Count("session", distinct=True), starts=Min("session__starts")
    )  # fmt: skip
    conferences = Conference.objects.in_bulk([row["session__conference"] for row in counted])
    packs = [
        {"conference": conferences[row["session__conference"]], "count": row["count"], "starts": row["starts"]}
        for row in counted
    ]
    own = Q(speakers__person=person) | Q(submission__authors__person=person) | Q(submission__submitter=person)
    talks = (
        Talk.objects.filter(own, session__ends__gt=now, session__is_off=False)
        .exclude(kind=Talk.Kind.POSTER)
        .distinct()
        .select_related("session__conference", "submission")
        .prefetch_related("materials")
        .order_by("session__starts", "order")
    )
    rows = [_own_talk(talk) for talk in talks]
    return [Block(24, "workshops/crew_block_mine.html", {"packs": packs, "talks": rows})] if packs or rows else []


def _own_talk(talk: Talk) -> dict[str, Any]:
    current = [each for each in talk.materials.all() if each.is_current]
    has_text = any(each.kind == Kind.STATEMENT for each in current)
    return {
        "talk": talk, "conference": talk.session.conference, "starts": talk.session.starts, "count": len(current),
        "is_missing": talk.kind == Talk.Kind.STATEMENT and not has_text,
    }  # fmt: skip


def session_page(request: HttpRequest, session: Session) -> list[Block]:
    """Slides, texts, recordings and photographs of the session, as far as anybody may have them."""
    rows = SessionMaterial.objects.public().in_sessions([session.pk])
    every = list(rows.select_related("talk__submission").order_by("talk__order", "order", "pk"))
    if not every:
        return []
    photos = [each for each in every if each.kind == Kind.PHOTO]
    files = [each for each in every if each.kind != Kind.PHOTO]
    context = {"files": files, "photos": photos, "is_past": session.ends <= timezone.now()}
    return [Block(40, "workshops/material_block.html", context)]


def tasks_waiting(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    """Services without people, people without a letter, statements without a text; for the organisers."""
    if conference.is_archived or not may(request.user, "workshops.release_programme", conference):
        return []
    since = announced_at(conference)
    return [*_unstaffed(conference, since), *_untold(conference), *_missing(conference, since)] if since else []


def _unstaffed(conference: Conference, since: Any) -> list[dict[str, Any]]:
    count = len(unstaffed(conference))
    text = ngettext(
        "%(count)d promised service has nobody assigned", "%(count)d promised services have nobody assigned", count
    ) % {"count": count}
    note = _("Interpretation, sign language or captions that the programme names")
    return (
        [_task(text, note, conference.url("workshops:crew"), pgettext("somebody to a service", "Assign"), since)]
        if count
        else []
    )


def _untold(conference: Conference) -> list[dict[str, Any]]:
    rows = Assignment.objects.of(conference).untold().filter(session__ends__gt=timezone.now())
    told = rows.aggregate(people=Count("person", distinct=True), since=Min("assigned_at"))
    text = ngettext(
        "%(count)d interpreter has had no letter yet", "%(count)d interpreters have had no letter yet", told["people"]
    ) % {"count": told["people"]}
    url = conference.url("workshops:crew")
    return [_task(text, "", url, _("Write to them"), told["since"])] if told["people"] else []


def _missing(conference: Conference, since: Any) -> list[dict[str, Any]]:
    waiting = list(missing_texts(conference))
    if not waiting:
        return []
    text = ngettext("%(count)d statement has no text yet", "%(count)d statements have no text yet", len(waiting)) % {
        "count": len(waiting)
    }
    url = conference.url("workshops:statements", pk=waiting[0].session_id)
    return [_task(text, _("Interpreters prepare from the texts"), url, _("Ask for them"), since)]


def _task(text: str, note: str, url: str, action: str, since: Any) -> dict[str, Any]:
    return {"text": text, "note": note, "url": url, "action": action, "since": since}


def personal_data(person: Person) -> dict[str, Any]:
    """Sessions the person works in, and the files they have sent."""
    assigned = Assignment.objects.of_person(person).select_related("session__conference")
    sent = SessionMaterial.objects.filter(uploaded_by=person).select_related("session__conference")
    return {
        "assignments_to_sessions": [
            {
                "conference": each.session.conference.title, "session": each.session.title, "service": each.kind,
                "languages": each.languages, "note": each.note, "assigned_at": each.assigned_at,
                "written_to_at": each.told_at, "pack_opened_at": each.seen_at,
            }
            for each in assigned
        ],
        "materials_of_sessions": [
            {
                "conference": each.session.conference.title, "session": each.session.title, "kind": each.kind,
                "name": each.name, "url": each.url, "sent_at": each.uploaded_at,
            }
            for each in sent
        ],
    }  # fmt: skip


def erase(person: Person, *, by: Person | None) -> list[str]:
    """Forget the person's work in sessions; what they sent as a speaker goes unless the public has it already."""
    told = []
    if Assignment.objects.of_person(person).delete()[0]:
        told.append("work in sessions")
    if erase_uploads(person):
        told.append("texts and slides of talks")
    return told
