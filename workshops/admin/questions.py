"""Questions in Django's administration: to be looked up. What happens to them happens on the moderators' desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from conference.admin.base import ReadOnly, ScopedAdmin
from workshops.models import Question


@admin.register(Question)
class QuestionAdmin(ReadOnly, ScopedAdmin):
    list_display = ["__str__", "conference", "session", "theme", "state", "votes", "asked_at"]
    list_filter = ["conference", "state", "phase", "language"]
    search_fields = ["text_ru", "text_en"]
    list_select_related = ["conference", "session", "theme"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_votes()

    @admin.display(description=Question._meta.get_field("votes").related_model._meta.verbose_name_plural)
    def votes(self, question: Any) -> int:
        return int(question.votes_given)
