"""Tags of what is published: texts as they were frozen, in the page's language where they are known in it."""

from __future__ import annotations

import re

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext

from conference.text import typography
from proceedings import compiler, gost
from proceedings.citations.record import issue_digits
from proceedings.compiler import Both
from proceedings.models import Publication
from proceedings.services.finding import Piece, marked, snippet
from proceedings.services.showing import Shown

register = template.Library()


def _here() -> str:
    return get_language() or "ru"


def _in_its_language(body: str | SafeString, language: str) -> SafeString:
    if language == _here():
        return format_html("{}", body)
    return format_html('<span lang="{}">{}</span>', language, body)


@register.simple_tag
def best(text: Both) -> SafeString:
    """The text in the page's language, or in the other one, marked as such."""
    body, language = text.best(_here())
    return _in_its_language(typography(body, language), language)


@register.filter
def plain(text: Both) -> str:
    """The same for a title of a page or an attribute."""
    return text.best(_here())[0]


@register.simple_tag
def second_title(text: Both) -> SafeString:
    """The title in the language that the page is not in; nothing when it was shown as the first."""
    here = _here()
    other = "en" if here == "ru" else "ru"
    if not (text[here] and text[other]):
        return SafeString("")
    return format_html('<p class="alt" lang="{}">{}</p>', other, typography(text[other], other))


@register.simple_tag
def language_told(article: compiler.Article) -> str:
    """«in English», where the article is not in the language of the page."""
    if article.language == _here():
        return ""
    return pgettext("article", "in Russian") if article.language == "ru" else pgettext("article", "in English")


@register.simple_tag
def found_title(shown: Shown) -> SafeString:
    """The title of an article in a list, with the words that were looked for marked."""
    text, language = shown.article.title.best(_here())
    return _in_its_language(_pieces(marked(typography(text, language), shown.query)), language)


@register.simple_tag
def found_names(shown: Shown) -> SafeString:
    """Authors as a list of contents has them, «Иванов И. И., Петрова А. С.»."""
    names = ", ".join(gost.inverted(author.name(_here())) for author in shown.article.authors)
    return _pieces(marked(typography(names, _here()), shown.query))


@register.simple_tag
def found_place(shown: Shown) -> SafeString:
    """Where in the abstract or the keywords the words stand, unless the title and the names show them already."""
    if not shown.query:
        return SafeString("")
    title, _language = shown.article.title.best(_here())
    names = " ".join(author.full_name(_here()) for author in shown.article.authors)
    if any(piece.is_hit for text in (title, names) for piece in marked(text, shown.query)):
        return SafeString("")
    place = snippet(shown.article, shown.query, _here())
    if place is None:
        return SafeString("")
    pieces, language = place
    return format_html('<p class="found small" lang="{}">{}</p>', language, _pieces(pieces))


def _pieces(pieces: list[Piece]) -> SafeString:
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", piece.text) if piece.is_hit else piece.text,) for piece in pieces)
    )


@register.simple_tag
def best_reason(publication: Publication) -> SafeString:
    """What a later publication mends, in the page's language where it was said in it."""
    text, language = Both(publication.reason_ru or "", publication.reason_en or "").best(_here())  # type: ignore[attr-defined]
    return _in_its_language(typography(text, language), language)


@register.simple_tag
def authors_in(article: compiler.Article) -> str:
    return typography(", ".join(gost.inverted(author.name(_here())) for author in article.authors), _here())


RUSSIAN = re.compile(r"[\u0400-\u04ff](?:[\u0400-\u04ff\s\d.,:;!?«»„“()/–—-]*[\u0400-\u04ff])?")
ENGLISH = re.compile(r"[A-Za-z]+(?:[\s,.:;'’–-]+[A-Za-z]+){2,}")


@register.filter
def by_script(text: str, language: str) -> SafeString:
    """A line that names things in two languages: what is not in *language* says so."""
    foreign, other = (ENGLISH, "en") if language == "ru" else (RUSSIAN, "ru")
    parts, position = [], 0
    for found in foreign.finditer(text):
        parts += [escape(text[position : found.start()]), format_html('<span lang="{}">{}</span>', other, found[0])]
        position = found.end()
    return mark_safe("".join([*parts, escape(text[position:])]))  # noqa: S308 — every part is escaped


@register.filter
def issue_in(number: str, language: str) -> str:
    """«Вып. 2» as it is on a Russian page, and “No. 2” on an English one."""
    is_foreign = language == "en" and re.search("[А-Яа-яЁё№]", number)
    return f"No. {issue_digits(number)}" if is_foreign else number
