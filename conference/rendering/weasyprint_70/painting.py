"""Painting with two differences: decoration is marked as such, and the runs of slots are kept apart.

WeasyPrint paints running heads and repeated table heads as content that is in no structure element; here they are
artifacts. And where it shows the text of a slot, the operator stays in the stream as a ``Run``: bytes like any other
for whoever writes the stream, and a place to put other figures for whoever takes it apart. So does a ``Start``, which
says where a text begins that may move.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import weasyprint.draw
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import FROM_UNITS, pango

from ..parts import POINTS, Glyph
from .preparing import SlotMark
from .speed.lines import told

ALPHABET = "0123456789ivxlcdm"

_marked = Stream.marked
_draw_text = weasyprint.draw.draw_text


class Run(bytes):
    """The operator that shows the text of a slot."""

    mark: SlotMark
    text: str
    font: str
    size: float
    glyphs: dict[str, Glyph]


class Start(bytes):
    """The operator that says where a text begins that moves up by what slots before it leave free."""

    x: float
    behind: tuple[SlotMark, ...]


@contextmanager
def _marked_or_artifact(stream: Any, box: Any, tag: str) -> Iterator[None]:
    decoration = getattr(box, "vmeste_decoration", None)
    if decoration is None or stream._tags is None:
        with _marked(stream, box, tag):
            yield
        return
    stream.begin_marked_content("Artifact", f"<<{decoration.kind}>>")
    try:
        yield
    finally:
        stream.end_marked_content()


def _draw_text_of_slot(stream: Any, textbox: Any, *rest: Any) -> None:
    before = len(stream.stream)
    _draw_text(stream, textbox, *rest)
    if behind := getattr(textbox, "vmeste_behind", ()):
        _may_move(stream.stream, before, textbox.position_x, behind)
    mark = getattr(textbox, "vmeste_slot", None)
    if mark is None:
        return
    shown = [at for at in range(before, len(stream.stream)) if _shows(stream.stream[at])]
    alphabet = _alphabet(stream, textbox)
    if len(shown) != 1 or alphabet is None or any(character not in alphabet[1] for character in textbox.text):
        return  # whoever takes the fragment sees that a slot is lost
    run = Run(stream.stream[shown[0]])
    run.mark, run.text = mark, textbox.text
    run.font, run.glyphs = alphabet
    run.size = textbox.style["font_size"] * POINTS
    stream.stream[shown[0]] = run


def _may_move(operators: list[Any], since: int, x: float, behind: tuple[SlotMark, ...]) -> None:
    for at in range(since, len(operators)):
        if isinstance(operators[at], bytes) and operators[at].endswith(b" Tm"):
            start = operators[at] = Start(operators[at])
            start.x, start.behind = x, behind


def _shows(operator: Any) -> bool:
    return isinstance(operator, bytes) and operator.endswith(b"] TJ")


def _alphabet(stream: Any, textbox: Any) -> tuple[str, dict[str, Glyph]] | None:
    """The font of *textbox* and the glyphs that it has for figures; None when they are not all of one font.

    They are shaped by the same Pango with the same style, so they are the glyphs that WeasyPrint would draw. What one
    style has the next page's folio, or the next line of the index, has as well: it is remembered with the fonts.
    """
    style = textbox.style
    known = style.font_config.__dict__.setdefault("_alphabets", {})
    key = (told(style), style["letter_spacing"])
    try:
        return known[key]  # type: ignore[no-any-return]
    except KeyError:
        made = known[key] = _shaped(stream, textbox)
        return made
    except TypeError:  # a value that cannot be a key
        return _shaped(stream, textbox)


def _shaped(stream: Any, textbox: Any) -> tuple[str, dict[str, Glyph]] | None:
    layout, said = textbox.pango_layout, textbox.pango_layout.text
    layout.reactivate(textbox.style)
    glyphs: dict[str, Glyph] = {}
    fonts = set()
    for character in ALPHABET:
        layout.set_text(character)
        line, _index = layout.get_first_line()
        item = line.runs[0].data
        font, size = stream.add_font(item.item.analysis.font)
        fonts.add(font.hash)
        info = item.glyphs.glyphs[0]
        width = _width(stream, item.item.analysis.font, info.glyph, size)
        glyphs[character] = Glyph(info.glyph, width, int(width - info.geometry.width * 1000 * FROM_UNITS / size))
    layout.set_text(said)
    layout.deactivate()
    return (fonts.pop(), glyphs) if len(fonts) == 1 else None


def _width(stream: Any, font: Any, glyph: int, size: float) -> int:
    pango.pango_font_get_glyph_extents(font, glyph, stream.ink_rect, stream.logical_rect)
    return round(stream.logical_rect.width * 1000 * FROM_UNITS / size)


def patch() -> None:
    Stream.marked = _marked_or_artifact
    weasyprint.draw.draw_text = _draw_text_of_slot
