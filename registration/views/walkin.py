"""The desk: a guest who has not registered, entered in a minute."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conference.permissions import require
from conference.views.typed import switch_language, typed
from registration.forms.door import WalkInForm
from registration.permissions import CHECK_IN
from registration.services.walkin import register_walk_in

from .door import place_of, remember


@require_http_methods(["GET", "HEAD", "POST"])
def walk_in(request: HttpRequest) -> HttpResponse:
    """Six answers, then the guest is registered, admitted and checked in, and the badge waits to be printed."""
    require(request.user, CHECK_IN, request.conference)
    conference = request.conference
    if request.method == "POST":
        if response := switch_language(request):
            return response
        form = WalkInForm(request.POST, conference=conference)
        if "use_suggestion" in request.POST:
            form = _with_suggestion(request, form)
        elif form.is_valid():
            try:
                arrival = register_walk_in(
                    conference, form.told(), by=request.user, door=place_of(request)["door"],
                    nonce=form.cleaned_data["nonce"],
                )  # fmt: skip
            except ValidationError as refusal:
                form.add_error("category" if refusal.code == "full" else None, refusal)
            else:
                guest = arrival.check_in.registration
                remember(request, replace(arrival, is_new=True))
                messages.success(request, _("Registered: %(number)s") % {"number": guest.number})
                return redirect(conference.url("registration:door_guest", pk=guest.pk))
    else:
        form = WalkInForm.with_typed(typed(request), conference=conference, initial={"nonce": uuid.uuid4()})
    context = {"form": form, "has_errors": bool(form.errors), "language_form": "main-form"}
    return render(request, "registration/walkin.html", context)


def _with_suggestion(request: HttpRequest, form: WalkInForm) -> WalkInForm:
    """The form with the offered Latin name in its field; nothing is judged yet."""
    data = request.POST.copy()
    data["latin_name"] = form.fields["latin_name"].widget.suggestion  # type: ignore[attr-defined]
    return WalkInForm.with_typed(data, conference=request.conference)
