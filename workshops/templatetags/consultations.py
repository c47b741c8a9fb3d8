"""Days in short, and texts of consultations in the language in which they were typed."""

from __future__ import annotations

import re
from datetime import date

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from conference.models import Conference
from workshops import zones

register = template.Library()
CYRILLIC = re.compile("[\u0400-\u04ff]")


def language_of(text: str) -> str:
    """Russian when most letters are Cyrillic, else English."""
    letters = [char for char in text if char.isalpha()]
    return "ru" if 2 * len(CYRILLIC.findall(text)) > len(letters) else "en"


@register.filter(expects_localtime=True)  # as ``date`` and ``time`` beside it
def short_day(day: date) -> str:
    """«пн, 24 ноября» / “Mon, 24 November”, unbreakable; of a moment the day in the zone that is active."""
    weekday = date_format(day, "D")
    weekday = weekday.lower() if get_language() == "ru" else weekday.capitalize()
    return f"{weekday}, {date_format(day, 'DAY_MONTH')}".replace(" ", "\u00a0")


@register.filter
def clock_of(conference: Conference) -> str:
    """“Moscow (UTC+3)”: by which clock the times of *conference* are told."""
    return zones.named(conference.zone, timezone.now())


@register.filter
def in_own_language(text: str) -> SafeString:
    """Paragraphs of *text*, marked with its language where that is not the page's."""
    shown, language = mark_safe(linebreaks(text, autoescape=True)), language_of(text)  # noqa: S308
    return shown if language == get_language() else format_html('<div lang="{}">{}</div>', language, shown)


@register.filter
def words_in_own_language(text: str) -> SafeString | str:
    """A line of *text*, such as a school's name, marked with its language where that is not the page's."""
    language = language_of(text)
    return text if language == get_language() else format_html('<span lang="{}">{}</span>', language, text)
