"""Categories of participants and the rules of registration."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from conference.admin.base import BilingualAdmin, ScopedAdmin
from conference.keys import key_in
from registration.models import Category, CustomQuestion, Rules
from registration.services.categories import create_ready_made
from registration.services.seats import queue_up

from .registrations import MINE_ONLY


class CategoryForm(forms.ModelForm):
    """Documents are ticked, not written as a list; so are the questions that the form asks."""

    papers = forms.MultipleChoiceField(
        label=_("documents"), choices=Category.Paper.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: participants get all of them."),
    )  # fmt: skip
    questions = forms.ModelMultipleChoiceField(
        label=_("questions of the form"), queryset=CustomQuestion.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Beside the usual ones. New ones are made under “Questions of the form”."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "questions" not in self.fields:
            return
        self.fields["questions"].queryset = CustomQuestion.objects.filter(conference=self.instance.conference_id)
        if self.instance.pk:
            self.fields["questions"].initial = self.instance.questions.all()

    def clean_questions(self) -> Any:
        questions = self.cleaned_data["questions"]
        empty = [f"“{question}”" for question in questions.prefetch_related("choices") if not question.may_be_asked]
        if empty:
            raise ValidationError(
                _("Give these questions at least one answer to choose first: %(questions)s."),
                code="choices", params={"questions": ", ".join(empty)},
            )  # fmt: skip
        return questions

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("opens") and data.get("closes") and data["closes"] <= data["opens"]:
            self.add_error("closes", _("The end must be after the beginning."))
        if (data.get("slug") or "") in Category.RESERVED:
            self.add_error("slug", _("This address is taken by a page of the site. Choose another one."))
        return data


@admin.register(Category)
class CategoryAdmin(BilingualAdmin):
    form = CategoryForm
    change_list_template = "registration/admin_categories.html"
    list_display = ["title", "family", "approval", "in_the_hall", "online", "is_listed", "order", "conference"]
    list_filter = [("conference", MINE_ONLY), "family", "is_listed"]
    list_select_related = ["conference"]
    search_fields = ["title_ru", "title_en"]
    readonly_fields = ["in_the_hall", "online", "in_the_form"]
    fieldsets = [
        (None, {"fields": ["conference", "family", "title", "short_title", "hint", "slug", "is_listed", "order"]}),
        (_("Approval"), {"fields": ["approval", "approve_changes"]}),
        (_("Dates"), {"fields": ["opens", "closes"], "description": _("Empty: while the conference registers.")}),
        (_("Seats"), {"fields": ["seats", "in_the_hall", "seats_online", "online", "promotion"]}),
        (_("The form"), {"fields": ["questions", "in_the_form"]}),
        (_("Badge and documents"), {"fields": ["badge_band", "papers"]}),
    ]

    def get_urls(self) -> list[URLPattern]:
        mine = self.admin_site.admin_view(require_POST(self.ready_made))
        return [path("ready-made/", mine, name="registration_category_ready_made"), *super().get_urls()]

    def ready_made(self, request: HttpRequest) -> HttpResponse:
        """Give one conference the usual categories that it does not have yet."""
        conference = self._mine(request).filter(pk=key_in(request.POST.get("conference", ""))).first()
        if conference is None:
            raise Http404
        made = len(create_ready_made(conference, by=request.user))
        text = ngettext("%(number)d category is made.", "%(number)d categories are made.", made) % {"number": made}
        if not made:
            text = gettext("All the usual categories are there already.")
        messages.success(request, text)
        return redirect("admin:registration_category_changelist")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        own = {"own_conferences": self._mine(request)} if self.has_add_permission(request) else {}
        return super().changelist_view(request, {**(extra_context or {}), **own})

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:
        """A higher number of seats goes to those who wait."""
        super().save_model(request, obj, form, change)
        if change:
            queue_up(obj.pk)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and "questions" in form.cleaned_data:
            form.instance.questions.set(form.cleaned_data["questions"])

    @admin.display(description=_("taken in the hall"), ordering="seats_taken")
    def in_the_hall(self, category: Category) -> str:
        return taken(category.seats_taken, category.seats)

    @admin.display(description=_("taken online"), ordering="seats_online_taken")
    def online(self, category: Category) -> str:
        return taken(category.seats_online_taken, category.seats_online)

    @admin.display(description=_("asked now"))
    def in_the_form(self, category: Category) -> str | SafeString:
        rows = [(question.title, question.get_kind_display()) for question in category.asked] if category.pk else []
        return format_html_join("", "<p>{} ({})</p>", rows) or "–"


def taken(number: int, limit: int | None) -> str:
    """How many places are taken, of how many."""
    if limit is None:
        return str(number)
    return gettext("%(taken)d of %(seats)d") % {"taken": number, "seats": limit}


@admin.register(Rules)
class RulesAdmin(ScopedAdmin):
    list_display = ["conference", "changes_until", "offer_hours", "confirm_days", "erase_travel_days", "list_is_public"]
    list_select_related = ["conference"]
