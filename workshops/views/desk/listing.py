"""The list of papers: filters and order in the address, scores beside the titles, the same as a table to take home."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from conference.permissions import may, require
from conference.views.downloads import XLSX, download
from workshops.forms.decisions import BulkPlanForm, DeskFilterForm
from workshops.models import FullText, Stage, Submission
from workshops.services.decisions import unconfirmed
from workshops.services.decisions.desk import Desk, Question, desk_of
from workshops.services.decisions.export import as_table

PER_PAGE = 25
HEADS = (
    ("number", gettext_lazy("No.")),
    ("title", gettext_lazy("Title and authors")),
    ("track", gettext_lazy("Track")),
    ("type", gettext_lazy("Type")),
    ("score", gettext_lazy("Score")),
    ("spread", gettext_lazy("Spread")),
    ("missing", pgettext_lazy("column of the desk", "Reviews")),
    ("staged", pgettext_lazy("column of the desk", "Staged")),
    ("age", gettext_lazy("State")),
)
FOR_DECIDERS = {"score", "spread", "missing", "staged"}
STAGES = ((Stage.ABSTRACT, gettext_lazy("Abstracts")), (Stage.TEXT, gettext_lazy("Full texts")))


@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """Papers sent to one's tracks. Filters stand in the address: ``?stage=text&track=2&state=submitted&page=1``."""
    conference, question = request.conference, Question.of(request.GET)
    require(request.user, "workshops.desk", conference)
    desk = desk_of(request.user, conference, question)
    found = desk.found
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    prefetch_related_objects([row.paper for row in page.object_list], "authors")
    may_decide = may(request.user, "workshops.decisions", conference)
    context = {
        "page_obj": page,
        "question": question,
        "found": len(found),
        "stages": [(value, label, _with(question, stage=value, state="", needs="")) for value, label in STAGES],
        "tracks": [(track, _with(question, track=str(track.number))) for track in desk.tracks],
        "all_tracks": _with(question, track=""),
        "states": _states(desk),
        "all_states": _with(question, state=""),
        "total": len(_of_track(desk)),
        "heads": _heads(question, may_decide),
        "filters": DeskFilterForm(question=question, may_decide=may_decide, auto_id="f_%s"),
        "bulk": BulkPlanForm(stage=question.stage, auto_id="b_%s"),
        "may_decide": may_decide,
        "may_export": may(request.user, "conference.organise", conference),
        "staged_count": sum(row.staged is not None for row in desk.rows),
        "silent": _silent(request, question),
    }
    return render(request, "workshops/desk.html", context)


def _with(question: Question, **changes: str) -> str:
    return Question(**{**vars(question), **changes}).kept


def _of_track(desk: Desk) -> list[Any]:
    number = desk.question.track
    return [row for row in desk.rows if not number or (row.paper.track and str(row.paper.track.number) == number)]


def _states(desk: Desk) -> list[tuple[str, str, int, str]]:
    """The states in which papers are, with how many and the address of each."""
    counts = Counter(row.state for row in _of_track(desk))
    choices = FullText.State.choices if desk.question.stage == Stage.TEXT else Submission.State.choices
    return [
        (value, label, counts[value], _with(desk.question, state=value)) for value, label in choices if counts[value]
    ]


def _heads(question: Question, may_decide: bool) -> list[dict[str, Any]]:
    """The heads of the columns, each with its link to the other order and the order it is in now."""
    found = []
    for name, title in HEADS:
        if name in FOR_DECIDERS and not may_decide:
            continue
        state = {name: "ascending", f"-{name}": "descending"}.get(question.sort, "")
        first = f"-{name}" if name in ("score", "spread", "missing") else name
        sort = {first: name if first != name else f"-{name}"}.get(question.sort, first)
        found.append({"name": name, "title": title, "state": state, "query": _with(question, sort=sort)})
    return found


def _silent(request: HttpRequest, question: Question) -> int:
    """How many authors may be reminded to confirm, on the list of those who have not."""
    if question.needs != "confirm":
        return 0
    return unconfirmed(request.conference).count()


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """What the list shows, as XLSX with scores; for organisers."""
    require(request.user, "conference.organise", request.conference)
    desk = desk_of(request.user, request.conference, Question.of(request.GET))
    rows = desk.found
    prefetch_related_objects([row.paper for row in rows], "authors")
    return download(as_table(rows, title=_("Papers")), XLSX, f"{request.conference.slug}-papers.xlsx")


def address_of(request: HttpRequest) -> str:
    """The list as it was when a form of it was sent."""
    address: str = request.conference.url("workshops:desk")
    kept = Question.of(QueryDict(request.POST.get("query", ""))).kept
    return f"{address}?{kept}" if kept else address
