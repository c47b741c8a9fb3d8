"""Staged decisions with their letters: read, edited for one author, tried out, and released together."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.keys import keys_in
from conference.permissions import may, require
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from workshops import services
from workshops.forms.decisions import LetterForm
from workshops.models import Decision, FullText, Stage, Submission
from workshops.permissions import own_papers, tracks_decided_by
from workshops.services.decisions import letters_of, reset_letter, send_test, write_letter

PER_PAGE = 50
MOST_AT_ONCE = 300
SHOWN_REFUSALS = 20


def mine(request: HttpRequest) -> QuerySet[Decision]:
    """Staged decisions that the visitor may release: of the own tracks, never about the own papers."""
    require(request.user, "workshops.decisions", request.conference)
    tracks = tracks_decided_by(request.user, request.conference)
    rows = Decision.objects.of(request.conference).staged().in_tracks(tracks)
    rows = rows.exclude(submission__in=own_papers(request.user, request.conference))
    rows = rows.select_related(
        "submission__conference", "submission__track", "submission__submitter", "submission__full_text"
    )
    return rows.order_by("stage", "outcome", "submission__number")


def _of_track(request: HttpRequest, number: str) -> QuerySet[Decision]:
    rows = mine(request)
    return rows.filter(submission__track__number=number) if number in ("1", "2", "3", "4") else rows


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """Every staged decision, grouped by outcome, with the letter as it will go."""
    number = request.GET.get("track", "")
    page = Paginator(_of_track(request, number), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "found": page.paginator.count,
        "groups": _groups(list(page.object_list)),
        "track": number,
        "tracks": list(tracks_decided_by(request.user, request.conference)),
        "may_word": may(request.user, "conference.organise", request.conference) and request.user.is_staff,
    }
    return render(request, "workshops/decisions.html", context)


def _groups(rows: list[Decision]) -> list[dict[str, Any]]:
    """Rows of one stage and outcome together, each with its letter and whether it can go."""
    letters = letters_of(rows)
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for decision in rows:
        each = {"decision": decision, "letter": letters[decision.pk], "can_go": _can_go(decision)}
        groups.setdefault((decision.stage, decision.outcome), []).append(each)
    return [
        {
            "stage": Stage(stage), "outcome": Decision.Outcome(outcome), "rows": members,
            "id": f"{stage}-{outcome}",
        }
        for (stage, outcome), members in groups.items()
    ]  # fmt: skip


def _can_go(decision: Decision) -> bool:
    """Whether the paper still waits for this decision: it may have been withdrawn since."""
    if decision.stage == Stage.TEXT:
        text = getattr(decision.submission, "full_text", None)
        return text is not None and text.may_move(FullText.State(decision.outcome))
    return decision.submission.may_move(Submission.State(decision.outcome))


# -- one letter ---------------------------------------------------------------------------------------------


def _one(request: HttpRequest, pk: int) -> Decision:
    return get_object_or_404(mine(request), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter to one author: read it, change it for this author."""
    decision = _one(request, pk)
    if request.method != "POST":
        return _letter_page(request, decision, LetterForm.with_typed(typed(request), initial=_as_it_goes(decision)))
    if response := switch_language(request):
        return response
    if _keep(request, decision, form := LetterForm(request.POST)):
        messages.success(request, _("The letter is saved. It goes when the decision is released."))
        return redirect(request.conference.url("workshops:desk_decisions"))
    return _letter_page(request, decision, form)


def _as_it_goes(decision: Decision) -> dict[str, str]:
    found = letters_of([decision])[decision.pk]
    return {"subject": found.subject, "body": found.body}


def _keep(request: HttpRequest, decision: Decision, form: LetterForm) -> bool:
    return form.is_valid() and attempt(request, write_letter, decision, **form.cleaned_data)


def _letter_page(request: HttpRequest, decision: Decision, form: LetterForm) -> HttpResponse:
    found = letters_of([decision])[decision.pk]
    for field in form.fields.values():
        field.widget.attrs["lang"] = found.language
    context = {
        "decision": decision, "letter": found, "form": form, "language_form": "main-form",
        "language_name": dict(settings.LANGUAGES)[found.language], "has_errors": form.is_bound and bool(form.errors),
    }  # fmt: skip
    return render(request, "workshops/decisions_letter.html", context)


@require_POST
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the usual wording."""
    decision = _one(request, pk)
    attempt(request, reset_letter, decision, done=_("The letter has the usual wording again."))
    return redirect(request.conference.url("workshops:desk_letter", pk=pk))


@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter to oneself; what stands in the form is saved first."""
    decision = _one(request, pk)
    form = LetterForm(request.POST)
    if not _keep(request, decision, form):
        return _letter_page(request, decision, form)
    attempt(request, send_test, decision, done=_("The letter is saved, and a test of it is on its way to you."))
    return redirect(request.conference.url("workshops:desk_letter", pk=pk))


# -- the release --------------------------------------------------------------------------------------------


def _chosen(request: HttpRequest) -> list[Decision]:
    """The ticked decisions, or with ``scope=all`` all of the shown track."""
    if request.POST.get("scope") == "all":
        rows = _of_track(request, request.POST.get("track", ""))
    else:
        keys = keys_in(request.POST.getlist("chosen"))
        rows = mine(request).filter(pk__in=keys[:MOST_AT_ONCE])
    return list(rows[:MOST_AT_ONCE])


@require_POST
def releasing(request: HttpRequest) -> HttpResponse:
    """How many decisions would be told, to be confirmed; nothing is sent yet."""
    rows = _chosen(request)
    ready = [row for row in rows if _can_go(row) and not row.letter_is_stale]
    back = request.conference.url("workshops:desk_decisions")
    if not ready:
        messages.warning(request, _("None of these decisions can go now. Tick others, or look at their letters first."))
        return redirect(back)
    counts = Counter((row.stage, row.outcome) for row in ready)
    context = {
        "ready": ready, "back": back,
        "left_out": [row for row in rows if row not in ready],
        "counts": [(Stage(stage), Decision.Outcome(outcome), count) for (stage, outcome), count in counts.items()],
    }  # fmt: skip
    return render(request, "workshops/decisions_release.html", context)


@require_POST
def release(request: HttpRequest) -> HttpResponse:
    """Release the confirmed decisions; what cannot go is told about, the rest goes."""
    result = services.release_decisions(_chosen(request), by=request.user)
    if result.done:
        said = ngettext(
            "Released: %(count)d decision. Its author is being written to.",
            "Released: %(count)d decisions. The authors are being written to.",
            len(result.done),
        )
        messages.success(request, said % {"count": len(result.done)})
    elif not result.refused:
        messages.info(request, _("These decisions were already released."))
    for sentence in dict.fromkeys([words for _decision, words in result.refused][:SHOWN_REFUSALS]):
        messages.warning(request, sentence)
    return redirect(request.conference.url("workshops:desk_decisions"))
