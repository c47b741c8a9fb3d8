"""The booklet and the book of abstracts: for anybody to take, for the staff to have made."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conference.models import Job
from conference.permissions import require
from conference.views.verbs import attempt
from workshops.models import ProgrammePrint, Release
from workshops.services import programme_prints

PLAN = "workshops.plan"


@require_safe
def pdf(request: HttpRequest, kind: str) -> HttpResponse:
    """The newest release as a booklet, its abstracts as a book. Only what is made; the public waits for nothing."""
    release = Release.objects.current(request.conference)
    made = ProgrammePrint.objects.made().filter(release=release, kind=kind).first() if release else None
    if made is None:
        raise Http404
    name = f"{request.conference.slug}-{kind}-{release.number if release else 0}.pdf"
    return FileResponse(made.file.open("rb"), filename=name, content_type="application/pdf")


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    require(request.user, PLAN, request.conference)
    return render(request, "workshops/programme_prints.html", _state(request))


@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """The moving part of the page, for the script that refreshes it."""
    require(request.user, PLAN, request.conference)
    return render(request, "workshops/programme_prints_state.html", _state(request))


def _state(request: HttpRequest) -> dict[str, Any]:
    release = Release.objects.current(request.conference)
    rows = programme_prints.state_of(release) if release else []
    running = [row for row in rows if row["is_running"]]
    return {
        "release": release,
        "rows": rows,
        "is_running": bool(running),
        "said": "; ".join(row["headline"] for row in rows if row["headline"]),
        "older": _made(request).exclude(release=release),
    }


def _made(request: HttpRequest) -> QuerySet[ProgrammePrint]:
    return ProgrammePrint.objects.of(request.conference).made().select_related("release")


@require_POST
def make(request: HttpRequest, kind: str) -> HttpResponse:
    conference = request.conference
    require(request.user, PLAN, conference)
    if kind not in ProgrammePrint.Kind.values:
        raise Http404
    attempt(request, programme_prints.start_print, conference, kind, done=_("It is being made."))
    return redirect(conference.url("workshops:prints"))


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    conference = request.conference
    require(request.user, PLAN, conference)
    job = get_object_or_404(Job.objects.of(conference).filter(kind__in=programme_prints.JOB_KINDS), pk=pk)
    if programme_prints.stop_print(job, by=request.user):
        messages.success(request, _("Stopped. What was made before stays as it was."))
    else:
        messages.info(request, _("This work had already ended."))
    return redirect(conference.url("workshops:prints"))
