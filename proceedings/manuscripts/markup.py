"""The HTML an article may consist of: a list of elements and attributes, and nothing beside it."""

from __future__ import annotations

from urllib.parse import urlsplit

import nh3

from .formulas import STEPS, TALLEST

MAX_DEPTH = 100
MAX_CELLS = 4000
MAX_CELLS_IN_ALL = 20_000
MAX_SPAN = 100
MAX_NOTES = 600
DEEPEST = 5 * STEPS

TAGS = {
    "h2", "h3", "p", "br", "ul", "ol", "li", "blockquote", "table", "caption", "thead", "tbody", "tr", "th", "td",
    "figure", "img", "figcaption", "a", "em", "strong", "sup", "sub", "code", "pre", "span", "section", "hr",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"lang", "id"},
    "a": {"href", "aria-label"},
    "img": {"alt", "width", "height", "data-figure", "data-formula"},
    "ol": {"start"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
VALUES = {"ol": {"type": {"a", "A", "i", "I"}}, "img": {"role": {"presentation"}}}
SIZES = {f"fh-{i}" for i in range(1, TALLEST + 1)} | {f"fd-{i}" for i in range(1, DEEPEST + 1)}
CLASSES = {
    "img": {"formula", "decorative", *SIZES},
    "p": {"display"},
    "td": {"n", "c"},
    "th": {"n", "c"},
    "section": {"footnotes"},
    "a": {"note", "back"},
    "ol": {"refs"},
}
LINKS = {"http", "https", "mailto"}


def may_be_linked(address: str) -> bool:
    """Whether an article may link to *address*: of a scheme in ``LINKS``, and it says where."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in LINKS and bool(parts.netloc or parts.scheme == "mailto")


def sanitise(html: str) -> str:
    """*html* through the allow-list of articles. Applied when a manuscript is saved and when it is shown."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        tag_attribute_values=VALUES,
        allowed_classes=CLASSES,
        url_schemes=LINKS,
        link_rel=None,
        strip_comments=True,
    )
