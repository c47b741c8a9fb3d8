"""Check-ins: read by organisers, taken back one by one or many at once."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.admin.base import ReadOnly, ScopedAdmin
from registration.models import CheckIn
from registration.services.door import undo_check_in

from .registrations import MINE_ONLY


@admin.register(CheckIn)
class CheckInAdmin(ReadOnly, ScopedAdmin):
    list_display = ["registration", "person", "day", "at", "session", "door", "method", "by", "undone_at"]
    list_filter = [("conference", MINE_ONLY), "method", "day"]
    list_select_related = ["registration__person", "session", "by", "conference"]
    search_fields = ["registration__number", "registration__search"]
    actions = ["undo"]

    @admin.display(description=_("person"))
    def person(self, check_in: CheckIn) -> str:
        return str(check_in.registration.person)

    @admin.action(description=pgettext_lazy("check-in", "Take back"), permissions=["view"])
    def undo(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self.each(request, queryset, undo_check_in)
