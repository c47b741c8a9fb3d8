"""A drawing that stands on many pages is painted once, and its operators are repeated."""

from __future__ import annotations

import re
from typing import Any

import pydyf
from weasyprint.images import SVGImage

_paint_svg = SVGImage.draw


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


def patch() -> None:
    SVGImage.draw = _draw_svg
