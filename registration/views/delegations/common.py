"""What every page of a delegation begins with."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from conference.forms import SiteForm
from conference.permissions import require
from registration.models import Delegation, Registration
from registration.permissions import ACCREDIT, LEAD
from registration.services.delegations import letters


def led(request: HttpRequest, pk: int) -> Delegation:
    """The delegation whose focal point the visitor is; anybody else's does not exist."""
    delegation = _of(request, pk)
    require(request.user, LEAD, delegation)
    return delegation


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
