"""The visitor's own pages: cabinet, reading settings, documents, consents."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conference.extensions import blocks
from conference.forms import DataRequestForm, ReadingForm
from conference.models import Consent, IssuedDocument
from conference.reading import Reading, reading_of, remember
from conference.services.consent import withdraw_consent


@login_required
@require_safe
def my_page(request: HttpRequest) -> HttpResponse:
    person = request.user
    return render(
        request,
        "conference/my_page.html",
        {
            "blocks": blocks("mine", request, person),
            "documents": person.documents.exclude(file="").select_related("conference"),
            "consents": person.consents.given().select_related("text"),
            "data_request_form": DataRequestForm(),
        },
    )


def reading(request: HttpRequest) -> HttpResponse:
    """Reading settings as a page of its own; the same form stands in the strip of every page."""
    back = safe_path(request.POST.get("next") or request.GET.get("next") or "")
    form = ReadingForm(request.POST or None, initial=reading_of(request).__dict__)
    if request.method == "POST" and form.is_valid():
        response = HttpResponseRedirect(back or request.path)
        remember(request, response, Reading(**form.cleaned_data))
        messages.success(request, _("Reading settings saved."))
        return response
    return render(request, "conference/reading.html", {"form": form, "next": back})


@login_required
@require_POST
def my_language(request: HttpRequest) -> HttpResponse:
    """The language of the person's letters and of the administration, which has none in its address."""
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        request.user.language = language
        request.user.save(update_fields=["language"])
    return HttpResponseRedirect(safe_path(request.POST.get("next", "")) or reverse("my_page"))


def safe_path(path: str) -> str:
    """*path* when it leads to a page of this site, else nothing."""
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_ours else ""


@login_required
@require_safe
def document_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF of a document, for the person it was issued to. Never a public address."""
    issued = get_object_or_404(IssuedDocument.objects.valid(), pk=pk, person=request.user)
    if not issued.file:
        raise Http404
    return FileResponse(
        issued.file.open("rb"),
        as_attachment=True,
        filename=f"{issued.kind}-{issued.number}.pdf",
        content_type="application/pdf",
    )


@login_required
@require_POST
def consent_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    consent = get_object_or_404(Consent.objects.given(), pk=pk, person=request.user)
    withdraw_consent(consent, by=request.user)
    messages.success(request, _("The consent is withdrawn. We will act on it within the time the text names."))
    return redirect("my_page")


@login_required
@require_POST
def data_request(request: HttpRequest) -> HttpResponse:
    form = DataRequestForm(request.POST)
    if form.is_valid():
        wish = form.save(commit=False)
        wish.person = request.user
        wish.due = timezone.localdate() + timedelta(days=14)
        wish.save()
        messages.success(request, _("We have your request and will answer within ten working days."))
    return redirect("my_page")
