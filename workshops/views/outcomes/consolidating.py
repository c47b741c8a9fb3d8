"""Where the chairs' drafting group brings the tracks' clauses together."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from conference.keys import key_in, keys_in
from conference.views.verbs import attempt
from workshops.models import ClauseSource, OutcomeDocument, Recommendation
from workshops.services import outcomes as services

from .finding import DRAFT, clause_of, document_for

EACH, ONE = "each", "one"


@require_http_methods(["GET", "HEAD", "POST"])
def pick(request: HttpRequest, slug: str) -> HttpResponse:
    """The clauses of all tracks with boxes to tick: each as a clause, all as one, or as sources of a clause here."""
    document = document_for(request, slug, DRAFT)
    if not document.is_consolidated:
        raise Http404
    if request.method == "POST" and _pick(request, document):
        return redirect(document.url("workshops:outcome_desk"))
    used: dict[int, list[str]] = {}
    lines = document.outline()
    numbers = {line.clause.pk: line.number for line in lines}
    for clause, source in ClauseSource.objects.filter(clause__document=document).values_list("clause", "source"):
        if clause in numbers:
            used.setdefault(source, []).append(numbers[clause])
    context = {
        "document": document,
        "drafts": [
            {"document": each, "rows": [(line, used.get(line.clause.pk, [])) for line in each.outline()]}
            for each in _drafts(document)
        ],
        "lines": [line for line in lines if not line.under],
        "ticked": request.POST.getlist("source"),
        "into": request.POST.get("into", EACH),
    }
    return render(request, "workshops/outcome_pick.html", context)


def _drafts(document: OutcomeDocument) -> list[OutcomeDocument]:
    """The documents of the tracks, drafts included: the group writes together."""
    rows = OutcomeDocument.objects.of(document.conference).exclude(track=None).select_related("conference", "track")
    return list(rows.order_by("track__number", "order", "pk"))


def _pick(request: HttpRequest, document: OutcomeDocument) -> bool:
    pks = keys_in(request.POST.getlist("source"))
    rows = Recommendation.objects.of(document.conference).standing().exclude(document__track=None)
    found = {row.pk: row for row in rows.filter(pk__in=pks).select_related("document__conference", "document__track")}
    sources = [found[pk] for pk in pks if pk in found]
    into = request.POST.get("into", EACH)
    if into == ONE:
        return attempt(request, services.pick_as_one, document, sources, done=_("One clause is made of them. Edit it."))
    if key := key_in(into):
        clause = clause_of(document, key)
        return attempt(request, services.add_sources, clause, sources, done=_("The sources are recorded."))
    return attempt(request, services.pick, document, sources, done=_picked)


def _picked(made: list[Any]) -> str:
    return ngettext("%(count)d clause is taken over.", "%(count)d clauses are taken over.", len(made)) % {
        "count": len(made)
    }
