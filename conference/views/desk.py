from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from conference.extensions import blocks
from conference.permissions import require


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the organisers, chairs and editors of one conference."""
    require(request.user, "conference.desk", request.conference)
    return render(request, "conference/desk.html", {"blocks": blocks("desk", request, request.conference)})
