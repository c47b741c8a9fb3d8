"""The editor of the programme in Django’s administration."""

from __future__ import annotations

from django.contrib import admin
from modeltranslation.admin import TranslationStackedInline

from conference.admin.base import BilingualAdmin, OfItsOwner, ReadOnly, ScopedAdmin
from workshops.models import Availability, ProgrammeEdit, Release, Session, Speaker, Talk

from .season import HostingInline, MissingTranslation


class SpeakerInline(OfItsOwner, TranslationStackedInline):
    model = Speaker
    extra = 0
    raw_id_fields = ["person", "talk"]


@admin.register(Session)
class SessionAdmin(BilingualAdmin):
    wanted_in_both = ("title", "summary")
    list_display = ["title", "format", "kind", "track", "room", "starts", "ends", "language", "is_off", "conference"]
    list_filter = ["conference", "format", "is_off", "language", "captions", "sign_language", "interpretation", "kind"]
    list_filter += ["themes", MissingTranslation]
    list_select_related = ["conference", "track", "room", "kind"]
    search_fields = ["title_ru", "title_en", "host_ru", "host_en", "speakers__name_ru", "speakers__name_en"]
    date_hierarchy = "starts"
    readonly_fields = ["seats_taken", "is_off"]
    filter_horizontal = ["themes"]
    inlines = [SpeakerInline, HostingInline]


@admin.register(Talk)
class TalkAdmin(BilingualAdmin):
    list_display = ["__str__", "kind", "session", "order", "minutes", "board"]
    list_filter = ["session__conference", "kind"]
    list_select_related = ["session", "submission"]
    search_fields = ["title_ru", "title_en", "submission__title_ru", "submission__title_en"]
    raw_id_fields = ["session", "submission"]
    conference_path = "session__conference"


@admin.register(Speaker)
class SpeakerAdmin(BilingualAdmin):
    list_display = ["name", "role", "session", "organisation", "country"]
    list_filter = ["session__conference", "role"]
    list_select_related = ["session"]
    search_fields = ["name_ru", "name_en", "organisation_ru", "organisation_en"]
    raw_id_fields = ["session", "talk", "person"]
    conference_path = "session__conference"


@admin.register(Release)
class ReleaseAdmin(ReadOnly, BilingualAdmin):
    """Releases are made by the verb and never changed."""

    list_display = ["number", "name", "released_at", "by", "conference"]
    list_display_links = ["name"]
    list_filter = ["conference"]
    list_select_related = ["conference", "by"]
    search_fields = ["name_ru", "name_en"]


@admin.register(Availability)
class AvailabilityAdmin(ScopedAdmin):
    list_display = ["person", "starts", "ends", "conference"]
    list_filter = ["conference"]
    list_select_related = ["person", "conference"]
    search_fields = ["person__full_name", "person__latin_name"]
    raw_id_fields = ["person"]


@admin.register(ProgrammeEdit)
class ProgrammeEditAdmin(ReadOnly, ScopedAdmin):
    list_display = ["at", "kind", "by", "undone_at", "conference"]
    list_filter = ["conference", "kind"]
    list_select_related = ["by", "conference"]
