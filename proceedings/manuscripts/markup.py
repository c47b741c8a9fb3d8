"""The HTML an article may consist of, and turning whatever arrived into it.

Nothing is kept for being harmless: an element is rebuilt because it is on the list, or only its text stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import nh3

from .formulas import STEPS, TALLEST
from .pandoc import LANGUAGE_STYLE
from .report import ManuscriptRefused, Report
from .tree import Piece, build, pieces_of, text_of

MAX_DEPTH = 100
MAX_CELLS = 4000
MAX_SPAN = 100
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
SIZES = {f"fh-{i}" for i in range(1, TALLEST + 1)} | {f"fd-{i}" for i in range(1, DEEPEST + 1)}
CLASSES = {
    "img": {"formula", *SIZES},
    "p": {"display"},
    "td": {"n", "c"},
    "th": {"n", "c"},
    "section": {"footnotes"},
    "a": {"note", "back"},
    "ol": {"refs"},
}
LINKS = {"http", "https", "mailto"}
SAME = {"blockquote", "ul", "li", "em", "strong", "sup", "sub", "code", "pre", "thead", "tbody", "tr", "figure"}
RENAMED = {"i": "em", "b": "strong", "tfoot": "tbody", "figcaption": "figcaption"}
DROPPED = {"script", "style", "iframe", "object", "embed", "svg", "form", "input", "template", "noscript"}


def sanitise(html: str) -> str:
    """*html* through the allow-list of articles. Applied when a manuscript is saved and when it is shown."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes=LINKS,
        link_rel=None,
        strip_comments=True,
    )


class Cleaner:
    """Rebuilds a parsed document out of allowed elements, noting in the report what had to go.

    *take_image* and *take_formula* store what they are given and return the ``<img>`` to stand for it, or None.
    """

    def __init__(
        self,
        report: Report,
        *,
        take_image: Callable[[str, str], Element | None],
        take_formula: Callable[[Element], Element | None],
    ) -> None:
        self.report, self.take_image, self.take_formula = report, take_image, take_formula

    def clean(self, body: Element) -> list[Piece]:
        return self._inside(body)

    def _inside(self, node: Element) -> list[Piece]:
        pieces: list[Piece] = []
        for piece in pieces_of(node):
            pieces.extend([piece] if isinstance(piece, str) else self._piece(piece))
        return pieces

    def _piece(self, node: Element) -> list[Piece]:
        tag = node.tag if isinstance(node.tag, str) else ""
        local = tag.rpartition("}")[2].lower()
        if not local:
            return []
        if local in DROPPED:
            self.report.add("element-removed")
            return []
        special = getattr(self, f"_{local}", None)
        if special:
            return special(node)
        if re.fullmatch(r"h[1-6]", local):
            return [build(local, self._inside(node))] if text_of(node) else []
        if local == "p":
            return [build("p", _stripped(self._inside(node)), **_language(node))]
        if local in SAME or local in RENAMED:
            return [build(RENAMED.get(local, local), self._inside(node), **_language(node))]
        return self._inside(node)

    def _math(self, node: Element) -> list[Piece]:
        image = self.take_formula(node)
        if image is None:
            self.report.add("formula-as-text")
            return [text_of(node)]
        return [image]

    def _img(self, node: Element) -> list[Piece]:
        image = self.take_image(node.get("src") or "", node.get("alt") or "")
        return [image] if image is not None else []

    def _br(self, node: Element) -> list[Piece]:
        return [build("br")]

    def _hr(self, node: Element) -> list[Piece]:
        return []

    _colgroup = _hr

    def _span(self, node: Element) -> list[Piece]:
        style = node.get("data-custom-style") or ""
        language = style.removeprefix(LANGUAGE_STYLE) if style.startswith(LANGUAGE_STYLE) else node.get("lang") or ""
        inside = self._inside(node)
        if re.fullmatch(r"[a-z]{2,3}", language) and text_of(node):
            return [build("span", inside, lang=language)]
        return inside

    def _div(self, node: Element) -> list[Piece]:
        """Divisions carry Word's paragraph styles; captions are known by them."""
        style = (node.get("data-custom-style") or "").lower()
        inside = self._inside(node)
        if "caption" in style or "название объекта" in style:
            for piece in inside:
                if isinstance(piece, Element) and piece.tag == "p":
                    piece.set("data-caption", "")
        return inside

    def _a(self, node: Element) -> list[Piece]:
        href = (node.get("href") or "").strip()
        if match := re.fullmatch(r"#fn(\d{1,4})", href):
            return [build("a", [match[1]], href=href, id=f"fnref{match[1]}", class_="note")]
        if re.fullmatch(r"#fnref\d{1,4}", href):
            return []  # the way back is written anew where the note is shown
        if _is_allowed(href):
            return [build("a", self._inside(node), href=href)]
        if href and not href.startswith("#"):
            self.report.add("link-removed")
        return self._inside(node)

    def _ol(self, node: Element) -> list[Piece]:
        start = node.get("start") or ""
        attributes = {"start": start} if re.fullmatch(r"\d{1,4}", start) and start != "1" else {}
        return [build("ol", self._inside(node), **attributes)]

    def _li(self, node: Element) -> list[Piece]:
        inside = self._inside(node)
        whole = [piece for piece in inside if not isinstance(piece, str) or piece.strip()]
        if len(whole) == 1 and isinstance(whole[0], Element) and whole[0].tag == "p":
            inside = pieces_of(whole[0])
        identifier = node.get("id") or ""
        return [
            build("li", _stripped(inside), **({"id": identifier} if re.fullmatch(r"fn\d{1,4}", identifier) else {}))
        ]

    def _section(self, node: Element) -> list[Piece]:
        inside = self._inside(node)
        if "footnotes" in (node.get("class") or ""):
            return [build("section", [p for p in inside if isinstance(p, Element)], class_="footnotes")]
        return inside

    def _caption(self, node: Element) -> list[Piece]:
        return [build("caption", _unwrapped(self._inside(node)))]

    def _figcaption(self, node: Element) -> list[Piece]:
        return [build("figcaption", _unwrapped(self._inside(node)))]

    def _table(self, node: Element) -> list[Piece]:
        cells = [cell for cell in node.iter() if cell.tag in {"td", "th"}]
        if len(cells) > MAX_CELLS:
            raise ManuscriptRefused("table-too-large", str(len(cells)))
        return [build("table", [p for p in self._inside(node) if isinstance(p, Element)])]

    def _td(self, node: Element) -> list[Piece]:
        attributes = {}
        for name in ("colspan", "rowspan"):
            value = node.get(name) or "1"
            number = int(value) if re.fullmatch(r"\d{1,9}", value) else 1
            if number > MAX_SPAN:
                raise ManuscriptRefused("table-too-large", f"{name} {number}")
            if number > 1:
                attributes[name] = str(number)
        aligned = re.search(r"text-align:\s*(right|center)", node.get("style") or "")
        if aligned:
            attributes["class_"] = {"right": "n", "center": "c"}[aligned[1]]
        return [build(str(node.tag), _unwrapped(self._inside(node)), **attributes)]

    _th = _td


def _language(node: Element) -> dict[str, str]:
    language = node.get("lang") or ""
    return {"lang": language} if re.fullmatch(r"[a-z]{2,3}", language) else {}


def _is_allowed(href: str) -> bool:
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return parts.scheme in LINKS and bool(parts.netloc or parts.scheme == "mailto")


def _unwrapped(pieces: list[Piece]) -> list[Piece]:
    """Inline content: paragraphs opened, with a line break between two of them."""
    opened: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Element) and piece.tag == "p":
            if any(not isinstance(p, str) or p.strip() for p in opened):
                opened.append(build("br"))
            opened.extend(pieces_of(piece))
        else:
            opened.append(piece)
    return _stripped(opened)


def _stripped(pieces: list[Piece]) -> list[Piece]:
    """*pieces* without the blanks and line ends at their outer edges."""
    trimmed = list(pieces)
    if trimmed and isinstance(trimmed[0], str):
        trimmed[0] = trimmed[0].lstrip()
    if trimmed and isinstance(trimmed[-1], str):
        trimmed[-1] = trimmed[-1].rstrip()
    return trimmed
