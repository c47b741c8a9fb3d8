"""Delegations."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conference.admin.base import BilingualAdmin
from registration.models import Delegation

from .registrations import MINE_ONLY


@admin.register(Delegation)
class DelegationAdmin(BilingualAdmin):
    list_display = ["body", "country_name", "focal_point", "people", "seats", "held_until", "conference"]
    list_filter = [("conference", MINE_ONLY)]
    list_select_related = ["conference", "focal_point"]
    search_fields = ["body_ru", "body_en", "focal_point__full_name", "focal_point__latin_name"]
    autocomplete_fields = ["focal_point"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delegation]:
        return super().get_queryset(request).with_people()

    @admin.display(description=_("country"), ordering="country")
    def country_name(self, delegation: Delegation) -> str:
        return str(delegation.country.name)

    @admin.display(description=_("people"), ordering="people")
    def people(self, delegation: Delegation) -> int:
        return int(delegation.people)  # type: ignore[attr-defined]
