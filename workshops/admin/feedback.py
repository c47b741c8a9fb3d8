"""The feedback questionnaire in Django’s administration. Answers are read on the desk, all together."""

from __future__ import annotations

from django.contrib import admin
from modeltranslation.admin import TranslationStackedInline

from conference.admin.base import BilingualAdmin, OfItsOwner
from workshops.models import FeedbackQuestion, Questionnaire


class FeedbackQuestionInline(OfItsOwner, TranslationStackedInline):
    model = FeedbackQuestion
    extra = 1


@admin.register(Questionnaire)
class QuestionnaireAdmin(BilingualAdmin):
    list_display = ["title", "conference", "opens", "closes", "announced_at"]
    list_filter = ["conference"]
    list_select_related = ["conference"]
    readonly_fields = ["announced_at"]
    inlines = [FeedbackQuestionInline]
