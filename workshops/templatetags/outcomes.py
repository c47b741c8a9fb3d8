"""Tags of the outcome documents: word differences, who said what, texts in both languages."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conference.templatetags.vmeste import person_name
from conference.text import typography
from workshops.models import ClauseVersion, OutcomeDocument, Recommendation
from workshops.services.outcomes import difference as difference_between

register = template.Library()
TAGS = {"removed": "del", "added": "ins"}


@register.simple_tag
def difference(old: str, new: str, language: str) -> SafeString:
    """Both texts as one: what goes is ``<del>``, what comes is ``<ins>``, each also said in words to listeners."""
    said = {"removed": _("removed:"), "added": _("added:")}
    pieces = []
    for kind, text in difference_between(old, new):
        body = paragraph_breaks(typography(text, language))
        if kind == "same":
            pieces.append(body)
            continue
        here = get_language() or "ru"
        words = format_html('<span class="sr" lang="{}">{} </span>', here, said[kind])
        pieces.append(format_html("<{0}>{1}{2}</{0}>", TAGS[kind], words, body))
    return format_html('<div class="diff" lang="{}">{}</div>', language, mark_safe("".join(pieces)))  # noqa: S308 — escaped


def paragraph_breaks(text: str) -> SafeString:
    """*text* escaped, its line ends shown."""
    lines = text.splitlines() or [""]
    tail = [""] if text.endswith("\n") else []
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in [*lines, *tail]))


@register.simple_tag
def passage(text: str, language: str) -> SafeString:
    """A text as paragraphs in its own language, typeset."""
    parts = [part.strip() for part in text.splitlines() if part.strip()]
    body = format_html_join("", "<p>{}</p>", ((typography(part, language),) for part in parts))
    return format_html('<div lang="{}">{}</div>', language, body)


@register.simple_tag
def said_by(said: Any) -> SafeString:
    """Who speaks: the name when they consented, the body they speak for; else “a participant”."""
    name = person_name(said.author) if said.is_named and said.author else SafeString("")
    if said.on_behalf_of:
        body = format_html("<bdi>{}</bdi>", said.on_behalf_of)
        return format_html("{}, {}", name, body) if name else body
    return name or SafeString(conditional_escape(_("a participant of the conference")))


@register.simple_tag
def before_text(row: dict[str, Any], language: str) -> str:
    """The text of the version before *row* in *language*; empty for the first one."""
    before: ClauseVersion | None = row["before"]
    return before.in_language(language) if before else ""


@register.filter
def text_in(row: Recommendation | ClauseVersion | Any, language: str) -> str:
    return row.in_language(language)


@register.simple_tag
def base_text(amendment: Any, language: str) -> str:
    """The text that a proposal changes, in *language*."""
    return amendment.base.in_language(language) if amendment.base else ""


@register.simple_tag
def answer_of(amendment: Any) -> SafeString:
    """The reason of a decision in the page's language, or in the other one, marked as such."""
    text, language = amendment.answer_in(get_language() or "ru")
    return format_html('<span lang="{}">{}</span>', language, typography(text, language)) if text else SafeString("")


@register.simple_tag
def reason_of(version: ClauseVersion) -> SafeString:
    """Why a version came about, in the page's language, or in the other one, marked as such."""
    here = get_language() or "ru"
    other = "en" if here == "ru" else "ru"
    for language in (here, other):
        if text := getattr(version, f"reason_{language}"):
            return format_html('<span lang="{}">{}</span>', language, typography(text, language))
    return SafeString("")


@register.simple_tag
def outcome_title(document: OutcomeDocument) -> SafeString:
    """The title in the page's language, or in the other one with ``lang``."""
    here = get_language() or "ru"
    for language in (here, "en" if here == "ru" else "ru"):
        if text := document.text("title", language):
            return format_html('<span lang="{}">{}</span>', language, typography(text, language))
    return SafeString("")
