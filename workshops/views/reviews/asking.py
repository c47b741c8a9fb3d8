"""What chairs do with reviews: ask one or many, give time, remind, return, call off, replace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from conference.keys import key_in
from conference.moves import MoveNotAllowed, refusal_words
from conference.permissions import require
from conference.views.verbs import attempt
from workshops.forms.reviews import AssignForm, NoteForm, OptionalNoteForm, UntilForm
from workshops.models import Review, ReviewerProfile
from workshops.services import reviews

from .desk import PERM, chosen_stage, chosen_track, desk_of, judged, paper_page


def _to_paper(review_or_paper: Any, stage: str, request: HttpRequest) -> HttpResponse:
    url = request.conference.url("workshops:reviews_of_paper", pk=review_or_paper)
    return redirect(f"{url}?stage={stage}")


@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask one reviewer about one paper."""
    submission = judged(request, pk)
    stage = chosen_stage(request)
    profiles = ReviewerProfile.objects.of(request.conference).filter(person__is_active=True).select_related("person")
    form = AssignForm(request.POST, profiles=profiles)
    if not form.is_valid():
        return paper_page(request, submission, {"assign": form})
    told = form.cleaned_data
    try:
        reviews.invite(
            submission, told["reviewer"].person, by=request.user, stage=stage, in_spite_of=told["in_spite_of"]
        )
    except ValidationError as conflict:
        form.add_error("in_spite_of" if conflict.code == "conflict_to_explain" else "reviewer", conflict.messages)
        return paper_page(request, submission, {"assign": form})
    except MoveNotAllowed as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Asked. The reviewer gets a letter with a link."))
    return _to_paper(pk, stage, request)


def _desk_url(request: HttpRequest, track: int, stage: str) -> str:
    return request.conference.url("workshops:reviews_desk") + "?" + urlencode({"track": track, "stage": stage})


@require_POST
def assign_many(request: HttpRequest) -> HttpResponse:
    """Ask about several papers: ``pair=<paper>-<profile>`` for each, or ``paper`` several times with one ``reviewer``.

    Each is asked for itself: one that is refused is named and stops no other.
    """
    _tracks, track = chosen_track(request)
    stage = chosen_stage(request)
    desk = desk_of(request, track, stage)
    papers = {paper.pk: paper for paper in desk.papers}
    profiles = {profile.pk: profile for profile in desk.profiles}
    pairs = [_pair(*told.partition("-")[::2]) for told in request.POST.getlist("pair")]
    pairs += [_pair(paper, request.POST.get("reviewer", "")) for paper in request.POST.getlist("paper")]
    done = 0
    for paper, profile in dict.fromkeys(pairs):
        if paper not in papers or profile not in profiles:
            continue
        try:
            reviews.invite(papers[paper], profiles[profile].person, by=request.user, stage=stage)
        except (MoveNotAllowed, ValidationError) as refusal:
            messages.warning(request, f"№ {papers[paper].number}: {refusal_words(refusal)}")
        else:
            done += 1
    if done:
        text = ngettext(
            "%(number)d letter to a reviewer is on its way.", "%(number)d letters to reviewers are on their way.", done
        )
        messages.success(request, text % {"number": done})
    elif not pairs:
        messages.warning(request, _("Choose the papers and the reviewer first."))
    return redirect(_desk_url(request, track.number, stage))


def _pair(paper: str, profile: str) -> tuple[int, int]:
    return key_in(paper), key_in(profile)


def _review(request: HttpRequest, key: Any) -> Review:
    """A review about which the visitor may decide; others do not exist."""
    require(request.user, PERM, request.conference)
    review = get_object_or_404(Review.objects.of(request.conference).for_reading(), key=key)
    require(request.user, "workshops.decide", review.submission)
    return review


def _do(request: HttpRequest, review: Review, verb: Callable[..., Any], done: str, **kwargs: Any) -> HttpResponse:
    attempt(request, verb, review, done=done, **kwargs)
    return _to_paper(review.submission_id, review.stage, request)


@require_POST
def extend(request: HttpRequest, key: Any) -> HttpResponse:
    review = _review(request, key)
    form = UntilForm(request.POST, prefix=f"u{review.pk}")
    if not form.is_valid():
        return paper_page(request, review.submission, {"until": form}, review)
    until = form.last_second(request.conference)
    return _do(request, review, reviews.extend, _("The reviewer has more time and is told so."), until=until)


@require_POST
def remind(request: HttpRequest, key: Any) -> HttpResponse:
    return _do(request, _review(request, key), reviews.remind, _("The reminder is on its way."))


@require_POST
def give_back(request: HttpRequest, key: Any) -> HttpResponse:
    review = _review(request, key)
    form = NoteForm(request.POST, prefix=f"n{review.pk}")
    if not form.is_valid():
        return paper_page(request, review.submission, {"note": form}, review)
    done = _("The review is with its reviewer again.")
    return _do(request, review, reviews.return_to_reviewer, done, note=form.cleaned_data["note"])


@require_POST
def call_off(request: HttpRequest, key: Any) -> HttpResponse:
    review = _review(request, key)
    form = OptionalNoteForm(request.POST, prefix=f"w{review.pk}")
    if not form.is_valid():
        return paper_page(request, review.submission, {"word": form}, review)
    done = _("Called off. The reviewer is told and thanked.")
    return _do(request, review, reviews.call_off, done, note=form.cleaned_data["note"])


@require_POST
def replace(request: HttpRequest, key: Any) -> HttpResponse:
    """Ask somebody else instead: ``reviewer`` is a profile of this conference."""
    review = _review(request, key)
    told = key_in(request.POST.get("reviewer", ""))
    profiles = ReviewerProfile.objects.of(request.conference).select_related("person")
    profile = profiles.filter(pk=told).first()
    if profile is None:
        messages.warning(request, _("Choose a reviewer"))
        return _to_paper(review.submission_id, review.stage, request)
    done = _("Asked. The reviewer gets a letter with a link.")
    return _do(request, review, reviews.replace, done, reviewer=profile.person)
