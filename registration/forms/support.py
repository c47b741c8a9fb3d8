"""What participants ask to be paid for, and what is decided about it."""

from __future__ import annotations

import re
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
        error_messages={
            "required": _("Say how many"), "invalid": _("Write a whole number"),
            "min_value": _("Write a number from 1 to 90"), "max_value": _("Write a number from 1 to 90"),
        },
    )  # fmt: skip


PAYERS = [choice for choice in Support.Payer.choices if choice[0] != Support.Payer.OWN]
"""Support is what somebody else pays: one's own means are no answer."""


class SupportForm(SiteForm):
    """One wish of a participant."""

    item = forms.ChoiceField(
        label=_("What should be paid for"), choices=Support.Item.choices, widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what should be paid for"), "invalid_choice": _("Choose what should be paid for"),
        },
    )  # fmt: skip
    quantity = quantity_field()
    payer = forms.ChoiceField(
        label=_("Who pays"), choices=PAYERS, widget=forms.RadioSelect, initial=Support.Payer.ORGANISER,
        error_messages={"required": _("Choose who pays"), "invalid_choice": _("Choose who pays")},
    )  # fmt: skip
    asked = forms.CharField(
        label=_("In your own words"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only the organisers read it"),
    )  # fmt: skip


class GrantForm(SiteForm):
    """Granted as asked, or with another payer or quantity."""

    payer = forms.ChoiceField(
        label=_("Who pays"), choices=PAYERS,
        error_messages={"required": _("Choose who pays"), "invalid_choice": _("Choose who pays")},
    )  # fmt: skip
    quantity = quantity_field()
    note = forms.CharField(
        label=_("Note to the participant"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class DeclineForm(SiteForm):
    note = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write the reason: the person reads it.")},
    )  # fmt: skip


class Amount(forms.DecimalField):
    """«12 500,50», “12,500.50” and 12500.50 are the same sum."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(plain_number(value) if isinstance(value, str) else value)


def plain_number(text: str) -> str:
    """*text* without spaces between thousands and with a point; of two kinds of marks the last one is the point."""
    text = re.sub(r"[\s\u00a0\u202f'’]", "", text)
    if "," in text and "." in text:
        grouping = "," if text.rfind(",") < text.rfind(".") else "."
        text = text.replace(grouping, "")
    return text.replace(",", ".") if text.count(",") == 1 else text


class AmountForm(SiteForm):
    """The amount, for finance officers."""

    amount = Amount(
        label=_("Amount"), max_digits=12, decimal_places=2, min_value=0, required=False, localize=True,
        error_messages={
            "invalid": _("Write the amount in digits, for example 1250.50"),
            "min_value": _("The amount cannot be less than zero"),
            "max_digits": _("The amount is too large"), "max_whole_digits": _("The amount is too large"),
            "max_decimal_places": _("Write no more than two digits after the point"),
        },
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
    )  # fmt: skip
    currency = forms.ChoiceField(label=_("Currency"), choices=[("", "–"), *Support.Currency.choices], required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("amount") is not None and not data.get("currency"):
            raise ValidationError({"currency": _("Choose the currency")})
        return data
