"""Crew and materials of sessions in Django’s administration."""

from __future__ import annotations

from django.contrib import admin

from conference.admin.base import BilingualAdmin, ScopedAdmin
from workshops.models import Assignment, SessionMaterial


@admin.register(Assignment)
class AssignmentAdmin(ScopedAdmin):
    list_display = ["person", "kind", "session", "languages", "told_at", "seen_at"]
    list_filter = ["session__conference", "kind"]
    list_select_related = ["person", "session"]
    search_fields = ["person__full_name", "person__latin_name", "session__title_ru", "session__title_en"]
    raw_id_fields = ["person", "session"]
    readonly_fields = ["told_at", "seen_at"]
    conference_path = "session__conference"


@admin.register(SessionMaterial)
class SessionMaterialAdmin(BilingualAdmin):
    """Files come and go on the desk, where they are checked; texts and dates may be mended here."""

    list_display = ["__str__", "kind", "session", "language", "is_public", "embargo_until", "withdrawn_at"]
    list_filter = ["session__conference", "kind", "language", "is_public"]
    list_select_related = ["session"]
    search_fields = ["title_ru", "title_en", "alt_ru", "alt_en", "session__title_ru", "session__title_en"]
    raw_id_fields = ["session", "talk"]
    readonly_fields = ["file", "name", "size", "uploaded_by", "replaced_at", "withdrawn_at"]
    conference_path = "session__conference"

    def has_add_permission(self, request: object) -> bool:
        return False
