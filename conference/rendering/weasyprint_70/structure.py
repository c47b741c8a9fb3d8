"""The structure tree written into a PDF: in place of WeasyPrint's own ``add_tags``."""

from __future__ import annotations

from typing import Any

import pydyf
import weasyprint.pdf

from . import tables
from .elements import Annotated, Element, Mark
from .tags import Tree


def add_tags(pdf: pydyf.PDF, document: Any, version: Any, streams: Any) -> None:
    """Write the structure of *document*, whose pages are painted in *streams*, into *pdf*."""
    tree = Tree(document.metadata.lang or "")
    counts = []
    for index, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        counts.append(len(stream._tags))
        tree.add_page(page, index, stream._tags)
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    rows = _write(pdf, tree.root, root, counts)
    parents = pydyf.Dictionary({"Nums": rows})
    pdf.add_object(parents)
    root["K"] = pydyf.Array([tree.root.dictionary.reference])
    root["ParentTree"], root["ParentTreeNextKey"] = parents.reference, len(rows) // 2
    if names := [each for each in tree.root.descendants() if each.is_identified]:
        pairs = [part for each in names for part in (each.identifier, each.dictionary.reference)]
        identifiers = pydyf.Dictionary({"Names": pydyf.Array(pairs)})
        pdf.add_object(identifiers)
        root["IDTree"] = identifiers.reference
    pdf.catalog["StructTreeRoot"] = root.reference
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    pdf.catalog.setdefault("Lang", pydyf.String())


def _write(pdf: pydyf.PDF, top: Element, root: pydyf.Dictionary, counts: list[int]) -> pydyf.Array:
    """Write *top* and all below it under *root*. Returns the rows of the parent tree."""
    elements = [top, *top.descendants()]
    for element in elements:
        pdf.add_object(element.dictionary)  # now each has a number, by which others may name it
    for element in elements:
        if element.kind == "Table":
            tables.complete(element)
    pages = pdf.page_references
    owners: list[list[bytes]] = [[b"null"] * count for count in counts]
    annotated: list[tuple[Any, bytes]] = []
    for element in elements:
        above = root if element is top else element.parent.real.dictionary  # type: ignore[union-attr]
        _fill(element, above, pages)
        for kid in element.written_kids():
            if isinstance(kid, Mark):
                owners[kid.page][kid.identifier] = element.dictionary.reference
            elif isinstance(kid, Annotated):
                annotated.append((kid.annotation, element.dictionary.reference))
    rows = pydyf.Array()
    for index, owner in enumerate(owners):
        row = pydyf.Array(owner)
        pdf.add_object(row)
        rows.extend([index, row.reference])
    for key, (annotation, reference) in enumerate(annotated, start=len(counts)):
        annotation["StructParent"] = key
        rows.extend([key, reference])
    return rows


def _fill(element: Element, above: pydyf.Dictionary, pages: Any) -> None:
    dictionary = element.dictionary
    kids = list(element.written_kids())
    own = next((kid.page for kid in kids if not isinstance(kid, Element)), None)
    dictionary.update({"Type": "/StructElem", "S": f"/{element.kind}", "P": above.reference})
    if own is not None:
        dictionary["Pg"] = pages[own]
    written = [_kid(kid, own, pages) for kid in kids]
    if written:
        dictionary["K"] = written[0] if len(written) == 1 else pydyf.Array(written)
    if element.language and element.parent is not None:
        dictionary["Lang"] = pydyf.String(element.language)
    if element.alternative:
        dictionary["Alt"] = pydyf.String(element.alternative)
    if element.is_identified:
        dictionary["ID"] = element.identifier
    if element.attributes:
        dictionary["A"] = f"<<{element.attributes}>>"


def _kid(kid: Element | Mark | Annotated, own: int | None, pages: Any) -> Any:
    if isinstance(kid, Element):
        return kid.dictionary.reference
    if isinstance(kid, Annotated):
        return b"<</Type/OBJR/Pg %b/Obj %b>>" % (pages[kid.page], kid.annotation.reference)
    if kid.page == own:
        return kid.identifier
    return b"<</Type/MCR/Pg %b/MCID %d>>" % (pages[kid.page], kid.identifier)


def _page_references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
    """References of all pages; formatted once per number of pages, not once for each who asks."""
    count = pdf.pages["Count"]
    known: tuple[int, tuple[bytes, ...]] = pdf.__dict__.get("_known_references", (-1, ()))
    if known[0] != count:
        known = (count, tuple(b"%d 0 R" % number for number in pdf.pages["Kids"][::3]))
        pdf.__dict__["_known_references"] = known
    return known[1]


def patch() -> None:
    weasyprint.pdf.add_tags = add_tags
    pydyf.PDF.page_references = property(_page_references)
