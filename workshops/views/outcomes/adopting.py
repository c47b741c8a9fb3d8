"""Where a text is adopted, and where an adopted text is corrected."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conference.moves import MoveNotAllowed
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from workshops.forms.outcomes import AdoptForm, CorrectForm
from workshops.models import OutcomeDocument
from workshops.services import outcomes as services

from .finding import LEAD, clause_of, document_for


@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: HttpRequest, slug: str) -> HttpResponse:
    """When and where it was adopted: the last question before the text is frozen."""
    document = document_for(request, slug, LEAD)
    if document.state != OutcomeDocument.State.ENDORSING:
        messages.warning(request, _("A document is adopted after its endorsement."))
        return redirect(document.url("workshops:outcome_desk"))
    if response := switch_language(request):
        return response
    turnout = services.turnout(document)
    initial = {"on": document.conference.today()}
    form = (
        AdoptForm(request.POST, document=document, turnout=turnout)
        if request.method == "POST"
        else AdoptForm.with_typed(typed(request), document=document, turnout=turnout, initial=initial)
    )
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        done = _("The document is adopted. Its text is frozen and public.")
        if attempt(request, services.adopt, document, on=told["on"], session=told["session"], done=done):
            return redirect(document)
        return redirect(document.url("workshops:outcome_desk"))
    votes, _by_clause = services.tally(document)
    context = {
        "document": document,
        "form": form,
        "votes": votes,
        "stands": services.stands(document, votes),
        "turnout": turnout,
        "has_errors": bool(form.errors),
        "language_form": "main-form",
    }
    return render(request, "workshops/outcome_adopt.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A corrigendum to one clause of an adopted text."""
    document = document_for(request, slug, LEAD)
    clause = clause_of(document, pk)
    if not document.is_adopted or clause.removed_at:
        messages.warning(request, _("A corrigendum corrects an adopted text."))
        return redirect(document.url("workshops:outcome_desk"))
    if response := switch_language(request):
        return response
    initial = {
        "text_ru": clause.in_language("ru"), "text_en": clause.in_language("en"), "revision": clause.revision,
        "on": document.conference.today(),
    }  # fmt: skip
    form = (
        CorrectForm(request.POST, document=document)
        if request.method == "POST"
        else CorrectForm.with_typed(typed(request), document=document, initial=initial)
    )
    if form.is_bound and form.is_valid():
        told = dict(form.cleaned_data)
        told |= {"ru": told.pop("text_ru"), "en": told.pop("text_en"), "expected": told.pop("revision")}
        try:
            services.correct(document, clause, by=request.user, **told)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        except MoveNotAllowed as refusal:
            messages.warning(request, str(refusal))
            return redirect(document.url("workshops:outcome_desk"))
        else:
            messages.success(request, _("The corrigendum is adopted. The earlier text stays readable."))
            return redirect(document)
    line = next(each for each in document.outline() if each.clause.pk == clause.pk)
    context = {
        "document": document,
        "clause": clause,
        "line": line,
        "form": form,
        "has_errors": bool(form.errors),
        "language_form": "main-form",
    }
    return render(request, "workshops/outcome_correct.html", context)
