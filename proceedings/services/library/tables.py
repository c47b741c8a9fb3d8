"""Tables in the text of a material, so that they scroll by themselves and every heading says what it heads."""

from __future__ import annotations

import re
from html import escape
from itertools import count

HEAD = re.compile(r"<th(?=[ >])(?![^>]*scope=)")
TABLE = re.compile(r"<table>.*?</table>", re.S)


def with_scopes(html: str) -> str:
    """*html* of our own making with ``scope`` on the headings of columns; empty ones become plain cells."""
    html = re.sub(r"<th[^>]*>\s*</th>", "<td></td>", html)
    return HEAD.sub('<th scope="col"', html)


def that_scroll(html: str, label: str) -> str:
    """*html* with every table in a region that scrolls when it is wider than the page; *label* names the regions."""
    numbers = count(1)

    def wrapped(found: re.Match[str]) -> str:
        name = f"{escape(label)} {next(numbers)}"
        return f'<div class="table-scroll" role="region" tabindex="0" aria-label="{name}">{found[0]}</div>'

    return TABLE.sub(wrapped, with_scopes(html))
