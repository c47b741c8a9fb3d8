"""The registration desk in Django's administration. Decisions go through the services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from conference.admin.base import BilingualAdmin
from conference.text import search_key
from conference.views.downloads import XLSX, download
from registration import services
from registration.models import AccessNeeds, Registration
from registration.services import exporting, seats
from registration.services.questions import rows_of

BUTTONS = (
    ("approve", _("Approve"), Registration.State.APPROVED),
    ("decline", _("Decline"), Registration.State.DECLINED),
    ("cancel", _("Cancel the registration"), Registration.State.CANCELLED),
)
CONFIRM = {"decline": _("Decline"), "cancel": _("Cancel the registration")}
MINE_ONLY = admin.RelatedOnlyFieldListFilter


class CountryFilter(admin.SimpleListFilter):
    """The countries that occur, by name."""

    title = _("country")
    parameter_name = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = model_admin.get_queryset(request).exclude(country="").order_by()
        found = [(code, str(countries.name(code))) for code in rows.values_list("country", flat=True).distinct()]
        return sorted(found, key=lambda pair: pair[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(country=self.value()) if self.value() else queryset


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4, "cols": 70}),
        help_text=_("Each person reads it in a letter. Write it in Russian and in English if both languages are met."),
        error_messages={"required": _("Write the reason: the person reads it in the letter.")},
    )  # fmt: skip

    def __init__(self, *args: Any, is_required: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = is_required


def _papers_url(registration: Registration | None) -> str:
    """The page of the participant's badge and certificates."""
    return registration.conference.url("registration:papers_of_one", pk=registration.pk) if registration else ""


@admin.register(Registration)
class RegistrationAdmin(BilingualAdmin):
    """Registrations that were sent. Drafts are nobody's business yet."""

    list_display = [
        "unbroken_number", "person", "state", "country_name", "family", "attendance", "track_number", "submitted_at",
    ]  # fmt: skip
    list_filter = [
        "state", "category__family", CountryFilter, "attendance", ("track", MINE_ONLY),
        "statement_wanted", ("conference", MINE_ONLY),
    ]  # fmt: skip
    list_select_related = ["person", "category", "track", "conference"]
    search_fields = ["number"]
    search_help_text = _("Name in either script, number, e-mail, organisation")
    date_hierarchy = "submitted_at"
    actions = ["approve", "decline", "cancel", "export"]
    change_form_template = "registration/admin_change.html"
    fieldsets = [
        (None, {"fields": ["number", "state", "conference", "category", "person_link", "guest_link", "filled_by",
                         "needs_link"]}),
        (_("Participation"), {"fields": [
            "country", "body", "delegation", "delegation_role", "rank",
            "attendance", "track", "degree", "language", "statement_wanted",
            "interpretation_wanted", "question", "own_answers",
        ]}),
        (_("Letter"), {"fields": ["addressee"]}),
        (_("Decision"), {"fields": ["submitted_at", "decided_at", "decision_note"]}),
    ]  # fmt: skip
    readonly_fields = [
        "number", "state", "conference", "category", "person_link", "guest_link", "filled_by", "needs_link", "question",
        "own_answers", "submitted_at", "decided_at", "decision_note",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Registration]:
        return super().get_queryset(request).sent()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Registration], term: str
    ) -> tuple[QuerySet[Registration], bool]:
        """«Жук» is found by “Zhuk” and the other way round; every word must be met."""
        for word in term.split():
            queryset = queryset.filter(
                Q(search__contains=search_key(word))
                | Q(number__icontains=word)
                | Q(person__full_name__icontains=word)
                | Q(person__latin_name__icontains=word)
                | Q(person__email__icontains=word)
                | Q(person__contact_email__icontains=word)
            )
        return queryset, False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Tracks and delegations of this registration's conference only."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        pk = request.resolver_match.kwargs.get("object_id") if request.resolver_match else None
        if db_field.name in ("track", "delegation") and pk:
            own = Registration.objects.filter(pk=pk).values("conference")
            field.queryset = field.queryset.filter(conference__in=own)
        return field

    def save_model(self, request: HttpRequest, obj: Registration, form: Any, change: bool) -> None:
        obj.search = obj.searchable()
        if change and "attendance" in form.changed_data:
            wanted, obj.attendance = obj.attendance, form.initial["attendance"]
            if not seats.move_seat(obj, wanted):
                text = _("No place is free there: the attendance stays as it was.")
                self.message_user(request, text, messages.WARNING)
        super().save_model(request, obj, form, change)

    @admin.display(description=_("number"), ordering="number")
    def unbroken_number(self, registration: Registration) -> str:
        return format_html('<span class="nowrap">{}</span>', registration.number)

    @admin.display(description=_("country"), ordering="country")
    def country_name(self, registration: Registration) -> str:
        return str(registration.country.name)

    @admin.display(description=_("category"), ordering="category__family")
    def family(self, registration: Registration) -> str:
        return str(registration.category)

    @admin.display(description=_("track"), ordering="track__number")
    def track_number(self, registration: Registration) -> str:
        return str(registration.track.number) if registration.track else "–"

    @admin.display(description=_("person"))
    def person_link(self, registration: Registration) -> str:
        url = reverse("admin:conference_person_change", args=[registration.person_id])
        return format_html('<a href="{}">{}</a>', url, registration.person)

    @admin.display(description=_("assistant of"))
    def guest_link(self, registration: Registration) -> str:
        guest = registration.accompanies
        if guest is None:
            return "–"
        url = reverse("admin:registration_registration_change", args=[guest.pk])
        return format_html('<a href="{}">{}, {}</a>', url, guest.number, guest.person)

    @admin.display(description=_("access needs"))
    def needs_link(self, registration: Registration) -> str:
        needs = AccessNeeds.objects.filter(registration=registration).only("pk").first()
        if needs is None:
            return "–"
        url = reverse("admin:registration_accessneeds_change", args=[needs.pk])
        return format_html('<a href="{}">{}</a>', url, _("Read (the reading is logged)"))

    @admin.display(description=_("answers to own questions"))
    def own_answers(self, registration: Registration) -> str:
        """What the participant answered to the organisers' own questions; files as downloads."""
        conference = registration.conference
        lines = []
        for row in rows_of(registration):
            answer = row["answer"]
            url = conference.url("registration:answer_file", pk=answer.pk) if answer.file else ""
            value = format_html('<a href="{}">{}</a>', url, row["value"]) if url else row["value"]
            lines.append((row["label"], value))
        return format_html_join("", "<p><b>{}</b><br>{}</p>", lines) or "–"

    @admin.action(description=_("Approve and send the invitation letter"), permissions=["change"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Registration]) -> HttpResponse | None:
        self.each(request, queryset.select_related("person", "conference", "category", "filled_by"), services.approve)
        return self._back(request)

    @admin.action(description=_("Decline, with a reason"), permissions=["change"])
    def decline(self, request: HttpRequest, queryset: QuerySet[Registration]) -> HttpResponse | None:
        question = _("Decline these registrations?")
        return self._with_reason(request, queryset, services.decline, "decline", question, is_required=True)

    @admin.action(description=_("Cancel the registrations"), permissions=["change"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[Registration]) -> HttpResponse | None:
        question = _("Cancel these registrations?")
        return self._with_reason(request, queryset, services.cancel, "cancel", question, is_required=False)

    @admin.action(description=_("Export as XLSX"), permissions=["view"])
    def export(self, request: HttpRequest, queryset: QuerySet[Registration]) -> HttpResponse:
        """Every column of the chosen rows; that they were taken is in the audit log."""
        content = exporting.export_rows(queryset, kind="xlsx", by=request.user)
        return download(content, XLSX, "registrations.xlsx")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page of one registration, with a button for each decision that is allowed now."""
        registration = self.get_object(request, object_id)
        decisions = []
        if registration is not None and self.has_change_permission(request, registration):
            decisions = [
                {"action": action, "label": label}
                for action, label, state in BUTTONS
                if registration.may_move(state) and (registration.accompanies_id is None or action == "cancel")
            ]
        extra = {
            **(extra_context or {}), "papers_url": _papers_url(registration), "decisions": decisions,
            "checkbox_name": helpers.ACTION_CHECKBOX_NAME,
            "decide_url": reverse("admin:registration_registration_changelist"),
        }  # fmt: skip
        return super().change_view(request, object_id, form_url, extra)

    def _back(self, request: HttpRequest) -> HttpResponse | None:
        """To the page of the registration when the decision was made there; else the list."""
        page = request.POST.get("from_page", "")
        return redirect("admin:registration_registration_change", page) if page.isdecimal() else None

    def _with_reason(
        self, request: HttpRequest, queryset: QuerySet[Registration], verb: Callable[..., Any], action: str,
        question: Any, *, is_required: bool,
    ) -> HttpResponse | None:  # fmt: skip
        """Ask for the reason on a page of its own, with the number of people concerned; then act."""
        form = ReasonForm(request.POST if "apply" in request.POST else None, is_required=is_required)
        rows = queryset.select_related("person", "conference", "category", "filled_by")
        if form.is_bound and form.is_valid():
            self.each(request, rows, verb, reason=form.cleaned_data["reason"])
            return self._back(request)
        context = {
            **self.admin_site.each_context(request), "title": question, "opts": self.model._meta, "rows": rows,
            "form": form, "action": action, "checkbox_name": helpers.ACTION_CHECKBOX_NAME,
            "from_page": request.POST.get("from_page", ""), "confirm": CONFIRM[action],
        }  # fmt: skip
        return render(request, "registration/admin_reason.html", context)
