from django.contrib import admin
from modeltranslation.admin import TranslationTabularInline

from conference.models import Conference, ConsentText, Deadline, MailTemplate, NewsItem, Page, Partner, Room

from .base import BilingualAdmin, OfItsOwner


class DeadlineInline(OfItsOwner, TranslationTabularInline):
    model = Deadline
    extra = 0


@admin.register(Conference)
class ConferenceAdmin(BilingualAdmin):
    conference_path = ""
    list_display = ["title", "kind", "starts", "ends", "visibility"]
    list_filter = ["kind", "visibility"]
    search_fields = ["title_ru", "title_en", "slug"]
    date_hierarchy = "starts"
    inlines = [DeadlineInline]


@admin.register(Page)
class PageAdmin(BilingualAdmin):
    list_display = ["title", "slug", "conference", "updated"]
    list_filter = ["conference"]
    list_select_related = ["conference"]
    search_fields = ["title_ru", "title_en", "slug"]


@admin.register(NewsItem)
class NewsItemAdmin(BilingualAdmin):
    list_display = ["title", "conference", "published_at"]
    list_filter = ["conference"]
    list_select_related = ["conference"]
    search_fields = ["title_ru", "title_en"]
    date_hierarchy = "published_at"


@admin.register(Partner)
class PartnerAdmin(BilingualAdmin):
    list_display = ["title", "role", "conference"]
    list_filter = ["conference", "role"]
    list_select_related = ["conference"]
    search_fields = ["title_ru", "title_en"]


@admin.register(Room)
class RoomAdmin(BilingualAdmin):
    list_display = ["title", "seats", "step_free", "hearing_loop", "conference"]
    list_filter = ["conference", "step_free", "hearing_loop"]
    list_select_related = ["conference"]
    search_fields = ["title_ru", "title_en", "slug"]


@admin.register(MailTemplate)
class MailTemplateAdmin(BilingualAdmin):
    list_display = ["key", "conference"]
    list_filter = ["conference"]
    list_select_related = ["conference"]
    search_fields = ["key"]


@admin.register(ConsentText)
class ConsentTextAdmin(BilingualAdmin):
    list_display = ["title", "kind", "version", "conference", "valid_from"]
    list_filter = ["conference", "kind"]
    list_select_related = ["conference"]

    def get_readonly_fields(self, request, obj=None):  # a text that somebody accepted never changes
        if obj and obj.consents.exists():
            return [field.name for field in obj._meta.fields if field.name not in ("id", "valid_from")]
        return ()
