"""Where rapporteurs decide about proposals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conference.keys import keys_in
from conference.moves import MoveNotAllowed
from conference.views.typed import switch_language, typed
from workshops.forms.outcomes import DecisionForm
from workshops.models import Amendment, OutcomeDocument
from workshops.services import outcomes as services

from .finding import DRAFT, document_for, period_of


@require_safe
def amendments(request: HttpRequest, slug: str) -> HttpResponse:
    """Proposals by clause, those that wait first and the oldest of them first; below, what was decided."""
    document = document_for(request, slug, DRAFT)
    rows = document.amendments.shown().with_support(request.user).select_related("author", "clause", "base")
    waiting = [row for row in rows if row.is_waiting]
    numbered = {line.clause.pk: line for line in document.outline()}
    by_clause: dict[int | None, list[Amendment]] = {}
    for row in waiting:
        by_clause.setdefault(row.clause_id, []).append(row)
    context = {
        "document": document,
        "groups": [(numbered.get(pk or 0), proposals) for pk, proposals in by_clause.items()],
        "waiting": len(waiting),
        "decided": [(numbered.get(row.clause_id or 0), row) for row in rows if not row.is_waiting],
        **period_of(document),
    }
    return render(request, "workshops/amendments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Decide about the proposals in the address: ``?amendment=5&amendment=7``, all about one clause."""
    document = document_for(request, slug, DRAFT)
    chosen = _chosen(request, document)
    if chosen is None:
        messages.warning(request, _("Choose a proposal, or several about the same clause."))
        return redirect(document.url("workshops:outcome_amendments"))
    if response := switch_language(request):
        return response
    if request.method != "POST":
        form = DecisionForm.with_typed(typed(request), amendments=chosen, initial=_initial(chosen))
        return _page(request, document, chosen, form)
    form = DecisionForm(request.POST, amendments=chosen)
    if form.is_valid():
        try:
            _do(request, chosen, form)
        except services.TextChanged as changed:
            form = _again(form, chosen, changed)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        except MoveNotAllowed as refusal:
            messages.warning(request, str(refusal))
            return redirect(document.url("workshops:outcome_amendments"))
        else:
            messages.success(request, _("The decision is published, and the author gets a letter."))
            return redirect(document.url("workshops:outcome_amendments"))
    return _page(request, document, chosen, form)


def _chosen(request: HttpRequest, document: OutcomeDocument) -> list[Amendment] | None:
    """The waiting proposals that the address names; None when they are not about one clause or there are none."""
    pks = keys_in(request.GET.getlist("amendment"))
    rows = document.amendments.waiting().with_support(request.user).select_related("author", "clause", "base")
    found = list(rows.filter(pk__in=pks))
    for row in found:
        row.document = document
        if row.clause:
            row.clause.document = document
    if not found and pks and not document.amendments.filter(pk__in=pks).exists():
        raise Http404
    same_clause = len({row.clause_id for row in found}) == 1
    new_clauses = len(found) > 1 and found[0].clause_id is None
    removals = len(found) > 1 and any(row.is_removal for row in found)
    return found if same_clause and not new_clauses and not removals else None


def _initial(chosen: list[Amendment]) -> dict[str, Any]:
    """The text as the first proposal has it, and as it stands in a language that no proposal touches."""
    clause = chosen[0].clause
    told: dict[str, Any] = {"revision": clause.revision if clause else None}
    for language in ("ru", "en"):
        now = clause.in_language(language) if clause else ""
        proposed = next((text for row in chosen if (text := row.in_language(language))), "")
        told[f"text_{language}"] = proposed or now
    return told


def _do(request: HttpRequest, chosen: list[Amendment], form: DecisionForm) -> None:
    told = form.cleaned_data
    answers = {"answer_ru": told["answer_ru"], "answer_en": told["answer_en"]}
    if told["decision"] == DecisionForm.DECLINE:
        services.decline(chosen[0], by=request.user, **answers)
        return
    texts = {"ru": told.get("text_ru", ""), "en": told.get("text_en", ""), "expected": told["revision"]}
    verbs: dict[str, tuple[Callable[..., Any], Any]] = {
        DecisionForm.ACCEPT: (services.accept, chosen[0]),
        DecisionForm.PARTLY: (services.accept_in_part, chosen[0]),
        DecisionForm.MERGE: (services.merge, chosen),
    }
    verb, subject = verbs[told["decision"]]
    verb(subject, by=request.user, **texts, **answers)


def _again(form: DecisionForm, chosen: list[Amendment], changed: Any) -> DecisionForm:
    """The same answers over the clause as it is now; the next press of the button replaces its text."""
    data = form.data.copy()
    data["revision"] = str(changed.current.revision)
    if chosen[0].clause:
        chosen[0].clause.refresh_from_db()
    again = DecisionForm(data, amendments=chosen)
    again.add_error(None, changed.messages)
    return again


def _left_alone(chosen: list[Amendment]) -> str:
    """The language that the proposals do not touch and in which the clause has a text; empty when there is none."""
    clause = chosen[0].clause
    if clause is None or chosen[0].is_removal:
        return ""
    untouched = [code for code in ("ru", "en") if not any(row.in_language(code) for row in chosen)]
    return next((code for code in untouched if clause.in_language(code).strip()), "")


def _page(request: HttpRequest, document: OutcomeDocument, chosen: list[Amendment], form: DecisionForm) -> HttpResponse:
    clause = chosen[0].clause
    line = next((each for each in document.outline() if clause and each.clause.pk == clause.pk), None)
    context = {
        "document": document,
        "clause": clause,
        "line": line,
        "proposals": chosen,
        "left_alone": _left_alone(chosen),
        "form": form,
        "has_errors": bool(form.errors),
        "language_form": "main-form",
    }
    return render(request, "workshops/amend_decide.html", context)
