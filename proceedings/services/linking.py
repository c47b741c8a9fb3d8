"""Links in the text of an article on the site: addresses in its sources, pictures that open large."""

from __future__ import annotations

import re
from html import escape, unescape

TAGS = re.compile(r"(<[^>]+>)")
ADDRESS = re.compile(r"https?://[^\s<>«»\"]+|\b(?:doi|DOI):?\s?(10\.\d{4,9}/[^\s<>«»\"]+)|\b10\.\d{4,9}/[^\s<>«»\"]+")
CLOSING = ".,;:!?)]’”"
FIGURE = re.compile(r'<img [^>]*?src="(/[^"]*/figures/\d+/)"[^>]*>')


def with_links(html: str) -> str:
    """*html* of one source with its addresses and DOIs as links, where it has none itself."""
    parts = TAGS.split(html)
    depth = 0
    for place, part in enumerate(parts):
        if part.startswith("<"):
            depth += part.startswith("<a ") - part.startswith("</a")
        elif not depth:
            parts[place] = ADDRESS.sub(_link, part)
    return "".join(parts)


def _link(found: re.Match[str]) -> str:
    whole = found[0]
    kept = whole.rstrip(CLOSING)
    if kept.count("(") > kept.count(")") and whole[len(kept) :].startswith(")"):
        kept += ")"
    target = kept if kept.startswith("http") else f"https://doi.org/{kept[kept.index('10.') :]}"
    return f'<a href="{escape(unescape(target))}" rel="nofollow noopener">{kept}</a>{whole[len(kept) :]}'


def with_large_pictures(html: str) -> str:
    """*html* of a text with each of its figures leading to the picture alone, where a browser shows it in full size."""
    return FIGURE.sub(r'<a class="zoom" href="\1">\g<0></a>', html)
