"""Wishes for support, to look at. Amounts and the participants' words are not here."""

from __future__ import annotations

from django.contrib import admin

from conference.admin.base import ReadOnly, ScopedAdmin
from registration.models import Support

from .registrations import MINE_ONLY


@admin.register(Support)
class SupportAdmin(ReadOnly, ScopedAdmin):
    list_display = ["registration", "item", "payer", "quantity", "state", "asked_at", "decided_at", "conference"]
    list_filter = ["state", "item", "payer", ("conference", MINE_ONLY)]
    list_select_related = ["registration", "conference"]
    search_fields = ["registration__number"]
    exclude = ["amount", "currency", "asked"]
