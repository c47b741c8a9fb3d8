"""What can be said only of a whole file: identifiers, page labels, how the file opens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pydyf

PageLabels = Sequence[tuple[int, str, int]]
"""``(index of the first page, style "r" | "D", number it carries)`` for each range of page labels."""


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
