"""For the pages of statements, crew and materials."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from conference.models import Conference
from conference.templatetags.vmeste import value_and_language

register = template.Library()


@register.filter
def in_zone(moment: datetime, conference: Conference) -> datetime:
    """The moment by the clock of the conference; already local to whatever prints it."""
    return timezone.localtime(moment, conference.zone).replace(tzinfo=None)


@register.simple_tag
def tr_plain(row: Any, field: str) -> str:
    """A bilingual text for an attribute: in the page's language, else in the other one, escaped."""
    return value_and_language(row, field)[0]


@register.simple_tag
def other_language(row: Any, field: str) -> dict[str, str]:
    """The text in the language that the page is not in, and which that is; empty where it is missing."""
    code = "en" if (get_language() or "ru") == "ru" else "ru"
    return {"text": getattr(row, f"{field}_{code}", "") or "", "language": code}
