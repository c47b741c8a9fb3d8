"""Badges, certificates and confirmations: the desk where many are issued, and those of one participant."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conference.models import IssuedDocument, Job
from conference.moves import MoveNotAllowed
from conference.permissions import may, require
from conference.rendering import RenderFailed
from conference.services import documents
from conference.views.downloads import PDF, download
from conference.views.verbs import attempt
from registration.forms.papers import PapersForm, VoidForm
from registration.models import PaperBatch, Registration
from registration.permissions import CHECK_IN, DECIDE, FOLLOW
from registration.services import paper_batches, papers
from registration.services.paper_watching import watched

RECENT = 20


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Choose a kind and people; the address carries the choice, and the page says how many it is."""
    require(request.user, DECIDE, request.conference)
    form = PapersForm(request.GET if "kind" in request.GET else None, conference=request.conference)
    context: dict[str, Any] = {"form": form, "has_errors": False}
    if form.is_bound:
        context["has_errors"] = not form.is_valid()
    if form.is_bound and form.is_valid():
        chosen = form.chosen()
        told = form.cleaned_data
        counts = paper_batches.tally(told["kind"], chosen, is_early=told["is_early"])
        ready = counts.pop("")
        context |= {
            "chosen": len(chosen),
            "ready": ready,
            "refused": [(papers.REFUSALS[reason], number) for reason, number in counts.items()],
            "kind": papers.PLURALS[told["kind"]],
            "hidden": [
                (name, value) for name, values in request.GET.lists() for value in values if name in form.fields
            ],
        }
    batches = PaperBatch.objects.of(request.conference).select_related("by")[:RECENT]
    return render(request, "registration/papers.html", {**context, "batches": batches})


@require_POST
def issue_many(request: HttpRequest) -> HttpResponse:
    conference = request.conference
    require(request.user, DECIDE, conference)
    form = PapersForm(request.POST, conference=conference)
    if not form.is_valid():
        messages.warning(request, _("The choice has changed meanwhile. Count again."))
        return redirect(conference.url("registration:papers"))
    told = form.cleaned_data
    try:
        batch = paper_batches.issue_many(
            told["kind"], form.chosen(), by=request.user, layout=told["layout"] or PaperBatch.Layout.SINGLE,
            wants_file=told["wants_file"], tells_people=told["tells_people"], is_early=told["is_early"],
        )  # fmt: skip
    except MoveNotAllowed as refusal:
        messages.warning(request, str(refusal))
        return redirect(conference.url("registration:papers"))
    return redirect(conference.url("registration:papers_batch", pk=batch.pk))


def _batch(request: HttpRequest, pk: int) -> PaperBatch:
    require(request.user, DECIDE, request.conference)
    return get_object_or_404(PaperBatch.objects.of(request.conference).select_related("conference", "by"), pk=pk)


@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "registration/papers_batch.html", watched(_batch(request, pk)))


@require_safe
def batch_status(request: HttpRequest, pk: int) -> HttpResponse:
    """The moving part of the page, for the script that refreshes it."""
    return render(request, "registration/papers_batch_part.html", watched(_batch(request, pk)))


@require_POST
def batch_stop(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _batch(request, pk)
    job = _job(shown)
    if job and paper_batches.stop_batch(job, by=request.user):
        messages.success(request, _("Stopped. What is issued stays issued."))
    else:
        messages.info(request, _("This work had already ended."))
    return redirect(request.conference.url("registration:papers_batch", pk=pk))


@require_POST
def batch_go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Again, after a stop or a failure: nothing is issued twice."""
    shown = _batch(request, pk)
    paper_batches.go_on(shown, by=request.user)
    return redirect(request.conference.url("registration:papers_batch", pk=pk))


def _job(shown: PaperBatch) -> Job | None:
    return paper_batches.jobs_of(shown).first()


@require_safe
def batch_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The file for printing. Deleted after thirty days."""
    shown = _batch(request, pk)
    if not shown.file:
        raise Http404
    return FileResponse(
        shown.file.open("rb"), as_attachment=True, filename=f"{shown.kind}-{shown.pk}.pdf",
        content_type="application/pdf",
    )  # fmt: skip


# -- one participant ---------------------------------------------------------------------------------------


def _registration(request: HttpRequest, pk: int, permission: str) -> Registration:
    require(request.user, permission, request.conference)
    rows = Registration.objects.of(request.conference).sent()
    return get_object_or_404(rows.select_related("conference", "person", "category", "filled_by"), pk=pk)


@require_safe
def of_one(request: HttpRequest, pk: int) -> HttpResponse:
    """The documents of one participant, and what may be issued now."""
    return _of_one(request, _registration(request, pk, DECIDE), VoidForm())


def _of_one(request: HttpRequest, registration: Registration, form: VoidForm, void: int = 0) -> HttpResponse:
    issued = papers.everything_about(registration)
    evidence = papers.evidence_for([registration])[registration.pk]
    valid = {each.kind for each in issued if each.is_valid}
    offers = [
        {
            "kind": kind,
            "label": IssuedDocument.Kind(kind).label,
            "reason": papers.REFUSALS.get(reason, ""),
            "is_early": reason == "early",
        }
        for kind in papers.PAPERS
        if kind not in valid
        for reason in [papers.refusal(kind, registration, evidence)]
    ]
    context = {
        "registration": registration, "documents": issued, "offers": offers, "attended": evidence.attended,
        "days": evidence.days, "form": form, "void": void, "has_errors": form.is_bound,
        "drawable": list(papers.PAPERS), "has_badge": IssuedDocument.Kind.BADGE in valid,
    }  # fmt: skip
    return render(request, "registration/papers_of_one.html", context)


@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """One document by hand: before the end of the conference too, when ``is_early`` is ticked."""
    registration = _registration(request, pk, DECIDE)
    kind = request.POST.get("kind", "")
    if kind not in papers.PAPERS:
        raise Http404
    is_early = "is_early" in request.POST
    try:
        attempt(request, papers.issue, kind, registration, is_early=is_early, done=_is_issued)
    except RenderFailed:
        messages.warning(request, _("The document could not be drawn. Nothing was sent. Try again in a minute."))
    return redirect(request.conference.url("registration:papers_of_one", pk=pk))


def _is_issued(issued: IssuedDocument) -> str:
    document = issued.get_kind_display().capitalize()
    return _("%(document)s %(number)s is issued.") % {"document": document, "number": issued.number}


@require_POST
def badge(request: HttpRequest, pk: int) -> HttpResponse:
    """Print a badge: the one that is valid, or with ``new`` another, which makes the one before void."""
    registration = _registration(request, pk, CHECK_IN)
    try:
        if "new" in request.POST:
            issued = papers.issue_badge(registration, by=request.user)
        else:
            issued = papers.issue(IssuedDocument.Kind.BADGE, registration, by=request.user)
    except MoveNotAllowed as refusal:
        messages.warning(request, str(refusal))
        decides = may(request.user, DECIDE, request.conference)
        return redirect(
            request.conference.url("registration:papers_of_one" if decides else "registration:door_guest", pk=pk)
        )
    return redirect(request.conference.url("registration:paper_file", pk=issued.pk))


def _document(request: HttpRequest, pk: int) -> IssuedDocument:
    rows = IssuedDocument.objects.of(request.conference).filter(kind__in=list(papers.PAPERS))
    issued = get_object_or_404(rows.select_related("conference", "person"), pk=pk)
    is_badge = issued.kind == IssuedDocument.Kind.BADGE
    require(request.user, CHECK_IN if is_badge else DECIDE, request.conference)
    return issued


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF for the staff. A badge opens in the browser, to be printed there; a void document is not drawn."""
    issued = _document(request, pk)
    if not issued.is_valid or issued.about is None:
        raise Http404
    return as_pdf(issued, is_attachment=issued.kind != IssuedDocument.Kind.BADGE)


def as_pdf(issued: IssuedDocument, *, is_attachment: bool = True) -> HttpResponse:
    """The PDF of *issued*, drawn if there is no file."""
    try:
        pdf = documents.draw(issued)
    except (LookupError, RenderFailed):
        raise Http404 from None
    return download(pdf, PDF, f"{issued.kind}-{issued.number}.pdf", inline=not is_attachment)


@require_POST
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare a document void, with the reason that its check page tells."""
    require(request.user, DECIDE, request.conference)
    issued = _document(request, pk)
    registration = issued.about
    form = VoidForm(request.POST)
    if not form.is_valid():
        if not isinstance(registration, Registration):
            raise Http404
        return _of_one(request, registration, form, issued.pk)
    done = _("Document %(number)s is void.") % {"number": issued.number}
    attempt(request, documents.revoke, issued, reason=form.cleaned_data["reason"], done=done)
    return redirect(request.conference.url("registration:papers_of_one", pk=issued.about_id))


# -- the participant's own, and those of whoever filled the form in ----------------------------------------


@login_required
@require_safe
def mine(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """A document of a registration in which the visitor has a say. Never a public address."""
    rows = Registration.objects.of(request.conference).sent().select_related("conference", "delegation")
    registration = get_object_or_404(rows, pk=pk)
    require(request.user, FOLLOW, registration)
    issued = get_object_or_404(papers.downloadable([registration]), pk=document)
    return as_pdf(issued)
