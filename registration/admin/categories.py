"""Categories of participants and the rules of registration."""

from __future__ import annotations

from django.contrib import admin

from conference.admin.base import BilingualAdmin, ScopedAdmin
from registration.models import Category, Rules

from .registrations import MINE_ONLY


@admin.register(Category)
class CategoryAdmin(BilingualAdmin):
    list_display = ["title", "family", "approval", "badge_band", "order", "conference"]
    list_filter = [("conference", MINE_ONLY), "family"]
    list_select_related = ["conference"]
    search_fields = ["title_ru", "title_en"]


@admin.register(Rules)
class RulesAdmin(ScopedAdmin):
    list_display = ["conference", "changes_until", "offer_hours", "confirm_days", "erase_travel_days", "list_is_public"]
    list_select_related = ["conference"]
