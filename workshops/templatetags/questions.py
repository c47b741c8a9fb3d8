"""Words of questions and answers as several paragraphs, in the language they have."""

from __future__ import annotations

from django import template
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from conference.templatetags.vmeste import value_and_language
from conference.text import typography

register = template.Library()


@register.simple_tag
def passages(obj: models.Model, field: str) -> SafeString:
    """The paragraphs of a field of plain text, typeset, with ``lang`` when they are in the other language."""
    text, language = value_and_language(obj, field)
    parts = (part.strip() for part in typography(text, language).split("\n") if part.strip())
    html = format_html_join("", "<p>{}</p>", ((part,) for part in parts))
    if language == get_language():
        return html
    return format_html('<div lang="{}">{}</div>', language, html)
