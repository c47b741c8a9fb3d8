"""The chair's desk: the papers of one's tracks and the decision about each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conference.moves import MoveNotAllowed
from conference.permissions import may, require
from workshops import forms, services
from workshops.models import Submission, Track

from .submitting import about

PER_PAGE = 25


@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """Papers sent to one's tracks. Filters stand in the address: ``?track=2&state=submitted&page=1``."""
    conference = request.conference
    require(request.user, "workshops.desk", conference)
    mine = Submission.objects.seen_by(request.user, conference)
    tracks = list(Track.objects.overseen_by(request.user, conference))
    numbers = {str(track.number) for track in tracks}
    states = [(value, label) for value, label in Submission.State.choices if value != Submission.State.DRAFT]
    chosen_track = request.GET.get("track") if request.GET.get("track") in numbers else ""
    chosen_state = request.GET.get("state") if request.GET.get("state") in dict(states) else ""
    of_track = mine.filter(track__number=chosen_track) if chosen_track else mine
    counts = dict(of_track.order_by().values_list("state").annotate(Count("pk")))
    shown = of_track.filter(state=chosen_state) if chosen_state else of_track
    page = Paginator(shown.with_authors().order_by("submitted_at", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "workshops/desk.html",
        {
            "page_obj": page,
            "tracks": tracks,
            "track": chosen_track,
            "state": chosen_state,
            "states": [(value, label, counts.get(value, 0)) for value, label in states if counts.get(value)],
            "total": sum(counts.values()),
        },
    )


def seen(request: HttpRequest, pk: int) -> Submission:
    """A paper of the visitor's desk; a draft or another chair's paper is 404."""
    require(request.user, "workshops.desk", request.conference)
    rows = Submission.objects.seen_by(request.user, request.conference)
    return get_object_or_404(rows.select_related("track", "conference", "submitter__organisation"), pk=pk)


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, seen(request, pk), forms.DecisionForm())


def _page(request: HttpRequest, submission: Submission, form: forms.DecisionForm) -> HttpResponse:
    may_decide = submission.state == Submission.State.SUBMITTED and may(request.user, "workshops.decide", submission)
    return render(
        request,
        "workshops/desk_submission.html",
        {**about(submission), "form": form, "may_decide": may_decide, "has_errors": form.is_bound},
    )


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, services.accept, _("Accepted. The author gets a letter."))


@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, services.decline, _("Declined. The author gets a letter."))


def _decide(request: HttpRequest, pk: int, verb: Callable[..., Any], done: str) -> HttpResponse:
    submission = seen(request, pk)
    require(request.user, "workshops.decide", submission)
    form = forms.DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, submission, form)
    try:
        verb(submission, by=request.user, note=form.cleaned_data["note"])
    except MoveNotAllowed as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(request.conference.url("workshops:desk_submission", pk=pk))
