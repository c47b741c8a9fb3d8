"""Tracks and papers in Django's administration. Decisions go through the services."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modeltranslation.admin import TranslationStackedInline

from conference.admin.base import BilingualAdmin, OfItsOwner
from conference.text import search_key
from conference.views.downloads import XLSX, download
from workshops import services
from workshops.models import Author, Stage, Submission, SubmissionFile, Track
from workshops.services.decisions.desk import rows_of
from workshops.services.decisions.export import as_table
from workshops.services.papers import keep_version

from .decisions import DecisionInline


@admin.register(Track)
class TrackAdmin(BilingualAdmin):
    list_display = ["number", "title", "chair_line", "conference"]
    list_display_links = ["title"]
    list_filter = ["conference"]
    list_select_related = ["conference"]
    search_fields = ["title_ru", "title_en", "short_title_ru", "short_title_en"]


class AuthorInline(OfItsOwner, TranslationStackedInline):
    """The authors; whether a co-author has confirmed is told by the co-author alone, through the link."""

    model = Author
    extra = 0
    raw_id_fields = ["person"]
    readonly_fields = ["asked_at", "confirmed_at", "denied_at", "denial"]


class FileInline(OfItsOwner, admin.TabularInline):
    """Files come in through the author's form, where they are checked; here they are only listed."""

    model = SubmissionFile
    extra = 0
    can_delete = False
    fields = readonly_fields = ["kind", "name", "size", "sha256", "uploaded_at"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class TranslationFilter(admin.SimpleListFilter):
    """Papers whose title or abstract exists in one language only."""

    title = _("translation")
    parameter_name = "translation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("missing", pgettext_lazy("translation", "missing")), ("whole", _("in both languages"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        names = [f"{name}_{code}" for name in ("title", "abstract") for code in ("ru", "en")]
        empty = Q(pk__in=[])
        for name in names:
            empty |= Q(**{name: ""}) | Q(**{name: None})
        if self.value() == "missing":
            return queryset.filter(empty)
        return queryset.exclude(empty) if self.value() == "whole" else queryset


@admin.register(Submission)
class SubmissionAdmin(BilingualAdmin):
    list_display = ["number", "title", "track", "type", "language", "state", "submitter", "submitted_at"]
    list_display_links = ["title"]
    list_filter = [
        "conference", "state", "track__number", "presentation", "publication", "full_text__state", "type", "language",
        TranslationFilter, "wants_help_with_english",
    ]  # fmt: skip
    list_select_related = ["conference", "track", "submitter"]
    search_fields = [
        "title_ru",
        "title_en",
        "authors__family_ru",
        "authors__family_en",
        "submitter__full_name",
        "submitter__latin_name",
    ]
    date_hierarchy = "submitted_at"
    readonly_fields = [
        "number", "state", "presentation", "publication", "round", "submitted_at", "decided_at", "confirmed_at",
        "on_desk",
    ]  # fmt: skip
    raw_id_fields = ["submitter"]
    inlines = [AuthorInline, FileInline, DecisionInline]
    actions = ["accept", "decline", "export"]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """A change made here is a version like any other."""
        super().save_related(request, form, formsets, change)
        if not form.instance.is_draft:
            keep_version(form.instance, by=request.user)

    @admin.display(description=_("on the desk"))
    def on_desk(self, paper: Submission) -> str:
        """The page on which the paper is read and decided about."""
        if paper.pk is None or paper.is_draft:
            return "–"
        address = paper.conference.url("workshops:desk_submission", pk=paper.pk)
        return format_html('<a href="{}">{}</a>', address, _("Reviews and decision"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], term: str
    ) -> tuple[QuerySet[Any], bool]:
        """«Жук» is found by “Zhuk” and the other way round."""
        found, _distinct = super().get_search_results(request, queryset, term)
        if term.strip():
            found = found | queryset.filter(Q(authors__family_en__icontains=search_key(term)))
        return found, True

    @admin.action(description=_("Accept and write to the authors"), permissions=["change"])
    def accept(self, request: HttpRequest, queryset: QuerySet[Submission]) -> None:
        self.each(request, self._of_others(request, queryset), services.accept)

    @admin.action(description=_("Decline and write to the authors"), permissions=["change"])
    def decline(self, request: HttpRequest, queryset: QuerySet[Submission]) -> None:
        self.each(request, self._of_others(request, queryset), services.decline)

    def _of_others(self, request: HttpRequest, queryset: QuerySet[Submission]) -> QuerySet[Submission]:
        """Nobody decides about the own paper."""
        rows = queryset.exclude(Q(submitter=request.user) | Q(authors__person=request.user))
        return rows.select_related("conference", "track", "submitter")

    @admin.action(description=_("XLSX with the figures of the reviews"), permissions=["view"])
    def export(self, request: HttpRequest, queryset: QuerySet[Submission]) -> HttpResponse:
        papers = queryset.sent().select_related("conference", "track", "full_text").prefetch_related("authors")
        rows = [
            row
            for conference, members in groupby(papers.order_by("conference", "number"), lambda paper: paper.conference)
            for row in rows_of(list(members), Stage.ABSTRACT, request.user, conference)
        ]
        return download(as_table(rows, title=str(_("Papers"))), XLSX, "papers.xlsx")
