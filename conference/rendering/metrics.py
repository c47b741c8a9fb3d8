"""How wide a text is in one of our typefaces, and whether they have its letters. Widths are in millimetres."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True)
class Face:
    """A typeface as far as setting a line needs it: widths of its characters in ems."""

    widths: dict[int, float]

    @classmethod
    def read(cls, path: Path) -> Face:
        with TTFont(path, lazy=True) as font:
            em = font["head"].unitsPerEm
            advances = font["hmtx"].metrics
            return cls({code: advances[name][0] / em for code, name in font.getBestCmap().items()})


read = cache(Face.read)


class Measure:
    """A style of type: the first of *faces* that has a character sets it, as the style sheet's font family does."""

    def __init__(self, *faces: Path) -> None:
        self.paths = faces

    @property
    def faces(self) -> list[Face]:
        return [read(path) for path in self.paths]

    def covers(self, text: str) -> bool:
        """Whether our own typefaces have every character of *text*, so that nothing is left to chance."""
        return all(char.isspace() or any(ord(char) in face.widths for face in self.faces) for char in text)

    def width(self, text: str, points: float) -> float:
        """Millimetres that *text* takes on one line at *points*; kerning aside, which only makes it shorter."""
        ems = sum(next((face.widths[ord(char)] for face in self.faces if ord(char) in face.widths), 1) for char in text)
        return ems * points * MM_PER_POINT

    def fit(
        self, parts: Sequence[str], *, width: float, height: float, sizes: Sequence[float], leading: float = 1.1
    ) -> tuple[float, list[str]]:
        """The largest of *sizes* (points, falling) at which *parts*, each from a new line, stay within the box.

        Lines break at spaces and after hyphens; at the last size a word that is still too long is cut anywhere, and
        what no longer fits is left out behind an ellipsis.
        """
        lines: list[str] = []
        for size in sizes:
            lines = [line for part in parts for line in self._broken(part, width, size)]
            room = int(height / (size * leading * MM_PER_POINT))
            if len(lines) <= room and all(self.width(line, size) <= width for line in lines):
                return size, lines
        size = sizes[-1]
        lines = [piece for line in lines for piece in self._cut(line, width, size)]
        room = max(1, int(height / (size * leading * MM_PER_POINT)))
        if len(lines) > room:
            lines = [*lines[: room - 1], self._shortened(lines[room - 1], width, size)]
        return size, lines

    def _broken(self, text: str, width: float, size: float) -> Iterator[str]:
        line = ""
        for word, gap in _words(text):
            if line and self.width(f"{line}{gap}{word}", size) > width:
                yield line
                line = word
            else:
                line = f"{line}{gap}{word}" if line else word
        if line:
            yield line

    def _cut(self, line: str, width: float, size: float) -> Iterator[str]:
        piece = ""
        for char in line:
            if piece and self.width(piece + char, size) > width:
                yield piece
                piece = ""
            piece += char
        if piece:
            yield piece

    def _shortened(self, line: str, width: float, size: float) -> str:
        while line and self.width(f"{line}…", size) > width:
            line = line[:-1]
        return f"{line.rstrip(' ,.-–')}…"


def _words(text: str) -> Iterator[tuple[str, str]]:
    """The pieces of *text*, each with what stands before it: a space, or nothing after a hyphen."""
    for word in text.split():
        gap = " "
        while "-" in word[:-1]:
            first, _hyphen, word = word.partition("-")
            yield f"{first}-", gap
            gap = ""
        yield word, gap
