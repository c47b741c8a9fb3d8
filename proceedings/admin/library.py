"""Materials of the library in Django's administration: to look at. They are written and published on the desk."""

from __future__ import annotations

from django.contrib import admin

from conference.admin.base import ReadOnly, ScopedAdmin
from conference.models import Role
from proceedings.models import Material, MaterialReview, Usefulness

EDITORS = (Role.Kind.ORGANISER, Role.Kind.EDITOR)


@admin.register(Material)
class MaterialAdmin(ReadOnly, ScopedAdmin):
    kinds = EDITORS
    list_display = ["title", "kind", "state", "language", "year", "version", "conference"]
    list_filter = ["conference", "kind", "state", "language", "year"]
    list_select_related = ["conference"]
    search_fields = ["title_ru", "title_en", "slug"]


@admin.register(MaterialReview)
class MaterialReviewAdmin(ReadOnly, ScopedAdmin):
    conference_path = "material__conference"
    kinds = EDITORS
    list_display = ["material", "expert", "round", "verdict", "asked_at", "given_at"]
    list_filter = ["verdict"]
    list_select_related = ["material", "expert"]
    search_fields = ["material__title_ru", "material__title_en", "expert__name_ru", "expert__name_en"]


@admin.register(Usefulness)
class UsefulnessAdmin(ReadOnly, ScopedAdmin):
    conference_path = "material__conference"
    kinds = EDITORS
    list_display = ["material", "is_useful", "note", "is_read", "at"]
    list_filter = ["is_useful", "is_read"]
    list_select_related = ["material"]
    search_fields = ["note"]
