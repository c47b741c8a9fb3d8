"""Forms of places in sessions."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from conference.forms import SiteForm


class SeatsForm(SiteForm):
    seats = forms.IntegerField(
        label=_("Places in the session"), min_value=0, max_value=5000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )  # fmt: skip


class ReasonForm(SiteForm):
    reason = forms.CharField(
        label=_("Why the place is taken back"), max_length=500, help_text=_("The person reads it in the letter.")
    )
