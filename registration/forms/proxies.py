"""Consents that a representative confirms for others: each text with a box of its own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, ConsentText

from .consent_texts import ConsentTexts, title_in_sentence


class ProxyConsentsForm(ConsentTexts):
    """The texts in force, confirmed in the name of others."""

    needed = _("Without this consent we may not keep their data. Tick the box to go on")

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_texts(conference)

    def label_of(self, text: ConsentText) -> str:
        title = title_in_sentence(text)
        return gettext("They have read the text and give the “%(title)s” through me") % {"title": title}

    def given(self) -> list[tuple[ConsentText, str]]:
        """The texts confirmed, each with the language in which it was read."""
        language = get_language() or "ru"
        return [(text, language) for text in self.texts_given()]
