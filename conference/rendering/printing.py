"""What a printer needs around a page: room to be trimmed, and marks where."""

from __future__ import annotations

from dataclasses import dataclass

from .pdf_file import decimal

POINTS_PER_MM = 72 / 25.4
MARK_MM = 5
HAIRLINE = 0.25


@dataclass(frozen=True)
class Printing:
    """A file for the printer: pages stand out by ``bleed_mm`` on all sides; with ``marks`` there are crop marks."""

    bleed_mm: float = 3
    marks: bool = True

    @property
    def bleed(self) -> float:
        """Points from the trimmed page to where its colour may end."""
        return self.bleed_mm * POINTS_PER_MM

    @property
    def edge(self) -> float:
        """Points from the trimmed page to the edge of the sheet."""
        return self.bleed + (MARK_MM * POINTS_PER_MM if self.marks else 0)

    def boxes(self, width: float, height: float) -> bytes:
        """The boxes of a page whose trimmed size is *width* × *height* points, with its corner at the origin."""
        named = ((b"MediaBox", self.edge), (b"BleedBox", self.bleed), (b"TrimBox", 0.0))
        return b"".join(
            b"/%b[%b]" % (name, b" ".join(map(decimal, (-out, -out, width + out, height + out)))) for name, out in named
        )

    def crop_marks(self, width: float, height: float) -> bytes:
        """The content that draws two lines at each corner, outside the bleed, as an artifact."""
        lines = []
        for x, outwards in ((0.0, -1), (width, 1)):
            for y, upwards in ((0.0, -1), (height, 1)):
                lines.append((x + outwards * self.bleed, y, x + outwards * self.edge, y))
                lines.append((x, y + upwards * self.bleed, x, y + upwards * self.edge))
        drawn = b"".join(b"%b %b m %b %b l S\n" % tuple(map(decimal, line)) for line in lines)
        return b"/Artifact<</Type/Page>>BDC q %b w 0 G\n%bQ EMC" % (decimal(HAIRLINE), drawn)
