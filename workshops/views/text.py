"""The text of an accepted paper: typed with autosave or sent as a file, and answers to remarks when it is revised."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conference.moves import MoveNotAllowed
from conference.views.typed import switch_language, typed
from workshops import forms, services
from workshops.models import count_words
from workshops.services.papers import Standing, standing_of

from .paper import clock, own


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """“Send the text of the paper”: the accepted title and abstract stay as they are."""
    submission = own(request, pk)
    standing = standing_of(submission)
    if not standing.takes_text:
        messages.warning(request, _("The text of this paper is no longer taken here."))
        return redirect(submission)
    if response := switch_language(request):
        return response
    remarks = standing.remarks
    if request.method != "POST":
        known = typed(request)
        initial = {"body": (standing.text and standing.text.draft) or submission.body}
        answers = forms.AnswersForm.with_typed(known, remarks=remarks)
        return _page(request, standing, forms.TextForm.with_typed(known, initial=initial), answers)
    form, answers = forms.TextForm(request.POST, request.FILES), forms.AnswersForm(request.POST, remarks=remarks)
    if form.is_valid() & answers.is_valid():
        told = form.cleaned_data
        try:
            services.answer_remarks(submission, answers.answers(), by=request.user)
            services.send_text(submission, by=request.user, body=told["body"], file=told["file"])
        except ValidationError as refusal:
            form.add_error("body", refusal.messages)
        except MoveNotAllowed as refusal:
            messages.warning(request, str(refusal))
            return redirect(submission)
        else:
            messages.success(request, _("Thank you: the text of the paper is here."))
            return redirect(submission)
    if request.FILES and "file" not in form.errors:
        form.add_error("file", _("Choose the file again: browsers do not keep it."))
    return _page(request, standing, form, answers)


def _page(request: HttpRequest, standing: Standing, form: forms.TextForm, answers: forms.AnswersForm) -> HttpResponse:
    submission = standing.submission
    kept = standing.text.saved_at if standing.text and standing.text.draft else None
    body = form.data.get("body", "") if form.is_bound else form.initial.get("body", "")
    return render(
        request,
        "workshops/submission_text.html",
        {
            "form": form,
            "answers": answers,
            "submission": submission,
            "standing": standing,
            "words": count_words(body),
            "newest_file": submission.newest_file(),
            "saved_at": timezone.localtime(kept, submission.conference.zone) if kept else None,
            "has_errors": bool(form.errors or answers.errors),
            "language_form": "main-form",
        },
    )


@login_required
@require_POST
def autosave(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the text, and the answers to remarks, as far as they have got; only the author sees them."""
    submission = own(request, pk)
    answers = forms.AnswersForm(request.POST, remarks=standing_of(submission).remarks)
    body = request.POST.get("body", "")[: forms.BODY_MAX_CHARACTERS]
    try:
        services.keep_text_draft(submission, by=request.user, body=body)
        if answers.is_valid():
            services.answer_remarks(submission, answers.answers(), by=request.user)
    except (MoveNotAllowed, ValidationError):
        gone = _("This form can no longer be saved. Copy what you have typed.")
        return JsonResponse({"text": gone}, status=409)
    return JsonResponse({"text": _("Draft saved at %(time)s") % {"time": clock(request)}})
