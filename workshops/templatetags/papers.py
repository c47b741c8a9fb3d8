"""Tags of the papers: authors' names and plain texts in the right language."""

from __future__ import annotations

import re

from django import template
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from conference.templatetags.vmeste import value_and_language
from conference.text import typography
from workshops.models import Author

register = template.Library()


def paragraphs(text: str, language: str) -> SafeString:
    """Plain text as paragraphs: escaped, typeset; nothing typed in it becomes markup."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if block.strip()]
    return format_html_join("\n", "<p>{}</p>", ((typography(block, language),) for block in blocks))


@register.simple_tag
def tr_text(obj: models.Model, field: str) -> SafeString:
    """A plain-text field as paragraphs in the page's language, or in the other one, wrapped in ``lang``."""
    text, language = value_and_language(obj, field)
    html = paragraphs(text, language)
    return html if language == get_language() else format_html('<div lang="{}">{}</div>', language, html)


@register.simple_tag
def text_in(text: str | None, language: str) -> SafeString:
    """*text*, known to be in *language*, as paragraphs."""
    return paragraphs(text or "", language)


@register.simple_tag
def free_text(text: str | None) -> SafeString:
    """Text of unknown language, such as a chair's note: paragraphs marked with the language of its letters."""
    told = text or ""
    cyrillic = sum("А" <= char <= "я" or char in "Ёё" for char in told)
    latin = sum(char.isascii() and char.isalpha() for char in told)
    language = "ru" if cyrillic > latin else "en"
    html = paragraphs(told, language)
    return html if language == get_language() else format_html('<div lang="{}">{}</div>', language, html)


@register.simple_tag
def author_name(author: Author) -> SafeString:
    """Given name, then family name, in the page's language when known, else marked as the other one."""
    here = get_language() or "ru"
    for language in (here, "en" if here == "ru" else "ru"):
        given, family = getattr(author, f"given_{language}"), getattr(author, f"family_{language}")
        if family:
            name = f"{given or ''} {family}".strip()
            return format_html("<bdi{}>{}</bdi>", _lang(language, here), typography(name, language))
    return SafeString("")


@register.simple_tag
def author_whereabouts(author: Author) -> SafeString:
    """Position, organisation, city and country of an author, as far as they are known, with commas between."""
    here = get_language() or "ru"
    known = [value_and_language(author, field) for field in ("position", "affiliation", "city")]
    parts = [(text, language) for text, language in known if text]
    if author.country:
        parts.append((str(author.country.name), here))
    spans = [format_html("<span{}>{}</span>", _lang(of, here), typography(text, of)) for text, of in parts]
    return format_html_join(", ", "{}", ((span,) for span in spans))


def _lang(language: str, here: str) -> SafeString:
    return SafeString("") if language == here else format_html(' lang="{}"', language)
