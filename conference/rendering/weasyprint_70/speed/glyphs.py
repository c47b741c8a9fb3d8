"""Painting lines: the numbers of the glyphs and the space between them.

A page has some three thousand glyphs. WeasyPrint asks Pango for each through four objects of cffi and formats its
number anew; here all of a run are read at once, and what a glyph of that width looks like in the content stream is
remembered. Gain: 3 %.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.draw import text as draw_text_module
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

_draw_first_line = draw_text_module.draw_first_line
FIELDS = ffi.sizeof("PangoGlyphInfo") // ffi.sizeof("int")
SMALLEST = 1e-6
SPECIAL = min(pango.PANGO_GLYPH_EMPTY, pango.PANGO_GLYPH_UNKNOWN_FLAG)
MOST, SIZES = 20_000, 100
_extents = ffi.new("PangoRectangle *")


def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> Any:
    """``draw_first_line``: lines of plain glyphs; ellipses, emoji and missing glyphs are left to WeasyPrint."""
    if text_overflow == "ellipsis" or block_ellipsis != "none" or textbox.style["font_size"] < SMALLEST:
        return _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    if not textbox.text.strip():
        return []
    layout = textbox.pango_layout
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _index = layout.get_first_line()
    shown: list[tuple[Any, float, list[str]]] = []
    face = None
    for run in _runs(line):
        if run.item.analysis.font != face:
            face = run.item.analysis.font
            font, size = stream.add_font(face)
            shown.append((font, size, []))
        glyphs = None if font.bitmap or font.svg or font.png or font.colr else _shown(run, font, size, layout)
        if glyphs is None:
            return _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
        shown[-1][2].append(f"<{glyphs}>" if glyphs[-1:] != "<" else f"<{glyphs[:-1]}")
    stream.set_text_matrix(*matrix.values)
    for font, size, strings in shown:
        stream.set_font_size(font.hash, size)
        stream.show_text("".join(strings))
    return []


def _runs(line: Any) -> Iterator[Any]:
    run = line.runs[0]
    while run != ffi.NULL:
        yield run.data
        run = run.next


def _shown(run: Any, font: Any, size: float, layout: Any) -> str | None:
    """What stands in the content stream between < and > for *run*; None when only WeasyPrint itself can tell."""
    numbers = memoryview(ffi.buffer(run.glyphs.glyphs, run.glyphs.num_glyphs * FIELDS * 4)).cast("i").tolist()
    if any(numbers[3::FIELDS]):
        return None
    glyphs, widths = numbers[::FIELDS], font.widths
    if unknown := set(glyphs).difference(font.to_unicode):
        if any(glyph < 0 or glyph >= SPECIAL for glyph in unknown):
            return None
        for turn, glyph in enumerate(glyphs):
            if glyph in unknown:
                _learn(run, turn, glyph, font, size, layout)
    if size not in _written:
        if len(_written) > SIZES:
            _written.clear()
        _written[size] = _Written(size)
    written = _written[size]
    places = zip(glyphs, numbers[1::FIELDS], numbers[2::FIELDS], strict=True)
    return "".join([written[glyph, widths[glyph], width, offset] for glyph, width, offset in places])


def _learn(run: Any, turn: int, glyph: int, font: Any, size: float, layout: Any) -> None:
    """The letters and the width of *glyph*, as WeasyPrint finds them."""
    if glyph not in font.to_unicode:
        clusters, length = run.glyphs.log_clusters, run.item.length
        if run.item.analysis.level % 2:
            end = length if turn == 0 else clusters[turn - 1]
        else:
            end = length if turn == run.glyphs.num_glyphs - 1 else clusters[turn + 1]
        offset = run.item.offset
        font.to_unicode[glyph] = layout.text.encode()[offset + clusters[turn] : offset + end].decode()
    if glyph not in font.widths:
        pango.pango_font_get_glyph_extents(run.item.analysis.font, glyph, ffi.NULL, _extents)
        font.widths[glyph] = round(_extents.width * 1000 * FROM_UNITS / size)


class _Written(dict[tuple[int, int, int, int], str]):
    """Glyph, its own width, the width it takes here (at *size*), how far it is moved → how that is written."""

    def __init__(self, size: float) -> None:
        super().__init__()
        self.size = size

    def __missing__(self, key: tuple[int, int, int, int]) -> str:
        glyph, own, width, moved = key
        offset = moved / self.size
        kerning = own + offset - width * 1000 * FROM_UNITS / self.size
        before = f">{-offset}<" if offset else ""
        after = f">{int(kerning)}<" if kerning else ""
        if len(self) > MOST:
            self.clear()
        written = self[key] = f"{before}{glyph:04x}{after}"
        return written


_written: dict[float, _Written] = {}
OURS = [(draw_text_module, "draw_first_line", draw_first_line)]
