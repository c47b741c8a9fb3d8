"""The volume itself on the editors' desk: its imprint and the printer's files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.models import Job
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from proceedings.forms.imprint import imprint_form
from proceedings.models import Build, PrinterFile, Volume
from proceedings.services.imprint import LAST, PART_NAMES, PARTS, imprint_elements, set_imprint
from proceedings.services.printing import CHANGED, FILES, KIND, sizes_of, start_printer_file
from proceedings.services.wording import job_error

from .desk import editable


@require_safe
def imprint(request: HttpRequest, volume: str) -> HttpResponse:
    """What the standard asks of the edition, page by page, and what of it is there."""
    shown = editable(request, volume)
    return render(request, "proceedings/imprint.html", {"volume": shown, **_checked(shown)})


def _checked(volume: Volume, part: str = "") -> dict[str, Any]:
    elements = imprint_elements(volume)
    missing = [element for element in elements if not element.is_there]
    pages = [
        {
            "part": name,
            "name": PART_NAMES[name],
            "elements": [element for element in elements if element.part == name],
            "missing": sum(element.part == name and element.is_required for element in missing),
        }
        for name in PARTS
        if not part or name == part
    ]
    return {
        "pages": pages,
        "missing": sum(element.is_required for element in missing),
        "wanted": sum(not element.is_required for element in missing),
        "total": sum(element.is_required for element in elements),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def imprint_part(request: HttpRequest, volume: str, part: str) -> HttpResponse:
    """One page of the book as a form, the check list beside it."""
    shown = editable(request, volume)
    if part not in PARTS:
        raise Http404
    if response := switch_language(request):
        return response
    form_class = imprint_form(part, shown.kind)
    if request.method == "POST":
        form = form_class(request.POST, instance=Volume.objects.get(pk=shown.pk))
        if form.is_valid() and attempt(
            request, set_imprint, shown, done=_("The imprint is saved."), **form.cleaned_data
        ):
            return redirect(shown.url("proceedings:imprint") if part == LAST else _next(shown, part))
    else:
        form = form_class.with_typed(typed(request), instance=shown)
    context = {
        "volume": shown,
        "part": part,
        "name": PART_NAMES[part],
        "names": PART_NAMES.items(),
        "form": form,
        "has_errors": bool(form.errors),
        "language_form": "main-form",
        **_checked(shown, part),
    }
    return render(request, "proceedings/volume_edit.html", context)


def _next(volume: Volume, part: str) -> str:
    names = list(PARTS)
    return volume.url("proceedings:imprint_part", part=names[names.index(part) + 1])


@require_safe
def printing(request: HttpRequest, volume: str) -> HttpResponse:
    """Sizes of what the printer gets, the files made, and the verb that makes them."""
    shown = editable(request, volume)
    return render(request, "proceedings/printing.html", _printing(shown))


@require_safe
def printing_status(request: HttpRequest, volume: str) -> HttpResponse:
    """The moving part of the page, for the script that refreshes it."""
    return render(request, "proceedings/_printing.html", _printing(editable(request, volume)))


def _printing(volume: Volume) -> dict[str, Any]:
    build = volume.builds.select_related("volume__conference").first()
    rows = PrinterFile.objects.filter(build__volume=volume).select_related("build", "by")[:20]
    job = _jobs(volume).order_by("-created").first()
    is_running = bool(job and not job.is_finished)
    return {
        "volume": volume,
        "build": build,
        "sizes": sizes_of(build) if build else None,
        "files": rows,
        "kinds": FILES.items(),
        "is_printed": volume.kind == Volume.Kind.PRINT,
        "job": job,
        "is_running": is_running,
        "error": _error(job),
    }


def _error(job: Job | None) -> str:
    if job is None or job.state != Job.State.FAILED:
        return ""
    if job.error == CHANGED:
        return _("The volume has changed since this build. Compile it again first.")
    return job_error(job.error)


def _jobs(volume: Volume) -> Any:
    return Job.objects.of(volume.conference).filter(
        kind=KIND,
        about_type__app_label="proceedings",
        about_type__model="build",
        about_id__in=volume.builds.values("pk"),
    )


@require_POST
def printing_make(request: HttpRequest, volume: str) -> HttpResponse:
    shown = editable(request, volume)
    build = shown.builds.select_related("volume__conference").first()
    if build is None:
        messages.warning(request, _("There is nothing to print yet: compile the volume first."))
        return redirect(shown.url("proceedings:printing"))
    attempt(request, start_printer_file, build, done=_("The files for the printer are being made."))
    return redirect(shown.url("proceedings:printing"))


@require_safe
def printing_file(request: HttpRequest, volume: str, pk: int, which: str) -> HttpResponse:
    """The block or the cover, to be kept."""
    shown = editable(request, volume)
    row = get_object_or_404(PrinterFile, pk=pk, build__in=Build.objects.filter(volume=shown))
    if which not in FILES:
        raise Http404
    file = getattr(row, which)
    name = f"{shown.slug}-{which}-{row.pk}.pdf"
    return FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")
