"""Balanced trees of a PDF: pages, names, numbers; and the outline, which nests over all fragments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .pdf_file import PdfFile, decimal, references, string

FAN = 32
LEAF = 128


class PageTree:
    """Pages as they come; each learns at once which node will be its parent."""

    def __init__(self, file: PdfFile, root: int) -> None:
        self._file, self._root = file, root
        self._leaves: list[tuple[int, list[int]]] = []
        self.count = 0

    def add(self, page: int) -> int:
        """Append *page*. Returns the number of its parent."""
        if self.count % FAN == 0:
            self._leaves.append((self._file.reserve(), []))
        node, pages = self._leaves[-1]
        pages.append(page)
        self.count += 1
        return node

    def close(self) -> None:
        """Write the nodes, the root last."""
        nodes = [(node, pages, len(pages)) for node, pages in self._leaves]
        while len(nodes) > FAN:
            nodes = [self._node(nodes[start : start + FAN]) for start in range(0, len(nodes), FAN)]
        self._write_kids(self._root, nodes)
        total = sum(count for _node, _kids, count in nodes)
        self._write(self._root, None, [node for node, _kids, _count in nodes], total)

    def _node(self, kids: list[tuple[int, list[int], int]]) -> tuple[int, list[int], int]:
        number = self._file.reserve()
        self._write_kids(number, kids)
        return number, [node for node, _kids, _count in kids], sum(count for _node, _kids, count in kids)

    def _write_kids(self, parent: int, nodes: list[tuple[int, list[int], int]]) -> None:
        for node, kids, count in nodes:
            self._write(node, parent, kids, count)

    def _write(self, number: int, parent: int | None, kids: Sequence[int], count: int) -> None:
        above = b"/Parent %d 0 R" % parent if parent else b""
        self._file.add(number, b"<</Type/Pages%b/Count %d/Kids%b>>" % (above, count, references(kids)))


def write_tree(file: PdfFile, kind: bytes, entries: Sequence[tuple[bytes, bytes]]) -> int:
    """Write a name tree or number tree (*kind* ``Names`` or ``Nums``) of sorted *entries*. Returns its root."""
    leaves = [entries[start : start + LEAF] for start in range(0, len(entries), LEAF)]
    if len(leaves) <= 1:
        root = file.reserve()
        file.add(root, b"<</%b[%b]>>" % (kind, _pairs(entries)))
        return root
    nodes = []
    for leaf in leaves:
        low, high, number = leaf[0][0], leaf[-1][0], file.reserve()
        file.add(number, b"<</Limits[%b %b]/%b[%b]>>" % (low, high, kind, _pairs(leaf)))
        nodes.append((low, high, number))
    while len(nodes) > FAN:
        above = []
        for start in range(0, len(nodes), FAN):
            kids, number = nodes[start : start + FAN], file.reserve()
            low, high = kids[0][0], kids[-1][1]
            file.add(number, b"<</Limits[%b %b]/Kids%b>>" % (low, high, references(kid[2] for kid in kids)))
            above.append((low, high, number))
        nodes = above
    root = file.reserve()
    file.add(root, b"<</Kids%b>>" % references(number for _low, _high, number in nodes))
    return root


def _pairs(entries: Sequence[tuple[bytes, bytes]]) -> bytes:
    return b" ".join([b"%b %b" % entry for entry in entries])


@dataclass
class Entry:
    """An entry of the outline and those below it."""

    level: int
    label: str
    destination: bytes
    is_open: bool
    number: int = 0
    kids: list[Entry] = field(default_factory=list)

    @property
    def shown(self) -> int:
        """How many entries below this one are seen while it is open."""
        return sum(1 + (kid.shown if kid.is_open else 0) for kid in self.kids)


class Outline:
    """Bookmarks of all fragments in order, nested by their levels."""

    def __init__(self) -> None:
        self._root = Entry(-1, "", b"", is_open=True)
        self._path = [self._root]

    def add(self, level: int, label: str, destination: bytes, *, is_open: bool) -> None:
        while self._path[-1].level >= level:
            self._path.pop()
        entry = Entry(level, label, destination, is_open)
        self._path[-1].kids.append(entry)
        self._path.append(entry)

    def write(self, file: PdfFile) -> int | None:
        """Write the outline. Returns its number, None when there is nothing in it."""
        if not self._root.kids:
            return None
        self._root.number = file.reserve()
        for entry in _walk(self._root):
            entry.number = file.reserve()
        kids = self._root.kids
        file.add(
            self._root.number,
            b"<</Type/Outlines/Count %d/First %d 0 R/Last %d 0 R>>"
            % (self._root.shown, kids[0].number, kids[-1].number),
        )
        self._write_below(file, self._root)
        return self._root.number

    def _write_below(self, file: PdfFile, above: Entry) -> None:
        for index, entry in enumerate(above.kids):
            parts = [b"/Title%b/Dest%b/Parent %d 0 R" % (string(entry.label), entry.destination, above.number)]
            if index:
                parts.append(b"/Prev %d 0 R" % above.kids[index - 1].number)
            if index + 1 < len(above.kids):
                parts.append(b"/Next %d 0 R" % above.kids[index + 1].number)
            if entry.kids:
                count = entry.shown if entry.is_open else -entry.shown
                first, last = entry.kids[0].number, entry.kids[-1].number
                parts.append(b"/First %d 0 R/Last %d 0 R/Count %d" % (first, last, count))
            file.add(entry.number, b"<<%b>>" % b"".join(parts))
            self._write_below(file, entry)


def _walk(above: Entry) -> Iterator[Entry]:
    for entry in above.kids:
        yield entry
        yield from _walk(entry)


def destination(page: int, x: float, y: float) -> bytes:
    """A place on a page, at the zoom the reader has."""
    return b"[%d 0 R/XYZ %b %b 0]" % (page, decimal(x), decimal(y))
