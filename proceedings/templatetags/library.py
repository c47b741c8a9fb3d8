"""Texts and lines of the library."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext

from conference.templatetags.vmeste import resolve_target, value_and_language
from conference.text import markdown
from proceedings.models import Material
from proceedings.services.library.tables import that_scroll
from proceedings.services.library.timing import in_words, iso_duration

register = template.Library()


@register.simple_tag
def material_text(shown: Any, field: str = "body") -> SafeString:
    """A Markdown text of a material as safe HTML; one that exists in the other language alone says so above."""
    text, language = value_and_language(shown, field)
    html = markdown(text, language, lambda target: resolve_target(target, shown.conference))
    safe = mark_safe(that_scroll(html, pgettext("in a material", "Table")))  # noqa: S308 — nh3 has cleaned it
    if language == get_language():
        return safe
    note = gettext("This text has not been translated yet. It is shown in the language in which it was written.")
    return format_html('<p class="note">{}</p><div lang="{}">{}</div>', note, language, safe)


@register.simple_tag
def other_title(shown: Any) -> SafeString:
    """The title in the other language, where there are both."""
    here = get_language() or "ru"
    other = "en" if here == "ru" else "ru"
    mine, theirs = getattr(shown, f"title_{here}"), getattr(shown, f"title_{other}")
    return format_html('<p class="alt" lang="{}">{}</p>', other, theirs) if mine and theirs else SafeString("")


@register.filter
def kind_words(material: Material) -> str:
    """What it is, in one word or two: a practical material says what it is for."""
    return str(material.get_genre_display() if material.genre else material.get_kind_display())


@register.filter
def duration_words(seconds: int | None) -> str:
    return in_words(seconds) if seconds else ""


@register.filter
def duration_iso(seconds: int | None) -> str:
    return iso_duration(seconds or 0)


@register.filter
def untranslated(row: Any) -> str:
    """Which language the title lacks: “no English”."""
    has_english = row.get("title_en") if isinstance(row, dict) else row.title_en
    return gettext("no Russian") if has_english else gettext("no English")
