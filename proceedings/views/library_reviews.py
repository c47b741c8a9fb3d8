"""The page of an expert who was asked to read a material."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from proceedings.services import library


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, key: str) -> HttpResponse:
    found = library.review_by(request.conference, key)
    if found is None:
        raise Http404
    return render(request, "proceedings/library/review.html", {"review": found, "material": found.material})
