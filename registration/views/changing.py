"""Changing a registration that was sent, and the files that belong to it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conference.moves import MoveNotAllowed
from conference.permissions import may
from conference.uploads import CONTENT_TYPES
from registration.models import CustomAnswer, Registration
from registration.permissions import FOLLOW, SEE
from registration.services.changing import begin_change, discard_change

from . import drafts
from .mine import _mine


@login_required
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the answers of a sent registration for changes: its summary, with a way into each step."""
    registration = _mine(request, pk)
    try:
        draft = begin_change(registration, by=request.user)
    except MoveNotAllowed as refusal:
        messages.warning(request, str(refusal))
        return redirect("my_page")
    drafts.remember_draft(request, draft)
    return HttpResponseRedirect(drafts.step_url(registration.category, drafts.CHECK))


@login_required
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the registration as it was."""
    registration = _mine(request, pk)
    draft = Registration.objects.changes().filter(amends=registration).first()
    if draft is not None:
        drafts.forget_draft(request, draft)
        discard_change(draft, by=request.user)
    messages.info(request, _("Registration %(number)s stays as it was.") % {"number": registration.number})
    return redirect("my_page")


@require_safe
def answer_file(request: HttpRequest, pk: int) -> FileResponse:
    """A file sent in answer to a question: for whoever sent it and for the organisers, as a download."""
    rows = CustomAnswer.objects.of(request.conference).exclude(file="").select_related("registration__delegation")
    answer = get_object_or_404(rows, pk=pk)
    registration = answer.registration
    is_mine = may(request.user, FOLLOW, registration) or _is_typing(request, registration)
    if not is_mine and not (
        registration.state != registration.State.DRAFT and may(request.user, SEE, request.conference)
    ):
        raise Http404
    kind = answer.file.name.rpartition(".")[2]
    name = answer.value.get("name", f"file.{kind}") if isinstance(answer.value, dict) else f"file.{kind}"
    response = FileResponse(
        answer.file.open("rb"),
        as_attachment=True,
        filename=name,
        content_type=CONTENT_TYPES.get(kind, "application/pdf"),
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _is_typing(request: HttpRequest, registration: Registration) -> bool:
    """Whether *registration* is a draft of this session."""
    mine = request.session.get(drafts.DRAFTS, {}).values()
    return registration.state == Registration.State.DRAFT and registration.pk in mine
