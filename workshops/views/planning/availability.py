"""When somebody can speak: the person's own page, and the same page for the desk."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conference.models import Conference, Person
from conference.permissions import require
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from workshops.forms.planning import availability_rows
from workshops.models import Availability, Submission
from workshops.services.planning import free_times_of, set_availability


def speakers_of(conference: Conference) -> Any:
    """Who speaks, or will: authors of papers that are to be presented, people named in sessions, submitters."""
    papers = Submission.objects.of(conference).for_the_programme()
    return Person.objects.filter(
        Q(submissions__in=papers)
        | Q(authorships__submission__in=papers)
        | Q(appearances__session__conference=conference)
    ).distinct()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_availability(request: HttpRequest) -> HttpResponse:
    conference = request.conference
    if not speakers_of(conference).filter(pk=request.user.pk).exists():
        raise Http404
    return _page(
        request, request.user, conference.url("workshops:my_availability"), conference.url("workshops:programme")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def availability_of(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for the desk, when a speaker told the organisers."""
    conference = request.conference
    require(request.user, "workshops.release_programme", conference)
    person = get_object_or_404(speakers_of(conference), pk=pk)
    here = conference.url("workshops:availability_of", pk=pk)
    return _page(request, person, here, conference.url("workshops:availability_list"))


@require_safe
def availability_list(request: HttpRequest) -> HttpResponse:
    """All speakers with an account, and what each has said."""
    conference = request.conference
    require(request.user, "workshops.release_programme", conference)
    said: dict[int, list[Availability]] = {}
    for row in Availability.objects.of(conference):
        said.setdefault(row.person_id, []).append(row)
    people = [(person, said.get(person.pk, [])) for person in speakers_of(conference).order_by("full_name")]
    return render(request, "workshops/planning_availability_list.html", {"people": people})


def _page(request: HttpRequest, person: Person, here: str, then: str) -> HttpResponse:
    conference = request.conference
    known = free_times_of(person, conference)
    if request.method == "POST":
        if switched := switch_language(request):
            return switched
        rows = availability_rows(request.POST, conference=conference, rows=known)
        if rows.is_valid():
            said = {"done": _("Saved. The programme committee sees it."), "stretches": rows.stretches()}
            if attempt(request, set_availability, conference, person, **said):
                return redirect(here)
    else:
        told = typed(request)
        kept = told if told and "times-TOTAL_FORMS" in told else None
        rows = availability_rows(kept, conference=conference, rows=known)
    return render(
        request,
        "workshops/planning_availability.html",
        {
            "rows": rows,
            "person": person,
            "is_own": person == request.user,
            "has_errors": rows.is_bound and request.method == "POST",
            "language_form": "main-form",
            "then": then,
        },
    )
