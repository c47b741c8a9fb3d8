"""The texts of consents in a form: each is a document of its own with a box of its own."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from conference.forms import SiteForm
from conference.models import Conference, ConsentText
from conference.text import typography


class ConsentTexts(SiteForm):
    """Asks for the texts in force, but for the one about access needs, which is asked for beside them.

    The form says in ``needed`` why one may not go on without a text that is required, and in ``label_of`` what ticking
    the box says. A text that was replaced while somebody read it is refused.
    """

    needed: Any
    texts: list[ConsentText]

    def label_of(self, text: ConsentText) -> str:
        raise NotImplementedError

    def ask_for_texts(self, conference: Conference) -> None:
        kinds = [kind for kind in ConsentText.Kind if kind != ConsentText.Kind.SPECIAL_CATEGORY]
        found = [ConsentText.objects.in_force(conference, kind) for kind in kinds]
        self.texts = [text for text in found if text]
        for text in self.texts:
            self.fields[f"consent_{text.kind}"] = forms.BooleanField(
                label=self.label_of(text), required=text.kind in ConsentText.REQUIRED_KINDS,
                error_messages={"required": self.needed},
            )  # fmt: skip
            self.fields[f"shown_{text.kind}"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
            self.initial[f"shown_{text.kind}"] = text.pk

    def documents(self) -> list[dict[str, Any]]:
        """Each text with its box, and with what may be forbidden where the form asks for it, for the page."""
        return [
            {
                "text": text,
                "field": self[f"consent_{text.kind}"],
                "shown": self[f"shown_{text.kind}"],
                "is_needed": text.kind in ConsentText.REQUIRED_KINDS,
                "limits": self[f"limits_{text.kind}"] if f"limits_{text.kind}" in self.fields else None,
            }
            for text in self.texts
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for text in self.texts:
            if data.get(f"consent_{text.kind}") and data.get(f"shown_{text.kind}") != text.pk:
                self.add_error(f"consent_{text.kind}", _("This text has changed meanwhile. Read it again, please"))
        return data

    def texts_given(self) -> list[ConsentText]:
        return [text for text in self.texts if self.cleaned_data.get(f"consent_{text.kind}")]


def title_in_sentence(text: ConsentText) -> str:
    """The title of *text* within a sentence: «Даю согласие на обработку персональных данных», in English as it is."""
    here = get_language() or "ru"
    title = typography(getattr(text, f"title_{here}") or text.title, here)
    if here != "ru":
        return title
    return re.sub(r"^Согласие(?=\s)", "согласие", title) if title.startswith("Согласие") else f"согласие: «{title}»"
