"""What the pages of joining show in a way of their own."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
GAP = r"[ \u00a0\u202f()\-\u2010\u2011\u2013]"
TELEPHONE = re.compile(rf"(?<![\w+])(?:\+\d|[78]{GAP}+(?=\d{{3}}{GAP}))(?:{GAP}{{0,2}}\d){{8,14}}(?!\w)")
"""``+7 495 000-00-00``, ``8 (800) 000-00-00``: with a plus, or as it is written within Russia."""


@register.filter
def telephones(text: Any) -> SafeString:
    """*text* with its telephone numbers as links, each kept on one line."""
    return mark_safe(TELEPHONE.sub(_link, conditional_escape(text)))  # noqa: S308 — escaped, or safe already


def _link(found: re.Match[str]) -> str:
    number = found[0]
    digits = re.sub(r"\D", "", number)
    if number[0] != "+" and len(digits) != 11:  # the number of a meeting, say
        return number
    return format_html(
        '<a class="tel" href="tel:{}{}">{}</a>', "+" if number[0] == "+" else "", digits, SafeString(number)
    )
