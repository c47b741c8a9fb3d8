"""A fragment taken from what WeasyPrint is about to write.

WeasyPrint makes the objects of a PDF; just before it would write them they are taken apart: references become seven
digits at known places, content streams are cut at the runs of slots, pictures get their digests, fonts are noted but
not embedded.
"""

from __future__ import annotations

import contextlib
import hashlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pydyf
import weasyprint.pdf

from ..fragments import Fragment
from ..parts import DIGITS, POINTS, Area, Body, Bookmark, Image, Link, Moving, Open, Page, Slot
from .cutting import cut
from .fonts import uses
from .preparing import CALL, NOTE, SlotMark, prepare, slots_marked
from .relocating import Relocatable, grouped, head_of, numbers_in, parted, put_stream, relocatable

IDENTIFIED = b"/ID ("


class NotRelocatable(Exception):
    """The document has what a fragment cannot carry: form fields, attachments."""


class _Taken(Exception):
    """Raised when there is what was wanted, so that no file is written."""


def take(document: Any, store: Path, **options: Any) -> Fragment:
    """*document* as a fragment; the files of its fonts go into the folder *store*. Raises NotRelocatable."""
    prepare(document)
    taken: list[Fragment] = []

    def finish(_document: Any, pdf: pydyf.PDF) -> None:
        taken.append(_Taking(document, pdf).fragment(store))
        raise _Taken

    with contextlib.suppress(_Taken), _no_fonts_embedded(), _links_lead_anywhere(document):
        document.write_pdf(finisher=finish, **options)
    return taken[0]


@contextmanager
def _no_fonts_embedded() -> Iterator[None]:
    embed = weasyprint.pdf.build_fonts_dictionary
    weasyprint.pdf.build_fonts_dictionary = lambda *_args: pydyf.Dictionary()
    try:
        yield
    finally:
        weasyprint.pdf.build_fonts_dictionary = embed


@contextmanager
def _links_lead_anywhere(document: Any) -> Iterator[None]:
    """WeasyPrint drops links to what is not in the document: while this lasts, everything is."""
    known = {name for page in document.pages for name in page.anchors}
    wanted = {link[1] for page in document.pages for link in page.links if link[0] == "internal"}
    document.vmeste_places = _places(document)
    last = document.pages[-1].anchors
    last.update((name, (0, 0, 0, 0)) for name in sorted(wanted - known))
    try:
        yield
    finally:
        for name in wanted - known:
            del last[name]


class _Taking:
    """The objects of one PDF on their way into a fragment.

    They go by WeasyPrint's numbers until ``_numbers`` says which they have in the fragment.
    """

    def __init__(self, document: Any, pdf: pydyf.PDF) -> None:
        self._document, self._objects = document, pdf.objects
        self._places: Mapping[str, tuple[int, float, float]] = document.vmeste_places
        self._pages = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
        annotations = [self._at(reference) for page in self._pages for reference in page.get("Annots", ())]
        if "EmbeddedFiles" in pdf.catalog.get("Names", ()) or any(a["Subtype"] != "/Link" for a in annotations):
            raise NotRelocatable("form fields or attachments")
        self._resources = self._at(self._pages[0]["Resources"])
        self._fonts = _number(self._resources["Font"])
        root = self._at(pdf.catalog["StructTreeRoot"])
        self._top = self._at(root["K"][0])
        self._tops = [_number(reference) for reference in _listed(self._top.get("K", []))]
        for top in self._tops:
            self._objects[top].setdefault("Lang", pydyf.String(document.metadata.lang or ""))
        self._rows = list(self._keyed_rows(self._at(root["ParentTree"])["Nums"]))
        self._slots: list[Slot] = []
        indexes: dict[SlotMark, int] = {}
        contents = [self._at(page["Contents"]) for page in self._pages]
        self._pieces = [cut(stream, page, self._slots, indexes) for page, stream in enumerate(contents)]
        self._areas = dict(self._moving_areas(indexes))
        self._outgoing = dict(self._led_links())
        self._data = dict(self._reached())
        self._sort()

    def _at(self, reference: bytes) -> Any:
        return self._objects[_number(reference)]

    def _keyed_rows(self, nums: Sequence[Any]) -> Iterator[tuple[int, int]]:
        """The parent tree with the page or annotation itself as the key: in the book its number will be the key."""
        annotations = {
            each["StructParent"]: each
            for each in self._objects
            if isinstance(each, pydyf.Dictionary) and "StructParent" in each
        }
        for key, reference in zip(nums[::2], nums[1::2], strict=True):
            owner = self._pages[key] if key < len(self._pages) else annotations[key]
            yield owner.number, _number(reference)
        for annotation in annotations.values():
            annotation["StructParent"] = b"%0*d" % (DIGITS, annotation.number)

    def _led_links(self) -> Iterator[tuple[int, str]]:
        """Links within the document lead straight to their places; yields those to elsewhere, and their targets."""
        for page in self._pages:
            for reference in page.get("Annots", ()):
                annotation = self._at(reference)
                if "Dest" not in annotation:
                    continue
                target: str = annotation.pop("Dest").string
                if target in self._places and annotation.number not in self._areas:
                    index, x, y = self._places[target]
                    annotation["Dest"] = pydyf.Array([self._pages[index].reference, "/XYZ", x, y, 0])
                else:
                    annotation.pop("F", None)  # whether the link is there or hidden is seen when the book is joined
                    yield annotation.number, target

    def _moving_areas(self, indexes: Mapping[SlotMark, int]) -> Iterator[tuple[int, Area]]:
        """Rectangles of the links among slots that others move along with, by the numbers of their annotations."""
        for page in self._document.pages:
            for _kind, _target, _rectangle, box in page.links:
                behind, within = ([indexes[mark] for mark in marks if mark in indexes] for marks in _moved_by(box))
                if behind or within:
                    left, bottom, right, top = box.link_annotation.pop("Rect")
                    area = Area(Moving(left, behind), bottom, Moving(right, [*behind, *within]), top)
                    yield box.link_annotation.number, area

    def _reached(self) -> Iterator[tuple[int, bytes]]:
        """The objects that the pages and the structure lead to, and what stands in them: streams without content."""
        annotations = [_number(reference) for page in self._pages for reference in page.get("Annots", ())]
        waiting = [self._resources.number, *annotations, *self._tops, *(value for _key, value in self._rows)]
        seen = {self._fonts, self._top.number, *(page.number for page in self._pages)}
        while waiting:
            number = waiting.pop()
            if number in seen:
                continue
            seen.add(number)
            data = head_of(self._objects[number])
            yield number, data
            waiting += [named for _start, _end, named in numbers_in(data)]

    def _sort(self) -> None:
        """Say what is what, and give everything its number in the fragment."""
        kept = sorted(self._data)
        streams = [n for n in kept if isinstance(self._objects[n], pydyf.Stream)]
        self._images = [n for n in streams if self._objects[n].extra.get("Subtype") == "/Image"]
        self._streams = [n for n in streams if n not in set(self._images)]
        self._plain = [n for n in kept if n not in set(streams) and n not in self._outgoing]
        packed = sum(isinstance(piece, bytes) for pieces in self._pieces for piece in pieces)
        opened = sum(map(len, self._pieces)) - packed
        own: list[int | None] = [None] * packed + self._streams + self._plain + list(self._outgoing)
        self._first_open = len(own) + 1
        own += [None] * opened + [page.number for page in self._pages]
        self._size = len(own)
        shared = [self._fonts, self._top.number, *self._images]
        self._numbers = {n: place for place, n in enumerate([*own, *shared], start=1) if n is not None}

    def fragment(self, store: Path) -> Fragment:
        numbers, document = self._numbers, self._document
        fonts, remarks = uses(document.fonts.values(), store)
        if len(self._slots) != slots_marked(document):
            remarks.append("a slot stands where it cannot be filled")
        groups, objects = grouped([(numbers[n], self._data[n]) for n in self._plain], numbers)
        pages, streams, starts, stretches = self._pages_and_streams()
        return Fragment(
            language=document.metadata.lang or "",
            pages=pages,
            anchors={name: place for name, place in self._places.items() if not name.startswith((NOTE, CALL))},
            bookmarks=list(_bookmarks(document)),
            slots=self._slots,
            fonts=fonts,
            streams=streams,
            stream_starts=starts,
            objects=objects,
            groups=groups,
            links=[
                Link(numbers[n], target, relocatable(self._data[n].removesuffix(b">>"), numbers), self._areas.get(n))
                for n, target in self._outgoing.items()
            ],
            open=stretches,
            images=[self._image(n) for n in self._images],
            numbers={"fonts": numbers[self._fonts], "document": numbers[self._top.number]},
            size=self._size,
            resources=numbers[self._resources.number],
            tops=[numbers[n] for n in self._tops],
            rows=sorted((numbers[key], numbers[value]) for key, value in self._rows),
            identified=[numbers[n] for n in self._plain if IDENTIFIED in self._data[n]],
            remarks=remarks,
        )

    def _pages_and_streams(self) -> tuple[list[Page], Body, array[int], list[Open]]:
        """The pages, their contents and all other streams, and the stretches of contents with slots in them."""
        written, starts = Relocatable(self._numbers), array("I")
        pages: list[Page] = []
        stretches: list[Open] = []
        for page, laid_out, pieces in zip(self._pages, self._document.pages, self._pieces, strict=True):
            contents = []
            for piece in pieces:
                if isinstance(piece, bytes):
                    starts.append(len(written.data))
                    put_stream(written, len(starts), b"<</Filter/FlateDecode/Length %d>>" % len(piece), piece)
                    contents.append(len(starts))
                else:
                    stretches.append(Open(self._first_open + len(stretches), piece))
                    contents.append(stretches[-1].number)
            annotations = [self._numbers[_number(reference)] for reference in page.get("Annots", ())]
            width, height = laid_out.width * POINTS, laid_out.height * POINTS
            pages.append(Page(self._numbers[page.number], width, height, contents, annotations))
        for number in self._streams:
            starts.append(len(written.data))
            put_stream(written, self._numbers[number], *parted(self._objects[number]))
        return pages, written.body(), starts, stretches

    def _image(self, number: int) -> Image:
        """A picture: its digest is of its content and of the pictures that it leads to, such as its mask."""
        written = Relocatable(self._numbers)
        put_stream(written, self._numbers[number], *parted(self._objects[number]))
        return Image(self._numbers[number], self._digest(number), written.body())

    def _digest(self, number: int) -> str:
        head, content = parted(self._objects[number])
        digest = hashlib.sha256(content)
        position = 0
        for start, end, named in numbers_in(head):
            digest.update(head[position:start] + self._digest(named).encode())
            position = end
        digest.update(head[position:])
        return digest.hexdigest()


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _listed(kids: Any) -> Sequence[bytes]:
    return kids if isinstance(kids, list) else [kids]


def _moved_by(box: Any) -> tuple[Sequence[SlotMark], Sequence[SlotMark]]:
    """The slots before *box* on its line, and those in it, that let move what follows."""
    return getattr(box, "vmeste_behind", ()), getattr(box, "vmeste_within", ())


def _places(document: Any) -> dict[str, tuple[int, float, float]]:
    """Where each anchor is: the first of its name, in points from the left and the bottom of its page."""
    places: dict[str, tuple[int, float, float]] = {}
    for index, page in enumerate(document.pages):
        for name, (x, y, *_end) in page.anchors.items():
            places.setdefault(name, (index, x * POINTS, (page.height - y) * POINTS))
    return places


def _bookmarks(document: Any) -> Iterator[Bookmark]:
    for index, page in enumerate(document.pages):
        for level, label, (x, y), state in page.bookmarks:
            yield Bookmark(level, label, index, x * POINTS, (page.height - y) * POINTS, state != "closed")
