from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from modeltranslation.admin import TranslationAdmin

from conference.models import Organisation, Person, Role
from conference.services.people import appoint
from conference.text import search_key

from .base import BilingualAdmin, ScopedAdmin


class RoleInline(admin.StackedInline):
    model = Role
    extra = 0


@admin.register(Person)
class PersonAdmin(ScopedAdmin, TranslationAdmin):
    """People are the installation's: a conference's organiser sees those who take part in it."""

    conference_path = "roles__conference"
    list_display = ["full_name", "latin_name", "email", "country", "organisation", "is_staff"]
    list_filter = ["is_staff", "language"]
    list_select_related = ["organisation"]
    search_fields = ["full_name", "latin_name", "email", "contact_email"]
    autocomplete_fields = ["organisation"]
    readonly_fields = ["last_login", "joined"]
    exclude = ["password", "groups", "user_permissions"]
    inlines = [RoleInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        return super().get_queryset(request).distinct()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], term: str
    ) -> tuple[QuerySet[Any], bool]:
        """«Жук» is found by “Zhuk” and the other way round."""
        found, distinct = super().get_search_results(request, queryset, term)
        if term.strip():
            found = found | queryset.filter(Q(latin_name__icontains=search_key(term)))
        return found, distinct

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Rights are the superuser's to give."""
        mine = list(super().get_readonly_fields(request, obj))
        return mine if request.user.is_superuser else [*mine, "is_staff", "is_superuser", "is_active", "email"]

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return [RoleInline] if request.user.is_superuser else []


@admin.register(Organisation)
class OrganisationAdmin(BilingualAdmin):
    conference_path = None
    list_display = ["title", "kind", "country", "city"]
    list_filter = ["kind", "country"]
    search_fields = ["title_ru", "title_en", "city"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_staff)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        return Organisation.objects.all()


@admin.register(Role)
class RoleAdmin(ScopedAdmin):
    list_display = ["person", "kind", "track", "conference"]
    list_filter = ["conference", "kind"]
    list_select_related = ["person", "conference"]
    search_fields = ["person__full_name", "person__latin_name", "person__email"]
    autocomplete_fields = ["person"]

    def save_model(self, request: HttpRequest, obj: Role, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        appoint(obj.person, obj.kind, obj.conference, track=obj.track)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)
