"""What a document says about its pictures: words for those who cannot see them, size on paper, what is cut off.

Readers of documents lose most of this, so each picture is given a token instead of its alternative text, and the
token is exchanged for the facts where the picture is taken over.
"""

from __future__ import annotations

from dataclasses import dataclass, field

TOKEN = "vmeste-picture-"  # noqa: S105 - the name of a mark
EMU_PER_MM = 36_000
MM_PER_INCH = 25.4
MM = {"mm": 1.0, "cm": 10.0, "in": MM_PER_INCH, "pt": MM_PER_INCH / 72, "px": MM_PER_INCH / 96, "pc": MM_PER_INCH / 6}
WHOLE = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class PictureFacts:
    """One picture as the document places it. ``crop`` is the part cut off at left, top, right and bottom, 0 to 1."""

    alternative: str = ""
    is_decorative: bool = False
    printed_mm: int | None = None
    crop: tuple[float, float, float, float] = WHOLE


@dataclass
class Pictures:
    """The facts about the pictures of one document, by their tokens."""

    known: dict[str, PictureFacts] = field(default_factory=dict)

    def token(self, facts: PictureFacts) -> str:
        made = f"{TOKEN}{len(self.known) + 1}"
        self.known[made] = facts
        return made

    def facts(self, *texts: str | None) -> PictureFacts:
        """The facts that one of *texts* stands for, or *texts* themselves as the alternative."""
        for text in texts:
            if (key := (text or "").strip().lower()) in self.known:
                return self.known[key]
        words = next((text.strip() for text in texts if text and TOKEN not in text.lower()), "")
        return PictureFacts(alternative=words)


def millimetres(length: str | None) -> int | None:
    """``"9cm"`` → 90; None for what is no length or no size for a picture on paper."""
    text = (length or "").strip().lower()
    for unit, size in MM.items():
        if text.endswith(unit):
            try:
                return _plausible(float(text[: -len(unit)]) * size)
            except ValueError:
                return None
    return None


def from_emu(value: str | None) -> int | None:
    """English metric units, 36 000 to the millimetre, to millimetres."""
    return _plausible(int(value) / EMU_PER_MM) if value and value.isdecimal() and len(value) < 12 else None


def _plausible(mm: float) -> int | None:
    return round(mm) if 1 <= mm <= 1000 else None
