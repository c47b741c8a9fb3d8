"""Consents, also those on paper; requests about personal data; acts of erasure."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from conference.forms import UploadField, one_person, people_of
from conference.models import Consent, ConsentText, DataRequest, ErasureAct, Person
from conference.services.acts import basis_words, category_words, log_words
from conference.services.consent import EVIDENCE_MOST_BYTES, note_paper_consent, withdraw_consent
from conference.uploads import SCANS

from .base import ReadOnly, ScopedAdmin


class PaperConsentForm(forms.ModelForm):
    """A consent signed on paper: who, which text, when, and the scan."""

    person = forms.CharField(label=_("Log-in e-mail or full name of the person"), max_length=254)
    scan = UploadField(
        label=_("Scan of the paper: PDF, JPEG or PNG, at most 10 MB"), kinds=SCANS, most_bytes=EVIDENCE_MOST_BYTES
    )
    given_at = forms.SplitDateTimeField(
        label=_("Signed"), initial=timezone.now, widget=admin.widgets.AdminSplitDateTime()
    )

    class Meta:
        model = Consent
        fields = ["person", "text", "language", "given_at"]

    people: QuerySet[Person]

    def clean_person(self) -> Person:
        return one_person(self.people, self.cleaned_data["person"])

    def _post_clean(self) -> None:
        """The service makes the row; the form only asks."""

    def save(self, commit: bool = True) -> Consent:
        return self.instance

    def save_m2m(self) -> None:
        """Nothing has many."""


@admin.register(Consent)
class ConsentAdmin(ScopedAdmin):
    conference_path = "text__conference"
    list_display = ["person", "text", "method", "given_at", "expires_at", "withdrawn_at"]
    list_filter = ["text__conference", "text__kind", "method"]
    list_select_related = ["person", "text"]
    search_fields = ["person__full_name", "person__latin_name", "person__email"]
    exclude = ["evidence_file"]
    actions = ["withdraw_by_letter"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None:
            return super().get_form(request, obj, change, **kwargs)
        texts = ConsentText.objects.filter(conference__in=self._mine(request)).select_related("conference")
        people = Person.objects.filter(is_active=True)
        if not request.user.is_superuser:
            people = people_of(*self._run(request))
        form = type("PaperConsentForm", (PaperConsentForm,), {"people": people})
        form.base_fields["text"].queryset = texts
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return [(None, {"fields": ["person", "text", "language", "given_at", "scan"]})]
        return super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), *(["scan_link"] if obj else [])]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A consent is never edited; the list may be worked on."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Consent, form: Any, change: bool) -> None:
        told = form.cleaned_data
        consent = note_paper_consent(
            told["person"], told["text"], by=request.user, language=told["language"], scan=told["scan"],
            on=min(told["given_at"], timezone.now()),
        )  # fmt: skip
        obj.pk = consent.pk
        obj.__dict__.update({key: value for key, value in consent.__dict__.items() if key != "_state"})

    @admin.display(description=_("scan of the paper"))
    def scan_link(self, consent: Consent) -> str:
        if not consent.evidence_file:
            return "–"
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:conference_consent_scan", args=[consent.pk]), _("Open")
        )

    def get_urls(self) -> list[URLPattern]:
        scan = path("<int:pk>/scan/", self.admin_site.admin_view(self.scan), name="conference_consent_scan")
        return [scan, *super().get_urls()]

    def scan(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The scan, for those who see the consent; never a public address."""
        if not self.has_view_permission(request):
            raise Http404
        consent = get_object_or_404(self.get_queryset(request).exclude(evidence_file=""), pk=pk)
        suffix = consent.evidence_file.name.rpartition(".")[2]
        return FileResponse(
            consent.evidence_file.open("rb"), as_attachment=True, filename=f"consent-{consent.pk}.{suffix}",
            content_type="application/octet-stream",
        )  # fmt: skip

    @admin.action(description=_("Withdraw: the person wrote a letter"), permissions=["change"])
    def withdraw_by_letter(self, request: HttpRequest, queryset: QuerySet[Consent]) -> None:
        self.each(request, queryset.select_related("text__conference", "person"), withdraw_consent, via="email")


@admin.register(DataRequest)
class DataRequestAdmin(ReadOnly, ScopedAdmin):
    """Read here, answered on the desk."""

    list_display = ["person", "kind", "received_at", "due", "answered_at", "answered_by"]
    list_filter = ["kind"]
    list_select_related = ["person", "answered_by"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[DataRequest]:
        rows = DataRequest.objects.all().order_by(*self.get_ordering(request) or ["-received_at"])
        if request.user.is_superuser:
            return rows
        here = self._run(request)
        mine = rows.filter(person__roles__conference__in=here) | rows.filter(
            person__consents__text__conference__in=here
        )
        return mine.distinct()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._works_here(request, obj)


@admin.register(ErasureAct)
class ErasureActAdmin(ReadOnly, ScopedAdmin):
    list_display = ["number", "conference", "why", "done_at", "executor_name"]
    list_filter = ["conference"]
    list_select_related = ["conference"]
    date_hierarchy = "done_at"
    exclude = ["categories", "basis", "log_extract"]
    readonly_fields = ["why", "what", "log"]

    @admin.display(description=_("why"))
    def why(self, act: ErasureAct) -> str:
        return basis_words(act.basis)

    @admin.display(description=_("what was destroyed"))
    def what(self, act: ErasureAct) -> str:
        return "; ".join(map(category_words, dict.fromkeys(act.categories)))

    @admin.display(description=_("extract from the log"))
    def log(self, act: ErasureAct) -> str:
        return " ".join(log_words(act))
