"""What the journey “Recommendations and other outcomes” adds to pages that gather all rooms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Min
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.extensions import Block
from conference.models import Conference, IssuedDocument, Person
from conference.permissions import may
from conference.services.documents import forget_files
from workshops.models import Adoption, Amendment, ClauseComment, Endorsement, OutcomeDocument, Support
from workshops.services.outcomes import close_periods
from workshops.views.outcomes.finding import period_of

LATELY = 10


def home(request: HttpRequest, conference: Conference) -> list[Block]:
    """What is open for comments, with its dates; else what was adopted."""
    if conference.is_season:
        return []
    rows = OutcomeDocument.objects.of(conference).announced().select_related("conference", "track")
    shown = [{"document": each, **period_of(each)} for each in rows]
    open_ones = [row for row in shown if row["phase"] in {"before", "open"}]
    if open_ones:
        closes = max(row["closes"] for row in open_ones)
        return [Block(15, "workshops/outcome_block_home.html", {"rows": open_ones, "open": True, "closes": closes})]
    adopted = {
        row["document"].pk: row for row in shown if row["document"].is_adopted and row["document"].is_consolidated
    }
    if not adopted:
        return []
    latest = Adoption.objects.filter(document__in=adopted).order_by("number").values_list("document", "adopted_on")
    for document, day in latest:
        adopted[document]["adopted_on"] = day
    return [Block(25, "workshops/outcome_block_home.html", {"rows": list(adopted.values()), "open": False})]


def mine(request: HttpRequest, person: Person) -> list[Block]:
    """What the person proposed and remarked, and what became of it."""
    proposals = list(
        Amendment.objects.filter(author=person)
        .select_related("document__conference", "result")
        .order_by("-created", "-pk")[:LATELY]
    )
    comments = list(
        ClauseComment.objects.filter(author=person)
        .select_related("document__conference")
        .order_by("-created", "-pk")[:LATELY]
    )
    if not proposals and not comments:
        return []
    for said in (*proposals, *comments):
        said.address = _address(said)
    return [Block(30, "workshops/outcome_block_mine.html", {"proposals": proposals, "comments": comments})]


def _address(said: Amendment | ClauseComment) -> str:
    document = said.document
    if said.clause_id is None:
        return document.get_absolute_url()
    return document.url("workshops:clause", pk=said.clause_id)


def desk(request: HttpRequest, conference: Conference) -> list[Block]:
    if conference.is_season or not may(request.user, "workshops.outcomes_desk", conference):
        return []
    rows = OutcomeDocument.objects.drafted_by(request.user, conference).select_related("conference", "track")
    shown = [{"document": each, **period_of(each)} for each in rows if not each.is_adopted]
    return [Block(40, "workshops/outcome_block_desk.html", {"rows": shown})] if shown else []


def tasks_waiting(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    """Proposals that wait for an answer in the person's documents, one line for each document."""
    if conference.is_season or not may(request.user, "workshops.outcomes_desk", conference):
        return []
    documents = OutcomeDocument.objects.drafted_by(request.user, conference)
    waiting = Amendment.objects.waiting().filter(document__in=documents).order_by()
    counted = {
        row["document"]: row for row in waiting.values("document").annotate(count=Count("pk"), since=Min("created"))
    }
    found = OutcomeDocument.objects.filter(pk__in=counted).select_related("conference", "track")
    return [_task(document, counted[document.pk]) for document in found]


def _task(document: OutcomeDocument, row: dict[str, Any]) -> dict[str, Any]:
    count = row["count"]
    text = ngettext(
        "%(count)d proposed amendment waits for an answer", "%(count)d proposed amendments wait for an answer", count
    )
    return {
        "text": text % {"count": count},
        "note": document.title,
        "url": document.url("workshops:outcome_amendments"),
        "action": _("Decide"),
        "since": row["since"],
    }


def personal_data(person: Person) -> dict[str, Any]:
    """Comments, proposals, support and endorsements of *person*, as they were written."""
    return {
        "clause_comments": [
            {
                "document": each.document.title,
                "text": each.text,
                "on_behalf_of": each.on_behalf_of,
                "name_is_shown": each.is_named,
                "created": each.created,
            }
            for each in ClauseComment.objects.filter(author=person).select_related("document")
        ],
        "amendments": [
            {
                "document": each.document.title,
                "text_ru": each.text_ru,
                "text_en": each.text_en,
                "reason": each.reason,
                "on_behalf_of": each.on_behalf_of,
                "name_is_shown": each.is_named,
                "state": each.get_state_display(),
                "created": each.created,
            }
            for each in Amendment.objects.filter(author=person).select_related("document")
        ],
        "supported_amendments": [
            {"document": each.amendment.document.title, "at": each.at}
            for each in Support.objects.filter(person=person).select_related("amendment__document")
        ],
        "endorsements": [
            {
                "document": each.document.title,
                "kind": each.get_kind_display(),
                "reservation": each.reservation,
                "for_the_delegation": each.is_for_delegation,
                "at": each.at,
            }
            for each in Endorsement.objects.filter(person=person).select_related("document")
        ],
    }


def erase(person: Person, *, by: Person | None) -> list[str]:
    """Take the person off what they said: proposals, comments and voices stay, and nobody's name is beside them.

    Printed documents that named them are drawn anew at the next wish.
    """
    named = Amendment.objects.filter(author=person, is_named=True) | Amendment.objects.filter(author=person).exclude(
        on_behalf_of=""
    )
    documents = set(named.values_list("document", flat=True))
    nameless = {"author": None, "on_behalf_of": "", "is_named": False}
    changed = Amendment.objects.filter(author=person).update(**nameless)
    changed += ClauseComment.objects.filter(author=person).update(**nameless)
    changed += Endorsement.objects.filter(person=person).update(person=None)
    changed += Support.objects.filter(person=person).delete()[0]
    about = ContentType.objects.get_for_model(Adoption)
    adoptions = Adoption.objects.filter(document__in=documents).values("pk")
    forget_files(IssuedDocument.objects.filter(about_type=about, about_id__in=adoptions))
    return ["discussion of outcomes"] if changed else []


def schedules() -> list[Callable[[], Any]]:
    """Periods end by the clock."""
    return [close_periods]
