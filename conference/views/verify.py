"""The public check of a document: genuine or not, valid or void, and no more than that needs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from conference.forms import VerifyForm
from conference.models import IssuedDocument


@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a paper that has no camera in front of it."""
    form = VerifyForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("verify", code=form.cleaned_data["code"])
    return render(request, "conference/verify_form.html", {"form": form})


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    issued = IssuedDocument.objects.select_related("conference", "person").filter(code=code.upper()).first()
    status = 200 if issued else 404
    response = render(request, "conference/verify.html", {"issued": issued, "code": code}, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
