"""What search found, with the words marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from proceedings.citations import material_json_ld
from proceedings.searching import Piece
from proceedings.services.library.showing import Shown
from proceedings.services.material_records import record_of
from proceedings.services.searching import Wish

register = template.Library()


@register.simple_tag
def found_text(text: tuple[Sequence[Piece], str]) -> SafeString:
    """A text in pieces: what was looked for in ``<mark>``, the whole with ``lang`` where it is the other language's."""
    pieces, language = text
    body = format_html_join("", "{}", ((_piece(piece),) for piece in pieces))
    return body if language == get_language() else format_html('<span lang="{}">{}</span>', language, body)


def _piece(piece: Piece) -> SafeString:
    return format_html("<mark>{}</mark>" if piece.is_hit else "{}", piece.text)


@register.simple_tag
def wish_url(wish: Wish, here: str, **changed: object) -> str:
    """The address of the list at *here* with *changed* of *wish*."""
    return f"{here}{wish.address(**changed)}"


@register.inclusion_tag("proceedings/library/_linked.html")
def material_head(shown: Shown) -> dict[str, Any]:
    """What the page of a material says to search engines and social networks."""
    language = get_language() or "ru"
    record = record_of(shown.material, shown)
    return {
        "kind": "video.other" if record.is_recording else "article",
        "title": record.title.best(language)[0],
        "summary": record.summary.best(language)[0],
        "canonical": record.url[language],
        "default": record.url.ru,
        "card": record.picture[language],
        "said": material_json_ld(record, language),
        "LANGUAGE_CODE": language,
    }
