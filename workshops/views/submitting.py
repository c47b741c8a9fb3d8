"""The author's own pages: write, check, send, look, withdraw."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.moves import MoveNotAllowed
from conference.permissions import may, require
from conference.views.typed import switch_language, typed
from workshops import forms, services
from workshops.models import ABSTRACT_MAX_WORDS, Author, Submission, SubmissionFile, count_words
from workshops.permissions import Visitor

from .public import call_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANGUAGES = ("ru", "en")


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest) -> HttpResponse:
    """A new paper, for participants while the call is open; everybody else is told what to do."""
    conference = request.conference
    if not may(request.user, "workshops.submit", conference) or not conference.call_is_open():
        return _not_now(request)
    submission = _by_key(request)
    if submission.pk is None and request.GET.get("track") in {"1", "2", "3", "4"}:
        submission.track = conference.tracks.filter(number=request.GET["track"]).first()
    return _writing(request, submission)


def _by_key(request: HttpRequest) -> Submission:
    """The paper of the form's key: the same form sent twice writes into one paper."""
    fresh = Submission(conference=request.conference, submitter=request.user, language=get_language() or "ru")
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return fresh
    known = Submission.objects.filter(key=key).select_related("conference", "submitter").first()
    if known is None:
        fresh.key = key
        return fresh
    return known if known.submitter_id == request.user.pk and known.conference_id == request.conference.pk else fresh


def _not_now(request: HttpRequest) -> HttpResponse:
    """Why a paper cannot be sent just now and what to do; what was typed is shown so that it can be copied."""
    conference = request.conference
    wanted = ("title_ru", "title_en", "abstract_ru", "abstract_en", "keywords_ru", "keywords_en", "body")
    typed_texts = [text for name in wanted if (text := request.POST.get(name, "").strip())]
    return render(
        request,
        "workshops/submit_not_now.html",
        {
            "call": call_of(conference),
            "is_participant": may(request.user, "workshops.submit", conference),
            "typed_texts": typed_texts,
        },
    )


def own(request: HttpRequest, pk: int) -> Submission:
    """The visitor's own paper in this conference; any other is 404."""
    papers = Submission.objects.of(request.conference).select_related("track", "conference", "submitter__organisation")
    submission = get_object_or_404(papers, pk=pk)
    require(request.user, "workshops.own_submission", submission)
    return submission


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    submission = own(request, pk)
    if submission.may_be_edited():
        return _writing(request, submission)
    if request.method == "POST":
        return _not_now(request)
    messages.warning(request, _("This paper can no longer be changed here."))
    return redirect(submission)


def _writing(request: HttpRequest, submission: Submission) -> HttpResponse:
    """The form page of a new or an existing paper: show, rearrange authors, keep, or keep and go on to the check."""
    if response := switch_language(request):
        if request.FILES:
            messages.warning(request, _("Choose the file again: browsers do not keep it."))
        return response
    if request.method != "POST":
        return _show_typed(request, submission, typed(request))
    if "rows" in request.POST:
        form = forms.DraftForm(request.POST, request.FILES, instance=submission, conference=request.conference)
        submission = _with_upload_kept(request, submission, form)
        for sentence in form.errors.get("file", []):
            messages.warning(request, sentence)
        return _show_typed(request, submission, request.POST, wish=request.POST["rows"])
    form, rows = _bound(request, submission)
    if not (form.is_valid() & rows.is_valid()):
        return _page(request, _with_upload_kept(request, submission, form), form, rows)
    was_draft = submission.is_draft
    try:
        services.save_draft(form.instance, by=request.user, authors=rows.authors(), file=form.cleaned_data["file"])
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        if request.FILES:
            form.add_error("file", _("Choose the file again: browsers do not keep it."))
        return _page(request, submission, form, rows)
    except MoveNotAllowed as refusal:
        messages.warning(request, str(refusal))
        return redirect(submission.get_absolute_url())
    return _kept(request, form.instance, was_draft)


def _bound(request: HttpRequest, submission: Submission) -> tuple[forms.DraftForm, forms.AuthorRows]:
    """The form and the rows with what was posted; complete ones when the paper is, or is to be, sent."""
    is_sending = "check" in request.POST or not submission.is_draft
    form_class, rows_class = (
        (forms.SubmissionForm, forms.Authors) if is_sending else (forms.DraftForm, forms.DraftAuthors)
    )
    posted = request.POST.get("language")
    language = posted if posted in LANGUAGES else submission.language
    form = form_class(request.POST, request.FILES, instance=submission, conference=request.conference)
    return form, rows_class(request.POST, prefix=forms.PREFIX, language=language)


def _with_upload_kept(request: HttpRequest, submission: Submission, form: forms.DraftForm) -> Submission:
    """Keep a sound upload at once though the form is shown again: browsers forget a chosen file.

    A paper that was not saved yet becomes a draft of what is sound in *form*. Returns the paper of the file.
    """
    form.is_valid()
    upload = form.cleaned_data.get("file")
    if not upload:
        return submission
    try:
        if submission.pk is None:
            draft = Submission(conference=request.conference, submitter=request.user, key=submission.key)
            for name in forms.DraftForm.Meta.fields:
                if name in form.cleaned_data:
                    setattr(draft, name, form.cleaned_data[name])
            submission = services.save_draft(draft, by=request.user, file=upload)
        else:
            services.attach_file(submission, upload, by=request.user)
    except (ValidationError, MoveNotAllowed):
        form.add_error("file", _("Choose the file again: browsers do not keep it."))
        return submission
    messages.success(request, _("The file “%(name)s” is kept.") % {"name": upload.name})
    return submission


def _kept(request: HttpRequest, submission: Submission, was_draft: bool) -> HttpResponse:
    if not was_draft:
        messages.success(request, _("The changes are saved."))
        return redirect(submission)
    if "check" in request.POST:
        return redirect(request.conference.url("workshops:check", pk=submission.pk))
    now = timezone.localtime(timezone=request.conference.zone)
    messages.success(request, _("Draft saved at %(time)s") % {"time": now.strftime("%H:%M")})
    return redirect(request.conference.url("workshops:edit", pk=submission.pk))


def _show_typed(request: HttpRequest, submission: Submission, values: QueryDict | None, wish: str = "") -> HttpResponse:
    """The form with what was typed, unjudged; *wish* is the button that moves, adds or removes a row of authors."""
    initial = forms.rows_of(submission) if values is None else forms.rearranged(forms.typed_rows(values), wish)
    form = forms.DraftForm.with_typed(values, instance=submission, conference=request.conference)
    rows = forms.DraftAuthors(initial=initial, prefix=forms.PREFIX)
    return _page(request, submission, form, rows, moved=wish)


def _page(
    request: HttpRequest, submission: Submission, form: forms.DraftForm, rows: forms.AuthorRows, moved: str = ""
) -> HttpResponse:
    conference = request.conference
    drafts = Submission.objects.of(conference).of_author(request.user).drafts()
    errors = form.is_bound and len(form.errors) + rows.total_error_count()
    values = form.data if form.is_bound else form.initial
    language = values.get("language")
    for shown in (form, *rows):
        shown.show_as_needed(language if language in LANGUAGES else submission.language)
    return render(
        request,
        "workshops/submission_form.html",
        {
            "form": form,
            "rows": rows,
            "submission": submission,
            "key": submission.key,
            "call": call_of(conference),
            "word_limit": ABSTRACT_MAX_WORDS,
            "words": {name: count_words(values.get(name)) for name in ("abstract_ru", "abstract_en")},
            "most_authors": Author.MAX_PER_PAPER,
            "other_drafts": drafts.exclude(pk=submission.pk) if submission.pk is None else drafts.none(),
            "newest_file": submission.newest_file() if submission.pk else None,
            "focus_row": forms.row_in_hand(moved, rows.total_form_count()),
            "has_errors": errors,
            "language_form": "main-form",
        },
    )


@login_required
@require_safe
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is about to be sent, on one page, with what is missing."""
    submission = own(request, pk)
    if not submission.is_draft or not submission.may_be_edited():
        return redirect(submission)
    missing: list[str] = []
    try:
        services.require_complete(submission)
    except ValidationError as lacking:
        missing = lacking.messages
    return render(request, "workshops/submission_check.html", {**about(submission), "missing": missing})


@login_required
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    submission = own(request, pk)
    if not request.conference.call_is_open():
        return _not_now(request)
    try:
        services.submit(submission, by=request.user)
    except ValidationError:
        return redirect(request.conference.url("workshops:check", pk=pk))
    except MoveNotAllowed as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(
            request, _("Paper No. %(number)d is sent. A receipt is on its way to you.") % {"number": submission.number}
        )
    return redirect(submission)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    submission = own(request, pk)
    try:
        services.withdraw(submission, by=request.user)
    except MoveNotAllowed as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The paper is withdrawn. We have written to you to confirm it."))
    return redirect(submission)


@login_required
@require_safe
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """The author's page of one paper: where it stands, what the chair wrote, what comes next."""
    return render(request, "workshops/submission.html", about(own(request, pk)))


def about(submission: Submission) -> dict[str, Any]:
    """What the pages of one paper show, read once."""
    prefetch_related_objects([submission], "authors", "files")
    return {
        "submission": submission,
        "authors": list(submission.authors.all()),
        "files": list(submission.files.all()),
        "call": call_of(submission.conference),
        "words": {language: count_words(submission.text("abstract", language)) for language in LANGUAGES},
        "missing_translations": submission.missing_translations(),
    }


@require_safe
def file(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """A manuscript, as an attachment, for those who may read the paper."""
    visitor: Visitor = request.user
    files = SubmissionFile.objects.select_related("submission__conference").filter(
        submission__conference=request.conference, submission=pk
    )
    kept = get_object_or_404(files, pk=file_pk)
    require(visitor, "workshops.read_submission", kept.submission)
    try:
        stream = kept.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(stream, as_attachment=True, filename=kept.name, content_type=DOCX)
    response["X-Content-Type-Options"] = "nosniff"
    return response
