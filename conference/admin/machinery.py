from django.contrib import admin

from conference.models import IssuedDocument, Job, Message

from .base import ReadOnly, ScopedAdmin


@admin.register(Message)
class MessageAdmin(ReadOnly, ScopedAdmin):
    list_display = ["key", "to", "language", "state", "attempts", "created", "sent_at"]
    list_filter = ["state", "key", "language", "conference"]
    search_fields = ["to", "subject"]
    date_hierarchy = "created"


@admin.register(IssuedDocument)
class IssuedDocumentAdmin(ReadOnly, ScopedAdmin):
    list_display = ["number", "kind", "person", "language", "issued_at", "revoked_at"]
    list_filter = ["kind", "conference"]
    list_select_related = ["person", "conference"]
    search_fields = ["number", "person__full_name", "person__latin_name"]
    exclude = ["code", "file"]


@admin.register(Job)
class JobAdmin(ReadOnly, ScopedAdmin):
    list_display = ["kind", "conference", "state", "done", "total", "by", "created", "finished_at"]
    list_filter = ["state", "kind", "conference"]
    list_select_related = ["conference", "by"]
