"""What every page of a delegation begins with."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from conference.forms import SiteForm
from conference.permissions import may, require
from registration.models import Delegation, Registration
from registration.permissions import ACCREDIT, LEAD
from registration.services import delegations as services
from registration.services.delegations import letters


def led(request: HttpRequest, pk: int) -> Delegation:
    """The delegation whose focal point the visitor is; anybody else's does not exist.

    Raises LedByAnother, a 404 as well, for who has handed it over.
    """
    delegation = _of(request, pk)
    if not may(request.user, LEAD, delegation):
        raise LedByAnother(delegation) if services.has_led(delegation, request.user) else Http404
    return delegation


class LedByAnother(Http404):
    """The visitor led this delegation and has handed it over."""


def tells_predecessor(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Tell in words who comes back to a delegation that they handed over; the answer stays 404."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except LedByAnother as refusal:
            context = page_of(refusal.args[0])
            return render(request, "registration/delegation_led_by_another.html", context, status=404)

    return wrapped


def accredited(request: HttpRequest, pk: int) -> Delegation:
    """A delegation as the staff see it."""
    require(request.user, ACCREDIT, request.conference)
    return _of(request, pk)


def _of(request: HttpRequest, pk: int) -> Delegation:
    rows = Delegation.objects.of(request.conference).select_related("category", "focal_point")
    delegation = get_object_or_404(rows, pk=pk)
    delegation.conference = request.conference
    return delegation


def member_of(delegation: Delegation, pk: int) -> Registration:
    """A member who counts; of another delegation, declined or cancelled: 404."""
    rows = delegation.registrations.filter(state__in=[Registration.State.DRAFT, *Registration.ACTIVE])
    registration = get_object_or_404(rows.select_related("person", "track", "category"), pk=pk)
    registration.conference, registration.delegation = delegation.conference, delegation
    return registration


def page_of(delegation: Delegation, **more: Any) -> dict[str, Any]:
    """What the templates of a delegation share."""
    title = letters.title_in(delegation, get_language() or "ru")
    return {"delegation": delegation, "title": title, "held_until": delegation.holds_until(), **more}


def address(delegation: Delegation, name: str = "delegation", **kwargs: Any) -> str:
    return delegation.conference.url(f"registration:{name}", pk=delegation.pk, **kwargs)


def refused(form: SiteForm, refusal: Exception, *, field: str | None = None) -> None:
    """Show a refusal of the verb where its cause was typed."""
    if isinstance(refusal, ValidationError):
        for error in refusal.error_list:
            known = error.code in form.fields
            form.add_error(error.code if known else field, error)
        return
    form.add_error(None, str(refusal))
