"""Invitations: looked at and looked for here; prepared and sent at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conference.admin.base import ReadOnly, ScopedAdmin
from registration.models import Invitation
from registration.services import invitations

from .registrations import MINE_ONLY


@admin.register(Invitation)
class InvitationAdmin(ReadOnly, ScopedAdmin):
    list_display = ["addressee", "email", "state", "kind", "category", "sent_at", "expires_at", "conference"]
    list_filter = ["state", "kind", ("category", MINE_ONLY), ("conference", MINE_ONLY)]
    list_select_related = ["category", "conference"]
    search_fields = ["email", "name", "latin_name", "body_ru", "body_en"]
    date_hierarchy = "sent_at"
    fields = [
        "conference", "category", "kind", "state", "email", "name", "latin_name", "language", "body_ru", "body_en",
        "country", "places", "used", "sent_at", "expires_at", "reminders", "reminded_at", "answered_at",
        "declined_reason", "by", "registrations",
    ]  # fmt: skip
    actions = ["remind", "revoke"]

    @admin.display(description=_("guest"), ordering="name")
    def addressee(self, invitation: Invitation) -> str:
        return invitation.addressee

    def _may_write(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._works_here(request, obj)

    has_write_permission = _may_write

    @admin.action(description=_("Send a reminder"), permissions=["write"])
    def remind(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        self.each(request, queryset.select_related("conference", "category"), invitations.remind)

    @admin.action(description=_("Revoke the invitations"), permissions=["write"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        self.each(request, queryset.select_related("conference"), invitations.revoke)
