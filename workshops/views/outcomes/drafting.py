"""Where clauses are written: both languages side by side, saved as they are typed."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.keys import key_in
from conference.moves import MoveNotAllowed
from conference.permissions import may
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from workshops.forms.outcomes import ClauseForm, DocumentForm
from workshops.models import Line, OutcomeDocument, Recommendation, count_words
from workshops.services import outcomes as services

from .finding import DRAFT, LEAD, clause_of, document_for, period_of

FIELDS = ("title_ru", "title_en", "preamble_ru", "preamble_en", "numbering", "rule")


@require_safe
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole text with its numbers, what is missing in it, and what can be done next."""
    document = document_for(request, slug, DRAFT)
    lines = document.outline()
    votes, _by_clause = services.tally(document)
    context = {
        "document": document,
        "tree": tree_of(lines),
        "lines": lines,
        "agreeing": sum(line.clause.agrees for line in lines),
        "waiting": document.amendments.waiting().count(),
        "trace": services.trace(document, lines) if document.is_consolidated else [],
        "votes": votes,
        "stands": services.stands(document, votes),
        "may_lead": may(request.user, LEAD, document),
        "adoption": document.adoptions.first(),
        **period_of(document),
    }
    return render(request, "workshops/outcome_desk.html", context)


def tree_of(lines: list[Line]) -> list[dict[str, Any]]:
    """Clauses, each with its sub-clauses."""
    found: list[dict[str, Any]] = []
    for line in lines:
        if line.under and found:
            found[-1]["children"].append(line)
        else:
            found.append({"line": line, "children": []})
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Title, preamble and rules of the document."""
    document = document_for(request, slug, DRAFT)
    if response := switch_language(request):
        return response
    if not document.is_writable:
        messages.warning(request, _("The text cannot be changed now."))
        return redirect(document.url("workshops:outcome_desk"))
    if request.method != "POST":
        form = DocumentForm.with_typed(typed(request), initial=_document_initial(document))
        return _edit_page(request, document, form)
    form = DocumentForm(request.POST)
    if form.is_valid():
        try:
            _save_document(request, document, form)
        except services.TextChanged as changed:
            form = _again(form, changed.current.revision)
            return _edit_page(request, document, form, changed.current)
        except MoveNotAllowed as refusal:
            messages.warning(request, str(refusal))
        return redirect(document.url("workshops:outcome_desk"))
    return _edit_page(request, document, form)


def _document_initial(document: OutcomeDocument) -> dict[str, Any]:
    return {name: getattr(document, name) for name in FIELDS} | {"revision": document.revision, "page": uuid.uuid4()}


def _save_document(request: HttpRequest, document: OutcomeDocument, form: DocumentForm) -> OutcomeDocument:
    told = dict(form.cleaned_data)
    return services.save_document(
        document, by=request.user, expected=told.pop("revision"), page=told.pop("page"), **told
    )


def _edit_page(
    request: HttpRequest, document: OutcomeDocument, form: DocumentForm, theirs: OutcomeDocument | None = None
) -> HttpResponse:
    context = {
        "document": document,
        "form": form,
        "theirs": theirs,
        "has_errors": bool(form.errors),
        "language_form": "main-form",
    }
    return render(request, "workshops/outcome_edit.html", context)


def _again(form: Any, revision: int) -> Any:
    """The form with the same text, which the next press of the button saves over what the other hand wrote."""
    data = form.data.copy()
    data["revision"] = str(revision)
    again = type(form)(data)
    again.is_valid()
    return again


@require_POST
def autosave(request: HttpRequest, slug: str) -> HttpResponse:
    document = document_for(request, slug, DRAFT)
    form = DocumentForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"text": _("Not saved yet: the title is needed in Russian.")})
    return _kept(request, lambda: _save_document(request, document, form))


def _kept(request: HttpRequest, save: Any) -> HttpResponse:
    """What the page that saves by itself is told."""
    try:
        save()
    except services.TextChanged as changed:
        text = _("Somebody else has changed this text. Press “Save” to compare: yours stays on this page.")
        return JsonResponse({"text": text, "revision": changed.current.revision}, status=409)
    except MoveNotAllowed as refusal:
        return JsonResponse({"text": str(refusal)}, status=409)
    now = timezone.localtime(timezone=request.conference.zone)
    return JsonResponse({"text": _("Draft saved at %(time)s") % {"time": now.strftime("%H:%M")}})


@require_POST
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """A new clause, or a sub-clause of ``parent``; straight to writing it."""
    document = document_for(request, slug, DRAFT)
    parent = None
    if wanted := key_in(request.POST.get("parent", "")):
        parent = clause_of(document, wanted)
    made: list[Recommendation] = []
    attempt(request, lambda **told: made.append(services.add_clause(document, parent=parent, **told)))
    if made:
        return redirect(document.url("workshops:clause_edit", pk=made[0].pk))
    return redirect(document.url("workshops:outcome_desk"))


@require_http_methods(["GET", "HEAD", "POST"])
def clause(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write one clause in both languages."""
    document = document_for(request, slug, DRAFT)
    shown = clause_of(document, pk)
    if response := switch_language(request):
        return response
    if not document.is_writable or shown.removed_at:
        messages.warning(request, _("The text cannot be changed now."))
        return redirect(document.url("workshops:outcome_desk"))
    if request.method != "POST":
        initial = {
            "text_ru": shown.in_language("ru"), "text_en": shown.in_language("en"), "revision": shown.revision,
            "page": uuid.uuid4(),
        }  # fmt: skip
        return _clause_page(request, document, shown, ClauseForm.with_typed(typed(request), initial=initial))
    form = ClauseForm(request.POST)
    if not form.is_valid():
        return _clause_page(request, document, shown, form)
    try:
        _save_clause(request, shown, form)
    except services.TextChanged as changed:
        return _clause_page(request, document, shown, _again(form, changed.current.revision), changed.current)
    except MoveNotAllowed as refusal:
        messages.warning(request, str(refusal))
        return redirect(document.url("workshops:outcome_desk"))
    return _after_saving(request, document, shown)


def _save_clause(request: HttpRequest, shown: Recommendation, form: ClauseForm) -> Recommendation:
    told = form.cleaned_data
    return services.save_clause(
        shown, by=request.user, ru=told["text_ru"], en=told["text_en"], expected=told["revision"],
        page=told["page"], agree=told["agree"],
    )  # fmt: skip


def _after_saving(request: HttpRequest, document: OutcomeDocument, shown: Recommendation) -> HttpResponse:
    """Where the pressed button leads: the next clause, a new one, or the document at this clause."""
    lines = document.outline()
    at = next(place for place, line in enumerate(lines) if line.clause.pk == shown.pk)
    if "add" in request.POST:
        made = services.add_clause(document, by=request.user, parent=shown.parent)
        return redirect(document.url("workshops:clause_edit", pk=made.pk))
    if "next" in request.POST and at + 1 < len(lines):
        return redirect(document.url("workshops:clause_edit", pk=lines[at + 1].clause.pk))
    messages.success(request, _("Clause %(number)s is saved.") % {"number": lines[at].number})
    return _to_clause(document, shown.pk)


def _clause_page(
    request: HttpRequest, document: OutcomeDocument, shown: Recommendation, form: ClauseForm,
    theirs: Recommendation | None = None,
) -> HttpResponse:  # fmt: skip
    lines = document.outline()
    at = next(place for place, line in enumerate(lines) if line.clause.pk == shown.pk)
    values = form.data if form.is_bound else form.initial
    context = {
        "document": document,
        "clause": shown,
        "line": lines[at],
        "total": len(lines),
        "before": lines[at - 1] if at else None,
        "after": lines[at + 1] if at + 1 < len(lines) else None,
        "form": form,
        "words": {name: count_words(values.get(name)) for name in ("text_ru", "text_en")},
        "theirs": theirs,
        "mine": {name: values.get(name) or "" for name in ("text_ru", "text_en")},
        "has_errors": bool(form.errors),
        "language_form": "main-form",
    }
    return render(request, "workshops/clause_edit.html", context)


@require_POST
def clause_autosave(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    shown = clause_of(document_for(request, slug, DRAFT), pk)
    form = ClauseForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"text": _("Not saved yet: the text is too long.")})
    return _kept(request, lambda: _save_clause(request, shown, form))


@require_POST
def move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """``to``: up, down, in (under the clause before it), out."""
    document = document_for(request, slug, DRAFT)
    to = request.POST.get("to", "")
    if to in {"up", "down", "in", "out"}:
        attempt(request, services.move_clause, clause_of(document, pk), to=to)
    return _to_clause(document, pk)


@require_POST
def place(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put before the clause ``before``, or last: what dragging does."""
    document = document_for(request, slug, DRAFT)
    wanted = key_in(request.POST.get("before", ""))
    before = clause_of(document, wanted) if wanted else None
    attempt(request, services.place_clause, clause_of(document, pk), before=before)
    return _to_clause(document, pk)


def _to_clause(document: OutcomeDocument, pk: int) -> HttpResponse:
    return redirect(f"{document.url('workshops:outcome_desk')}#c{pk}")


@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    document = document_for(request, slug, DRAFT)
    attempt(request, services.remove_clause, clause_of(document, pk), done=_("The clause is taken out."))
    return redirect(document.url("workshops:outcome_desk"))
