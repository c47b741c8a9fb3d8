"""The author's page of one paper: where it stands, what to do next, and the verbs that go with it."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conference.permissions import require
from conference.uploads import CONTENT_TYPES
from conference.views.verbs import attempt
from workshops import forms, services
from workshops.models import Author, Submission, SubmissionFile, SubmissionVersion, Terms, count_words
from workshops.permissions import Visitor
from workshops.services.decisions import told_to_author
from workshops.services.papers import Standing, difference, parity, standing_of

LANGUAGES = ("ru", "en")
Kind = SubmissionFile.Kind


def own(request: HttpRequest, pk: int) -> Submission:
    """The visitor's own paper in this conference; any other is 404."""
    papers = Submission.objects.of(request.conference).select_related(
        "track", "conference", "submitter__organisation", "access_code", "full_text"
    )
    submission = get_object_or_404(papers, pk=pk)
    require(request.user, "workshops.own_submission", submission)
    return submission


def clock(request: HttpRequest) -> str:
    """The time in the conference's zone, as the line under a form says it."""
    return timezone.localtime(timezone=request.conference.zone).strftime("%H:%M")


@login_required
@require_safe
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the paper stands, what comes next, what the chair wrote, who the authors are, what there is."""
    paper = own(request, pk)
    context = about(paper)
    standing: Standing = context["standing"]
    return _page(request, paper, context, answers=forms.AnswersForm(remarks=standing.remarks))


def _page(request: HttpRequest, paper: Submission, context: dict[str, Any], **more: Any) -> HttpResponse:
    kinds = kinds_taken(paper)
    asked = [author for author in context["authors"] if author.asked_at or author.denied_at]
    return render(
        request,
        "workshops/submission.html",
        {
            **context,
            "told": told_to_author(paper) if not paper.is_draft else [],
            "coauthors": asked,
            "unconfirmed": sum(author.confirmed_at is None for author in asked),
            "kinds": kinds,
            "file_form": forms.FileForm(kinds=kinds) if kinds else None,
            "code_form": forms.CodeForm(),
            "takes_code": paper.is_draft
            and context["standing"].step == "draft_late"
            and paper.conference.access_codes.exists(),
            "versions": paper.versions.count(),
            **more,
        },
    )


def kinds_taken(paper: Submission) -> list[str]:
    """Which files the author may add on the page of the paper; the text itself has its own places."""
    if paper.state in Submission.EDITABLE:
        return [Kind.PDF, Kind.SLIDES, Kind.SUPPLEMENT]
    return [Kind.SLIDES, Kind.SUPPLEMENT] if paper.state in Submission.ADMITTED else []


def about(submission: Submission) -> dict[str, Any]:
    """What the pages of one paper show, read once."""
    standing = standing_of(submission)
    authors = list(submission.authors.all())
    rows, other = parity(submission, authors), submission.other_language
    return {
        "submission": submission,
        "standing": standing,
        "authors": authors,
        "files": marked(list(submission.files.all())),
        "words": {language: count_words(submission.text("abstract", language)) for language in LANGUAGES},
        "missing_translations": submission.missing_translations(),
        "parity": rows,
        "untranslated": [row.label for row in rows if not row.has[other]],
        "answered": submission.answers.select_related("question").order_by("question__order", "question__pk"),
    }


def marked(files: list[SubmissionFile]) -> list[SubmissionFile]:
    """*files*, the newest first, each knowing whether a newer one of its kind took its place (not for supplements)."""
    seen: set[str] = set()
    for each in files:
        each.is_earlier = each.kind in seen and each.kind != Kind.SUPPLEMENT  # type: ignore[attr-defined]
        seen.add(each.kind)
    return files


def meters(
    terms: dict[int | None, Terms], track: int | None, texts: dict[str, str | None]
) -> dict[str, dict[str, Any]]:
    """The word meter of each abstract: the count, the limits of the track, and those of all tracks for the script."""
    limits = {code: (terms.get(track) or terms[None]).words[code] for code in LANGUAGES}
    return {
        code: {
            "count": count_words(texts.get(code)),
            "least": limits[code][0],
            "most": limits[code][1],
            "limits": json.dumps({str(key or ""): each.words[code] for key, each in terms.items()}),
        }
        for code in LANGUAGES
    }


@login_required
@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt: number, what was sent, what comes next and when. Made to be kept, printed and bookmarked."""
    paper = own(request, pk)
    if paper.is_draft:
        return redirect(paper)
    return render(request, "workshops/submission_receipt.html", about(paper))


@login_required
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    paper = own(request, pk)
    attempt(request, services.confirm, paper, done=_("Thank you: your participation is confirmed."))
    return redirect(paper)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    paper = own(request, pk)
    attempt(request, services.withdraw, paper, done=_("The paper is withdrawn. We have written to you to confirm it."))
    return redirect(paper)


@login_required
@require_POST
def withdraw_presentation(request: HttpRequest, pk: int) -> HttpResponse:
    paper = own(request, pk)
    done = _("The paper will not be presented. Its place in the programme is free.")
    attempt(request, services.withdraw_presentation, paper, done=done)
    return redirect(paper)


@login_required
@require_POST
def withdraw_publication(request: HttpRequest, pk: int) -> HttpResponse:
    paper = own(request, pk)
    attempt(request, services.withdraw_publication, paper, done=_("The paper will not be printed."))
    return redirect(paper)


@login_required
@require_POST
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """One more file: slides, a supplement, the text as PDF."""
    paper = own(request, pk)
    kinds = kinds_taken(paper)
    form = forms.FileForm(request.POST, request.FILES, kinds=kinds)
    if not kinds:
        messages.warning(request, _("No more files are taken for this paper."))
        return redirect(paper)
    if form.is_valid():
        told = form.cleaned_data
        done = _("The file “%(name)s” is kept.") % {"name": told["file"].name}
        attempt(request, services.attach_file, paper, told["file"], kind=told["kind"], done=done)
        return redirect(paper)
    context = about(paper)
    answers = forms.AnswersForm(remarks=context["standing"].remarks)
    return _page(request, paper, context, answers=answers, file_form=form, has_errors=True, bad_form=form)


@require_safe
def file(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """A file of the paper, as an attachment, for those who may read the paper."""
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
    format_ = str(kept.file.name).rpartition(".")[2]
    response = FileResponse(
        stream, as_attachment=True, filename=kept.name, content_type=CONTENT_TYPES.get(format_, CONTENT_TYPES["docx"])
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def read(request: HttpRequest, pk: int) -> Submission:
    """A paper that the visitor may read whole: the own one, or one of their desk; any other is 404."""
    papers = Submission.objects.of(request.conference).select_related("track", "conference", "submitter")
    paper = get_object_or_404(papers, pk=pk)
    require(request.user, "workshops.read_submission", paper)
    return paper


@login_required
@require_safe
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """All versions since the first sending, the newest first, for the author and the chairs."""
    paper = read(request, pk)
    rows = list(paper.versions.select_related("saved_by"))
    return render(request, "workshops/versions.html", {"submission": paper, "versions": rows, **_place(request, paper)})


@login_required
@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What one version says otherwise than the one before, word by word, in both languages."""
    paper = read(request, pk)
    shown = get_object_or_404(SubmissionVersion.objects.filter(submission=paper), number=number)
    before = paper.versions.filter(number__lt=number).first()
    return render(
        request,
        "workshops/version.html",
        {
            "submission": paper,
            "version": shown,
            "before": before,
            "after": paper.versions.filter(number__gt=number).order_by("number").first(),
            "changes": difference(before, shown) if before else [],
            **_place(request, paper),
        },
    )


def _place(request: HttpRequest, paper: Submission) -> dict[str, Any]:
    """Where the page of the paper is for this visitor."""
    is_own = paper.submitter_id == request.user.pk
    return {
        "paper_url": paper.get_absolute_url()
        if is_own
        else paper.conference.url("workshops:desk_submission", pk=paper.pk)
    }


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the answers to the remarks; with the button “send” the revised paper goes to the chair."""
    paper = own(request, pk)
    context = about(paper)
    form = forms.AnswersForm(request.POST, remarks=context["standing"].remarks)
    if not form.is_valid():
        return _page(request, paper, context, answers=form, has_errors=True, bad_form=form)
    if not attempt(request, services.answer_remarks, paper, form.answers()):
        return redirect(paper)
    if "send" not in request.POST:
        messages.success(request, _("The answers are saved."))
        return redirect(f"{paper.get_absolute_url()}#revision")
    if attempt(request, services.resubmit, paper, done=_("The revised paper is sent. Thank you.")):
        return redirect(paper)
    return redirect(f"{paper.get_absolute_url()}#revision")


@login_required
@require_POST
def autosave_answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the answers as they are typed."""
    paper = own(request, pk)
    form = forms.AnswersForm(request.POST, remarks=standing_of(paper).remarks)
    form.is_valid()
    if not form.remarks:
        return JsonResponse({"text": _("This form can no longer be saved. Copy what you have typed.")}, status=409)
    services.answer_remarks(paper, form.answers(), by=request.user)
    return JsonResponse({"text": _("Draft saved at %(time)s") % {"time": clock(request)}})


@login_required
@require_POST
def ask_again(request: HttpRequest, pk: int, author: int) -> HttpResponse:
    """Send a co-author the link once more."""
    paper = own(request, pk)
    row = get_object_or_404(Author.objects.select_related("submission__conference", "submission__submitter"),
                            pk=author, submission=paper)  # fmt: skip
    attempt(request, services.ask_again, row, done=_("The letter to the co-author is on its way again."))
    return redirect(f"{paper.get_absolute_url()}#coauthors")
