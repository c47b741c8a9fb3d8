"""The reviewer's own desk: what is to be done, what is done, what one reviews and with whom one does not."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from workshops.forms.reviews import ConflictForm, ProfileForm
from workshops.models import Conflict, ReviewerProfile
from workshops.services import review_desk, reviewers
from workshops.services.review_titles import shown


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Reviews to write, the nearest day first, and those that are done."""
    if not review_desk.people_of_reviews(request.user, request.conference):
        raise Http404
    rows = shown(review_desk.of_reviewer(request.user, request.conference))
    to_do = review_desk.to_do(row.review for row in rows)
    by_review = {row.review: row for row in rows}
    return render(
        request,
        "workshops/reviews_mine.html",
        {"to_do": [by_review[each] for each in to_do], "done": [row for row in rows if not row.review.is_unfinished]},
    )


def _profile(request: HttpRequest) -> ReviewerProfile:
    profiles = ReviewerProfile.objects.of(request.conference).select_related("person", "conference")
    return get_object_or_404(profiles, person=request.user)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Topics, languages, how many at once; and the conflicts of interest one has declared."""
    mine = _profile(request)
    if response := switch_language(request):
        return response
    if request.method != "POST":
        return _profile_page(request, ProfileForm.with_typed(typed(request), instance=mine))
    form = ProfileForm(request.POST, instance=mine)
    if not form.is_valid():
        return _profile_page(request, form)
    form.instance.languages = ",".join(form.cleaned_data["read"])
    attempt(request, reviewers.save_profile, form.instance, done=_("Your profile is saved."))
    return redirect(request.conference.url("workshops:reviewer_profile"))


def _profile_page(request: HttpRequest, form: ProfileForm, conflict_form: ConflictForm | None = None) -> HttpResponse:
    conflicts = Conflict.of_person(request.user, request.conference).select_related("submission")
    return render(
        request,
        "workshops/reviewer_profile.html",
        {
            "form": form,
            "conflict_form": conflict_form or ConflictForm(prefix="conflict"),
            "conflicts": conflicts,
            "has_errors": bool(form.errors or (conflict_form and conflict_form.errors)),
            "language_form": "main-form",
        },
    )


@login_required
@require_POST
def declare(request: HttpRequest) -> HttpResponse:
    mine = _profile(request)
    conflict = Conflict(conference=request.conference, person=request.user)
    form = ConflictForm(request.POST, instance=conflict, prefix="conflict")
    if not form.is_valid():
        return _profile_page(request, ProfileForm(instance=mine), form)
    done = _("Thank you: you will not be asked about papers of theirs.")
    attempt(request, reviewers.declare_conflict, form.save(commit=False), done=done)
    return redirect(request.conference.url("workshops:reviewer_profile"))


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    _profile(request)
    conflict = get_object_or_404(Conflict.of_person(request.user, request.conference), pk=pk)
    attempt(request, reviewers.withdraw_conflict, conflict, done=_("Taken out of the list."))
    return redirect(request.conference.url("workshops:reviewer_profile"))
