"""The visitor's own pages: cabinet, reading settings, documents, consents."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conference.extensions import blocks
from conference.forms import ReadingForm
from conference.models import Consent
from conference.reading import Reading, reading_of, remember
from conference.rendering import RenderFailed
from conference.services import documents
from conference.services.consent import open_texts, standing_consents, withdraw_consent
from conference.views.downloads import PDF, download

from .privacy import CONSEQUENCES


@login_required
@require_safe
def my_page(request: HttpRequest) -> HttpResponse:
    person = request.user
    return render(
        request,
        "conference/my_page.html",
        {
            "blocks": blocks("mine", request, person),
            "documents": documents.listed_for(person),
            "consents": [
                {"consent": consent, "consequence": CONSEQUENCES.get(consent.text.kind, "")}
                for consent in standing_consents(person)
            ],
            "open_texts": open_texts(person),
            "requests": person.data_requests.filter(answered_at=None),
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
    """The PDF of a document, for the person it was issued to: its file, or drawn now. Never a public address."""
    issued = get_object_or_404(documents.of_holder(request.user).filter(revoked_at=None), pk=pk)
    name = f"{issued.kind}-{issued.number}.pdf"
    if issued.file:
        return FileResponse(issued.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")
    try:
        pdf = documents.draw(issued)
    except (LookupError, RenderFailed):
        raise Http404 from None
    return download(pdf, PDF, name)


@login_required
@require_POST
def consent_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    consent = get_object_or_404(Consent.objects.given(), pk=pk, person=request.user)
    withdraw_consent(consent, by=request.user)
    messages.success(request, _("The consent is withdrawn."))
    if consequence := CONSEQUENCES.get(consent.text.kind):
        messages.info(request, str(consequence))
    return redirect("my_page")
