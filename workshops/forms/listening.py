"""The form by which a listener asks for the personal link again."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from conference.forms import SiteForm


class LinkForm(SiteForm):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("The address to which letters about events come."),
        error_messages={
            "required": _("Enter the e-mail address"),
            "invalid": _("The e-mail address is not complete. It looks like name@example.org"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )  # fmt: skip
