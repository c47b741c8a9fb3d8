"""A laid-out document as a piece of a PDF that may stand anywhere in a book.

A fragment holds the objects of its pages with two things left open. **Numbers of objects** stand as seven digits at
known places (``0000012 0 R`` is legal PDF), so that moving a fragment is overwriting digits: nothing is parsed. And
**slots**, runs of digits such as the folio of a page, whose glyphs are put in when the book is joined.

Fonts are not in a fragment, only which glyphs of which font it uses: the book has one subset of each font. The files
lie in a folder that all fragments share, each under its digest.

Numbers inside a fragment count from 1: its streams, its other objects, its links to elsewhere, the stretches of
content with slots in them, its pages; then come those that the book has one of (see ``Fragment.numbers``).
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .packing import DamagedFragment, integer_bytes, integers, pack, unpack

FOLIO = "folio"
"""The name of the slot in a page's margin that shows the number of the page."""

DIGITS = 7


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
    layout: ``"start"``, ``"end"``, ``"centre"``, or ``""`` when the text must have exactly ``digits`` characters
    because words follow it on the line.
    """

    name: str
    page: int
    digits: int
    align: str
    font: str
    advance: int
    """Width of what stood there in the layout, in thousandths of the type size."""
    glyphs: Mapping[str, Glyph]

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
        return self.advance - sum(self.glyphs[character].advance for character in text)


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
    """A link to an anchor that some other fragment has. ``body`` is its annotation, not yet closed."""

    number: int
    target: str
    body: Template


@dataclass(frozen=True)
class Image:
    """A picture that other fragments may have as well, known by the digest of its bytes."""

    number: int
    digest: str
    body: Body


@dataclass(frozen=True)
class Open:
    """A stretch of a page's content with slots in it: bytes, and between them indexes of ``Fragment.slots``."""

    number: int
    parts: Sequence[bytes | int]


@dataclass(frozen=True)
class Group:
    """Objects that go into one object stream: *count* from number *first*, at ``[start:end]`` of what is moved."""

    first: int
    count: int
    start: int
    end: int
    head: int
    """How many bytes of the data are the list of numbers and offsets."""


@dataclass(frozen=True)
class Fragment:
    """A relocatable document. See the module's docstring for what its numbers mean."""

    language: str
    pages: Sequence[Page]
    anchors: Mapping[str, tuple[int, float, float]]
    """Name → index of the page, points from the left, points from the bottom."""
    bookmarks: Sequence[Bookmark]
    slots: Sequence[Slot]
    fonts: Sequence[FontUse]
    streams: Body
    """Whole objects, one behind the other, beginning at ``stream_starts`` and numbered from 1."""
    stream_starts: array[int]
    objects: Template
    groups: Sequence[Group]
    links: Sequence[Link]
    open: Sequence[Open]
    images: Sequence[Image]
    numbers: Mapping[str, int]
    """Numbers of what the book has one of: ``fonts`` and ``document``, the element above ``tops``."""
    size: int
    """How many numbers are the fragment's own."""
    resources: int
    tops: Sequence[int]
    """Numbers of the structure elements that stand directly in the document."""
    rows: Sequence[tuple[int, int]]
    """The parent tree: number of a page or an annotation, which is its key, and number of what it leads to."""
    identified: Sequence[int]
    """Structure elements with an identifier, which is their number in seven digits."""
    remarks: Sequence[str] = field(default=())
    """Why the fragment ought not to be used: the compiler falls back to one typesetting of the whole book."""

    @property
    def has_missing_glyphs(self) -> bool:
        """Whether some character is in no font; such glyphs have numbers of their own in every fragment."""
        return any(font.missing for font in self.fonts)

    @property
    def is_sound(self) -> bool:
        """Whether a book may be joined from this fragment."""
        return not self.remarks and not self.has_missing_glyphs

    def slot_digits(self, name: str) -> int:
        """How many characters the slot called *name* has room for. Raises KeyError for an unknown name."""
        for slot in self.slots:
            if slot.name == name:
                return slot.digits
        raise KeyError(name)

    def check(self, texts: Mapping[str, str]) -> None:
        """Raise SlotDoesNotFit when *texts* asks for what does not fit, KeyError when a slot gets no text."""
        for slot in self.slots:
            if slot.name != FOLIO and not slot.fits(texts[slot.name]):
                raise SlotDoesNotFit(slot, texts[slot.name])

    def to_bytes(self) -> bytes:
        """The fragment as a file: the same fragment gives the same bytes."""
        return pack(*_taken_apart(self))

    @classmethod
    def from_bytes(cls, data: bytes | memoryview) -> Fragment:
        """The fragment written by ``to_bytes``. Raises DamagedFragment for anything else."""
        header, blobs = unpack(data)
        try:
            return _put_together(header, blobs)
        except (KeyError, ValueError, TypeError, IndexError) as error:
            raise DamagedFragment(f"the header says {error!r}") from error


class _Shelf:
    """Bytes of many small things, one behind the other, each known by where it begins and ends."""

    def __init__(self) -> None:
        self.data = bytearray()

    def put(self, data: bytes | memoryview) -> list[int]:
        start = len(self.data)
        self.data += data
        return [start, len(self.data)]


def _taken_apart(fragment: Fragment) -> tuple[dict[str, Any], dict[str, bytes]]:
    shelf = _Shelf()
    alphabets: list[list[Any]] = []

    def alphabet(slot: Slot) -> int:
        letters = [[character, g.number, g.width, g.kern] for character, g in slot.glyphs.items()]
        if letters not in alphabets:
            alphabets.append(letters)
        return alphabets.index(letters)

    def body(body: Body) -> list[Any]:
        return [*shelf.put(body.data), list(body.at), list(body.numbers)]

    def template(template: Template) -> list[Any]:
        return [*shelf.put(template.data), list(template.numbers)]

    header = {
        "language": fragment.language,
        "size": fragment.size,
        "resources": fragment.resources,
        "numbers": fragment.numbers,
        "tops": fragment.tops,
        "rows": fragment.rows,
        "identified": fragment.identified,
        "remarks": fragment.remarks,
        "pages": [[p.number, p.width, p.height, p.contents, p.annotations] for p in fragment.pages],
        "anchors": fragment.anchors,
        "bookmarks": [[b.level, b.label, b.page, b.x, b.y, b.is_open] for b in fragment.bookmarks],
        "slots": [[s.name, s.page, s.digits, s.align, s.font, s.advance, alphabet(s)] for s in fragment.slots],
        "fonts": [
            [
                f.key, f.base_font, f.file, f.index, f.flags, f.ascent, f.descent,
                list(f.texts), list(f.texts.values()), list(f.widths), list(f.widths.values()), f.missing,
            ]
            for f in fragment.fonts
        ],
        "groups": [[g.first, g.count, g.start, g.end, g.head] for g in fragment.groups],
        "links": [[link.number, link.target, *template(link.body)] for link in fragment.links],
        "images": [[image.number, image.digest, *body(image.body)] for image in fragment.images],
        "open": [
            [o.number, [part if isinstance(part, int) else shelf.put(part) for part in o.parts]] for o in fragment.open
        ],
        "alphabets": alphabets,
    }  # fmt: skip
    blobs = {
        "streams": bytes(fragment.streams.data),
        "streams-at": integer_bytes(fragment.streams.at),
        "streams-numbers": integer_bytes(fragment.streams.numbers),
        "stream-starts": integer_bytes(fragment.stream_starts),
        "objects": bytes(fragment.objects.data),
        "objects-numbers": integer_bytes(fragment.objects.numbers),
        "shelf": bytes(shelf.data),
    }
    return header, blobs


def _put_together(header: Mapping[str, Any], blobs: Mapping[str, memoryview]) -> Fragment:
    shelf = blobs["shelf"]
    alphabets = [{character: Glyph(*glyph) for character, *glyph in letters} for letters in header["alphabets"]]

    def body(start: int, end: int, at: list[int], numbers: list[int]) -> Body:
        return Body(shelf[start:end], array("I", at), array("I", numbers))

    def template(start: int, end: int, numbers: list[int]) -> Template:
        return Template(shelf[start:end], array("I", numbers))

    return Fragment(
        language=header["language"],
        pages=[Page(*each) for each in header["pages"]],
        anchors=header["anchors"],
        bookmarks=[Bookmark(*each) for each in header["bookmarks"]],
        slots=[Slot(*each, glyphs=alphabets[letters]) for *each, letters in header["slots"]],
        fonts=[
            FontUse(*about, dict(zip(glyphs, texts, strict=True)), dict(zip(wide, widths, strict=True)), missing)
            for *about, glyphs, texts, wide, widths, missing in header["fonts"]
        ],
        streams=Body(blobs["streams"], integers(blobs["streams-at"]), integers(blobs["streams-numbers"])),
        stream_starts=integers(blobs["stream-starts"]),
        objects=Template(blobs["objects"], integers(blobs["objects-numbers"])),
        groups=[Group(*each) for each in header["groups"]],
        links=[Link(number, target, template(*link)) for number, target, *link in header["links"]],
        images=[Image(number, digest, body(*image)) for number, digest, *image in header["images"]],
        open=[
            Open(number, [part if isinstance(part, int) else bytes(shelf[slice(*part)]) for part in parts])
            for number, parts in header["open"]
        ],
        numbers=header["numbers"],
        size=header["size"],
        resources=header["resources"],
        tops=header["tops"],
        rows=header["rows"],
        identified=header["identified"],
        remarks=header["remarks"],
    )


__all__ = [
    "FOLIO", "Body", "Bookmark", "DamagedFragment", "FontUse", "Fragment", "Glyph", "Group", "Image", "Link", "Open",
    "Page", "Slot", "SlotDoesNotFit", "Template",
]  # fmt: skip
