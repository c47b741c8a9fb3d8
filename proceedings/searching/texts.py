"""Texts as they are indexed: Markdown as plain lines."""

from __future__ import annotations

import re

LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
BEGINNING = re.compile(r"^\s*(?:#{1,6}\s+|>\s?|[-*+]\s+(?:\[[ xX]\]\s+)?|\d+[.)]\s+)+")
RULE = re.compile(r"^[\s|:*_-]+$")
EMPHASIS = re.compile(r"(\*\*|__|`|(?<!\w)[*_]|[*_](?!\w))")


def blocks(markdown: str) -> list[str]:
    """The lines of *markdown* as plain text, each a heading, a paragraph's line, an entry or the row of a table."""
    found = []
    for line in markdown.splitlines():
        if RULE.match(line):
            continue
        text = EMPHASIS.sub("", LINK.sub(r"\1", BEGINNING.sub("", line))).strip()
        if text.startswith("|"):
            text = " · ".join(filter(None, (cell.strip() for cell in text.strip("|").split("|"))))
        if text:
            found.append(text)
    return found
