"""What seat somebody has at the table: asked by rooms where people speak for themselves or for a delegation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import override

from conference.models import Conference, Person
from registration.models import Category, Registration


def seat_of(person: Person, conference: Conference) -> dict[str, Any]:
    """``is_listener``, and of a delegation its key, its names and whether the person heads it; empty: no seat."""
    rows = Registration.objects.of(conference).approved().filter(person=person)
    registration = rows.select_related("category", "delegation").first()
    if registration is None:
        return {}
    seat: dict[str, Any] = {"is_listener": registration.category.family == Category.Family.LISTENER}
    if delegation := registration.delegation:
        seat |= {"delegation": str(delegation.pk), "is_head": registration.is_head}
        for language in ("ru", "en"):
            with override(language):
                seat[f"delegation_{language}"] = delegation.title
    return seat
