"""A season in Django’s administration: its rules, formats, themes, courses and experts."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.admin.base import BilingualAdmin, OfItsOwner
from workshops.models import Course, EventFormat, Expert, Hosting, Season, Theme


class MissingTranslation(admin.SimpleListFilter):
    """Rows of which a text that is wanted in both languages (``wanted_in_both`` of the admin) exists in one only."""

    title = _("translation")
    parameter_name = "translation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        self.names = [f"{name}_{code}" for name in model_admin.wanted_in_both for code in ("ru", "en")]
        return [("missing", pgettext_lazy("translation", "missing")), ("whole", _("in both languages"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        empty = Q(pk__in=[])
        for name in self.names:
            empty |= Q(**{name: ""}) | Q(**{name: None})
        if self.value() == "missing":
            return queryset.filter(empty)
        return queryset.exclude(empty) if self.value() == "whole" else queryset


class OfASeason(BilingualAdmin):
    """A list of the season’s own: searched by title, filtered by season and by what is not translated."""

    wanted_in_both: tuple[str, ...] = ("title",)
    list_filter = ["conference", MissingTranslation]
    list_select_related = ["conference"]
    search_fields = ["title_ru", "title_en"]


class EventsCounted(OfASeason):
    """Beside each row how many events of the plan have it."""

    counted = "sessions"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(event_count=Count(self.counted, distinct=True))

    @admin.display(description=_("events"), ordering="event_count")
    def events(self, row: Any) -> int:
        return int(row.event_count)


@admin.register(Season)
class SeasonAdmin(BilingualAdmin):
    list_display = ["conference", "questions_wait", "asking_days", "consultation_keep_days", "least_group"]
    list_select_related = ["conference"]
    search_fields = ["conference__title_ru", "conference__title_en"]


@admin.register(EventFormat)
class EventFormatAdmin(EventsCounted):
    wanted_in_both = ("title", "summary")
    list_display = ["title", "key", "takes_questions", "is_booked", "events", "order", "conference"]


@admin.register(Theme)
class ThemeAdmin(EventsCounted):
    wanted_in_both = ("title", "summary")
    list_display = ["title", "slug", "events", "order", "conference"]


@admin.register(Course)
class CourseAdmin(EventsCounted):
    counted = "meetings"
    wanted_in_both = ("title", "summary", "outcome")
    list_display = ["title", "hours", "meetings_needed", "events", "page", "conference"]

    @admin.display(description=_("on the site"))
    def page(self, course: Course) -> SafeString:
        address = course.conference.url("workshops:course", slug=course.slug)
        return format_html('<a href="{}">{}</a>', address, _("open"))


@admin.register(Expert)
class ExpertAdmin(EventsCounted):
    wanted_in_both = ("name", "position", "about")
    list_display = ["name", "position", "organisation", "consults", "has_account", "events", "conference"]
    list_filter = ["conference", "consults", "themes", MissingTranslation]
    list_select_related = ["conference", "organisation"]
    search_fields = ["name_ru", "name_en", "position_ru", "position_en", "organisation__title"]
    raw_id_fields = ["person"]
    autocomplete_fields = ["organisation"]
    filter_horizontal = ["themes"]

    @admin.display(description=_("account"), boolean=True)
    def has_account(self, expert: Expert) -> bool:
        return expert.person_id is not None


class HostingInline(OfItsOwner, admin.TabularInline):
    """Who hosts an event of a season and who answers in it."""

    model = Hosting
    extra = 0
    raw_id_fields = ["expert"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("expert")
