"""Listeners of a season in the administration, with what they signed up for: read here, changed by the verbs."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from conference.admin.base import ReadOnly, ScopedAdmin
from conference.regions import region_name
from registration.models import Attendance, CourseMember, SignUp
from workshops.models import Listener

from .registrations import CountryFilter


@admin.register(Listener)
class ListenerAdmin(ReadOnly, ScopedAdmin):
    list_display = ["name", "person", "organisation", "where", "country", "confirmed_at", "joined_at"]
    list_filter = [
        "conference",
        ("name", admin.EmptyFieldListFilter),
        "audience",
        CountryFilter,
        "wants_reminders",
    ]
    list_select_related = ["person", "organisation"]
    search_fields = ["name", "person__full_name", "person__email"]

    @admin.display(description=_("region"), ordering="region")
    def where(self, listener: Listener) -> str:
        return region_name(listener.region)


@admin.register(SignUp)
class SignUpAdmin(ReadOnly, ScopedAdmin):
    conference_path = "session__conference"
    list_display = ["session", "listener", "at", "day_before_at", "hour_before_at", "recording_at"]
    list_filter = ["session__conference"]
    list_select_related = ["session", "listener__person"]
    search_fields = ["listener__name", "session__title_ru", "session__title_en"]


@admin.register(Attendance)
class AttendanceAdmin(ReadOnly, ScopedAdmin):
    conference_path = "session__conference"
    list_display = ["session", "listener", "at", "is_sure"]
    list_filter = ["session__conference", "is_sure"]
    list_select_related = ["session", "listener__person"]
    search_fields = ["listener__name", "session__title_ru", "session__title_en"]


@admin.register(CourseMember)
class CourseMemberAdmin(ReadOnly, ScopedAdmin):
    conference_path = "course__conference"
    list_display = ["course", "listener", "at", "certified_at"]
    list_filter = ["course"]
    list_select_related = ["course", "listener__person"]
    search_fields = ["listener__name", "course__title_ru", "course__title_en"]
