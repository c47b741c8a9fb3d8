"""The structure tree, completed with what PDF/UA readers need and WeasyPrint does not write.

* ``/Lang`` on every structure element whose HTML element carries ``lang`` (WeasyPrint marks the catalogue only);
* structure types for footnotes (Note), formulas (Formula), tables of contents (TOC, TOCI) and inline emphasis;
* ``/Scope`` on header cells;
* what a link says, instead of where it leads, as the description of its annotation;
* a page list that is not formatted anew for every element (O(pages x elements)).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags as weasyprint_tags

INLINE = {"em", "strong", "i", "b", "sub", "sup", "code", "cite", "abbr", "q", "bdi", "small"}

_build_box_tree = weasyprint_tags._build_box_tree


def _page_references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
    """References of all pages; formatted once per number of pages, not once per structure element."""
    count = pdf.pages["Count"]
    known: tuple[int, tuple[bytes, ...]] = pdf.__dict__.get("_known_references", (-1, ()))
    if known[0] != count:
        known = (count, tuple(b"%d 0 R" % number for number in pdf.pages["Kids"][::3]))
        pdf.__dict__["_known_references"] = known
    return known[1]


def _tag(box: Any, parent: Any, pdf: Any, *rest: Any) -> Iterator[Any]:
    """WeasyPrint's tag tree, with each element completed."""
    for element in _build_box_tree(box, parent, pdf, *rest):
        _complete(box._box if isinstance(box, AbsolutePlaceholder) else box, element)
        yield element


def _complete(box: Any, element: Any) -> None:
    source = box.element
    if source is None:
        return
    if language := source.get("lang"):
        element["Lang"] = pydyf.String(language)
    kind = _structure_type(box, source, element["S"])
    if kind:
        element["S"] = f"/{kind}"
    if kind == "Note":
        element["ID"] = pydyf.String(f"note-{element.number}")
    if element["S"] == "/TH":
        element["A"]["Scope"] = "/Row" if source.get("scope") == "row" else "/Column"
    if box.link_annotation:
        said = re.sub(r"\s+", " ", "".join(source.itertext())).strip()
        box.link_annotation["Contents"] = pydyf.String(source.get("aria-label") or said or "–")


def _structure_type(box: Any, source: Any, was: str) -> str | None:
    classes = (source.get("class") or "").split()
    tag = box.element_tag or ""
    if "::" in tag:
        return {"footnote-call": "Reference", "footnote-marker": "Lbl"}.get(tag.split("::")[1])
    if "fn" in classes and was == "/Span":
        return "Note"
    if "formula" in classes and was == "/Figure":
        return "Formula"
    if was == "/NonStruct" and tag in INLINE:
        return "Span"
    if "toc" in classes:
        return {"/L": "TOC", "/LI": "TOCI", "/LBody": "Reference"}.get(was)
    return None


def patch() -> None:
    weasyprint_tags._build_box_tree = _tag
    pydyf.PDF.page_references = property(_page_references)
