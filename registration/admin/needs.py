"""What guests need, for the accessibility coordinators alone."""

from __future__ import annotations

from typing import Any

from auditlog.models import LogEntry
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from conference.admin.base import ReadOnly, ScopedAdmin
from conference.models import Role
from conference.permissions import may
from registration.models import AccessNeeds, Registration
from registration.permissions import READ_ACCESS_NEEDS

from .registrations import MINE_ONLY


@admin.register(AccessNeeds)
class AccessNeedsAdmin(ReadOnly, ScopedAdmin):
    """What guests need, for the accessibility coordinators alone; opening a row is logged."""

    conference_path = "registration__conference"
    kinds = (Role.Kind.ACCESS,)
    list_display = ["registration", "updated", "conference"]
    list_filter = [("registration__conference", MINE_ONLY)]
    list_select_related = ["registration__conference"]
    search_fields = ["registration__number"]
    fields = ["registration", "service_names", "note", "diet", "door_instruction", "updated"]
    readonly_fields = ["service_names"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[AccessNeeds]:
        sent = Registration.objects.sent().values("pk")
        return super().get_queryset(request).filter(registration__in=sent)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return self._works_here(request)
        return self._works_here(request, obj) and may(request.user, READ_ACCESS_NEEDS, obj.registration.conference)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().change_view(request, object_id, *args, **kwargs)
        needs = self.get_object(request, object_id)
        if response.status_code == 200 and needs is not None:
            LogEntry.objects.log_create(needs, force_log=True, action=LogEntry.Action.ACCESS, actor=request.user)
        return response

    @admin.display(description=_("conference"))
    def conference(self, needs: AccessNeeds) -> str:
        return str(needs.registration.conference)

    @admin.display(description=_("services"))
    def service_names(self, needs: AccessNeeds) -> str:
        return ", ".join(needs.service_names()) or "–"
