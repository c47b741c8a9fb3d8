"""Rows for the tests of the outcome documents: a document with clauses, brought through the verbs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from conference.models import Conference, Person
from workshops.models import Amendment, OutcomeDocument, Recommendation, Track
from workshops.services import outcomes as services


def a_document(
    conference: Conference, by: Person, *, clauses: int = 2, track: Track | None = None, **fields: Any
) -> OutcomeDocument:
    """A draft with numbered clauses in both languages."""
    told = {"slug": "draft", "title_ru": "Рекомендации", "title_en": "Recommendations", **fields}
    document = services.create_document(conference, by=by, track=track, **told)
    for number in range(1, clauses + 1):
        services.add_clause(document, by=by, ru=f"Текст пункта {number}.", en=f"Text of clause {number}.")
    return document


def clause(document: OutcomeDocument, place: int = 1, under: int = 0) -> Recommendation:
    """The clause that stands at *place*."""
    return next(line.clause for line in document.outline() if (line.place, line.under) == (place, under))


def announced(document: OutcomeDocument, by: Person, *, days: int = 10, since: int = -1) -> OutcomeDocument:
    """*document* in a period that goes on."""
    now = timezone.now().replace(microsecond=0)
    services.announce([document], by=by, opens=now + timedelta(days=since), closes=now + timedelta(days=days))
    return fresh(document)


def fresh(document: OutcomeDocument) -> OutcomeDocument:
    return OutcomeDocument.objects.select_related("conference", "track").get(pk=document.pk)


def a_proposal(document: OutcomeDocument, by: Person, place: int = 1, **fields: Any) -> Amendment:
    told = {"ru": "Лучший текст пункта.", "reason": "Так яснее.", "language": "ru", **fields}
    return services.propose(document, clause(document, place), by=by, **told)


def period_of(opens: datetime, closes: datetime, document: OutcomeDocument) -> OutcomeDocument:
    """*document* with another announced period."""
    OutcomeDocument.objects.filter(pk=document.pk).update(opens_at=opens, closes_at=closes)
    return fresh(document)
