"""Outcome documents in Django’s administration: to find, to look at, to order. The texts have pages of their own."""

from __future__ import annotations

from django.contrib import admin

from conference.admin.base import BilingualAdmin, ReadOnly, ScopedAdmin
from workshops.models import Adoption, Amendment, ClauseComment, Endorsement, OutcomeDocument, Recommendation


@admin.register(OutcomeDocument)
class OutcomeDocumentAdmin(BilingualAdmin):
    list_display = ["title", "track", "kind", "state", "opens_at", "closes_at", "conference"]
    list_filter = ["conference", "state", "kind", "track__number"]
    list_select_related = ["conference", "track"]
    search_fields = ["title_ru", "title_en", "slug"]
    fields = [
        "conference",
        "track",
        "kind",
        "slug",
        "title",
        "numbering",
        "rule",
        "order",
        "state",
        "opens_at",
        "closes_at",
    ]
    readonly_fields = ["state", "opens_at", "closes_at"]


@admin.register(Recommendation)
class RecommendationAdmin(ReadOnly, BilingualAdmin):
    conference_path = "document__conference"
    list_display = ["__str__", "document", "behind", "removed_at"]
    list_filter = ["document__conference", "document", "behind"]
    list_select_related = ["document"]
    search_fields = ["text_ru", "text_en"]


@admin.register(Amendment)
class AmendmentAdmin(ReadOnly, ScopedAdmin):
    conference_path = "document__conference"
    list_display = ["__str__", "document", "author", "on_behalf_of", "state", "created", "decided_at", "hidden_at"]
    list_filter = ["document__conference", "document", "state", "language"]
    list_select_related = ["document", "author"]
    search_fields = ["text_ru", "text_en", "reason", "author__full_name", "author__latin_name", "on_behalf_of"]
    date_hierarchy = "created"


@admin.register(ClauseComment)
class ClauseCommentAdmin(ReadOnly, ScopedAdmin):
    conference_path = "document__conference"
    list_display = ["__str__", "document", "author", "on_behalf_of", "created", "hidden_at"]
    list_filter = ["document__conference", "document", "language"]
    list_select_related = ["document", "author"]
    search_fields = ["text", "author__full_name", "author__latin_name"]
    date_hierarchy = "created"


@admin.register(Endorsement)
class EndorsementAdmin(ReadOnly, ScopedAdmin):
    conference_path = "document__conference"
    list_display = ["document", "clause", "person", "kind", "delegation_ru", "is_for_delegation", "at"]
    list_filter = ["document__conference", "document", "kind", "is_for_delegation"]
    list_select_related = ["document", "clause", "person"]
    search_fields = ["person__full_name", "person__latin_name", "delegation_ru", "delegation_en"]


@admin.register(Adoption)
class AdoptionAdmin(ReadOnly, ScopedAdmin):
    conference_path = "document__conference"
    list_display = ["document", "number", "adopted_on", "session", "sha256"]
    list_filter = ["document__conference"]
    list_select_related = ["document", "session"]
