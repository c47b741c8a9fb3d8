"""Who reviews and by which rules: the list of reviewers, their profiles, the rules of a track."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conference.permissions import may, require
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from workshops.forms.reviews import DeskProfileForm, NewReviewerForm, RulesForm
from workshops.models import Conflict, Criterion, Review, ReviewerProfile, ReviewPhase, Stage
from workshops.permissions import tracks_decided_by
from workshops.services import reviewers, reviews

from .desk import PERM, chosen_stage

UNFINISHED = Q(person__reviews__state__in=["invited", "accepted"])
SENT = Q(person__reviews__state="submitted")


@require_safe
def reviewer_list(request: HttpRequest) -> HttpResponse:
    require(request.user, PERM, request.conference)
    here = Q(person__reviews__submission__conference=request.conference)
    rows = ReviewerProfile.objects.of(request.conference).with_people().annotate(
        to_do=Count("person__reviews", filter=here & UNFINISHED, distinct=True),
        done=Count("person__reviews", filter=here & SENT, distinct=True),
    )  # fmt: skip
    return render(request, "workshops/reviewers.html", {"profiles": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def new_reviewer(request: HttpRequest) -> HttpResponse:
    require(request.user, PERM, request.conference)
    if response := switch_language(request):
        return response
    empty = ReviewerProfile(conference=request.conference)
    if request.method != "POST":
        initial = {"language": "ru", "read": ["ru", "en"]}
        form = NewReviewerForm.with_typed(
            typed(request), conference=request.conference, instance=empty, initial=initial
        )
        return _page(request, form)
    form = NewReviewerForm(request.POST, conference=request.conference, instance=empty)
    if not form.is_valid():
        return _page(request, form)
    told = form.cleaned_data
    profile = reviewers.add_reviewer(
        request.conference, by=request.user, email=told["email"], full_name=told["full_name"],
        latin_name=told["latin_name"], language=told["language"],
    )  # fmt: skip
    return _save(request, form, profile, _("The reviewer is in the list."))


@require_http_methods(["GET", "HEAD", "POST"])
def reviewer(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, PERM, request.conference)
    profile = get_object_or_404(ReviewerProfile.objects.of(request.conference).with_people(), pk=pk)
    if response := switch_language(request):
        return response
    if request.method != "POST":
        return _page(
            request, DeskProfileForm.with_typed(typed(request), conference=request.conference, instance=profile)
        )
    form = DeskProfileForm(request.POST, conference=request.conference, instance=profile)
    if not form.is_valid():
        return _page(request, form)
    return _save(request, form, profile, _("The profile is saved."))


def _save(request: HttpRequest, form: DeskProfileForm, profile: ReviewerProfile, done: str) -> HttpResponse:
    told = form.cleaned_data
    for name in ("topics_ru", "topics_en", "capacity", "is_paused"):
        setattr(profile, name, told[name])
    profile.languages = ",".join(told["read"])
    attempt(request, reviewers.save_profile, profile, tracks=told["tracks"], done=done)
    return redirect(request.conference.url("workshops:reviewers"))


def _page(request: HttpRequest, form: DeskProfileForm) -> HttpResponse:
    profile = form.instance
    context = {"form": form, "profile": profile, "has_errors": bool(form.errors), "language_form": "main-form"}
    if profile.pk:
        person = profile.person
        context["conflicts"] = Conflict.of_person(person, request.conference).select_related("submission")
        mine = Review.objects.of(request.conference).of_reviewer(person).for_reading()
        context["reviews"] = [
            each for each in mine.order_by("-invited_at", "key")[:50]
            if may(request.user, "workshops.decide", each.submission)
        ]  # fmt: skip
    return render(request, "workshops/reviewer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """The rules of one track at one stage, ``?track=3&stage=text``; without a number those of the conference."""
    require(request.user, PERM, request.conference)
    tracks = list(tracks_decided_by(request.user, request.conference))
    may_all = may(request.user, "conference.organise", request.conference)
    told, stage = request.GET.get("track", ""), chosen_stage(request)
    track = next((each for each in tracks if str(each.number) == told), None)
    if track is None and not may_all:
        if told or not tracks:
            raise Http404
        track = tracks[0]
    if response := switch_language(request):
        return response
    own = ReviewPhase.objects.of(request.conference).filter(track=track, stage=stage).first()
    inherited = ReviewPhase.objects.for_track(request.conference, track, stage)
    if own is None:  # begin with what has held so far
        inherited.pk, inherited._state.adding, inherited.track = None, True, track
    phase = own or inherited
    if request.method == "POST":
        form = RulesForm(request.POST, instance=phase)
        if form.is_valid():
            attempt(request, reviews.set_rules, form.instance, done=_("The rules are saved. They hold from now on."))
            return redirect(request.get_full_path())
    else:
        form = RulesForm.with_typed(typed(request), instance=phase)
    context = {
        "form": form, "tracks": tracks, "track": track, "stage": stage, "stages": Stage.choices, "may_all": may_all,
        "is_inherited": own is None, "has_errors": bool(form.errors), "language_form": "main-form",
        "criteria": Criterion.objects.of(request.conference).filter(stage=stage),
    }  # fmt: skip
    return render(request, "workshops/reviews_rules.html", context)
