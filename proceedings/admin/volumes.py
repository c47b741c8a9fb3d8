"""Volumes and their articles in Django's administration. Collecting, compiling and publishing are on the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from modeltranslation.admin import TranslationStackedInline

from conference.admin.base import BilingualAdmin, OfItsOwner, ReadOnly, ScopedAdmin
from conference.models import Role
from proceedings.models import Article, ArticleAuthor, Build, Manuscript, Part, Publication, Volume

EDITORS = (Role.Kind.ORGANISER, Role.Kind.EDITOR)


class PartInline(OfItsOwner, TranslationStackedInline):
    model = Part
    extra = 0
    fields = ["number", "title", "short_title"]


@admin.register(Volume)
class VolumeAdmin(BilingualAdmin):
    kinds = EDITORS
    list_display = ["title", "year", "state", "kind", "isbn", "conference"]
    list_filter = ["conference", "state", "kind"]
    list_select_related = ["conference"]
    search_fields = ["title_ru", "title_en", "isbn"]
    inlines = [PartInline]


class ArticleAuthorInline(OfItsOwner, TranslationStackedInline):
    model = ArticleAuthor
    extra = 0


@admin.register(Article)
class ArticleAdmin(BilingualAdmin):
    conference_path = "volume__conference"
    kinds = EDITORS
    list_display = ["number", "title", "language", "volume"]
    list_display_links = ["title"]
    list_filter = ["volume", "language"]
    list_select_related = ["volume"]
    search_fields = ["title_ru", "title_en", "authors__family_ru", "authors__family_en"]
    readonly_fields = ["volume", "part", "submission", "number"]
    inlines = [ArticleAuthorInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # articles come from accepted papers


@admin.register(Manuscript)
class ManuscriptAdmin(ReadOnly, ScopedAdmin):
    conference_path = "article__volume__conference"
    kinds = EDITORS
    list_display = ["article", "revision", "source_name", "created", "by"]
    list_select_related = ["article", "by"]
    search_fields = ["article__title_ru", "article__title_en", "source_name"]


class CompiledAdmin(ReadOnly, ScopedAdmin):
    conference_path = "volume__conference"
    kinds = EDITORS
    list_select_related: tuple[str, ...] = ("volume", "by")


@admin.register(Build)
class BuildAdmin(CompiledAdmin):
    list_display = ["volume", "created", "articles", "pages", "seconds", "by"]


@admin.register(Publication)
class PublicationAdmin(CompiledAdmin):
    list_display = ["volume", "number", "published_at", "pages", "by"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in Publication._meta.fields]
