"""One subset of each font for a whole book.

WeasyPrint's content streams name glyphs by their numbers in the original font, and a subset by HarfBuzz keeps these
numbers; so the union of what all fragments use serves all of them. The recipe is WeasyPrint's own, so that glyphs
look the same as in its files.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import uharfbuzz as hb

from .parts import FontUse, Glyph
from .pdf_file import PdfFile

DROPPED = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")
FLAGS = hb.SubsetFlags.PASSTHROUGH_UNRECOGNIZED | hb.SubsetFlags.DESUBROUTINIZE
PER_BLOCK = 100
STEM = 80


class FragmentsDisagree(Exception):
    """Two fragments use different files as the same font: they were not made from the same style."""


@dataclass
class _Union:
    """What the whole book uses of one font."""

    use: FontUse
    texts: dict[int, str] = field(default_factory=dict)
    widths: dict[int, int] = field(default_factory=dict)


class Fonts:
    """Gathers what the fragments use; embeds it at the end."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._fonts: dict[str, _Union] = {}

    def add(self, uses: Iterable[FontUse]) -> None:
        """Raises FragmentsDisagree when a font of the same name came from another file."""
        for use in uses:
            union = self._fonts.setdefault(use.key, _Union(use))
            if (union.use.file, union.use.index) != (use.file, use.index):
                raise FragmentsDisagree(use.key)
            for glyph, text in use.texts.items():
                union.texts.setdefault(glyph, text)
            union.widths.update(use.widths)

    def add_glyph(self, key: str, character: str, glyph: Glyph) -> None:
        union = self._fonts[key]
        union.texts.setdefault(glyph.number, character)
        union.widths.setdefault(glyph.number, glyph.width)

    def write(self, file: PdfFile, number: int) -> None:
        """Embed the fonts, and write the dictionary that all pages share as object *number*."""
        entries = []
        for key in sorted(self._fonts):
            font = file.reserve()
            self._embed(file, font, self._fonts[key])
            entries.append(b"/%b %d 0 R" % (key.encode(), font))
        file.add(number, b"<<%b>>" % b"".join(entries))

    def _embed(self, file: PdfFile, number: int, union: _Union) -> None:
        use, glyphs = union.use, sorted(union.texts)
        data, box = subset((self._store / use.file).read_bytes(), use.index, glyphs)
        is_cff = data[:4] == b"OTTO"
        program, texts, descriptor, descendant = file.reserve(), file.reserve(), file.reserve(), file.reserve()
        base = use.base_font.encode("latin-1")
        file.stream(program, data, b"/Subtype/OpenType" if is_cff else b"/Length1 %d" % len(data))
        file.stream(texts, to_unicode({glyph: union.texts[glyph] for glyph in glyphs}))
        file.add(
            descriptor,
            b"<</Type/FontDescriptor/FontName%b/Flags %d/FontBBox[%b]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d"
            b"/StemV %d/StemH %d/FontFile%b %d 0 R>>"
            % (
                base, use.flags, b" ".join(b"%d" % edge for edge in box), use.ascent, use.descent, box[3],
                STEM, STEM, b"3" if is_cff else b"2", program,
            ),
        )  # fmt: skip
        file.add(
            descendant,
            b"<</Type/Font/Subtype/CIDFontType%d/BaseFont%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            b"/Supplement 0>>/CIDToGIDMap/Identity/W[%b]/FontDescriptor %d 0 R>>"
            % (0 if is_cff else 2, base, _widths(union.widths), descriptor),
        )
        file.add(
            number,
            b"<</Type/Font/Subtype/Type0/BaseFont%b/Encoding/Identity-H/ToUnicode %d 0 R/DescendantFonts[%d 0 R]>>"
            % (base, texts, descendant),
        )


def subset(data: bytes, index: int, glyphs: list[int]) -> tuple[bytes, tuple[int, int, int, int]]:
    """The font with only *glyphs* (sorted), which keep their numbers, and its bounding box in thousandths."""
    face = hb.Face(data, index)
    keep = hb.SubsetInput()
    keep.flags = hb.SubsetFlags.RETAIN_GIDS | FLAGS
    keep.glyph_set.update(glyphs)
    keep.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(int.from_bytes(tag.encode(), "big") for tag in DROPPED)
    face = hb.subset(face, keep)
    cut = hb.SubsetInput()  # what is empty behind the last glyph goes as well
    cut.flags = FLAGS | hb.SubsetFlags.NO_HINTING
    cut.glyph_set.update(range(glyphs[-1] + 1 if glyphs else 1))
    face = hb.subset(face, cut)
    return bytes(face.blob.data), _bounding_box(face)


def _bounding_box(face: hb.Face) -> tuple[int, int, int, int]:
    head = bytes(face.reference_table("head").data)
    edges = (int.from_bytes(head[at : at + 2], "big", signed=True) for at in (36, 38, 40, 42))
    left, bottom, right, top = (round(edge * 1000 / face.upem) for edge in edges)
    return left, bottom, right, top


def _widths(widths: dict[int, int]) -> bytes:
    """Widths by glyph, each run of neighbours after the number of its first."""
    parts: list[bytes] = []
    previous = None
    for glyph in sorted(widths):
        if previous is None or glyph != previous + 1:
            parts.append(b"%b%d[" % (b"]" if parts else b"", glyph))
        parts.append(b"%d " % widths[glyph])
        previous = glyph
    return b"".join(parts) + b"]" if parts else b""


def to_unicode(texts: dict[int, str]) -> bytes:
    """The CMap that says what each glyph stands for."""
    lines = [
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        b"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange"
    ]
    pairs = [b"<%04x> <%b>" % (glyph, text.encode("utf-16-be").hex().encode()) for glyph, text in texts.items()]
    for start in range(0, len(pairs), PER_BLOCK):
        block = pairs[start : start + PER_BLOCK]
        lines += [b"%d beginbfchar" % len(block), *block, b"endbfchar"]
    lines.append(b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
    return b"\n".join(lines)
