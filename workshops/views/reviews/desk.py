"""The chair's desk of reviews: the table of a track, one paper, whom the system would ask."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from conference.keys import keys_in
from conference.permissions import may, require
from workshops.forms.reviews import AssignForm, NoteForm, OptionalNoteForm, UntilForm
from workshops.models import Review, ReviewerProfile, Stage, Submission, Track
from workshops.permissions import own_papers, tracks_decided_by
from workshops.services import reviews as verbs
from workshops.services.review_desk import Desk, candidates_for
from workshops.services.review_people import mask_of
from workshops.services.review_reading import names_left_in
from workshops.services.review_scores import summary, total

PERM = "workshops.review_desk"


def chosen_stage(request: HttpRequest) -> str:
    told = request.GET.get("stage") or request.POST.get("stage")
    return told if told in Stage.values else Stage.ABSTRACT


def chosen_track(request: HttpRequest) -> tuple[list[Track], Track]:
    """The tracks of which the visitor may see the reviews, and the one of the address. Raises Http404."""
    require(request.user, PERM, request.conference)
    tracks = list(tracks_decided_by(request.user, request.conference).select_related("conference"))
    told = request.GET.get("track") or request.POST.get("track") or ""
    track = next((each for each in tracks if str(each.number) == told), tracks[0] if tracks else None)
    if track is None:
        raise Http404
    return tracks, track


def desk_of(request: HttpRequest, track: Track, stage: str) -> Desk:
    return Desk(track, stage, request.user, own=own_papers(request.user, request.conference))


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Papers by reviewers: ``?track=3&stage=abstract``."""
    tracks, track = chosen_track(request)
    stage = chosen_stage(request)
    desk = desk_of(request, track, stage)
    context = {"tracks": tracks, "track": track, "stage": stage, "stages": Stage.choices, "desk": desk}
    return render(request, "workshops/reviews_desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request: HttpRequest) -> HttpResponse:
    """Whom the system would ask about the papers that have too few reviewers, and why. Nobody is asked yet.

    The table posts its ticks here and is sent on to their own address, which holds nothing but them.
    """
    tracks, track = chosen_track(request)
    stage = chosen_stage(request)
    if request.method == "POST":
        told = {"track": track.number, "stage": stage, "paper": request.POST.getlist("paper")}
        return redirect(f"{request.conference.url('workshops:reviews_suggestions')}?{urlencode(told, doseq=True)}")
    desk = desk_of(request, track, stage)
    chosen = set(keys_in(request.GET.getlist("paper")))
    rows: dict[int, dict[str, Any]] = {}
    for paper, candidate in desk.proposals(chosen):
        rows.setdefault(paper.pk, {"paper": paper, "candidates": []})["candidates"].append(candidate)
    short = {
        paper.pk: left
        for paper in desk.papers
        if (not chosen or paper.pk in chosen)
        and (left := desk.summaries[paper.pk].unassigned - len(rows.get(paper.pk, {}).get("candidates", [])))
    }
    for pk, left in short.items():
        if pk in rows:
            rows[pk]["left"] = left
    context = {
        "tracks": tracks, "track": track, "stage": stage, "desk": desk, "rows": list(rows.values()),
        "without": [paper for paper in desk.papers if paper.pk in short and paper.pk not in rows],
        "count": sum(bool(each.topics) for row in rows.values() for each in row["candidates"]),
    }  # fmt: skip
    return render(request, "workshops/reviews_suggestions.html", context)


def judged(request: HttpRequest, pk: int) -> Submission:
    """A paper of which the visitor may see the reviews: of their tracks and not their own. Raises Http404."""
    require(request.user, PERM, request.conference)
    rows = Submission.objects.of(request.conference).select_related("track", "conference", "submitter__organisation")
    submission = get_object_or_404(rows.exclude(state=Submission.State.DRAFT), pk=pk)
    require(request.user, "workshops.decide", submission)
    return submission


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    return paper_page(request, judged(request, pk))


def paper_page(
    request: HttpRequest, submission: Submission, bad: dict[str, Any] | None = None, about: Review | None = None
) -> HttpResponse:
    """One paper: its reviews with all that chairs may do, whom to ask and why. *bad* are forms with errors."""
    stage = about.stage if about else chosen_stage(request)
    phase = verbs.phase_of(submission, stage)
    criteria = {each.pk: each for each in request.conference.criteria.filter(stage=stage)}
    rows = Review.objects.filter(submission=submission, stage=stage).select_related("reviewer__organisation")
    cards = []
    for review in rows.prefetch_related("scores").order_by("-round", "state", "reviewer__full_name"):
        review.submission = submission
        forms = {"until": UntilForm(prefix=f"u{review.pk}"), "note": NoteForm(prefix=f"n{review.pk}"),
                 "word": OptionalNoteForm(prefix=f"w{review.pk}")}  # fmt: skip
        if bad and about == review:
            forms |= bad
        given = {score.criterion_id: score.value for score in review.scores.all()}
        told = [
            (criterion.title, criterion.steps()[value - 1] if value <= len(criterion.steps()) else "", value)
            for criterion in criteria.values()
            if (value := given.get(criterion.pk))
        ]
        cards.append({"review": review, "is_late": review.is_late(), "scores": told,
                      "total": total(review.scores.all(), criteria), **forms})  # fmt: skip
    profiles = ReviewerProfile.objects.of(request.conference).filter(person__is_active=True)
    form = (bad or {}).get("assign") or AssignForm(profiles=profiles.select_related("person"))
    is_open = verbs.is_under_review(submission, stage)
    everybody = candidates_for(submission, stage) if is_open else []
    free = [each for each in everybody if not each.is_asked]
    context = {
        "submission": submission,
        "stage": stage,
        "stages": Stage.choices,
        "phase": phase,
        "cards": cards,
        "summary": summary(submission, stage),
        "is_under_review": is_open,
        "suggested": [each for each in free if each.may_be_suggested],
        "others": [each for each in free if not each.may_be_suggested],
        "form": form,
        "names_left": names_left_in(submission) if phase.hides_authors else [],
        "hidden_title": mask_of(submission).hide(submission.title or "") if phase.hides_authors else "",
        "has_errors": bool(bad),
        "may_write": may(request.user, "workshops.decide", submission),
    }
    return render(request, "workshops/reviews_paper.html", context)
