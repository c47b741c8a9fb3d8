"""“See it as printed”: the opening page of the paper as the book shows it, on the screen and as PDF."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conference.rendering import RenderFailed
from conference.views.downloads import PDF, download
from workshops.documents.papers import OpeningPage, context_of
from workshops.services.papers import standing_of

from .paper import own


@login_required
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    paper = own(request, pk)
    context = {**context_of(paper), "standing": standing_of(paper)}
    return render(request, "workshops/opening.html", context)


@login_required
@require_safe
def preview_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    paper = own(request, pk)
    try:
        page = OpeningPage(paper).pdf()
    except RenderFailed:
        messages.warning(request, _("The page could not be drawn just now. Please try again."))
        return redirect(request.conference.url("workshops:preview", pk=pk))
    return download(page, PDF, f"opening-{paper.number or 'draft'}.pdf", inline=True)
