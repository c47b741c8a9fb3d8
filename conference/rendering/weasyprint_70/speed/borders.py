"""Dotted and dashed rules: one line with a dash pattern, where WeasyPrint paints each dot as four curves.

WeasyPrint does so itself when a box has the same border on all four sides. Rows of a table of contents have a rule
below only: a page of them took 150 ms and 250 KiB, of which nine tenths were dots. The dots stand where WeasyPrint
puts them; this alone of all that is replaced here gives other bytes, so it is compared as pixels.
"""

from __future__ import annotations

from typing import Any

from weasyprint.draw import border
from weasyprint.draw.color import get_color

_draw_border = border.draw_border
SIDES = ("top", "right", "bottom", "left")
LEVEL, UPRIGHT = {"top", "bottom"}, {"left", "right"}
HAIR = 0.001
BROKEN = ({"dotted"}, {"dashed"})


def draw_border(stream: Any, box: Any) -> None:
    """``draw_border``: rules on one side, or on two sides that do not meet; all else is left to WeasyPrint."""
    style = box.style
    sides = {side for side in SIDES if getattr(box, f"border_{side}_width")}
    kinds = {style[f"border_{side}_style"] for side in sides}
    if kinds not in BROKEN or not (sides <= LEVEL or sides <= UPRIGHT) or not _is_plain(box):
        _draw_border(stream, box)
        return
    widths = {getattr(box, f"border_{side}_width") for side in sides}
    colours = {get_color(style, f"border_{side}_color") for side in sides}
    width, colour, is_dotted = widths.pop(), colours.pop(), kinds == {"dotted"}
    length = box.border_width() if sides <= LEVEL else box.border_height()
    if widths or colours or not colour.alpha or length < 2 * width:
        _draw_border(stream, box)
        return
    with stream.artifact(), stream.stacked():
        stream.set_color(colour, stroke=True)
        stream.set_line_width(width)
        stream.set_line_cap(1 if is_dotted else 0)
        for side in sorted(sides):
            x1, y1, x2, y2 = _middle(box, side, width, width / 2 if is_dotted else 0)
            stream.set_dash(_dotted(length, width) if is_dotted else _dashed(length, width), 0)
            stream.move_to(x1, y1)
            stream.line_to(x2, y2)
            stream.stroke()


def _is_plain(box: Any) -> bool:
    style = box.style
    return (
        style["visibility"] == "visible"
        and style["border_image_source"][0] == "none"
        and style["column_width"] == "auto"
        and style["column_count"] == "auto"
        and all(rx == 0 and ry == 0 for rx, ry in box.rounded_border_box()[4:])
    )


def _middle(box: Any, side: str, width: float, inset: float) -> tuple[float, float, float, float]:
    """From where to where the line goes; a hair too far, so that the last dot does not fall off by rounding."""
    left, top = box.border_box_x(), box.border_box_y()
    right, bottom = left + box.border_width(), top + box.border_height()
    if side in LEVEL:
        y = top + width / 2 if side == "top" else bottom - width / 2
        return left + inset, y, right - inset + HAIR, y
    x = left + width / 2 if side == "left" else right - width / 2
    return x, top + inset, x, bottom - inset + HAIR


def _dotted(length: float, width: float) -> list[float]:
    return [0, (length - width) / int(length // (2 * width))]


def _dashed(length: float, width: float) -> list[float]:
    count = int(length // (6 * width)) + 1
    return [length / (2 * count - 1)] * 2


OURS = [(border, "draw_border", draw_border)]
