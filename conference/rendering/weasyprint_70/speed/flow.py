"""Whether a box is in the flow: asked of each child at every attempt to place it, often twice. Gain: 1 %."""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure.boxes import Box

FLOATED = frozenset(("left", "right", "inline-start", "inline-end"))
OUT = frozenset((*FLOATED, "footnote"))
PLACED = frozenset(("absolute", "fixed"))
TAKEN = frozenset(("running()", "note()"))


def is_floated(box: Any) -> bool:
    """``Box.is_floated``."""
    return box.style["float"] in FLOATED


def is_in_normal_flow(box: Any) -> bool:
    """``Box.is_in_normal_flow``: two look-ups instead of five calls."""
    style = box.style
    if style["float"] in OUT:
        return False
    position = style["position"]
    return position == "static" or not (position in PLACED or position[0] in TAKEN)


OURS = [(Box, "is_floated", is_floated), (Box, "is_in_normal_flow", is_in_normal_flow)]
