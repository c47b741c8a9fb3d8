"""The audit log: who changed or read what. For superusers; it is written by verbs and never edited."""

from __future__ import annotations

from auditlog.admin import LogEntryAdmin
from auditlog.models import LogEntry
from django.contrib import admin

admin.site.unregister(LogEntry)


@admin.register(LogEntry)
class AuditAdmin(LogEntryAdmin):
    """The library's page, searched by the names that a Person has here."""

    search_fields = ["object_repr", "actor__full_name", "actor__latin_name", "actor__email"]
