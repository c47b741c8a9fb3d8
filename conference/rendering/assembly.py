"""Joining fragments to one tagged PDF/UA-1, page after page, without laying out or parsing anything.

The parts are read one at a time and written at once, so that memory does not grow with the book. What can be said
only at the end (trees, outline, fonts, links from one fragment to another) is kept as short entries.

The same parts give the same bytes: numbers are given out in the order of the book, and nothing depends on when a
thread is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from .embedding import Fonts, FragmentsDisagree
from .fragments import Fragment
from .metadata import information, xmp
from .parts import FOLIO, Area, Moving, Page, Slot
from .pdf_file import PdfFile, decimal, name_string, references, string
from .printing import Printing
from .trees import Outline, PageTree, destination, write_tree

Labels = Sequence[tuple[int, str, int]]
"""``(index of the first page, style "r" | "D", number it carries)`` for each range of page labels."""


THREADS = 2
COMPRESSED = 400
"""Content with slots in it is compressed when it has more bytes than that: a folio alone would only grow."""
HIDDEN, SHOWN = b"/F 2>>", b"/F 4/Dest%b>>"
SPARE = b"0000000"


@dataclass(frozen=True)
class Placed:
    """A fragment and what it gets where it stands.

    ``folios`` is one text for each page (``""``: the page shows none); without any they stay as they were typeset.
    ``texts`` is one text for each other slot, by name.
    ``level`` is added to the levels of its bookmarks.
    """

    fragment: Fragment
    folios: Sequence[str] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    level: int = 0


@dataclass(frozen=True)
class Blank:
    """An empty page, without heads: the back of a leaf. Width and height in points."""

    width: float
    height: float


@dataclass(frozen=True)
class Assembled:
    """What was written: pages, bytes, digest; and links that led nowhere, which were dropped."""

    pages: int
    size: int
    sha256: str
    remarks: Sequence[str] = ()


def assemble(
    parts: Iterable[Placed | Blank],
    target: BinaryIO,
    *,
    title: str,
    language: str,
    font_store: Path,
    author: str = "",
    labels: Labels = (),
    created: datetime | None = None,
    printing: Printing | None = None,
) -> Assembled:
    """Write all *parts*, in order, to *target* as one tagged PDF/UA-1.

    *parts* is read once, one at a time. *title* and *language* (BCP 47) are those of the whole; *labels* how pages
    are called; *created* the only date in the file; *font_store* the folder with which the fragments were made;
    with *printing* pages have room for bleed, and crop marks.

    Raises SlotDoesNotFit, KeyError when a slot has no text, FragmentsDisagree, ValueError when there are no pages.
    """
    with ThreadPoolExecutor(THREADS, thread_name_prefix="compress") as pool:
        book = _Book(PdfFile(target, pool), font_store, printing)
        for part in parts:
            if isinstance(part, Blank):
                book.add_blank(part)
            else:
                book.add(part)
        return book.close(title, language, author, labels, created)


@dataclass(frozen=True)
class _Waiting:
    """A link whose target may come in a later fragment."""

    number: int
    target: str
    data: bytes


class _Book:
    """The file while it is being joined, and what can be written only at its end."""

    def __init__(self, file: PdfFile, font_store: Path, printing: Printing | None) -> None:
        self._file = file
        self._printing = printing
        self._marks: dict[tuple[float, float], int] = {}
        self._catalog, self._info, self._metadata, root = (file.reserve() for _ in range(4))
        self._structure, self._document, self._shared_fonts = (file.reserve() for _ in range(3))
        self._pages = PageTree(file, root)
        self._root = root
        self._fonts = Fonts(font_store)
        self._images: dict[str, int] = {}
        self._outline = Outline()
        self._anchors: dict[bytes, bytes] = {}
        self._links: list[_Waiting] = []
        self._tops: list[int] = []
        self._rows: list[tuple[bytes, bytes]] = []
        self._identified: list[int] = []

    def add(self, placed: Placed) -> None:
        fragment, file = placed.fragment, self._file
        fragment.check(placed.texts)
        base = file.reserve(fragment.size) - 1
        names = [SPARE, *[b"%07d" % number for number in range(base + 1, base + 1 + fragment.size)]]
        names += self._shared(fragment)
        self._add_images(fragment, names)
        file.write_all(fragment.streams.moved(names), base + 1, fragment.stream_starts)
        objects = fragment.objects.moved(names)
        for group in fragment.groups:
            file.add_group(base + group.first, group.count, objects[group.start : group.end], group.head)
        free = [slot.free(_text(slot, placed)) for slot in fragment.slots]
        for link in fragment.links:
            data = link.body.moved(names) + (_rectangle(link.area, free) if link.area else b"")
            self._links.append(_Waiting(base + link.number, link.target, data))
        self._fonts.add(fragment.fonts)
        self._add_open(placed, base, free)
        for page in fragment.pages:
            self._add_page(page, fragment, base)
        self._add_entries(placed, base)

    def add_blank(self, blank: Blank) -> None:
        number = self._file.reserve()
        self._write_page(number, blank.width, blank.height, [], b"/Resources<<>>")

    def close(self, title: str, language: str, author: str, labels: Labels, created: datetime | None) -> Assembled:
        """Write what the whole has one of."""
        file = self._file
        if not self._pages.count:
            raise ValueError("a book without pages")
        remarks = self._write_links()
        self._fonts.write(file, self._shared_fonts)
        self._pages.close()
        self._write_structure()
        entries = [b"/Type/Catalog/Pages %d 0 R/Lang%b" % (self._root, string(language))]
        if outline := self._outline.write(file):
            entries.append(b"/Outlines %d 0 R/PageMode/UseOutlines" % outline)
        if self._anchors:
            names = write_tree(file, b"Names", sorted(self._anchors.items()))
            entries.append(b"/Names<</Dests %d 0 R>>" % names)
        if labels:
            entries.append(
                b"/PageLabels<</Nums[%b]>>"
                % b" ".join(b"%d<</S/%b/St %d>>" % (first, style.encode(), number) for first, style, number in labels)
            )
        file.stream(
            self._metadata, xmp(title, language, author, created), b"/Type/Metadata/Subtype/XML", compress=False
        )
        file.add(self._info, information(title, author, created))
        entries.append(b"/StructTreeRoot %d 0 R/Metadata %d 0 R" % (self._structure, self._metadata))
        entries.append(b"/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>")
        file.add(self._catalog, b"<<%b>>" % b"".join(entries))
        size, digest = file.close(root=self._catalog, info=self._info)
        return Assembled(self._pages.count, size, digest, remarks)

    def _shared(self, fragment: Fragment) -> list[bytes]:
        """Names of what the book has one of, in the order of the fragment's numbers for them."""
        shared = {fragment.numbers["fonts"]: self._shared_fonts, fragment.numbers["document"]: self._document}
        for image in fragment.images:
            if image.digest not in self._images:
                self._images[image.digest] = -self._file.reserve()
            shared[image.number] = abs(self._images[image.digest])
        return [b"%07d" % shared[number] for number in sorted(shared)]

    def _add_images(self, fragment: Fragment, names: Sequence[bytes]) -> None:
        """Write those pictures that no earlier fragment had: their numbers are still negative."""
        for image in fragment.images:
            number = self._images[image.digest]
            if number < 0:
                self._images[image.digest] = -number
                self._file.write_all(image.body.moved(names), -number, [0])

    def _add_open(self, placed: Placed, base: int, free: Sequence[float]) -> None:
        fragment = placed.fragment
        for stretch in fragment.open:
            parts = []
            for part in stretch.parts:
                if isinstance(part, int):
                    slot = fragment.slots[part]
                    parts.append(self._set(slot, _text(slot, placed)))
                elif isinstance(part, Moving):
                    parts.append(decimal(part.at(free)))
                else:
                    parts.append(part)
            content = b"".join(parts)
            self._file.stream(base + stretch.number, content, compress=len(content) > COMPRESSED)

    def _set(self, slot: Slot, text: str) -> bytes:
        """The operator that shows *text* where the slot is, at the edge that it keeps."""
        glyphs = [slot.glyphs[character] for character in text]
        for character, glyph in zip(text, glyphs, strict=True):
            self._fonts.add_glyph(slot.font, character, glyph)
        spare = slot.spare(text)
        shift = {"end": spare, "centre": spare / 2}.get(slot.align, 0)
        shown = b"".join(b"%04x" % g.number if not g.kern else b"%04x>%d<" % (g.number, g.kern) for g in glyphs)
        return b"[%b<%b>] TJ" % (decimal(-shift) if shift else b"", shown)

    def _add_page(self, page: Page, fragment: Fragment, base: int) -> None:
        number = base + page.number
        entries = b"/Resources %d 0 R/StructParents %d" % (base + fragment.resources, number)
        if page.annotations:
            entries += b"/Annots%b" % references(base + annotation for annotation in page.annotations)
        self._write_page(number, page.width, page.height, [base + each for each in page.contents], entries)

    def _write_page(self, number: int, width: float, height: float, contents: list[int], entries: bytes) -> None:
        parent = self._pages.add(number)
        boxes = b"/MediaBox[0 0 %b %b]" % (decimal(width), decimal(height))
        if self._printing:
            boxes = self._printing.boxes(width, height)
            if self._printing.marks:
                contents = [self._marks_for(self._printing, width, height), *contents]
        if contents:
            entries += b"/Contents%b" % references(contents)
        self._file.add(number, b"<</Type/Page/Parent %d 0 R%b%b/Tabs/S>>" % (parent, boxes, entries))

    def _marks_for(self, printing: Printing, width: float, height: float) -> int:
        """Crop marks for pages of one size, drawn once."""
        size = round(width, 1), round(height, 1)
        if size not in self._marks:
            self._marks[size] = self._file.reserve()
            self._file.stream(self._marks[size], printing.crop_marks(width, height))
        return self._marks[size]

    def _add_entries(self, placed: Placed, base: int) -> None:
        """Remember what of this fragment goes into the trees of the whole."""
        fragment = placed.fragment
        pages = [base + page.number for page in fragment.pages]
        for name, (page, x, y) in fragment.anchors.items():
            self._anchors.setdefault(name_string(name), destination(pages[page], x, y))
        for mark in fragment.bookmarks:
            place = destination(pages[mark.page], mark.x, mark.y)
            self._outline.add(mark.level + placed.level, mark.label, place, is_open=mark.is_open)
        self._tops += [base + number for number in fragment.tops]
        self._identified += [base + number for number in fragment.identified]
        self._rows += [(b"%d" % (base + key), b"%d 0 R" % (base + value)) for key, value in fragment.rows]

    def _write_links(self) -> list[str]:
        """Write the links between fragments; one that nobody waits for is hidden and remarked upon."""
        lost = []
        for link in self._links:
            name = name_string(link.target)
            known = name in self._anchors
            if not known:
                lost.append(link.target)
            self._file.add(link.number, link.data + (SHOWN % name if known else HIDDEN))
        return sorted(set(lost))

    def _write_structure(self) -> None:
        file = self._file
        rows = write_tree(file, b"Nums", self._rows)
        entries = [b"/Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R" % (self._document, rows)]
        if self._rows:
            entries.append(b"/ParentTreeNextKey %d" % (int(self._rows[-1][0]) + 1))
        if self._identified:
            names = [(b"(%07d)" % number, b"%d 0 R" % number) for number in self._identified]
            entries.append(b"/IDTree %d 0 R" % write_tree(file, b"Names", names))
        file.add(self._structure, b"<<%b>>" % b"".join(entries))
        file.add(
            self._document,
            b"<</Type/StructElem/S/Document/P %d 0 R/K%b>>" % (self._structure, references(self._tops)),
        )


def _rectangle(area: Area, free: Sequence[float]) -> bytes:
    edges = (area.left.at(free), area.bottom, area.right.at(free), area.top)
    return b"/Rect[%b]" % b" ".join(map(decimal, edges))


def _text(slot: Slot, placed: Placed) -> str:
    if slot.name != FOLIO:
        return placed.texts[slot.name]
    return placed.folios[slot.page] if placed.folios else slot.sample


__all__ = ["Assembled", "Blank", "FragmentsDisagree", "Labels", "Placed", "Printing", "assemble"]
