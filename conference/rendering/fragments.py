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
from .parts import (
    DIGITS,
    FOLIO,
    Area,
    Body,
    Bookmark,
    FontUse,
    Glyph,
    Group,
    Image,
    Link,
    Moving,
    Open,
    Page,
    Slot,
    SlotDoesNotFit,
    Template,
)  # fmt: skip


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


BYTES = 2
"""What stands on the shelf is known by two numbers; what moves, by three things."""


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

    def part(part: bytes | int | Moving) -> Any:
        if isinstance(part, Moving):
            return _moving(part)
        return part if isinstance(part, int) else shelf.put(part)

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
        "slots": [[s.name, s.page, s.sample, s.align, s.font, s.size, alphabet(s)] for s in fragment.slots],
        "fonts": [
            [
                f.key, f.base_font, f.file, f.index, f.flags, f.ascent, f.descent,
                list(f.texts), list(f.texts.values()), list(f.widths), list(f.widths.values()), f.missing,
            ]
            for f in fragment.fonts
        ],
        "groups": [[g.first, g.count, g.start, g.end, g.head] for g in fragment.groups],
        "links": [[link.number, link.target, _area(link.area), *template(link.body)] for link in fragment.links],
        "images": [[image.number, image.digest, *body(image.body)] for image in fragment.images],
        "open": [[o.number, [part(each) for each in o.parts]] for o in fragment.open],
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

    def part(told: Any) -> bytes | int | Moving:
        if isinstance(told, int):
            return told
        return bytes(shelf[slice(*told)]) if len(told) == BYTES else Moving(*told)

    return Fragment(
        language=header["language"],
        pages=[Page(*each) for each in header["pages"]],
        anchors=header["anchors"],
        bookmarks=[Bookmark(*each) for each in header["bookmarks"]],
        slots=[_slot(each, alphabets) for each in header["slots"]],
        fonts=[_font_use(each) for each in header["fonts"]],
        streams=Body(blobs["streams"], integers(blobs["streams-at"]), integers(blobs["streams-numbers"])),
        stream_starts=integers(blobs["stream-starts"]),
        objects=Template(blobs["objects"], integers(blobs["objects-numbers"])),
        groups=[Group(*each) for each in header["groups"]],
        links=[
            Link(number, target, template(*link), area and Area(Moving(*area[0]), area[1], Moving(*area[2]), area[3]))
            for number, target, area, *link in header["links"]
        ],
        images=[Image(number, digest, body(*image)) for number, digest, *image in header["images"]],
        open=[Open(number, [part(told) for told in parts]) for number, parts in header["open"]],
        numbers=header["numbers"],
        size=header["size"],
        resources=header["resources"],
        tops=header["tops"],
        rows=header["rows"],
        identified=header["identified"],
        remarks=header["remarks"],
    )


def _moving(moving: Moving) -> list[Any]:
    return [moving.x, list(moving.behind), moving.unit]


def _area(area: Area | None) -> list[Any] | None:
    return [_moving(area.left), area.bottom, _moving(area.right), area.top] if area else None


def _slot(entries: list[Any], alphabets: list[dict[str, Glyph]]) -> Slot:
    *about, letters = entries
    return Slot(*[*about, alphabets[letters]])


def _font_use(entries: list[Any]) -> FontUse:
    *about, glyphs, texts, wide, widths, missing = entries
    by_glyph, by_width = dict(zip(glyphs, texts, strict=True)), dict(zip(wide, widths, strict=True))
    return FontUse(*[*about, by_glyph, by_width, missing])


__all__ = [
    "DIGITS", "FOLIO", "Area", "Body", "Bookmark", "DamagedFragment", "FontUse", "Fragment", "Glyph", "Group", "Image",
    "Link", "Moving", "Open", "Page", "Slot", "SlotDoesNotFit", "Template",
]  # fmt: skip
