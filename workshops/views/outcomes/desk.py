"""The writers' list of documents, and the verbs that lead a document from one phase to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.moves import MoveNotAllowed
from conference.permissions import may, require
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from workshops.forms.outcomes import AnnounceForm, NewDocumentForm
from workshops.models import OutcomeDocument, Track
from workshops.services import outcomes as services

from .finding import LEAD, document_for, period_of


@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    """The documents that the person writes, with what waits in each."""
    conference = request.conference
    require(request.user, "workshops.outcomes_desk", conference)
    rows = OutcomeDocument.objects.drafted_by(request.user, conference).with_counts()
    documents = list(rows.select_related("conference", "track"))
    may_found = may(request.user, "workshops.found_outcome", conference)
    context = {
        "rows": [{"document": each, **period_of(each)} for each in documents],
        "may_found": may_found,
        "may_announce": may_found and any(each.state in {"draft", "merging"} for each in documents),
    }
    return render(request, "workshops/outcomes_desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    conference = request.conference
    require(request.user, "workshops.found_outcome", conference)
    if response := switch_language(request):
        return response
    tracks = _own_tracks(request)
    form = (
        NewDocumentForm(request.POST, tracks=tracks)
        if request.method == "POST"
        else NewDocumentForm.with_typed(typed(request), tracks=tracks, initial={"kind": OutcomeDocument.Kind.POLICY})
    )
    if form.is_bound and form.is_valid():
        document = services.create_document(conference, by=request.user, **form.cleaned_data)
        return redirect(document.url("workshops:outcome_desk"))
    context = {"form": form, "has_errors": bool(form.errors), "language_form": "main-form"}
    return render(request, "workshops/outcome_new.html", context)


def _own_tracks(request: HttpRequest) -> Any:
    conference = request.conference
    if may(request.user, "conference.organise", conference):
        return Track.objects.of(conference)
    return Track.objects.chaired_by(request.user, conference)


@require_http_methods(["GET", "HEAD", "POST"])
def announce(request: HttpRequest) -> HttpResponse:
    """Choose documents and the period; participants get one letter about all of them."""
    conference = request.conference
    require(request.user, "workshops.found_outcome", conference)
    if response := switch_language(request):
        return response
    ready = OutcomeDocument.objects.drafted_by(request.user, conference).filter(state__in=["draft", "merging"])
    chosen = ready.filter(slug=request.GET.get("document", "")).values_list("pk", flat=True)
    initial = {"documents": list(chosen), "opens": conference.today()}
    told = {"documents": ready, "conference": conference}
    if request.method != "POST":
        return _announce_page(request, AnnounceForm.with_typed(typed(request), initial=initial, **told))
    form = AnnounceForm(request.POST, **told)
    if not form.is_valid():
        return _announce_page(request, form)
    opens, closes = form.period()
    documents = list(form.cleaned_data["documents"])
    try:
        services.announce(documents, by=request.user, opens=opens, closes=closes)
    except (ValidationError, MoveNotAllowed) as refusal:
        form.add_error(None, refusal.messages if isinstance(refusal, ValidationError) else str(refusal))
        return _announce_page(request, form)
    said = ngettext("%(count)d document is announced.", "%(count)d documents are announced.", len(documents))
    messages.success(request, said % {"count": len(documents)} + " " + _("The participants get a letter."))
    return redirect(conference.url("workshops:outcomes_desk"))


def _announce_page(request: HttpRequest, form: AnnounceForm) -> HttpResponse:
    context = {"form": form, "has_errors": bool(form.errors), "language_form": "main-form"}
    return render(request, "workshops/outcome_announce.html", context)


def _step(request: HttpRequest, slug: str, verb: Callable[..., Any], done: str) -> HttpResponse:
    document = document_for(request, slug, LEAD)
    attempt(request, verb, document, done=done)
    return redirect(document.url("workshops:outcome_desk"))


@require_POST
def close(request: HttpRequest, slug: str) -> HttpResponse:
    return _step(request, slug, services.close_period, _("The period is over. The text is in your hands."))


@require_POST
def begin_endorsement(request: HttpRequest, slug: str) -> HttpResponse:
    return _step(request, slug, services.begin_endorsement, _("The document is open for endorsement."))


@require_POST
def return_to_merging(request: HttpRequest, slug: str) -> HttpResponse:
    return _step(request, slug, services.return_to_merging, _("The text may be changed again. The voices are void."))
