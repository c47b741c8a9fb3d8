"""Everything that leans on the insides of WeasyPrint 70.0, in one place.

What WeasyPrint does not do by itself and PDF/UA readers need:

* ``/Lang`` on every structure element whose HTML element carries ``lang`` (WeasyPrint marks the catalogue only);
* structure types for footnotes (Note), formulas (Formula), tables of contents (TOC, TOCI) and inline emphasis;
* ``/Scope`` on header cells, and an IDTree for the identifiers that cells and notes refer to;
* what a link says, instead of where it leads, as the description of its annotation;
* ``/PageLabels``, and a page list that is not formatted anew for every element (O(pages × elements));
* a drawing that stands on many pages is painted once, and its operators are repeated (see ``_draw_svg``).

Importing this module with another version fails: look at each patch again before raising the pin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pydyf
import weasyprint
from weasyprint.images import SVGImage
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags as weasyprint_tags

PINNED = "70.0"
if weasyprint.__version__ != PINNED:
    raise ImportError(f"conference.rendering is written for WeasyPrint {PINNED}, found {weasyprint.__version__}")

PageLabels = Sequence[tuple[int, str, int]]
"""``(index of the first page, style "r" | "D", number it carries)`` for each range of page labels."""

INLINE = {"em", "strong", "i", "b", "sub", "sup", "code", "cite", "abbr", "q", "bdi", "small"}

_build_box_tree = weasyprint_tags._build_box_tree
_paint_svg = SVGImage.draw


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


def _draw_svg(image: Any, stream: Any, width: float, height: float, style: Any) -> None:
    """Paint a drawing once at each size; afterwards repeat the operators.

    Only drawings of paths in opaque or evenly transparent colours: those that bring resources of their own (text,
    patterns, groups) are painted every time.
    """
    known: dict[tuple[float, float], tuple[list[Any], dict[str, Any]]] = image.__dict__.setdefault("_painted", {})
    resources = stream._resources
    if painted := known.get((width, height)):
        operators, states = painted
        for name, state in states.items():
            resources["ExtGState"].setdefault(name, pydyf.Dictionary(dict(state)))
        stream.stream.extend(operators)
        return
    stream._current_color = stream._current_color_stroke = None
    stream._current_alpha = stream._current_alpha_stroke = None
    start, before = len(stream.stream), _sizes(resources, stream._fonts)
    _paint_svg(image, stream, width, height, style)
    operators = stream.stream[start:]
    names = {name for each in operators for name in STATE.findall(_text(each))}
    if _sizes(resources, stream._fonts) == before and all(name[0] in "aA" for name in names):
        known[width, height] = (operators, {name: resources["ExtGState"][name] for name in names})


STATE = re.compile(r"^/(\S+) gs$")


def _text(operator: Any) -> str:
    return operator.decode("latin-1") if isinstance(operator, bytes) else str(operator)


def _sizes(resources: Any, fonts: Any) -> tuple[int, ...]:
    return (*(len(resources[kind]) for kind in ("XObject", "Pattern", "Shading")), len(fonts))


def finish(pdf: pydyf.PDF, labels: PageLabels) -> None:
    """What can be added only when the whole file is there: IDTree, page labels, how the file opens."""
    identified = []
    for item in pdf.objects:
        if not isinstance(item, pydyf.Dictionary) or item.get("Type") != "/StructElem":
            continue
        if "ID" in item:
            identified.append((item["ID"].string, item.reference))
        attributes = item.get("A")
        if isinstance(attributes, dict) and attributes.get("Headers") == []:
            del attributes["Headers"]
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    if identified:
        tree = pydyf.Dictionary({"Names": pydyf.Array()})
        for name, reference in sorted(identified):
            tree["Names"].extend([pydyf.String(name), reference])
        pdf.add_object(tree)
        root["IDTree"] = tree.reference
    if labels:
        numbers = pydyf.Array()
        for first, style, number in labels:
            numbers.extend([first, pydyf.Dictionary({"S": f"/{style}", "St": number})])
        pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": numbers})
    if "Outlines" in pdf.catalog:
        pdf.catalog["PageMode"] = "/UseOutlines"


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


weasyprint_tags._build_box_tree = _tag
SVGImage.draw = _draw_svg
pydyf.PDF.page_references = property(_page_references)
