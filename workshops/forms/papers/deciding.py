"""What the chair writes with a decision."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from conference.forms import SiteForm


class DecisionForm(SiteForm):
    """What the chair writes to the author with the decision."""

    note = forms.CharField(
        label=gettext_lazy("Note to the author"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The author reads it in the letter and on the page of the paper."),
    )  # fmt: skip
