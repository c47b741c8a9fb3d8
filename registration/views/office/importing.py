"""Bringing a table of people in: upload, columns, preview, apply, undo."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.models import Job
from conference.permissions import require
from conference.views.downloads import XLSX, download
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from registration.forms.office import ColumnsForm, UploadForm
from registration.models import ImportBatch
from registration.permissions import DECIDE
from registration.services import applying, import_errors, importing
from registration.services.import_columns import title_of

SHOWN = 100


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    require(request.user, DECIDE, request.conference)
    rows = ImportBatch.objects.of(request.conference).select_related("conference", "category", "by")
    return get_object_or_404(rows, pk=pk)


def _page(batch: ImportBatch) -> HttpResponse:
    return redirect(batch.conference.url("registration:import_batch", pk=batch.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Upload a table or paste one; below, what was brought in before."""
    require(request.user, DECIDE, request.conference)
    if request.method == "POST":
        if response := switch_language(request):
            return response
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid() and (batch := _kept(request, form)):
            return _page(batch)
    else:
        form = UploadForm.with_typed(typed(request))
    batches = ImportBatch.objects.of(request.conference).exclude(state=ImportBatch.State.DISCARDED)
    context = {
        "form": form, "has_errors": form.is_bound and bool(form.errors), "language_form": "main-form",
        "batches": batches.defer("cells", "created_rows", "changed_rows", "failures").select_related("by")[:20],
    }  # fmt: skip
    return render(request, "registration/import.html", context)


def _kept(request: HttpRequest, form: UploadForm) -> ImportBatch | None:
    file = form.cleaned_data["file"]
    try:
        return importing.upload(
            request.conference, by=request.user, name=file.name if file else "",
            content=file.read() if file else b"", text=form.cleaned_data["text"],
        )  # fmt: skip
    except ValidationError as refusal:
        form.add_error("file" if file else "text", refusal)
        return None


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    require(request.user, DECIDE, request.conference)
    return download(importing.template(request.conference), XLSX, "participants.xlsx")


@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview of an upload, the progress of a long one, or what came of it."""
    shown = _batch(request, pk)
    if shown.state == ImportBatch.State.UPLOADED and not shown.is_forgotten:
        return _preview(request, shown, ColumnsForm(batch=shown))
    return render(request, "registration/import_result.html", _result(shown))


def _preview(request: HttpRequest, shown: ImportBatch, form: ColumnsForm) -> HttpResponse:
    made = importing.plan(shown)
    context = {
        "batch": shown, "form": form, "plan": made, "left_out": importing.left_out(shown),
        "fingerprint": made.fingerprint(),
        "new": made.new[:SHOWN], "changed": made.changed[:SHOWN],
        "errors": import_errors.errors_of(shown, made.errors[:SHOWN]),
        "more_new": max(len(made.new) - SHOWN, 0), "more_changed": max(len(made.changed) - SHOWN, 0),
        "more_errors": max(len(made.errors) - SHOWN, 0), "has_errors": form.is_bound and bool(form.errors),
        "to_write": len(made.new) + len(made.changed), "language_form": "columns-form" if form.is_bound else "",
    }  # fmt: skip
    return render(request, "registration/import_preview.html", context)


def _result(shown: ImportBatch) -> dict[str, Any]:
    jobs = Job.objects.of(shown.conference).about(shown).filter(kind__in=[applying.KIND, applying.UNDO_KIND])
    job = jobs.first()
    is_running = bool(job and not job.is_finished)
    created = shown.created_rows[:SHOWN]
    changed = [entry | {"columns": _titles(entry["now"])} for entry in shown.changed_rows[:SHOWN]]
    return {
        "batch": shown, "job": job, "is_running": is_running, "created": created, "changed": changed,
        "more_created": max(len(shown.created_rows) - SHOWN, 0),
        "more_changed": max(len(shown.changed_rows) - SHOWN, 0),
        "failures": import_errors.failures_of(shown)[:SHOWN],
        "failed_rows": len({entry["row"] for entry in shown.failures}),
        "more_failures": max(len(shown.failures) - SHOWN, 0),
        "is_undo": bool(job and job.kind == applying.UNDO_KIND),
    }  # fmt: skip


def _titles(names: Iterable[str]) -> str:
    return ", ".join(title_of(name) for name in names)


@require_safe
def status(request: HttpRequest, pk: int) -> HttpResponse:
    """The moving part of the page of a long import."""
    return render(request, "registration/import_progress.html", _result(_batch(request, pk)))


@require_POST
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what each column holds; the preview is made anew."""
    if response := switch_language(request):
        return response
    shown = _uploaded(request, pk)
    form = ColumnsForm(request.POST, batch=shown)
    if not form.is_valid():
        return _preview(request, shown, form)
    shown.columns = form.columns()
    for name in ("new_state", "category", "has_header"):
        setattr(shown, name, form.cleaned_data[name])
    shown.save(update_fields=["columns", "new_state", "category", "has_header"])
    return _page(shown)


def _uploaded(request: HttpRequest, pk: int) -> ImportBatch:
    shown = _batch(request, pk)
    if shown.state != ImportBatch.State.UPLOADED:
        raise Http404
    return shown


@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _batch(request, pk)
    seen = request.POST.get("fingerprint", "")
    attempt(
        request, applying.apply, shown, fingerprint=seen, done=lambda job: "" if job else _("The table is applied.")
    )
    return _page(shown)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _batch(request, pk)
    attempt(request, applying.undo, shown, done=lambda job: "" if job else _("The import is undone."))
    return _page(shown)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _batch(request, pk)
    if not attempt(request, applying.discard, shown, done=_("The table is thrown away. Nothing was written.")):
        return _page(shown)
    return redirect(request.conference.url("registration:import"))


@require_safe
def errors(request: HttpRequest, pk: int) -> HttpResponse:
    """The errors of the preview, or of what was applied, as a table."""
    shown = _batch(request, pk)
    rows = import_errors.failures_of(shown)
    if shown.state == ImportBatch.State.UPLOADED:
        rows = import_errors.errors_of(shown, importing.plan(shown).errors)
    return download(import_errors.errors_file(rows), XLSX, f"errors-{shown.pk}.xlsx")
