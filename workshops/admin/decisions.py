"""Decisions in Django's administration: read only. They are staged and released on the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.admin.base import OfItsOwner, ReadOnly, ScopedAdmin
from workshops.models import Author, Decision

SHOWN = [
    "stage", "round", "outcome", "presentation", "publication", "note", "remarks", "due", "reason", "staged_by",
    "staged_at", "released_by", "released_at",
]  # fmt: skip


def but_own(rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Without decisions about papers in which the visitor has a hand as an author."""
    own = Author.objects.filter(submission=OuterRef("submission"), person=request.user.pk)
    return rows.exclude(Q(submission__submitter=request.user.pk) | Exists(own))


class DecisionInline(OfItsOwner, admin.StackedInline):
    """What was decided about a paper, and what is staged."""

    model = Decision
    extra = 0
    can_delete = False
    fields = readonly_fields = SHOWN

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return but_own(super().get_queryset(request), request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReleasedFilter(admin.SimpleListFilter):
    title = pgettext_lazy("decisions", "release")
    parameter_name = "released"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("staged, not released")), ("yes", pgettext_lazy("decisions", "released"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = {"no": True, "yes": False}
        return queryset.filter(released_at__isnull=known[self.value()]) if self.value() in known else queryset


@admin.register(Decision)
class DecisionAdmin(ReadOnly, ScopedAdmin):
    conference_path = "submission__conference"
    list_display = [
        "submission",
        "stage",
        "round",
        "outcome",
        "presentation",
        "publication",
        "staged_at",
        "released_at",
    ]
    list_filter = [
        "submission__conference", ReleasedFilter, "stage", "outcome", "presentation", "publication",
        "submission__track__number",
    ]  # fmt: skip
    list_select_related = ["submission"]
    search_fields = ["submission__title_ru", "submission__title_en", "=submission__number"]
    date_hierarchy = "released_at"
    fields = readonly_fields = ["submission", *SHOWN, "letter_subject", "letter_body"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return but_own(super().get_queryset(request), request)
