"""What a participant does with their own registration."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conference.models import IssuedDocument
from conference.permissions import require
from conference.views.verbs import attempt
from registration import services
from registration.models import Registration
from registration.permissions import FOLLOW


def _mine(request: HttpRequest, pk: int) -> Registration:
    rows = Registration.objects.of(request.conference).sent().select_related("conference", "category", "person")
    registration = get_object_or_404(rows, pk=pk)
    require(request.user, FOLLOW, registration)
    return registration


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then give the place back."""
    registration = _mine(request, pk)
    if request.method != "POST":
        return render(request, "registration/cancel.html", {"registration": registration})
    done = _("Registration %(number)s is cancelled.") % {"number": registration.number}
    attempt(request, services.cancel, registration, done=done)
    return redirect("my_page")


@login_required
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The invitation letter, for the person and for whoever filled the form in. Never a public address."""
    registration = _mine(request, pk)
    issued = IssuedDocument.objects.valid().filter(
        kind=IssuedDocument.Kind.INVITATION_LETTER,
        about_type__app_label="registration", about_type__model="registration", about_id=registration.pk,
    )  # fmt: skip
    document = issued.exclude(file="").first()
    if document is None:
        raise Http404
    return FileResponse(
        document.file.open("rb"), as_attachment=True, filename=f"{document.kind}-{document.number}.pdf",
        content_type="application/pdf",
    )  # fmt: skip
