"""Compiling a volume, watching it, and looking at what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from proceedings import services
from proceedings.models import Article, Build, Volume
from proceedings.services.previewing import WIDTHS, NoPicture, page_picture, preview_of
from proceedings.services.watching import jobs_of, read_verdict, watched

from .desk import editable


@require_POST
def compile_(request: HttpRequest, volume: str) -> HttpResponse:
    shown = editable(request, volume)
    if not Article.objects.of_volume(shown).in_the_book().exists():
        messages.warning(request, _("There is nothing to compile yet: collect the accepted papers first."))
        return redirect(shown.url("proceedings:board"))
    job = services.start_compile(shown, by=request.user)
    return redirect(shown.url("proceedings:job", pk=job.pk))


@require_safe
def job(request: HttpRequest, volume: str, pk: int) -> HttpResponse:
    return render(request, "proceedings/job.html", _watch(request, volume, pk))


@require_safe
def job_status(request: HttpRequest, volume: str, pk: int) -> HttpResponse:
    """The moving part of the job's page, for the script that refreshes it."""
    return render(request, "proceedings/_job.html", _watch(request, volume, pk))


def _watch(request: HttpRequest, slug: str, pk: int) -> dict[str, Any]:
    shown = editable(request, slug)
    watched_job = get_object_or_404(jobs_of(shown).select_related("by"), pk=pk)
    found = watched(watched_job, shown, page=request.GET.get("n", ""))
    published = shown.publication.build_id if shown.publication else None
    is_published = published is not None and found["build"] is not None and found["build"].pk == published
    return {"volume": shown, "is_published_build": is_published, **found}


@require_POST
def stop(request: HttpRequest, volume: str, pk: int) -> HttpResponse:
    shown = editable(request, volume)
    stopped = get_object_or_404(jobs_of(shown), pk=pk)
    if services.stop_compile(stopped, by=request.user):
        messages.success(request, _("The compilation is stopped. What was published stays as it was."))
    else:
        messages.info(request, _("This compilation had already ended."))
    return redirect(shown.url("proceedings:job", pk=pk))


@require_safe
def build_file(request: HttpRequest, volume: str, pk: int) -> HttpResponse:
    """The PDF of a build that is not published yet, for the editors."""
    shown, build = _build(request, volume, pk)
    return FileResponse(build.file.open("rb"), filename=f"{shown.slug}-draft-{pk}.pdf", content_type="application/pdf")


@require_safe
def build_preview(request: HttpRequest, volume: str, pk: int) -> HttpResponse:
    """The picture of page ``n`` of a build (its place in the file), ``size`` small or large."""
    _shown, build = _build(request, volume, pk)
    size = request.GET.get("size", "small")
    if size not in WIDTHS:
        raise Http404
    try:
        path = page_picture(build, preview_of(build, request.GET.get("n", "")).number, size=size)
    except NoPicture as error:
        raise Http404 from error
    return FileResponse(path.open("rb"), content_type="image/png")


@require_safe
def look(request: HttpRequest, volume: str, pk: int) -> HttpResponse:
    """One page of a build, large: by its place in the file (``n``), its number (``page``) or an ``article``."""
    shown, build = _build(request, volume, pk)
    wanted = request.GET.get("n", "")
    if span := build.page_map.get(request.GET.get("article", "")):
        wanted = str(build.physical(span[0]))
    elif (page := request.GET.get("page", "")).isdecimal() and len(page) < 6:
        wanted = str(build.physical(int(page)))
    preview = preview_of(build, wanted)
    context = {
        "volume": shown,
        "build": build,
        "preview": preview,
        "articles": [_opened(verdict, build, preview.number) for verdict in build.verdicts],
    }
    return render(request, "proceedings/look.html", context)


def _opened(verdict: dict[str, Any], build: Build, number: int) -> dict[str, Any]:
    """An article for the list to choose from, and whether page *number* of the file is one of its pages."""
    span = build.page_map.get(verdict["key"])
    is_here = bool(span) and build.physical(span[0]) <= number <= build.physical(span[1])  # type: ignore[index]
    return {**read_verdict(verdict), "is_here": is_here, "is_in_the_book": bool(span)}


def _build(request: HttpRequest, slug: str, pk: int) -> tuple[Volume, Build]:
    shown = editable(request, slug)
    return shown, get_object_or_404(Build, pk=pk, volume=shown)
