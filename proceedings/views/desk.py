"""The editor's desk: volumes, the board of one volume, and the page that watches a compilation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from conference.models import Job
from conference.permissions import require
from conference.views.verbs import attempt
from proceedings import services
from proceedings.models import Article, Build, Volume
from proceedings.permissions import EDIT
from proceedings.services.description import adopted_by
from proceedings.services.watching import asked, board_rows, watched
from workshops.services.decisions import not_yet_collectable


def editable(request: HttpRequest, slug: str) -> Volume:
    """A volume of this conference, for whoever may edit it; for others it does not exist."""
    require(request.user, EDIT, request.conference)
    return get_object_or_404(Volume.objects.of(request.conference).select_related("conference"), slug=slug)


@require_safe
def volumes(request: HttpRequest) -> HttpResponse:
    require(request.user, EDIT, request.conference)
    shown = Volume.objects.of(request.conference).select_related("conference").newest_first()
    return render(request, "proceedings/desk.html", {"volumes": shown.annotate(article_count=Count("articles"))})


@require_safe
def board(request: HttpRequest, volume: str) -> HttpResponse:
    shown = editable(request, volume)
    build = shown.builds.first()
    context = {
        "volume": shown,
        "rows": board_rows(shown, build),
        "build": build,
        "publication": shown.publication,
        "running": _jobs(shown).unfinished().first(),
        "adopted": adopted_by(shown).values("document").distinct().count(),
        "waiting": [] if shown.is_published else not_yet_collectable(request.conference),
        "may_publish": bool(build) and not (shown.publication and shown.publication.build_id == build.pk),
    }
    return render(request, "proceedings/board.html", context)


def _jobs(volume: Volume) -> Any:
    return Job.objects.of(volume.conference).filter(
        kind="compile", about_type__app_label="proceedings", about_type__model="volume", about_id=volume.pk
    )


@require_POST
def collect(request: HttpRequest, volume: str) -> HttpResponse:
    shown = editable(request, volume)
    attempt(request, services.collect, shown, done=_collected)
    return redirect(shown.url("proceedings:board"))


@require_POST
def outcomes(request: HttpRequest, volume: str) -> HttpResponse:
    """Print the adopted documents as the last part (``with=1``), or leave them out."""
    shown = editable(request, volume)
    wanted = request.POST.get("with") == "1"
    said = _("The outcome documents are the last part of the next build.") if wanted else _("They are left out.")
    attempt(request, services.print_outcomes, shown, wanted=wanted, done=said)
    return redirect(shown.url("proceedings:board"))


def _collected(new: int) -> str:
    said = ngettext("%(count)d new article collected.", "%(count)d new articles collected.", new) % {"count": new}
    return said if new else _("All accepted papers are in the volume already.")


@require_POST
def compile_(request: HttpRequest, volume: str) -> HttpResponse:
    shown = editable(request, volume)
    if not Article.objects.of_volume(shown).in_the_book().exists():
        messages.warning(request, _("There is nothing to compile yet: collect the accepted papers first."))
        return redirect(shown.url("proceedings:board"))
    job = services.start_compile(shown, by=request.user)
    return redirect(shown.url("proceedings:job", pk=job.pk))


@require_safe
def publish_ask(request: HttpRequest, volume: str) -> HttpResponse:
    """What will be published, to be confirmed."""
    shown = editable(request, volume)
    build = shown.builds.first()
    if build is None:
        messages.warning(request, _("There is nothing to publish yet: compile the volume first."))
        return redirect(shown.url("proceedings:board"))
    if shown.publication and shown.publication.build_id == build.pk:
        messages.warning(request, _("This build is published already."))
        return redirect(shown.url("proceedings:board"))
    return render(request, "proceedings/publish.html", asked(shown, build))


@require_POST
def publish(request: HttpRequest, volume: str) -> HttpResponse:
    """Publish the newest build, provided that it is the one which was confirmed (``build`` in the form)."""
    shown = editable(request, volume)
    newest = shown.builds.first()
    if newest and request.POST.get("build", str(newest.pk)) != str(newest.pk):
        messages.warning(request, _("The volume was compiled again meanwhile. Look at the new build first."))
        return redirect(shown.url("proceedings:publish_ask"))
    attempt(request, services.publish, shown, build=newest, done=_("The volume is published. Anybody can read it now."))
    return redirect(shown.url("proceedings:board"))


@require_safe
def job(request: HttpRequest, volume: str, pk: int) -> HttpResponse:
    return render(request, "proceedings/job.html", _watch(request, volume, pk))


@require_safe
def job_status(request: HttpRequest, volume: str, pk: int) -> HttpResponse:
    """The moving part of the job's page, for the script that refreshes it."""
    return render(request, "proceedings/_job.html", _watch(request, volume, pk))


def _watch(request: HttpRequest, slug: str, pk: int) -> dict[str, Any]:
    shown = editable(request, slug)
    watched_job = get_object_or_404(_jobs(shown).select_related("by"), pk=pk)
    return {"volume": shown, **watched(watched_job, shown)}


@require_POST
def stop(request: HttpRequest, volume: str, pk: int) -> HttpResponse:
    shown = editable(request, volume)
    stopped = get_object_or_404(_jobs(shown), pk=pk)
    if services.stop_compile(stopped, by=request.user):
        messages.success(request, _("The compilation is stopped. What was published stays as it was."))
    else:
        messages.info(request, _("This compilation had already ended."))
    return redirect(shown.url("proceedings:job", pk=pk))


@require_safe
def build_file(request: HttpRequest, volume: str, pk: int) -> HttpResponse:
    """The PDF of a build that is not published yet, for the editors."""
    shown = editable(request, volume)
    build = get_object_or_404(Build, pk=pk, volume=shown)
    return FileResponse(build.file.open("rb"), filename=f"{shown.slug}-draft-{pk}.pdf", content_type="application/pdf")


@require_safe
def build_preview(request: HttpRequest, volume: str, pk: int) -> HttpResponse:
    shown = editable(request, volume)
    build = get_object_or_404(Build.objects.exclude(preview=""), pk=pk, volume=shown)
    return FileResponse(build.preview.open("rb"), content_type="image/png")
