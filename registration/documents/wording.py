"""What every document of taking part says about its conference, in both languages."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from conference.letterhead import letterhead
from conference.models import Conference, IssuedDocument
from conference.text import typography

from .addressing import suggest_latin
from .countries import country_name

SHORT = {"ru": "РУС", "en": "ENG", "fr": "FRA"}


def titled(issued: IssuedDocument) -> str:
    """The conference's title in the document's language."""
    return wording(issued.conference, issued.language)["title"]


def wording(conference: Conference, language: str) -> dict[str, str]:
    """What the letter says about the conference in *language*, typeset. Only the title falls back to the other one."""
    names = ("signatory", "signatory_post")
    own = {name: getattr(conference, f"{name}_{language}") or "" for name in names}
    with override(language):
        own["check"] = settings.SITE_URL + reverse("verify_form")
    if language == "en":
        own["signatory"] = own["signatory"] or suggest_latin(conference.signatory_ru or "")  # type: ignore[attr-defined]
    head = letterhead(conference, language)
    own["signatory"] = own["signatory"] or head["organiser"]
    return head | {name: typography(text, language) for name, text in own.items()}


SCRIPTS = (("\u0530", "\u058f", "hy"), ("\u10a0", "\u10ff", "ka"), ("\u0400", "\u052f", "ru"))


def script_of(text: str) -> str:
    """The language to which the script of *text* points a reader's voice: ``hy``, ``ka``, ``ru``, else ``en``."""
    letters = [char for char in text if char.isalpha()]
    return next((code for low, high, code in SCRIPTS if any(low <= char <= high for char in letters)), "en")


def both_countries(code: str) -> list[tuple[str, str]]:
    """The country's name in Russian and English, each with its language; one of them when they are alike."""
    names = [(country_name(code, language), language) for language in ("ru", "en")] if code else []
    return [(name, language) for name, language in names if name]
