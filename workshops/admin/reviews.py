"""Reviews in Django's administration: rules, criteria, reviewers and conflicts are kept here, reviews are only read.

The content of reviews is for chairs on their desk; here an organiser sees who was asked, and when.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conference.admin.base import BilingualAdmin, ReadOnly, ScopedAdmin
from conference.text import search_key
from workshops.models import Conflict, Criterion, Review, ReviewerProfile, ReviewPhase, Submission
from workshops.services import reviews


@admin.register(ReviewPhase)
class ReviewPhaseAdmin(BilingualAdmin):
    list_display = ["__str__", "stage", "blindness", "visibility", "reviews_wanted", "is_open", "conference"]
    list_filter = ["conference", "stage", "blindness", "is_open"]
    list_select_related = ["conference", "track"]


@admin.register(Criterion)
class CriterionAdmin(BilingualAdmin):
    list_display = ["title", "stage", "weight", "order", "conference"]
    list_filter = ["conference", "stage"]
    list_select_related = ["conference"]
    search_fields = ["title_ru", "title_en"]


@admin.register(ReviewerProfile)
class ReviewerProfileAdmin(BilingualAdmin):
    list_display = ["person", "topics", "languages", "capacity", "is_paused", "conference"]
    list_filter = ["conference", "tracks__number", "is_paused"]
    list_select_related = ["conference", "person"]
    search_fields = ["person__full_name", "person__latin_name", "topics_ru", "topics_en"]
    raw_id_fields = ["person"]
    filter_horizontal = ["tracks"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], term: str
    ) -> tuple[QuerySet[Any], bool]:
        """«Жук» is found by “Zhuk” and the other way round."""
        found, distinct = super().get_search_results(request, queryset, term)
        if term.strip():
            found = found | queryset.filter(Q(person__latin_name__icontains=search_key(term)))
        return found, distinct


@admin.register(Conflict)
class ConflictAdmin(ScopedAdmin):
    list_display = ["person", "kind", "name", "submission", "declared_at", "conference"]
    list_filter = ["conference", "kind"]
    list_select_related = ["conference", "person", "submission"]
    search_fields = ["person__full_name", "person__latin_name", "name"]
    raw_id_fields = ["person", "submission"]
    date_hierarchy = "declared_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Who declared what about one's own paper one does not see."""
        return super().get_queryset(request).exclude(submission__in=_own_papers(request))


@admin.register(Review)
class ReviewAdmin(ReadOnly, ScopedAdmin):
    """Who was asked about what, and when. Nobody reads here about their own paper."""

    conference_path = "submission__conference"
    list_display = ["number", "track", "reviewer", "stage", "round", "state", "invited_at", "due", "submitted_at"]
    list_display_links = ["number"]
    list_filter = ["submission__conference", "submission__track__number", "state", "stage", "recommendation"]
    list_select_related = ["submission__track", "submission__conference", "reviewer"]
    search_fields = ["reviewer__full_name", "reviewer__latin_name", "submission__title_ru", "submission__title_en"]
    date_hierarchy = "invited_at"
    actions = ["remind", "call_off"]
    fields = [
        "submission", "reviewer", "stage", "round", "state", "blindness", "invited_by", "invited_at", "answer_due",
        "due", "accepted_at", "reminded_at", "submitted_at", "recommendation", "decline_reason", "suggestion",
        "conflict_note",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).exclude(submission__in=_own_papers(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """For the actions of the list; a single review is opened to be read."""
        return obj is None and self._works_here(request)

    @admin.display(description=_("No."), ordering="submission__number")
    def number(self, review: Review) -> str:
        return f"№ {review.submission.number}"

    @admin.display(description=_("track"), ordering="submission__track__number")
    def track(self, review: Review) -> str:
        return str(review.submission.track.number) if review.submission.track else "–"

    @admin.action(description=_("Remind the reviewers"), permissions=["change"])
    def remind(self, request: HttpRequest, queryset: QuerySet[Review]) -> None:
        self.each(request, queryset.for_reading(), reviews.remind)  # type: ignore[attr-defined]

    @admin.action(description=_("Call the reviews off"), permissions=["change"])
    def call_off(self, request: HttpRequest, queryset: QuerySet[Review]) -> None:
        self.each(request, queryset.for_reading(), reviews.call_off)  # type: ignore[attr-defined]


def _own_papers(request: HttpRequest) -> QuerySet[Any]:
    mine = Q(submitter=request.user.pk) | Q(authors__person=request.user.pk)
    return Submission.objects.filter(mine).values("pk")
