"""What a fragment consists of: slots, pages, glyphs used, and bytes in which numbers of objects can be replaced."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FOLIO = "folio"
"""The name of the slot in a page's margin that shows the number of the page."""
ALONG = "along"
"""How a slot is aligned that has room for more figures than it may show, and what follows on its line moves up."""

DIGITS = 7
POINTS = 0.75
"""A pixel of CSS, in which the content of pages is measured."""


@dataclass(frozen=True)
class Glyph:
    """How one character of a slot is set: glyph number, its width in the font, and how much is taken off it."""

    number: int
    width: int
    kern: int = 0

    @property
    def advance(self) -> int:
        """Thousandths of the type size from the start of this character to the start of the next."""
        return self.width - self.kern


@dataclass(frozen=True)
class Slot:
    """A run of digits (a folio: or Roman letters) to be set when the book is joined.

    ``align`` is the edge that stays where it is when the text is narrower or wider than what stood there in the
    layout: ``"start"``, ``"end"``, ``"centre"``; ``ALONG`` is the start, and what stands behind on the line moves;
    ``""`` when the text must have exactly ``digits`` characters because words follow it that do not move.
    """

    name: str
    page: int
    sample: str
    """What stood there in the layout."""
    align: str
    font: str
    size: float
    """Of the type, in points."""
    glyphs: Mapping[str, Glyph]

    @property
    def digits(self) -> int:
        """How many characters there is room for."""
        return len(self.sample)

    def fits(self, text: str) -> bool:
        """Whether *text* may stand here: beside words it must be as wide as what stood there, figure for figure."""
        if any(character not in self.glyphs for character in text):
            return False
        if self.name == FOLIO:
            return True
        if self.align:
            return len(text) <= self.digits
        return len(text) == self.digits and abs(self.spare(text)) <= len(text)

    def spare(self, text: str) -> int:
        """How much narrower *text* is than what stood there in the layout, in thousandths of the type size."""
        return self.width_of(self.sample) - self.width_of(text)

    def width_of(self, text: str) -> int:
        return sum(self.glyphs[character].advance for character in text)

    def free(self, text: str) -> float:
        """By how many points *text* lets move up what stands behind it."""
        return self.spare(text) * self.size / 1000 if self.align == ALONG else 0.0


@dataclass(frozen=True)
class Moving:
    """A place on a line: ``x`` when the slots ``behind`` which it is show as many figures as they have room for.

    ``behind`` are indexes of ``Fragment.slots``; ``unit`` says how many points ``x`` is measured in.
    """

    x: float
    behind: Sequence[int]
    unit: float = 1.0

    def at(self, free: Sequence[float]) -> float:
        """Where it is when each slot leaves so many points *free*."""
        return self.x - sum(free[slot] for slot in self.behind) / self.unit


class SlotDoesNotFit(Exception):
    """A text was to be put into a slot that has no room for it; another shape of the fragment is needed."""

    def __init__(self, slot: Slot, text: str) -> None:
        super().__init__(f"{text!r} does not fit slot {slot.name!r} of {slot.digits} digits")
        self.slot, self.text = slot, text


@dataclass(frozen=True)
class Bookmark:
    """An entry of the outline: points from the left and the bottom of its page."""

    level: int
    label: str
    page: int
    x: float
    y: float
    is_open: bool


@dataclass(frozen=True)
class Page:
    """One page: its size in points, and the numbers of what is on it."""

    number: int
    width: float
    height: float
    contents: Sequence[int]
    annotations: Sequence[int]


@dataclass(frozen=True)
class FontUse:
    """The glyphs that a fragment uses of one font, and what a PDF says of that font.

    ``key`` is the font's name in content streams, ``file`` the digest under which its file lies in the font store,
    ``texts`` what each glyph stands for, ``widths`` thousandths of the type size. ``missing`` are characters that
    no font has.
    """

    key: str
    base_font: str
    file: str
    index: int
    flags: int
    ascent: int
    descent: int
    texts: Mapping[int, str]
    widths: Mapping[int, int]
    missing: str = ""


@dataclass(frozen=True)
class Body:
    """Bytes in which numbers of objects stand as seven digits: at offsets ``at``, naming ``numbers``."""

    data: bytes | memoryview
    at: array[int]
    numbers: array[int]

    def moved(self, names: Sequence[bytes]) -> bytearray:
        """The bytes with every number replaced by what *names* has for it, seven digits each."""
        moved = bytearray(self.data)
        for at, number in zip(self.at, self.numbers, strict=True):
            moved[at : at + DIGITS] = names[number]
        return moved


@dataclass(frozen=True)
class Template:
    """Text objects for ``%``: each number of an object is a ``%b``, and ``numbers`` says which. There are so many of
    them that this, one operation in C, makes joining twice as fast."""

    data: bytes | memoryview
    numbers: array[int]

    @classmethod
    def of(cls, body: Body) -> Template:
        """The same as *body*, to be moved at once."""
        data, position, pieces = bytes(body.data), 0, []
        for at in body.at:
            pieces.append(data[position:at].replace(b"%", b"%%"))
            position = at + DIGITS
        pieces.append(data[position:].replace(b"%", b"%%"))
        return cls(b"%b".join(pieces), body.numbers)

    def moved(self, names: Sequence[bytes]) -> bytes:
        """The bytes with every number put in as *names* has it."""
        return bytes(self.data) % tuple([names[number] for number in self.numbers])


@dataclass(frozen=True)
class Link:
    """A link to an anchor that some other fragment has. ``body`` is its annotation, not yet closed.

    ``area`` is where it is, when it stands among slots that others move along with, and ``body`` does not say it.
    """

    number: int
    target: str
    body: Template
    area: Area | None = None


@dataclass(frozen=True)
class Area:
    """A rectangle on a line whose left and right edges may move."""

    left: Moving
    bottom: float
    right: Moving
    top: float


@dataclass(frozen=True)
class Image:
    """A picture that other fragments may have as well, known by the digest of its bytes."""

    number: int
    digest: str
    body: Body


@dataclass(frozen=True)
class Open:
    """A stretch of a page's content with slots in it: bytes, and between them indexes of ``Fragment.slots``, and
    numbers that say where on its line a text begins that moves."""

    number: int
    parts: Sequence[bytes | int | Moving]


@dataclass(frozen=True)
class Group:
    """Objects that go into one object stream: *count* from number *first*, at ``[start:end]`` of what is moved."""

    first: int
    count: int
    start: int
    end: int
    head: int
    """How many bytes of the data are the list of numbers and offsets."""
