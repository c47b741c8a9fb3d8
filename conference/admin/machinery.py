from __future__ import annotations

from django import forms
from django.contrib import admin
from django.contrib.admin import helpers
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from conference.models import IssuedDocument, Job, Message
from conference.services.documents import revoke

from .base import ReadOnly, ScopedAdmin


@admin.register(Message)
class MessageAdmin(ReadOnly, ScopedAdmin):
    list_display = ["subject", "to", "language", "state", "attempts", "created", "sent_at"]
    list_filter = ["state", "key", "language", "conference"]
    search_fields = ["to", "subject"]
    date_hierarchy = "created"


class VoidForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is void"), max_length=250, widget=forms.TextInput(attrs={"size": 70}),
        help_text=_("Whoever checks the document reads this. Write no personal data."),
    )  # fmt: skip


@admin.register(IssuedDocument)
class IssuedDocumentAdmin(ReadOnly, ScopedAdmin):
    list_display = ["number", "kind", "person", "language", "issued_at", "revoked_at"]
    list_filter = ["kind", "conference"]
    list_select_related = ["person", "conference"]
    search_fields = ["number", "person__full_name", "person__latin_name"]
    exclude = ["code", "file"]
    actions = ["declare_void"]

    @admin.action(description=_("Declare void, with a reason"), permissions=["view"])
    def declare_void(self, request: HttpRequest, queryset: QuerySet[IssuedDocument]) -> HttpResponse | None:
        """Ask for the reason on a page of its own, with the documents concerned; then act."""
        form = VoidForm(request.POST if "apply" in request.POST else None)
        if form.is_bound and form.is_valid():
            self.each(request, queryset, revoke, reason=form.cleaned_data["reason"])
            return None
        context = {
            **self.admin_site.each_context(request), "title": _("Declare these documents void?"),
            "opts": self.model._meta, "rows": queryset.select_related("person"), "form": form,
            "checkbox_name": helpers.ACTION_CHECKBOX_NAME,
        }  # fmt: skip
        return render(request, "conference/admin_void.html", context)


@admin.register(Job)
class JobAdmin(ReadOnly, ScopedAdmin):
    list_display = ["kind", "conference", "state", "done", "total", "by", "created", "finished_at"]
    list_filter = ["state", "kind", "conference"]
    list_select_related = ["conference", "by"]
