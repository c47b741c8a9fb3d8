"""Places in sessions in the administration: read here, changed on the desk."""

from __future__ import annotations

from django.contrib import admin

from conference.admin.base import ReadOnly, ScopedAdmin
from registration.models import Enrolment


@admin.register(Enrolment)
class EnrolmentAdmin(ReadOnly, ScopedAdmin):
    conference_path = "session__conference"
    list_display = ["session", "person", "state", "enrolled_at"]
    list_filter = ["session__conference", "state"]
    list_select_related = ["session", "person"]
    search_fields = ["person__full_name", "person__latin_name", "session__title_ru", "session__title_en"]
