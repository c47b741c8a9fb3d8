"""The organisers' own questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from conference.admin.base import BilingualAdmin, OfItsOwner
from registration.models import Category, CustomChoice, CustomQuestion
from registration.services.questions import in_words, where_shown

from .registrations import MINE_ONLY


class ChoiceFormSet(forms.BaseInlineFormSet):
    """A question with a choice that is asked of anybody has something to choose from."""

    def clean(self) -> None:
        super().clean()
        filled = [form for form in self.forms if form.has_changed() or form.instance.pk]
        left = [form for form in filled if not self._should_delete_form(form)]
        if self.instance.has_choices and not left and self.data.getlist("categories"):
            raise forms.ValidationError(
                _("Write at least one answer to choose, or untick the categories: nobody could answer the question."),
                code="choices",
            )


class ChoiceInline(OfItsOwner, TranslationStackedInline):
    """The answers to choose; who may write the question may write them."""

    model = CustomChoice
    formset = ChoiceFormSet
    verbose_name_plural = _("answers to choose, for the kinds “one of several” and “any of several”")
    fields = ["title", "places", "places_taken", "order"]
    readonly_fields = ["places_taken"]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Empty rows to begin with, also without JavaScript."""
        return 1 if obj and obj.choices.exists() else 3


class CategoriesField(forms.ModelMultipleChoiceField):
    """Each category with its conference, and with its title where another one has the same name."""

    def label_from_instance(self, category: Category) -> str:
        own = {"conference": category.conference.short_title, "category": str(category), "title": category.title}
        has_namesake = [str(each) for each in self.queryset if each.conference_id == category.conference_id].count(
            str(category)
        ) > 1  # fmt: skip
        return ("%(conference)s: %(category)s (%(title)s)" if has_namesake else "%(conference)s: %(category)s") % own


class QuestionForm(forms.ModelForm):
    """The condition is chosen among the answers of the conference's own questions."""

    depends_value = forms.ChoiceField(label=_("if the answer there is"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.fields["depends_on"].queryset.filter(kind__in=CustomQuestion.CONDITIONS)
        rows = rows.exclude(pk=self.instance.pk).prefetch_related("choices")
        if self.instance.conference_id:
            rows = rows.filter(conference=self.instance.conference_id)
            own = self.fields["categories"].queryset.filter(conference=self.instance.conference_id)
            self.fields["categories"].queryset = own
        if self.instance.pk is None and "order" in self.fields:
            order = self.fields["order"]
            order.required, order.initial = False, None
            order.help_text = _("Empty: after the other questions of the conference.")
            self.initial.pop("order", None)
        self.fields["depends_on"].queryset = rows
        answers = [(each.title, [(str(choice.pk), choice.title) for choice in each.choices.all()]) for each in rows]
        yes_no = (_("A question with yes and no"), [("yes", _("Yes")), ("no", _("No"))])
        self.fields["depends_value"].choices = [("", "–"), yes_no, *(group for group in answers if group[1])]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        conference = data.get("conference")
        if conference and data.get("order") is None and "order" not in self.errors:
            last = CustomQuestion.objects.of(conference).aggregate(last=Max("order"))["last"]
            data["order"] = 0 if last is None else last + 1
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

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "kind":
            field.help_text = _("For “one of several” and “any of several” write the answers to choose below.")
        return field

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Categories of the person's own conferences."""
        if db_field.name == "categories":
            kwargs["widget"] = forms.CheckboxSelectMultiple
            rows = Category.objects.filter(conference__in=self._mine(request)).select_related("conference")
            kwargs["queryset"] = rows.order_by("conference", "order", "pk")
            kwargs["form_class"] = CategoriesField
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
        if not question.may_be_asked:
            return gettext("Nowhere yet: there is nothing to choose from. Write the answers to choose below.")
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
