"""Where delegates speak: comments, proposals, support, endorsement; and where moderators hide."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conference.moves import MoveNotAllowed
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from workshops.forms.outcomes import AmendForm, CommentForm, EndorseForm, HideForm
from workshops.models import ClauseComment, Endorsement, OutcomeDocument, Recommendation
from workshops.services import outcomes as services

from .finding import DRAFT, READ, amendment_of, clause_of, document_for, period_of
from .public import clause_page


@login_required
@require_POST
def comment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    document = document_for(request, slug, READ)
    shown = clause_of(document, pk)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return clause_page(request, document, shown, form)
    told = {**form.cleaned_data, "language": get_language() or "ru"}
    if not attempt(request, services.comment, document, shown, done=_("Your comment is published."), **told):
        return clause_page(request, document, shown, form)
    return redirect(document.url("workshops:clause", pk=pk))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Another text for a clause."""
    document = document_for(request, slug, READ)
    return _proposing(request, document, clause_of(document, pk))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose_clause(request: HttpRequest, slug: str) -> HttpResponse:
    """A clause that the document lacks."""
    return _proposing(request, document_for(request, slug, READ), None)


def _proposing(request: HttpRequest, document: OutcomeDocument, clause: Recommendation | None) -> HttpResponse:
    if response := switch_language(request):
        return response
    if request.method != "POST":
        return _propose_page(request, document, clause, AmendForm.with_typed(typed(request), clause=clause))
    form = AmendForm(request.POST, clause=clause)
    if form.is_valid():
        told = {**form.cleaned_data, "language": get_language() or "ru"}
        told |= {"ru": told.pop("text_ru"), "en": told.pop("text_en")}
        try:
            services.propose(document, clause, by=request.user, **told)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        except MoveNotAllowed as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(
                request, _("Your proposal is published. The rapporteurs answer it, and you get one letter about it.")
            )
            return redirect(document.url("workshops:clause", pk=clause.pk) if clause else document.get_absolute_url())
    return _propose_page(request, document, clause, form)


def _propose_page(
    request: HttpRequest, document: OutcomeDocument, clause: Recommendation | None, form: AmendForm
) -> HttpResponse:
    line = next((each for each in document.outline() if clause and each.clause.pk == clause.pk), None)
    context = {
        "document": document,
        "clause": clause,
        "line": line,
        "form": form,
        "has_errors": bool(form.errors),
        "language_form": "main-form",
        "may_speak": services.may_speak(request.user, document.conference),
        **period_of(document),
    }
    return render(request, "workshops/amend.html", context)


@login_required
@require_POST
def support(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    amendment = amendment_of(document_for(request, slug, READ), pk)
    attempt(request, services.support, amendment, done=_("You support this proposal."))
    return _back(request, amendment)


@login_required
@require_POST
def take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    amendment = amendment_of(document_for(request, slug, READ), pk)
    attempt(request, services.take_back_support, amendment, done=_("You no longer support this proposal."))
    return _back(request, amendment)


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    amendment = amendment_of(document_for(request, slug, READ), pk)
    attempt(request, services.withdraw_proposal, amendment, done=_("Your proposal is withdrawn."))
    return _back(request, amendment)


@require_POST
def hide_amendment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    amendment = amendment_of(document_for(request, slug, DRAFT), pk)
    _hide(request, amendment)
    return _back(request, amendment)


@require_POST
def hide_comment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    document = document_for(request, slug, DRAFT)
    said = get_object_or_404(ClauseComment, pk=pk, document=document)
    said.document = document
    _hide(request, said)
    return _back(request, said)


def _hide(request: HttpRequest, said: Any) -> None:
    form = HideForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    attempt(request, services.hide, said, reason=reason, done=_("It is hidden. Its author sees the reason."))


def _back(request: HttpRequest, said: Any) -> HttpResponse:
    """To the clause that it is about; a proposal of a new clause stands with the document."""
    document = said.document
    return redirect(
        document.url("workshops:clause", pk=said.clause_id) if said.clause_id else document.get_absolute_url()
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def endorse(request: HttpRequest, slug: str) -> HttpResponse:
    """One's voice on the document, or (``?clause=``) on one of its clauses."""
    document = document_for(request, slug, READ)
    lines = document.outline()
    chosen = request.GET.get("clause", "")
    line = next((each for each in lines if str(each.clause.pk) == chosen), None)
    seat = services.seat_of(request.user, document.conference)
    delegation = str(seat.get(f"delegation_{get_language()}", "")) if seat.get("is_head") else ""
    known = Endorsement.objects.filter(
        document=document, person=request.user, clause=line.clause if line else None
    ).first()
    initial = (
        {"kind": known.kind, "reservation": known.reservation, "for_delegation": known.is_for_delegation}
        if known else {}
    )  # fmt: skip
    form = EndorseForm(request.POST or None, initial=initial, delegation=delegation)
    if request.method == "POST" and form.is_valid():
        told = {**form.cleaned_data, "language": get_language() or "ru", "clause": line.clause if line else None}
        attempt(request, services.endorse, document, done=_("Your voice is counted. Thank you."), **told)
        return redirect(document.get_absolute_url())
    context = {
        "document": document,
        "line": line,
        "lines": lines,
        "known": known,
        "form": form,
        "has_errors": bool(form.errors),
        "may_speak": services.may_speak(request.user, document.conference),
        "turnout": services.turnout(document),
        **period_of(document),
    }
    return render(request, "workshops/outcome_endorse.html", context)
