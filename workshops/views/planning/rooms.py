"""Rooms of the conference: a list and one form."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conference.models import Room
from conference.permissions import require
from conference.views.typed import switch_language, typed
from workshops.forms.planning import RoomForm


@require_safe
def rooms(request: HttpRequest) -> HttpResponse:
    require(request.user, "workshops.release_programme", request.conference)
    return render(request, "workshops/planning_rooms.html", {"rooms": Room.objects.of(request.conference)})


@require_http_methods(["GET", "HEAD", "POST"])
def room(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One room; without *pk* a new one."""
    conference = request.conference
    require(request.user, "workshops.release_programme", conference)
    shown = get_object_or_404(Room.objects.of(conference), pk=pk) if pk else None
    if request.method == "POST":
        if switched := switch_language(request):
            return switched
        form = RoomForm(request.POST, instance=shown, conference=conference)
        if form.is_valid():
            form.save()
            messages.success(request, _("The room is saved."))
            return redirect(conference.url("workshops:planning_rooms"))
    else:
        form = RoomForm.with_typed(typed(request), instance=shown, conference=conference)
    context = {"room": shown, "form": form, "has_errors": form.is_bound, "language_form": "main-form"}
    return render(request, "workshops/planning_room.html", context)
