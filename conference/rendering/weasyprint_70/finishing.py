"""What can be said only of a whole file: page labels, how the file opens."""

from __future__ import annotations

from collections.abc import Sequence

import pydyf

PageLabels = Sequence[tuple[int, str, int]]
"""``(index of the first page, style "r" | "D", number it carries)`` for each range of page labels."""


def finish(pdf: pydyf.PDF, labels: PageLabels) -> None:
    if labels:
        numbers = pydyf.Array()
        for first, style, number in labels:
            numbers.extend([first, pydyf.Dictionary({"S": f"/{style}", "St": number})])
        pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": numbers})
    if "Outlines" in pdf.catalog:
        pdf.catalog["PageMode"] = "/UseOutlines"
