"""The final report: making it, reading it, showing it to everybody."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conference.models import Job
from conference.permissions import may, require
from conference.views.verbs import attempt
from workshops.models import FinalReport
from workshops.services import final_report as services

ORGANISE = "conference.organise"


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    require(request.user, ORGANISE, request.conference)
    return render(request, "workshops/final_report.html", _state(request))


@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """The moving part of the page, for the script that refreshes it."""
    require(request.user, ORGANISE, request.conference)
    return render(request, "workshops/final_report_state.html", _state(request))


def _state(request: HttpRequest) -> dict[str, Any]:
    job = Job.objects.of(request.conference).filter(kind=services.KIND).order_by("-pk").first()
    is_running = job is not None and not job.is_finished
    failed = job is not None and job.state == Job.State.FAILED
    said = _("The report is being drawn.") if is_running else (_("The report could not be drawn.") if failed else "")
    return {
        "reports": FinalReport.objects.of(request.conference),
        "job": job,
        "is_running": is_running,
        "headline": said,
        "said": said,
    }


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    require(request.user, ORGANISE, request.conference)
    attempt(request, services.start_report, request.conference, done=_("The report is being drawn."))
    return redirect(request.conference.url("workshops:reports"))


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    require(request.user, ORGANISE, request.conference)
    job = Job.objects.of(request.conference).unfinished().filter(kind=services.KIND).first()
    if job is not None:
        attempt(request, services.stop_report, job, done=_("Stopped."))
    return redirect(request.conference.url("workshops:reports"))


@require_POST
def show(request: HttpRequest, number: int) -> HttpResponse:
    require(request.user, ORGANISE, request.conference)
    report = get_object_or_404(FinalReport.objects.of(request.conference), number=number)
    attempt(request, services.show, report, done=_("Anybody may read this report now."))
    return redirect(request.conference.url("workshops:reports"))


@require_safe
def pdf(request: HttpRequest, number: int) -> FileResponse:
    """A report: one that is shown to anybody, the others to the organisers."""
    report = get_object_or_404(FinalReport.objects.of(request.conference), number=number)
    if not report.is_public and not may(request.user, ORGANISE, request.conference):
        raise Http404
    name = f"{request.conference.slug}-report-{number}.pdf"
    return FileResponse(report.file.open("rb"), filename=name, content_type="application/pdf")
