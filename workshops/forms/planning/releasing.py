from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conference.forms import SiteForm


class ReleaseForm(SiteForm):
    """The name of a release, what has changed in words, and that the warnings have been read."""

    name_ru = forms.CharField(label=pgettext_lazy("of a thing", "Name in Russian"), max_length=120)
    name_en = forms.CharField(label=pgettext_lazy("of a thing", "Name in English"), max_length=120, required=False)
    note_ru = forms.CharField(
        label=_("What has changed, in Russian"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note_en = forms.CharField(
        label=_("What has changed, in English"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    notify = forms.BooleanField(label=_("Write to those whom the changes concern"), required=False, initial=True)
    read = forms.BooleanField(
        label=_("I have read the warnings and release the programme with them"),
        error_messages={"required": _("Read the warnings, then tick the box")},
    )

    def __init__(self, *args: Any, has_warnings: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_warnings:
            del self.fields["read"]
