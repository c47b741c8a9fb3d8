"""Files of sessions: given to those who may have them, sent by speakers for their own talks, taken back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.permissions import require
from conference.uploads import CONTENT_TYPES
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from workshops.forms.crew import TalkFileForm
from workshops.models import SessionMaterial, Talk
from workshops.services import materials as services
from workshops.services.materials import is_open_to_all, may_have, opening_of


def found(request: HttpRequest, pk: int) -> SessionMaterial:
    rows = SessionMaterial.objects.of(request.conference)
    rows = rows.select_related("session__conference", "session__track", "talk__session__conference", "talk__submission")
    return get_object_or_404(rows, pk=pk)


@require_safe
def material_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file itself; photographs are shown, all others saved. 404 to whoever may not have it (yet)."""
    material = found(request, pk)
    if not material.file or not may_have(request.user, material):
        raise Http404
    is_public = is_open_to_all(material)
    if not is_public:
        services.log_access(material.held_in, by=request.user, what="file", material=material.pk)  # type: ignore[arg-type]
    format_ = material.file.name.rpartition(".")[2]
    is_photo = material.kind == SessionMaterial.Kind.PHOTO
    response = FileResponse(
        material.file.open("rb"),
        as_attachment=not is_photo,
        filename=material.name or f"material.{format_}",
        content_type=CONTENT_TYPES.get(format_, "application/octet-stream"),
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=3600" if is_public and is_photo else "private, no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def talk_files(request: HttpRequest, pk: int) -> HttpResponse:
    """A speaker's own talk: what was sent for it, and the form for more."""
    rows = Talk.objects.filter(session__conference=request.conference, session__is_off=False)
    talk = get_object_or_404(rows.select_related("session__conference", "session__room", "submission"), pk=pk)
    require(request.user, "workshops.speak", talk)
    if response := switch_language(request) if request.method == "POST" else None:
        return response
    form = TalkFileForm(request.POST, request.FILES, talk=talk) if request.method == "POST" else None
    if form is not None and form.is_valid() and _sent(request, talk, form):
        return redirect(request.path)
    if form is None:
        form = TalkFileForm.with_typed(typed(request), talk=talk)
    elif request.FILES and "file" not in form.errors:
        form.add_error("file", _("Choose the file again: browsers do not keep it."))
    every = list(talk.materials.select_related("session__conference", "talk__session").order_by("-uploaded_at"))
    context = {
        "talk": talk,
        "session": talk.session,
        "form": form,
        "current": [
            {"material": each, "until": opening_of(each), "is_embargoed": each.is_under_embargo(),
             "is_own": each.uploaded_by_id == request.user.pk}
            for each in every if each.is_current
        ],
        "former": [each for each in every if not each.is_current],
        "has_errors": form.is_bound and bool(form.errors),
        "language_form": "main-form",
    }  # fmt: skip
    return render(request, "workshops/statement.html", context)


def _sent(request: HttpRequest, talk: Talk, form: TalkFileForm) -> bool:
    data = form.cleaned_data
    try:
        services.add_material(
            talk.session, by=request.user, kind=data["kind"], talk=talk, file=data["file"],  # type: ignore[arg-type]
            language=data["language"], is_public=data["is_public"], with_session=True,
        )  # fmt: skip
    except ValidationError as refusal:
        form.add_error("file", refusal.messages)
        return False
    messages.success(request, _("Thank you: the file is here."))
    return True


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    material = found(request, pk)
    require(request.user, "workshops.withdraw_material", material)
    attempt(request, services.withdraw_material, material, done=_("Taken back. You can bring it back."))
    return redirect(_where(request, material))


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    material = found(request, pk)
    require(request.user, "workshops.withdraw_material", material)
    attempt(request, services.restore_material, material, done=_("It is there again."))
    return redirect(_where(request, material))


def _where(request: HttpRequest, material: SessionMaterial) -> str:
    """The page on which the button was pressed: the speaker's own, or the desk's."""
    if request.POST.get("from") == "talk" and material.talk_id:
        return request.conference.url("workshops:talk_files", pk=material.talk_id)
    return request.conference.url("workshops:session_materials", pk=material.held_in.pk)
