"""The private pack: for those who interpret, sign or caption sessions, and nobody else."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from workshops.services import crew
from workshops.services.materials import log_access
from workshops.services.packs import Pack, pack_of, zipped


def _own(request: HttpRequest) -> Pack:
    found = pack_of(request.user, request.conference)  # type: ignore[arg-type]
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def pack(request: HttpRequest) -> HttpResponse:
    found = _own(request)
    crew.note_seen(found.assignments(), request.conference, by=request.user)  # type: ignore[arg-type]
    files = found.files()
    context = {
        "pack": found, "glossary": found.glossary(), "files": len(files), "size": sum(each.size for each in files),
    }  # fmt: skip
    return render(request, "workshops/pack.html", context)


@login_required
@require_safe
def pack_zip(request: HttpRequest) -> FileResponse:
    found = _own(request)
    if not any(each.file for each in found.files()):
        raise Http404
    for session in found.sessions:
        log_access(session.session, by=request.user, what="files of the pack")  # type: ignore[arg-type]
    name = f"pack-{request.conference.slug}.zip"
    made = zipped(found, get_language() or "ru")
    return FileResponse(made, as_attachment=True, filename=name, content_type="application/zip")
