"""Writing a paper: the form, what is kept by itself, the check before sending."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.moves import MoveNotAllowed, refusal_words
from conference.permissions import may
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from workshops import forms, services
from workshops.models import AccessCode, Author, Submission, Terms
from workshops.services.papers import has_late_access, parity, suggesting, takes_changes

from .call import announced
from .paper import LANGUAGES, about, clock, meters, own

NO_SUCH_CODE = gettext_lazy(
    "This code does not let a paper in: it is mistyped, used up or out of date. Write to the organisers."
)
TEXTS = ("title_ru", "title_en", "abstract_ru", "abstract_en", "keywords_ru", "keywords_en", "body")


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest) -> HttpResponse:
    """A new paper, for participants while the call of any track is open, or with a late-access code."""
    conference = request.conference
    if not may(request.user, "workshops.submit", conference):
        return _not_now(request)
    submission = _by_key(request)
    if submission.pk is not None and not takes_changes(submission, _terms(submission)):
        return _not_now(request)
    if submission.pk is None and not _is_open(request, submission):
        return _not_now(request)
    if submission.pk is None and request.GET.get("track") in {"1", "2", "3", "4"}:
        submission.track = conference.tracks.filter(number=request.GET["track"]).first()
    return _writing(request, submission)


def _terms(submission: Submission) -> Terms:
    return Terms.of(submission.conference, submission.track)


def _is_open(request: HttpRequest, submission: Submission) -> bool:
    """Whether some track takes papers now, or the visitor's code lets one in; the code chooses its track."""
    if any(terms.takes_abstracts() for terms in Terms.by_track(request.conference).values()):
        return True
    code = _code(request)
    row = AccessCode.objects.of(request.conference).filter(code__iexact=code).first() if code else None
    if row is None or not row.is_usable() or request.conference.is_archived:
        if code:
            messages.warning(request, NO_SUCH_CODE)
        return False
    submission.track = row.track
    return True


def _code(request: HttpRequest) -> str:
    return (request.POST.get("code") or request.GET.get("code", "")).strip()[:20]


def _by_key(request: HttpRequest) -> Submission:
    """The paper of the form's key: the same form sent twice writes into one paper."""
    fresh = Submission(conference=request.conference, submitter=request.user, language=get_language() or "ru")
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return fresh
    known = Submission.objects.filter(key=key).select_related("conference", "submitter", "access_code").first()
    if known is None:
        fresh.key = key
        return fresh
    return known if known.submitter_id == request.user.pk and known.conference_id == request.conference.pk else fresh


def _not_now(request: HttpRequest) -> HttpResponse:
    """Why a paper cannot be sent just now and what to do; what was typed is shown so that it can be copied."""
    conference = request.conference
    typed_texts = [text for name in TEXTS if (text := request.POST.get(name, "").strip())]
    return render(
        request,
        "workshops/submit_not_now.html",
        {
            "call": announced(Terms.of(conference), conference),
            "is_participant": may(request.user, "workshops.submit", conference),
            "takes_codes": not conference.is_archived and AccessCode.objects.of(conference).exists(),
            "code": _code(request),
            "typed_texts": typed_texts,
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    submission = own(request, pk)
    if takes_changes(submission, _terms(submission)):
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
        values = typed(request)
        if values is None and submission.typed:
            return _show_typed(request, submission, QueryDict(submission.typed), is_kept=True)
        return _show_typed(request, submission, values)
    terms = Terms.by_track(request.conference)
    if "rows" in request.POST:
        form = forms.DraftForm(
            request.POST, request.FILES, instance=submission, conference=request.conference, terms=terms
        )
        submission = _with_upload_kept(request, submission, form)
        for sentence in form.errors.get("file", []):
            messages.warning(request, sentence)
        return _show_typed(request, submission, request.POST, wish=request.POST["rows"])
    was_draft = submission.is_draft
    form, rows = _bound(request, submission, terms)
    if not (form.is_valid() & rows.is_valid()):
        return _page(request, _with_upload_kept(request, submission, form), form, rows)
    try:
        _keep(request, form, rows, file=form.cleaned_data["file"])
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        if request.FILES:
            form.add_error("file", _("Choose the file again: browsers do not keep it."))
        return _page(request, submission, form, rows)
    except MoveNotAllowed as refusal:
        messages.warning(request, str(refusal))
        return redirect(submission.get_absolute_url())
    return _kept(request, form.instance, was_draft)


def _keep(request: HttpRequest, form: forms.DraftForm, rows: forms.AuthorRows, file: Any = None) -> Submission:
    """Keep what is sound in the form. A code counts only while the call of the track is shut."""
    submission = form.instance
    is_late = not form.terms_of(submission.track).takes_abstracts()
    return services.save_draft(
        submission,
        by=request.user,
        authors=rows.authors(),
        file=file,
        answers=form.answers(),
        code=_code(request) if is_late else "",
        window=request.POST.get("window", "")[:40],
    )


def _bound(
    request: HttpRequest, submission: Submission, terms: dict[int | None, Terms], *, is_sending: bool | None = None
) -> tuple[forms.DraftForm, forms.AuthorRows]:
    """The form and the rows with what was posted; complete ones when the paper is, or is to be, sent."""
    if is_sending is None:
        is_sending = "check" in request.POST or not submission.is_draft
    form_class, rows_class = (
        (forms.SubmissionForm, forms.Authors) if is_sending else (forms.DraftForm, forms.DraftAuthors)
    )
    posted = request.POST.get("language")
    language = posted if posted in LANGUAGES else submission.language
    form = form_class(request.POST, request.FILES, instance=submission, conference=request.conference, terms=terms)
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
            submission = services.save_draft(draft, by=request.user, file=upload, code=_code(request))
        else:
            services.attach_file(submission, upload, by=request.user)
    except (ValidationError, MoveNotAllowed):
        form.add_error("file", _("Choose the file again: browsers do not keep it."))
        return submission
    messages.success(request, _("The file “%(name)s” is kept.") % {"name": upload.name})
    return submission


def _kept(request: HttpRequest, submission: Submission, was_draft: bool) -> HttpResponse:
    conference = request.conference
    if not was_draft:
        messages.success(request, _("The changes are saved."))
        return redirect(submission)
    if "check" in request.POST:
        return redirect(conference.url("workshops:check", pk=submission.pk))
    if "preview" in request.POST:
        return redirect(conference.url("workshops:preview", pk=submission.pk))
    messages.success(request, _("Draft saved at %(time)s") % {"time": clock(request)})
    return redirect(conference.url("workshops:edit", pk=submission.pk))


def _show_typed(
    request: HttpRequest, submission: Submission, values: QueryDict | None, wish: str = "", *, is_kept: bool = False
) -> HttpResponse:
    """The form with what was typed, unjudged; *wish* is the button that moves, adds or removes a row of authors."""
    initial = forms.rows_of(submission) if values is None else forms.rearranged(forms.typed_rows(values), wish)
    form = forms.DraftForm.with_typed(
        values, instance=submission, conference=request.conference, terms=Terms.by_track(request.conference)
    )
    rows = forms.DraftAuthors(initial=initial, prefix=forms.PREFIX)
    return _page(request, submission, form, rows, moved=wish, is_kept=is_kept)


def _page(
    request: HttpRequest,
    submission: Submission,
    form: forms.DraftForm,
    rows: forms.AuthorRows,
    moved: str = "",
    *,
    is_kept: bool = False,
) -> HttpResponse:
    conference = request.conference
    drafts = Submission.objects.of(conference).of_author(request.user).drafts()
    errors = form.is_bound and len(form.errors) + rows.total_error_count()
    values = form.data if form.is_bound else form.initial
    language = values.get("language")
    for shown in (form, *rows):
        shown.show_as_needed(language if language in LANGUAGES else submission.language)
    window = secrets.token_urlsafe(9)
    return render(
        request,
        "workshops/submission_form.html",
        {
            "form": form,
            "rows": rows,
            "submission": submission,
            "key": submission.key,
            "code": "" if has_late_access(submission) else _code(request),
            "window": window,
            "saved_answers": f"{window}.{_stamp(submission)}",
            "saved_at": timezone.localtime(submission.saved_at, conference.zone) if submission.pk else None,
            "is_kept": is_kept,
            "call": announced(form.terms_of(submission.track), conference),
            "meters": meters(
                form.terms, submission.track_id, {code: values.get(f"abstract_{code}") for code in LANGUAGES}
            ),
            "parity": parity(submission, list(submission.authors.all()) if submission.pk else []),
            "questions": form.asked(),
            "known": suggesting.known_to(conference),
            "most_authors": Author.MAX_PER_PAPER,
            "other_drafts": drafts.exclude(pk=submission.pk) if submission.pk is None else drafts.none(),
            "newest_file": submission.newest_file() if submission.pk else None,
            "focus_row": forms.row_in_hand(moved, rows.total_form_count()),
            "has_errors": errors,
            "language_form": "main-form",
        },
    )


def _abstracts(values: Any) -> dict[str, str | None]:
    return {code: values.get(f"abstract_{code}") for code in LANGUAGES}


def _stamp(submission: Submission) -> str:
    return str(round(submission.saved_at.timestamp() * 1000)) if submission.pk else ""


@login_required
@require_POST
def autosave(request: HttpRequest) -> HttpResponse:
    """Keep what is half typed in the form of a paper, by its key; the answer is what the page says about it.

    409 with a reason when it cannot be kept: too late, too many drafts, or saved in another window meanwhile.
    """
    submission = _by_key(request)
    is_new = submission.pk is None
    if is_new and not may(request.user, "workshops.submit", request.conference):
        return _told(_("This form can no longer be saved. Copy what you have typed."), status=409)
    if not (_is_open(request, submission) if is_new else takes_changes(submission, _terms(submission))):
        return _told(_("This form can no longer be saved. Copy what you have typed."), status=409)
    window, _dot, stamp = request.POST.get("saved_answers", "").partition(".")
    if not is_new and submission.saved_from != window and _stamp(submission) != stamp:
        return _told(_("The paper was saved in another window. “Save draft” keeps what is here."), status=409)
    if is_new and not _is_begun(request):
        return _told("")
    try:
        saved = _keep_by_itself(request, submission, window[:40])
    except (ValidationError, MoveNotAllowed) as refusal:
        return _told(refusal_words(refusal), status=409)
    if not saved.is_draft:
        kept = _("Kept at %(time)s, but the chair does not see it yet: save the changes")
        return _told(kept % {"time": clock(request)})
    address = request.conference.url("workshops:edit", pk=saved.pk) if is_new else ""
    return _told(_("Draft saved at %(time)s") % {"time": clock(request)}, address=address)


def _keep_by_itself(request: HttpRequest, submission: Submission, window: str) -> Submission:
    """A draft keeps all that is sound; over a paper that was sent, the typed words are kept apart."""
    if not submission.is_draft:
        data = request.POST.copy()
        for name in ("csrfmiddlewaretoken", "saved_answers", "window"):
            data.pop(name, None)
        return services.keep_typed(submission, by=request.user, typed=data.urlencode(), window=window)
    form, rows = _bound(request, submission, Terms.by_track(request.conference), is_sending=False)
    form.is_valid()
    authors = rows.authors() if rows.management_form.is_valid() and rows.is_valid() is not None else None
    late = _code(request) if not form.terms_of(form.instance.track).takes_abstracts() else ""
    return services.save_draft(
        form.instance, by=request.user, authors=authors, answers=form.answers(), code=late, window=window
    )


def _is_begun(request: HttpRequest) -> bool:
    """Whether anything was typed: a form that was only opened leaves no draft behind."""
    return any(request.POST.get(name, "").strip() for name in TEXTS)


def _told(text: str, *, status: int = 200, address: str = "") -> HttpResponse:
    return JsonResponse({"text": text, "address": address}, status=status)


@login_required
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop the changes that were typed over a sent paper and not saved."""
    submission = own(request, pk)
    attempt(request, services.forget_typed, submission, done=_("Here is the paper as it was sent."))
    return redirect(request.conference.url("workshops:edit", pk=pk))


@login_required
@require_POST
def let_in(request: HttpRequest, pk: int) -> HttpResponse:
    """A late-access code for a draft that missed the call."""
    submission = own(request, pk)
    form = forms.CodeForm(request.POST)
    code = form.cleaned_data["code"] if form.is_valid() else ""
    if attempt(request, services.let_in, submission, code=code, done=_("The code is accepted: go on writing.")):
        return redirect(request.conference.url("workshops:edit", pk=pk))
    return redirect(submission)


@login_required
@require_safe
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is about to be sent, on one page, with what is missing."""
    submission = own(request, pk)
    context = about(submission)
    if not submission.is_draft or not context["standing"].may_be_edited:
        return redirect(submission)
    missing: list[str] = []
    try:
        services.require_complete(submission)
    except ValidationError as lacking:
        missing = lacking.messages
    return render(request, "workshops/submission_check.html", {**context, "missing": missing})


@login_required
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    submission = own(request, pk)
    if not takes_changes(submission, _terms(submission)):
        return _not_now(request)
    try:
        services.submit(submission, by=request.user)
    except ValidationError:
        return redirect(request.conference.url("workshops:check", pk=pk))
    except MoveNotAllowed as refusal:
        messages.warning(request, str(refusal))
        return redirect(submission)
    messages.success(
        request, _("Paper No. %(number)d is sent. A receipt is on its way to you.") % {"number": submission.number}
    )
    return redirect(request.conference.url("workshops:receipt", pk=pk))
