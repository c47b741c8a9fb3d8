"""Travel and requests for letters, to look at; visa rules, to correct. Passport data have no page here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from conference.admin.base import BilingualAdmin, ReadOnly, ScopedAdmin
from conference.models import Role
from registration.models import LetterRequest, Travel, VisaRule

from .registrations import MINE_ONLY


@admin.register(Travel)
class TravelAdmin(ReadOnly, ScopedAdmin):
    conference_path = "registration__conference"
    kinds = (Role.Kind.ORGANISER, Role.Kind.PROTOCOL)
    list_display = ["registration", "arrival_day", "departure_day", "transfer", "hotel_wanted", "updated"]
    list_filter = ["arrival_day", "transfer", "hotel_wanted", ("registration__conference", MINE_ONLY)]
    list_select_related = ["registration"]
    search_fields = ["registration__number"]


@admin.register(LetterRequest)
class LetterRequestAdmin(ReadOnly, BilingualAdmin):
    """The way of each guarded letter; what is in the letter is not here."""

    list_display = ["registration", "delegation", "kind", "state", "asked_at", "issued_at", "conference"]
    list_filter = ["state", "kind", ("conference", MINE_ONLY)]
    list_select_related = ["registration", "delegation", "conference"]
    search_fields = ["registration__number", "document__number"]


@admin.register(VisaRule)
class VisaRuleAdmin(ScopedAdmin):
    list_display = ["country", "needs_visa", "conference"]
    list_filter = [("conference", MINE_ONLY)]
    list_select_related = ["conference"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)
