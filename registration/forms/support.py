"""What participants ask to be paid for, and what is decided about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from conference.forms import SiteForm
from registration.models import Support

MOST = 90


def quantity_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("How many"), min_value=1, max_value=MOST, initial=1,
        help_text=_("Journeys, nights or days of allowance"),
        error_messages={"required": _("Say how many"), "invalid": _("Write a whole number")},
    )  # fmt: skip


class SupportForm(SiteForm):
    """One wish of a participant."""

    item = forms.ChoiceField(
        label=_("What should be paid for"), choices=Support.Item.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what should be paid for")},
    )  # fmt: skip
    quantity = quantity_field()
    payer = forms.ChoiceField(
        label=_("Who pays"), choices=Support.Payer.choices, widget=forms.RadioSelect, initial=Support.Payer.ORGANISER,
        error_messages={"required": _("Choose who pays")},
    )  # fmt: skip
    asked = forms.CharField(
        label=_("In your own words"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only the organisers read it"),
    )  # fmt: skip


class GrantForm(SiteForm):
    """Granted as asked, or with another payer or quantity."""

    payer = forms.ChoiceField(label=_("Who pays"), choices=Support.Payer.choices)
    quantity = quantity_field()
    note = forms.CharField(
        label=_("Note to the participant"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class DeclineForm(SiteForm):
    note = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write the reason: the person reads it.")},
    )  # fmt: skip


class AmountForm(SiteForm):
    """The amount, for finance officers."""

    amount = forms.DecimalField(
        label=_("Amount"), max_digits=12, decimal_places=2, min_value=0, required=False, localize=True,
        error_messages={"invalid": _("Write the amount in digits, for example 1250.50")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
    )  # fmt: skip
    currency = forms.ChoiceField(label=_("Currency"), choices=[("", "–"), *Support.Currency.choices], required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("amount") is not None and not data.get("currency"):
            raise ValidationError({"currency": _("Choose the currency")})
        return data
