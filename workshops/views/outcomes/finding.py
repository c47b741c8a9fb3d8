"""One document, clause or proposal of this conference, for those who may."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from conference.permissions import require
from workshops.models import Amendment, OutcomeDocument, Recommendation

READ, DRAFT, LEAD = "workshops.read_outcome", "workshops.draft_outcome", "workshops.lead_outcome"


def document_for(request: HttpRequest, slug: str, permission: str) -> OutcomeDocument:
    """The document of this conference with the address *slug*; for whoever may not it does not exist."""
    rows = OutcomeDocument.objects.of(request.conference).select_related("conference", "track")
    document = get_object_or_404(rows, slug=slug)
    require(request.user, permission, document)
    return document


def clause_of(document: OutcomeDocument, pk: int) -> Recommendation:
    rows: QuerySet[Recommendation] = Recommendation.objects.filter(document=document)
    clause = get_object_or_404(rows, pk=pk)
    clause.document = document
    return clause


def amendment_of(document: OutcomeDocument, pk: int) -> Amendment:
    rows = Amendment.objects.select_related("clause", "author")
    amendment = get_object_or_404(rows, pk=pk, document=document)
    amendment.document = document
    if amendment.clause:
        amendment.clause.document = document
    return amendment


def period_of(document: OutcomeDocument) -> dict[str, Any]:
    """The announced period in the conference's zone, and where the document stands."""
    zone = document.conference.zone
    return {
        "phase": document.phase(),
        "opens": timezone.localtime(document.opens_at, zone) if document.opens_at else None,
        "closes": timezone.localtime(document.closes_at, zone) if document.closes_at else None,
    }
