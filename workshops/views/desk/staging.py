"""Decisions about many papers: counted and confirmed first, then staged; taken back in the same way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from conference.permissions import require
from conference.views.verbs import attempt
from workshops import services
from workshops.forms.decisions import BulkPlanForm
from workshops.models import Decision, Submission
from workshops.services.decisions import Plan
from workshops.services.decisions.desk import DeskRow, Question, desk_of

from .listing import address_of

MOST_AT_ONCE = 300
SHOWN_REFUSALS = 10


@dataclass(frozen=True)
class Chosen:
    """The rows that a form of the list means, and the question that the list answered."""

    rows: list[DeskRow]
    question: Question

    @property
    def open(self) -> list[DeskRow]:
        return [row for row in self.rows if row.is_open]

    @property
    def staged(self) -> list[DeskRow]:
        return [row for row in self.rows if row.staged]


def chosen_from(request: HttpRequest) -> Chosen:
    """The ticked rows, or with ``scope=all`` all that the filters find; only those the visitor decides about."""
    require(request.user, "workshops.decisions", request.conference)
    question = Question.of(QueryDict(request.POST.get("query", "")))
    desk = desk_of(request.user, request.conference, question)
    if request.POST.get("scope") == "all":
        rows = desk.found
    else:
        ticked = set(request.POST.getlist("chosen"))
        rows = [row for row in desk.rows if str(row.paper.pk) in ticked]
    return Chosen([row for row in rows if row.may_decide], question)


@require_POST
def staging(request: HttpRequest) -> HttpResponse:
    """What would be staged, or taken back, in numbers, to be confirmed; nothing is written yet."""
    chosen = chosen_from(request)
    if request.POST.get("verb") == "unstage":
        return _ask_unstaging(request, chosen)
    form = BulkPlanForm(request.POST, stage=chosen.question.stage, auto_id="b_%s")
    if not chosen.open or len(chosen.open) > MOST_AT_ONCE:
        said = _("Stage at most %(count)d decisions at once: narrow the filters.") % {"count": MOST_AT_ONCE}
        messages.warning(request, said if chosen.open else _("Tick papers that await a decision first."))
        return redirect(address_of(request))
    return _ask(request, chosen, form)


def _ask(request: HttpRequest, chosen: Chosen, form: BulkPlanForm) -> HttpResponse:
    is_valid = form.is_valid()
    changed = Counter(row.staged.outcome for row in chosen.staged if row.staged and row.is_open)
    context = {
        "form": form, "rows": chosen.open, "left_out": len(chosen.rows) - len(chosen.open),
        "kept": chosen.question.kept, "back": address_of(request), "has_errors": not is_valid,
        "outcome": Decision.Outcome(form.cleaned_data["outcome"]) if is_valid else None,
        "changed": [(Decision.Outcome(value).label, count) for value, count in changed.items()],
        "edited": sum(row.staged.letter_subject != "" for row in chosen.open if row.staged),
    }  # fmt: skip
    return render(request, "workshops/decisions_stage.html", context)


@require_POST
def stage(request: HttpRequest) -> HttpResponse:
    """Stage the confirmed decisions; a paper that cannot be decided upon any more is told about and left out."""
    chosen = chosen_from(request)
    form = BulkPlanForm(request.POST, stage=chosen.question.stage, auto_id="b_%s")
    if not form.is_valid():
        return _ask(request, chosen, form)
    papers = [row.paper for row in chosen.rows[:MOST_AT_ONCE]]
    _stage(request, papers, form.plan())
    return redirect(address_of(request))


def _stage(request: HttpRequest, papers: list[Submission], plan: Plan) -> None:
    result = services.stage_many(papers, plan, by=request.user)
    if result.done:
        said = ngettext(
            "Staged: %(count)d decision. Its author learns of it when you release it.",
            "Staged: %(count)d decisions. The authors learn of them when you release them.",
            len(result.done),
        )
        messages.success(request, said % {"count": len(result.done)})
    for sentence in dict.fromkeys([words for _paper, words in result.refused][:SHOWN_REFUSALS]):
        messages.warning(request, sentence)


def _ask_unstaging(request: HttpRequest, chosen: Chosen) -> HttpResponse:
    rows = chosen.staged
    if not rows:
        messages.warning(request, _("Tick papers with a staged decision first."))
        return redirect(address_of(request))
    edited = sum(row.staged.letter_subject != "" or bool(row.staged.note) for row in rows if row.staged)
    context = {"rows": rows, "edited": edited, "kept": chosen.question.kept, "back": address_of(request)}
    return render(request, "workshops/decisions_unstage.html", context)


@require_POST
def unstage(request: HttpRequest) -> HttpResponse:
    decisions = [row.staged for row in chosen_from(request).staged if row.staged]
    done = sum(attempt(request, services.unstage, decision) for decision in decisions)
    if done:
        said = ngettext("Taken back: %(count)d staged decision.", "Taken back: %(count)d staged decisions.", done)
        messages.success(request, said % {"count": done})
    return redirect(address_of(request))
