"""Co-authors answer by their link; the form of a paper asks what is known already."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conference.permissions import require
from conference.views.verbs import attempt
from workshops import forms, services
from workshops.models import Author, Submission
from workshops.services.papers import author_of, suggesting


def _author(request: HttpRequest, token: str) -> Author:
    author = author_of(token)
    if author is None or author.submission.conference_id != request.conference.pk:
        raise Http404
    return author


def _page(request: HttpRequest, author: Author, token: str, form: forms.DenialForm) -> HttpResponse:
    submission = author.submission
    response = render(
        request,
        "workshops/authorship.html",
        {
            "author": author,
            "submission": submission,
            "authors": list(submission.authors.all()),
            "token": token,
            "is_withdrawn": submission.state == Submission.State.WITHDRAWN,
            "form": form,
            "has_errors": form.is_bound and bool(form.errors),
        },
    )
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def authorship(request: HttpRequest, token: str) -> HttpResponse:
    """“Are you an author of this paper?”: what is printed, and two answers."""
    return _page(request, _author(request, token), token, forms.DenialForm())


@require_POST
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    author = _author(request, token)
    attempt(request, services.confirm_authorship, author, done=_("Thank you: you are confirmed as an author."))
    return redirect(request.conference.url("workshops:authorship", token=token))


@require_POST
def deny(request: HttpRequest, token: str) -> HttpResponse:
    author = _author(request, token)
    form = forms.DenialForm(request.POST)
    if not form.is_valid():
        return _page(request, author, token, form)
    reason = form.cleaned_data["reason"]
    done = _("Thank you. The one who sent the paper and the chair have been told.")
    attempt(request, services.deny_authorship, author, reason=reason, done=done)
    return redirect(request.conference.url("workshops:authorship", token=token))


@login_required
@require_safe
def organisations(request: HttpRequest) -> JsonResponse:
    """Organisations that hold what is typed: names, city, country, ROR id."""
    require(request.user, "workshops.submit", request.conference)
    typed = " ".join(request.GET.get("q", "").split())[:100]
    return JsonResponse({"results": suggesting.organisations_like(request.conference, typed)})


@login_required
@require_safe
def keywords(request: HttpRequest) -> JsonResponse:
    """Keywords of sent papers that begin with what is typed, or hold it."""
    require(request.user, "workshops.submit", request.conference)
    typed = " ".join(request.GET.get("q", "").split())[:60]
    language = "en" if request.GET.get("language") == "en" else "ru"
    return JsonResponse({"results": suggesting.keywords_like(request.conference, language, typed)})
