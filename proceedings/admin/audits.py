"""Checklists in Django's administration, to be looked at: they are made on the desk. Attempts are nobody's to read."""

from __future__ import annotations

from django.contrib import admin

from conference.admin.base import ReadOnly, ScopedAdmin
from conference.models import Role
from proceedings.models import Checklist

EDITORS = (Role.Kind.ORGANISER, Role.Kind.EDITOR)


@admin.register(Checklist)
class ChecklistAdmin(ReadOnly, ScopedAdmin):
    conference_path = "material__conference"
    kinds = EDITORS
    list_display = ["material", "minutes"]
    list_select_related = ["material"]
    search_fields = ["material__title_ru", "material__title_en"]
    fields = ["material", "minutes"]
