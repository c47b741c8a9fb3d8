"""The organisers' own questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from conference.admin.base import BilingualAdmin
from registration.models import Category, CustomChoice, CustomQuestion
from registration.services.questions import in_words, where_shown

from .registrations import MINE_ONLY


class ChoiceInline(TranslationStackedInline):
    model = CustomChoice
    extra = 0
    fields = ["title", "places", "places_taken", "order"]
    readonly_fields = ["places_taken"]


class QuestionForm(forms.ModelForm):
    """The condition is chosen among the answers of the conference's own questions."""

    depends_value = forms.ChoiceField(label=_("if the answer there is"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.fields["depends_on"].queryset.filter(kind__in=CustomQuestion.CONDITIONS)
        rows = rows.exclude(pk=self.instance.pk).prefetch_related("choices")
        if self.instance.conference_id:
            rows = rows.filter(conference=self.instance.conference_id)
            own = Category.objects.filter(conference=self.instance.conference_id)
            self.fields["categories"].queryset = own
        self.fields["depends_on"].queryset = rows
        answers = [(each.title, [(str(choice.pk), choice.title) for choice in each.choices.all()]) for each in rows]
        yes_no = (_("A question with yes and no"), [("yes", _("Yes")), ("no", _("No"))])
        self.fields["depends_value"].choices = [("", "–"), yes_no, *(group for group in answers if group[1])]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        conference = data.get("conference")
        if any(category.conference_id != getattr(conference, "pk", None) for category in data.get("categories") or ()):
            self.add_error("categories", _("Choose categories of the same conference."))
        before = data.get("depends_on")
        if before and set(data.get("categories") or ()) - set(before.categories.all()):
            self.add_error("categories", _("The question that it depends on is not asked in all of these categories."))
        return data


@admin.register(CustomQuestion)
class CustomQuestionAdmin(BilingualAdmin):
    form = QuestionForm
    inlines = [ChoiceInline]
    list_display = ["title", "kind", "is_required", "asked_of", "answered", "order", "conference"]
    list_filter = [("conference", MINE_ONLY), "kind"]
    list_select_related = ["conference"]
    search_fields = ["title_ru", "title_en"]
    readonly_fields = ["where"]
    fieldsets = [
        (None, {"fields": ["conference", "kind", "title", "help", "is_required"]}),
        (_("Where it is asked"), {"fields": ["categories", "order", "where"]}),
        (_("Condition"), {"fields": ["depends_on", "depends_value"]}),
        (_("Personal data"), {"fields": ["retention_days"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[CustomQuestion]:
        rows = super().get_queryset(request).prefetch_related("categories")
        return rows.annotate(number=Count("answers", distinct=True))

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Categories of the person's own conferences."""
        if db_field.name == "categories":
            kwargs["widget"] = forms.CheckboxSelectMultiple
            kwargs["queryset"] = Category.objects.filter(conference__in=self._mine(request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=_("asked of"))
    def asked_of(self, question: CustomQuestion) -> str:
        return ", ".join(str(category) for category in question.categories.all()) or "–"

    @admin.display(description=_("answers"), ordering="number")
    def answered(self, question: CustomQuestion) -> int:
        return int(question.number)  # type: ignore[attr-defined]

    @admin.display(description=_("In the form"))
    def where(self, question: CustomQuestion) -> str | SafeString:
        """Where a participant meets the question, and on what condition."""
        if question.pk is None:
            return "–"
        places = [
            (_("%(category)s: step “A few more questions”, question %(place)d of %(total)d")
             % {"category": str(category), "place": place, "total": total},)
            for category, place, total in where_shown(question)
        ]  # fmt: skip
        before = question.depends_on
        if before:
            value = question.depends_value
            answer = in_words(before, int(value) if before.has_choices and value.isdecimal() else value)
            told = {"question": before.title, "answer": answer}
            places.append((_("Only for those who answer “%(question)s” with “%(answer)s”") % told,))
        return format_html_join("", "<p>{}</p>", places) or "–"
