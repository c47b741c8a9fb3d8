"""Tracks, sessions and papers in Django's administration. Decisions go through the services."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from conference.admin.base import BilingualAdmin, OfItsOwner
from conference.text import search_key
from workshops import services
from workshops.models import Author, Submission, SubmissionFile, Track


@admin.register(Track)
class TrackAdmin(BilingualAdmin):
    list_display = ["number", "title", "chair_line", "conference"]
    list_display_links = ["title"]
    list_filter = ["conference"]
    list_select_related = ["conference"]
    search_fields = ["title_ru", "title_en", "short_title_ru", "short_title_en"]


class AuthorInline(OfItsOwner, TranslationStackedInline):
    model = Author
    extra = 0


class FileInline(OfItsOwner, admin.TabularInline):
    """Files come in through the author's form, where they are checked; here they are only listed."""

    model = SubmissionFile
    extra = 0
    can_delete = False
    fields = readonly_fields = ["name", "size", "sha256", "uploaded_at"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Submission)
class SubmissionAdmin(BilingualAdmin):
    list_display = ["number", "title", "track", "type", "language", "state", "submitter", "submitted_at"]
    list_display_links = ["title"]
    list_filter = ["conference", "state", "track__number", "type", "language", "wants_help_with_english"]
    list_select_related = ["conference", "track", "submitter"]
    search_fields = [
        "title_ru",
        "title_en",
        "authors__family_ru",
        "authors__family_en",
        "submitter__full_name",
        "submitter__latin_name",
    ]
    date_hierarchy = "submitted_at"
    readonly_fields = ["number", "state", "submitted_at", "decided_at"]
    raw_id_fields = ["submitter"]
    inlines = [AuthorInline, FileInline]
    actions = ["accept", "decline"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], term: str
    ) -> tuple[QuerySet[Any], bool]:
        """«Жук» is found by “Zhuk” and the other way round."""
        found, _distinct = super().get_search_results(request, queryset, term)
        if term.strip():
            found = found | queryset.filter(Q(authors__family_en__icontains=search_key(term)))
        return found, True

    @admin.action(description=_("Accept and write to the authors"), permissions=["change"])
    def accept(self, request: HttpRequest, queryset: QuerySet[Submission]) -> None:
        self.each(request, queryset.select_related("conference", "track", "submitter"), services.accept)

    @admin.action(description=_("Decline and write to the authors"), permissions=["change"])
    def decline(self, request: HttpRequest, queryset: QuerySet[Submission]) -> None:
        self.each(request, queryset.select_related("conference", "track", "submitter"), services.decline)
