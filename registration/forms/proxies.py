"""Consents that a representative confirms for others: each text with a box of its own."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from conference.forms import SiteForm
from conference.models import Conference, ConsentText
from conference.text import typography

NEEDED = _("Without this consent we may not keep their data. Tick the box to go on")


class ProxyConsentsForm(SiteForm):
    """The texts in force, but for the one about access needs, which is asked for beside them."""

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in ConsentText.Kind if kind != ConsentText.Kind.SPECIAL_CATEGORY]
        found = [ConsentText.objects.in_force(conference, kind) for kind in kinds]
        self.texts = [text for text in found if text]
        for text in self.texts:
            self.fields[f"consent_{text.kind}"] = forms.BooleanField(
                label=proxy_label(text), required=text.kind in ConsentText.REQUIRED_KINDS,
                error_messages={"required": NEEDED},
            )  # fmt: skip
            self.fields[f"shown_{text.kind}"] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, initial=text.pk
            )

    def documents(self) -> list[dict[str, Any]]:
        """Each text with its box, for the page."""
        return [
            {
                "text": text,
                "field": self[f"consent_{text.kind}"],
                "shown": self[f"shown_{text.kind}"],
                "is_needed": text.kind in ConsentText.REQUIRED_KINDS,
            }
            for text in self.texts
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for text in self.texts:
            if data.get(f"consent_{text.kind}") and data.get(f"shown_{text.kind}") != text.pk:
                self.add_error(f"consent_{text.kind}", _("This text has changed meanwhile. Read it again, please"))
        return data

    def given(self) -> list[tuple[ConsentText, str]]:
        """The texts confirmed, each with the language in which it was read."""
        language = get_language() or "ru"
        return [(text, language) for text in self.texts if self.cleaned_data.get(f"consent_{text.kind}")]


def proxy_label(text: ConsentText) -> str:
    here = get_language() or "ru"
    title = typography(getattr(text, f"title_{here}") or text.title, here)
    if here == "ru":
        title = re.sub(r"^согласие\s+(?=на\s)", "", title, flags=re.IGNORECASE)
    return gettext("They have read the text and give the “%(title)s” through me") % {"title": title}
