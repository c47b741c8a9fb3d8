"""What search found, with the words marked."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from proceedings.searching import Piece
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
