"""The call for papers in Django’s administration."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from conference.admin.base import BilingualAdmin, ScopedAdmin
from workshops.models import AccessCode, Call, CallQuestion, Part, Submission


class TicksField(forms.MultipleChoiceField):
    """A list of keys, ticked."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class CallForm(forms.ModelForm):
    types = TicksField(
        label=_("types of papers"), choices=Submission.Type, help_text=_("Nothing ticked: all types are taken.")
    )
    required_parts = TicksField(label=_("required parts"), choices=Part)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for first, last in (("opens", "closes"), ("texts_open", "texts_close")):
            if told.get(first) and told.get(last) and told[first] > told[last]:
                self.add_error(last, _("The end is before the beginning."))
        for language in ("ru", "en"):
            least, most = told.get(f"words_{language}_min"), told.get(f"words_{language}_max")
            if least is not None and most is not None and least > most:
                self.add_error(f"words_{language}_max", _("The most is less than the least."))
        if self.instance.pk is None and "conference" in told:
            twin = Call.objects.of(told["conference"]).filter(track=told.get("track"))
            if twin.exists():
                self.add_error("track", _("There is a call for this already: change that one."))
        if told.get("track") and told.get("conference") and told["track"].conference_id != told["conference"].pk:
            self.add_error("track", _("The track belongs to another conference."))
        return told


@admin.register(Call)
class CallAdmin(BilingualAdmin):
    form = CallForm
    list_display = ["__str__", "conference", "track", "opens", "closes", "texts_close", "per_presenter", "page"]
    list_filter = ["conference"]
    list_select_related = ["conference", "track"]

    @admin.display(description=_("on the site"))
    def page(self, call: Call) -> SafeString:
        return format_html('<a href="{}">{}</a>', call.conference.url("workshops:call"), _("open"))


class QuestionForm(forms.ModelForm):
    types = TicksField(
        label=_("types of papers"), choices=Submission.Type, help_text=_("Nothing ticked: asked of all.")
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("kind") == CallQuestion.Kind.CHOICE:
            lines = {code: len((told.get(f"choices_{code}") or "").split("\n")) for code in ("ru", "en")}
            if not (told.get("choices_ru") or "").strip():
                self.add_error("choices_ru", _("Write the choices, one per line."))
            elif (told.get("choices_en") or "").strip() and lines["ru"] != lines["en"]:
                self.add_error("choices_en", _("Both languages need the same number of choices, in the same order."))
        return told


@admin.register(CallQuestion)
class CallQuestionAdmin(BilingualAdmin):
    form = QuestionForm
    list_display = ["text", "kind", "track", "is_required", "is_for_reviewers", "order", "conference"]
    list_filter = ["conference", "kind"]
    list_select_related = ["conference", "track"]
    search_fields = ["text_ru", "text_en"]


@admin.register(AccessCode)
class AccessCodeAdmin(ScopedAdmin):
    list_display = ["code", "conference", "track", "note", "valid_until", "used", "papers"]
    list_filter = ["conference"]
    list_select_related = ["conference", "track"]
    search_fields = ["code", "note"]
    readonly_fields = ["used"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*self.readonly_fields, "code"] if obj and obj.used else list(self.readonly_fields)
