"""Tags and filters of every template: passages in the right language, typography, icons, the plait."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.html import conditional_escape, escape, format_html, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, override

from conference import plait as drawing
from conference.extensions import Block
from conference.models import Conference, Person
from conference.text import markdown as render_markdown
from conference.text import typography

register = template.Library()
FOR_SCRIPT = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
NAMES = {"ru": "Русский", "en": "English"}


def value_and_language(obj: models.Model, field: str) -> tuple[str, str]:
    """The field's text in the page's language, or in the other one when it is missing, and which it is."""
    here = get_language() or settings.LANGUAGE_CODE
    for language in (here, *(code for code, _name in settings.LANGUAGES if code != here)):
        if text := getattr(obj, f"{field}_{language}", None):
            return str(text), language
    return "", here


@register.simple_tag
def tr(obj: models.Model, field: str, mark: bool = True) -> SafeString:
    """``{% tr conference "title" %}``: the text, typeset; in the other language it is marked as such.

    With ``mark=False`` the fallback carries ``lang`` but no visible mark (inside links and headings).
    """
    text, language = value_and_language(obj, field)
    if not text:
        return SafeString("")
    body = typography(text, language)
    if language == get_language():
        return conditional_escape(body)
    if not mark:
        return format_html('<span lang="{}">{}</span>', language, body)
    note = gettext("only in this language: %(language)s") % {"language": NAMES[language]}
    return format_html(
        '<span lang="{}">{}</span> <span class="lang-mark"><span aria-hidden="true">{}</span>'
        '<span class="sr">({})</span></span>',
        language,
        body,
        language.upper(),
        note,
    )


@register.simple_tag
def lang_attr(obj: models.Model, field: str) -> SafeString:
    """`` lang="ru"`` for an option, which can hold words alone, when *field* is only in the other language."""
    text, language = value_and_language(obj, field)
    return format_html(' lang="{}"', language) if text and language != get_language() else SafeString("")


@register.simple_tag
def tr_markdown(obj: models.Model, field: str) -> SafeString:
    """A Markdown field as safe HTML in the page's language, or wrapped in ``lang`` with a note above it."""
    text, language = value_and_language(obj, field)
    conference = obj if isinstance(obj, Conference) else getattr(obj, "conference", None)
    html = mark_safe(render_markdown(text, language, lambda target: resolve_target(target, conference)))  # noqa: S308 — nh3
    if language == get_language():
        return html
    note = gettext("This text has not been translated yet. It is shown in the language in which it was written.")
    return format_html('<p class="note">{}</p><div lang="{}">{}</div>', note, language, html)


def resolve_target(target: str, conference: Conference | None) -> str:
    """``page:about`` and the like as an address within *conference*; ``#`` when there is none."""
    kind, _, name = target.partition(":")
    routes = {
        "page": ("page", {"slug": name}),
        "register": ("registration:start", {}),
        "workshops": ("workshops:track_list", {}),
        "submit": ("workshops:submit", {}),
        "proceedings": ("proceedings:volumes", {}),
        "news": ("news", {}),
        "programme": ("workshops:programme", {}),
        "questions": ("workshops:season_questions", {}),
        "consultations": ("workshops:consultations", {}),
        "statistics": ("workshops:statistics", {}),
        "my-link": ("workshops:link_again", {}),
        "now": ("registration:now", {}),
    }
    if kind == "library":  # the whole installation has one
        return reverse("library:list")
    if conference is None or kind not in routes:
        return "#"
    route, kwargs = routes[kind]
    try:
        return conference.url(route, **kwargs)
    except NoReverseMatch:  # a page whose name somebody mistyped in a text
        return "#"


@register.filter
def typo(text: Any) -> str:
    """Non-breaking spaces as the page's language prints them. Use it on interface texts that may break badly."""
    return typography(str(text), get_language() or "ru")


@register.simple_tag
def person_name(person: Person) -> SafeString:
    """The person's name for this page, isolated from its surroundings and marked when in another script."""
    language = get_language() or "ru"
    name = person.name_in(language)
    is_cyrillic = any("А" <= char <= "я" for char in name)
    if language == "en" and is_cyrillic:
        return format_html('<bdi lang="ru">{}</bdi>', name)
    return format_html("<bdi>{}</bdi>", name)


@register.filter
def date_range(starts: date, ends: date) -> str:
    """17–18 июня 2027 / 17–18 June 2027; two months: 30 June – 1 July 2027; one day: 17 June 2027."""
    if starts == ends:
        return date_format(starts, "DATE_FORMAT")
    if (starts.year, starts.month) == (ends.year, ends.month):
        return f"{starts.day}–{date_format(ends, 'DATE_FORMAT')}"
    if starts.year == ends.year:
        return f"{date_format(starts, 'DAY_MONTH')} – {date_format(ends, 'DATE_FORMAT')}"
    return f"{date_format(starts, 'DATE_FORMAT')} – {date_format(ends, 'DATE_FORMAT')}"


@register.filter(expects_localtime=True)  # as ``date`` and ``time`` beside it
def day_month(day: date) -> str:
    """17 июня / 17 June, with a non-breaking space; of a moment the day in the zone that is active."""
    return date_format(day, "DAY_MONTH").replace(" ", "\u00a0")


@register.simple_tag
def conf_url(conference: Conference, name: str, **kwargs: Any) -> str:
    """``{% conf_url conference "page" slug="about" %}``"""
    return conference.url(name, **kwargs)


@register.simple_tag
def url_in(language: str, name: str, **kwargs: Any) -> str:
    """Address of a page in the given language."""
    with override(language):
        return reverse(name, kwargs=kwargs)


@register.simple_tag
def linked_data(said: dict[str, Any]) -> SafeString:
    """schema.org as a block of data that no browser runs; nothing in it can end the block."""
    body = json.dumps(said, ensure_ascii=False).translate(FOR_SCRIPT)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(body))


@register.simple_tag
def plait(kind: str = "hero") -> SafeString:
    """The identity motif: ``hero``, ``footer``, ``cover`` or ``mark``."""
    return mark_safe(drawing.draw(kind))  # noqa: S308 — our own numbers


@register.filter
def as_typed(text: Any) -> SafeString:
    """What somebody typed in whatever language: Cyrillic words on an English page say that they are Russian."""
    typed = str(text)
    is_cyrillic = any("\u0400" <= char <= "\u04ff" for char in typed)
    return format_html('<span lang="ru">{}</span>', typed) if is_cyrillic and get_language() != "ru" else escape(typed)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    return mapping.get(key) if hasattr(mapping, "get") else None


@register.simple_tag(takes_context=True)
def draw_block(context: template.Context, block: Block) -> SafeString:
    """Another room's piece of this page; its context is at hand by its own names and as ``block``."""
    with context.push(block=block.context, **block.context):
        return context.template.engine.get_template(block.template).render(context)


QUOTATION = re.compile(r"([«“][^«»“”]{3,400}[»”])")


@register.filter
def quotations_in(text: str, language: str) -> SafeString:
    """A plain text in *language* with its addresses as links; what it quotes in the other language carries ``lang``."""
    parts = []
    for part in QUOTATION.split(text):
        shown = urlize(part, nofollow=True, autoescape=True)
        cyrillic = sum("а" <= char <= "я" or char == "ё" for char in part.lower())
        latin = sum("a" <= char <= "z" for char in part.lower())
        own = "ru" if cyrillic > latin else "en"
        is_quoted = QUOTATION.fullmatch(part) is not None and own != language
        parts.append(f'<span lang="{own}">{shown}</span>' if is_quoted else shown)
    return mark_safe("".join(parts))  # noqa: S308 — urlize escapes every part
