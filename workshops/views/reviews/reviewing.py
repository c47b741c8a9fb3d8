"""The reviewer's pages of one review: answer the invitation, read, write, send."""

from __future__ import annotations

import mimetypes
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conference.moves import MoveNotAllowed
from conference.uploads import CONTENT_TYPES
from conference.views.downloads import download
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from workshops.anonymity import NotStripped
from workshops.forms.reviews import AnswerNoForm, ReviewForm
from workshops.models import Review
from workshops.services import reviews
from workshops.services.review_reading import Reading

from .opening import opened

State = Review.State


def page_of(request: HttpRequest, code: str) -> str:
    return request.conference.url("workshops:review", code=code)


@require_safe
@opened
def review(request: HttpRequest, review: Review, code: str) -> HttpResponse:
    """What this review asks of the reviewer now. Reading it changes nothing: programs that check mail may open it."""
    if review.state == State.ACCEPTED:
        return _form_page(request, review, code, _fresh_form(request, review))
    form = AnswerNoForm.with_typed(typed(request))
    return _page(request, review, code, form=form)


def _page(request: HttpRequest, review: Review, code: str, **context: Any) -> HttpResponse:
    phase = reviews.phase_of(review.submission, review.stage)
    form = context.get("form")
    shared: dict[str, Any] = {
        "review": review,
        "phase": phase,
        "paper": Reading(review, phase),
        "code": code,
        "blind_authors": review.hides_authors(phase),
        "blind_reviewer": review.hides_reviewer(phase),
        "is_late": review.is_late(),
        "has_errors": bool(form and form.errors),
        "authors": [] if review.hides_authors(phase) else list(review.submission.authors.all()),
        "is_signed_in": request.user == review.reviewer,
    }
    names = {State.INVITED: "invited", State.ACCEPTED: "writing", State.SUBMITTED: "sent", State.DECLINED: "declined"}
    template = f"workshops/review_{names[State(review.state)]}.html"
    if review.state == State.INVITED:
        shared["language_form"] = "main-form"
    if review.state == State.SUBMITTED:
        shared["scores"] = _scores(review)
    return render(request, template, {**shared, **context})


def _scores(review: Review) -> list[tuple[str, str, int]]:
    """Criterion, the words chosen, the value: as it was sent."""
    given = {score.criterion_id: score.value for score in review.scores.all()}
    found = []
    for criterion in reviews.criteria_of(review):
        steps, value = criterion.steps(), given.get(criterion.pk)
        if value and value <= len(steps):
            found.append((criterion.title, steps[value - 1], value))
    return found


# -- answering -----------------------------------------------------------------------------------------------


@require_POST
@opened
def accept(request: HttpRequest, review: Review, code: str) -> HttpResponse:
    attempt(request, reviews.accept, review, by=review.reviewer, done=_("Thank you! The review is yours to write."))
    return redirect(page_of(request, code))


@require_POST
@opened
def decline(request: HttpRequest, review: Review, code: str) -> HttpResponse:
    if response := switch_language(request, page_of(request, code)):
        return response
    form = AnswerNoForm(request.POST)
    if not form.is_valid():
        if review.state == State.ACCEPTED:
            return _form_page(request, review, code, _fresh_form(request, review), answer_form=form)
        return _page(request, review, code, form=form)
    done = _("Thank you for telling us. The chair of the track will ask somebody else.")
    attempt(request, reviews.decline, review, by=review.reviewer, done=done, **form.cleaned_data)
    return redirect(page_of(request, code))


# -- writing -------------------------------------------------------------------------------------------------


def _form(review: Review, data: Any = None, **kwargs: Any) -> ReviewForm:
    return ReviewForm(data, criteria=reviews.criteria_of(review), **kwargs)


def _fresh_form(request: HttpRequest, review: Review) -> ReviewForm:
    kept = {"criteria": reviews.criteria_of(review), "initial": ReviewForm.initial_of(review)}
    form: ReviewForm = ReviewForm.with_typed(typed(request), **kept)
    return form


def _form_page(
    request: HttpRequest, review: Review, code: str, form: ReviewForm, answer_form: AnswerNoForm | None = None
) -> HttpResponse:
    return _page(
        request,
        review,
        code,
        form=form,
        answer_form=answer_form or AnswerNoForm(),
        saved_answers=digest(review),
        language_form="main-form",
        has_errors=bool(form.errors or (answer_form and answer_form.errors)),
    )


def digest(review: Review) -> str:
    """Which promise the page was made for: a review that was sent, or returned, meanwhile is not written over."""
    return f"{review.state}-{review.accepted_at:%Y%m%d%H%M%S}" if review.accepted_at else review.state


def _keep(review: Review, form: ReviewForm) -> None:
    reviews.save_draft(review, by=review.reviewer, scores=form.scores(), **form.texts())


@require_POST
@opened
def autosave(request: HttpRequest, review: Review, code: str) -> JsonResponse:
    """Keep what is written so far; the answer is what the page says. 409 when it can no longer be kept."""
    form = _form(review, request.POST)
    if request.POST.get("saved_answers") != digest(review):
        text = _("This review was sent or returned in another window. Copy what you have typed and open the page anew.")
        return JsonResponse({"text": text}, status=409)
    form.is_valid()
    try:
        _keep(review, form)
    except MoveNotAllowed as refusal:
        return JsonResponse({"text": str(refusal)}, status=409)
    if form.errors:
        return JsonResponse({"text": _("Some of it cannot be saved yet. “Send the review” tells what.")})
    return JsonResponse({"text": _("Draft saved at %(time)s") % {"time": _clock(request)}})


def _clock(request: HttpRequest) -> str:
    return timezone.localtime(timezone=request.conference.zone).strftime("%H:%M")


@require_POST
@opened
def save(request: HttpRequest, review: Review, code: str) -> HttpResponse:
    """“Save and finish later”."""
    form = _form(review, request.POST)
    if not form.is_valid():
        return _form_page(request, review, code, form)
    try:
        _keep(review, form)
    except MoveNotAllowed as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Draft saved at %(time)s") % {"time": _clock(request)})
    return redirect(page_of(request, code))


@require_POST
@opened
def send(request: HttpRequest, review: Review, code: str) -> HttpResponse:
    """“Send the review”; the language buttons of the page come here too."""
    if response := switch_language(request, page_of(request, code)):
        return response
    form = _form(review, request.POST)
    sound = form.is_valid()
    try:
        _keep(review, form)
        if sound:
            reviews.send(review, by=review.reviewer)
    except ValidationError as missing:
        for name, sentences in missing.message_dict.items():
            form.add_error(name, sentences)
    except MoveNotAllowed as refusal:
        messages.warning(request, str(refusal))
        return redirect(page_of(request, code))
    if form.errors:
        return _form_page(request, review, code, form)
    messages.success(request, _("The review is sent. Thank you!"))
    return redirect(page_of(request, code))


# -- the paper's files -----------------------------------------------------------------------------------------


@require_safe
@opened
def file(request: HttpRequest, review: Review, code: str, number: int) -> HttpResponse:
    """A file of the paper, without what tells whose it is where the authors are hidden."""
    reading = Reading(review, reviews.phase_of(review.submission, review.stage))
    shown = next((each for each in reading.files if each.number == number), None)
    if shown is None or shown.withheld:
        raise Http404
    try:
        body = reading.bytes_of(shown)
    except (NotStripped, FileNotFoundError):
        raise Http404 from None
    kind = CONTENT_TYPES.get(shown.name.rpartition(".")[2]) or mimetypes.guess_type(shown.name)[0]
    return download(body, kind or "application/octet-stream", shown.name)
