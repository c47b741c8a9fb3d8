"""Delegations: records here, accreditation on the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from conference.admin.base import BilingualAdmin
from conference.moves import refusal_words
from registration.models import Delegation, Registration
from registration.services import delegations as services
from registration.services import seats as hall
from registration.services.delegations.inviting import no_seats, number_delegation

from .registrations import MINE_ONLY


class DelegationForm(forms.ModelForm):
    """Seats are never fewer than there are people, and the hall has to have them."""

    def clean_seats(self) -> int:
        seats: int = self.cleaned_data["seats"]
        if self.instance.pk:
            people = self.instance.registrations.filter(
                state__in=[*Registration.ACTIVE, Registration.State.DRAFT]
            ).count()
            if seats < people:
                raise ValidationError(_("%(count)d people are in the delegation already."), params={"count": people})
        return seats

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        category = data.get("category") or self.instance.category
        wanted = (data.get("seats") or 0) - (self.instance.seats_held if self.instance.pk else 0)
        left = category.seats_left() if category else None
        if category and left is not None and wanted > left:
            self.add_error("seats", no_seats(category))
        return data


@admin.register(Delegation)
class DelegationAdmin(BilingualAdmin):
    form = DelegationForm
    list_display = ["number", "body", "country_name", "state", "focal_point", "people", "seats", "held_until"]
    list_filter = ["state", ("conference", MINE_ONLY)]
    list_select_related = ["conference", "focal_point"]
    search_fields = ["number", "body_ru", "body_en", "focal_point__full_name", "focal_point__latin_name"]
    autocomplete_fields = ["focal_point"]
    readonly_fields = ["number", "state", "seats_held", "seats_used", "desk_link"]
    fieldsets = [
        (None, {"fields": ["number", "state", "desk_link", "conference", "category", "country", "body"]}),
        (_("Focal point"), {"fields": ["focal_point", "focal_email", "language"]}),
        (_("Seats"), {"fields": ["seats", "held_until", "seats_held", "seats_used"]}),
        (_("Credentials"), {"fields": [
            "credentials", "nomination_number", "nomination_date", "nomination_signed_by",
        ]}),
        (_("Notes"), {"fields": ["remarks", "note"]}),
    ]  # fmt: skip
    actions = ["invite"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delegation]:
        return super().get_queryset(request).with_people()

    def save_model(self, request: HttpRequest, obj: Delegation, form: Any, change: bool) -> None:
        """The number is given once; seats are held in the hall by the same verbs as on the desk."""
        granted, until = obj.seats, obj.held_until
        if change and {"seats", "held_until"} & set(form.changed_data):
            obj.seats = Delegation.objects.get(pk=obj.pk).seats
            super().save_model(request, obj, form, change)
            try:
                services.set_seats(obj, by=request.user, seats=granted, held_until=until)
            except ValidationError as refusal:
                messages.error(request, refusal_words(refusal))
            return
        super().save_model(request, obj, form, change)
        number_delegation(obj)
        if not change and not hall.hold_seats(obj, obj.seats):
            messages.warning(request, _("The hall has no seats left to hold for this delegation."))

    @admin.action(description=_("Send the invitation with the code"), permissions=["change"])
    def invite(self, request: HttpRequest, queryset: QuerySet[Delegation]) -> None:
        self.each(request, queryset.select_related("conference", "focal_point"), services.invite)

    @admin.display(description=_("country"), ordering="country")
    def country_name(self, delegation: Delegation) -> str:
        return str(delegation.country.name)

    @admin.display(description=_("people"), ordering="people")
    def people(self, delegation: Delegation) -> int:
        return int(delegation.people)  # type: ignore[attr-defined]

    @admin.display(description=_("accreditation"))
    def desk_link(self, delegation: Delegation) -> str:
        if not delegation.pk:
            return "–"
        url = delegation.conference.url("registration:desk_delegation", pk=delegation.pk)
        return format_html('<a href="{}">{}</a>', url, _("Open on the desk"))
