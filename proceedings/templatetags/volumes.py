"""Tags of the proceedings: names and titles in the right language, typeset texts."""

from __future__ import annotations

import re

import pyphen
from django import template
from django.db import models
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

from conference.templatetags.vmeste import value_and_language
from conference.text import typography
from proceedings import gost
from proceedings.models import Article, ArticleAuthor

register = template.Library()
LONG_WORD = re.compile(r"(<[^>]+>|&\w+;)|[^\W\d_]{10,}")
HYPHENATION = {code: pyphen.Pyphen(lang=code, left=3, right=3) for code in ("ru_RU", "en_GB")}


@register.simple_tag
def other_title(article: Article) -> SafeString:
    """The title in the language that the page is not in, marked with it; nothing when there is none."""
    _shown, shown_language = value_and_language(article, "title")
    language = "en" if shown_language == "ru" else "ru"
    text = getattr(article, f"title_{language}")
    return (
        format_html('<p class="alt" lang="{}">{}</p>', language, typography(text, language)) if text else SafeString("")
    )


@register.simple_tag
def names(article: Article) -> SafeString:
    """The authors as a list of contents has them, «Иванов И. И., Петрова А. С.», in the page's language."""
    return format_html("{}", ", ".join(short_name(author) for author in article.authors.all()))


def short_name(author: ArticleAuthor) -> str:
    language = get_language() or "ru"
    family = getattr(author, f"family_{language}")
    given = getattr(author, f"given_{language}")
    if not family:
        other = "en" if language == "ru" else "ru"
        family, given = getattr(author, f"family_{other}"), getattr(author, f"given_{other}")
    return typography(gost.inverted(gost.Name(family or "", given or "")), language)


@register.filter
def typeset(text: str | None, language: str) -> str:
    """Plain text with the non-breaking spaces of *language*."""
    return typography(text or "", language)


@register.filter
def softly(html: str) -> SafeString:
    """*html* of a heading with soft hyphens in its long words, for narrow screens and browsers without dictionaries."""
    return SafeString(LONG_WORD.sub(_soften, conditional_escape(html)))


def _soften(found: re.Match[str]) -> str:
    if found[1]:
        return found[0]
    rules = HYPHENATION["ru_RU" if re.search("[а-яё]", found[0], re.I) else "en_GB"]
    return rules.inserted(found[0], "\u00ad")


@register.filter
def doi_link(doi: str) -> SafeString:
    """The link of a DOI, which in a narrow place breaks after its prefix."""
    prefix, _slash, suffix = doi.partition("/")
    return format_html('<a href="https://doi.org/{}">{}/<wbr>{}</a>', doi, prefix, suffix)


@register.simple_tag
def prepared(html: str) -> SafeString:
    """HTML that went through the importer's allow-list and the compiler's presentation."""
    return SafeString(html)


@register.filter
def paragraphs(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split("\n") if part.strip()]


@register.simple_tag
def address_in(language: str, obj: models.Model) -> str:
    """The page of *obj* in *language*."""
    with override(language):
        return obj.get_absolute_url()  # type: ignore[attr-defined]
