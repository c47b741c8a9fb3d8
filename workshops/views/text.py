"""The text of an accepted paper, which the author may add or replace until the conference begins."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conference.moves import MoveNotAllowed
from conference.views.typed import switch_language, typed
from workshops import forms, services
from workshops.models import Submission

from .submitting import own


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """“Send the text of the paper”: the accepted title and abstract stay as they are."""
    submission = own(request, pk)
    if not submission.takes_text():
        messages.warning(request, _("The text of this paper is no longer taken here."))
        return redirect(submission)
    if response := switch_language(request):
        return response
    if request.method != "POST":
        initial = {"body": submission.body}
        return _page(request, submission, forms.TextForm.with_typed(typed(request), initial=initial))
    form = forms.TextForm(request.POST, request.FILES)
    if form.is_valid():
        told = form.cleaned_data
        try:
            services.send_text(submission, by=request.user, body=told["body"], file=told["file"])
        except ValidationError as refusal:
            form.add_error("body", refusal.messages)
        except MoveNotAllowed as refusal:
            messages.warning(request, str(refusal))
            return redirect(submission)
        else:
            messages.success(request, _("Thank you: the text of the paper is here."))
            return redirect(submission)
    elif request.FILES and "file" not in form.errors:
        form.add_error("file", _("Choose the file again: browsers do not keep it."))
    return _page(request, submission, form)


def _page(request: HttpRequest, submission: Submission, form: forms.TextForm) -> HttpResponse:
    return render(
        request,
        "workshops/submission_text.html",
        {
            "form": form,
            "submission": submission,
            "newest_file": submission.newest_file(),
            "has_errors": bool(form.errors),
            "language_form": "main-form",
        },
    )
