"""The library as everybody reads it: a material, its files, its printed form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from proceedings.models import Material


@require_safe
def material(request: HttpRequest, slug: str) -> HttpResponse:
    """What was published under the newest number; what was withdrawn says so."""
    found = get_object_or_404(Material.objects.public().select_related("conference"), slug=slug)
    return render(request, "proceedings/library/material.html", {"material": found})
