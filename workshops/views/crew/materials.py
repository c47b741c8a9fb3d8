"""What remains of a conference: the public list, and the desk's page of the materials of one session."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conference.views.typed import switch_language, typed
from workshops.forms.crew import MaterialFilter, MaterialForm
from workshops.models import Session, SessionMaterial
from workshops.services import materials as services
from workshops.services.materials import opening_of, public_sessions
from workshops.views.planning.acting import planned

A_PAGE = 60
JOINED = (
    *("session__conference", "session__track", "talk__session__conference", "talk__session__track"),
    "talk__submission",
)


@require_safe
def materials(request: HttpRequest) -> HttpResponse:
    """All that is public, as the programme goes; ``?kind=&track=&language=`` narrow it, unknown values do not."""
    conference = request.conference
    public = SessionMaterial.objects.of(conference).public().in_sessions(public_sessions(conference))
    form = MaterialFilter(request.GET, conference=conference)
    form.is_valid()
    asked = form.cleaned_data
    form = MaterialFilter(initial=asked, conference=conference)
    rows = public.select_related(*JOINED).alias(when=Coalesce("talk__session__starts", "session__starts"))
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    if track := asked.get("track"):
        rows = rows.filter(Q(talk__session__track=track) | Q(talk=None, session__track=track))
    if asked.get("language"):
        rows = rows.filter(language=asked["language"])
    rows = rows.order_by("when", "session", F("talk__order").asc(nulls_first=True), "order", "pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "workshops/materials.html",
        {
            "form": form,
            "page_obj": page,
            "groups": _groups(page.object_list),
            "found": page.paginator.count,
            "is_filtered": any(asked.values()),
            "has_photos": any(each.kind == SessionMaterial.Kind.PHOTO for each in page.object_list),
        },
    )


def _groups(rows: Any) -> list[dict[str, Any]]:
    """Session by session: files, recordings with their transcripts, photographs."""
    groups: list[dict[str, Any]] = []
    for each in rows:
        if not groups or groups[-1]["session"].pk != each.held_in.pk:
            groups.append({"session": each.held_in, "files": [], "photos": []})
        is_photo = each.kind == SessionMaterial.Kind.PHOTO
        groups[-1]["photos" if is_photo else "files"].append(each)
    return groups


# -- the desk ------------------------------------------------------------------------------------------------------


@require_safe
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    session = planned(request, pk)
    rows = SessionMaterial.objects.in_sessions([session.pk]).select_related(*JOINED, "uploaded_by")
    every = [
        {"material": each, "until": opening_of(each), "is_embargoed": each.is_under_embargo()}
        for each in rows.order_by("kind", "order", "-uploaded_at")
    ]
    context = {
        "session": session,
        "current": [each for each in every if each["material"].is_current],
        "former": [each for each in every if not each["material"].is_current],
    }
    return render(request, "workshops/materials_desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, pk: int) -> HttpResponse:
    session = planned(request, pk)
    if session.is_break:
        raise Http404
    return _writing(request, session, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    rows = SessionMaterial.objects.of(request.conference).select_related(*JOINED)
    material = get_object_or_404(rows, pk=pk)
    return _writing(request, planned(request, material.held_in.pk), material)


def _writing(request: HttpRequest, session: Session, material: SessionMaterial | None) -> HttpResponse:
    kwargs: dict[str, Any] = {"session": session, "material": material}
    back = session.conference.url("workshops:session_materials", pk=session.pk)
    if request.method == "POST":
        if switched := switch_language(request):
            return switched
        form = MaterialForm(request.POST, request.FILES, **kwargs)
        if form.is_valid() and _saved(request, session, material, form):
            return redirect(back)
        if request.FILES and "file" in form.fields and "file" not in form.errors:
            form.add_error("file", _("Choose the file again: browsers do not keep it."))
    else:
        form = MaterialForm.with_typed(typed(request), **kwargs)
    context = {
        "session": session, "material": material, "form": form, "back": back,
        "has_errors": form.is_bound and bool(form.errors), "language_form": "main-form",
    }  # fmt: skip
    return render(request, "workshops/material_form.html", context)


def _saved(request: HttpRequest, session: Session, material: SessionMaterial | None, form: MaterialForm) -> bool:
    try:
        if material is None:
            services.add_material(session, by=request.user, **form.asked())  # type: ignore[arg-type]
        else:
            services.change_material(material, by=request.user, **form.asked())  # type: ignore[arg-type]
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    messages.success(request, _("The material is saved."))
    return True
