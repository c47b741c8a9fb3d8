"""A PDF 1.7 file written from front to back: whole objects, object streams, a cross-reference stream."""

from __future__ import annotations

import hashlib
import zlib
from collections import deque
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import BinaryIO

LEVEL = 4
BUFFERED = 1 << 20
LAG = 4
"""How many object streams may still be compressing while the next are made; a number, so that the order is fixed."""
GROUP = 256
ROW = 8
INDEXES = [index.to_bytes(2, "big") for index in range(1 << 12)]
HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@dataclass
class _Packing:
    """An object stream that some thread is compressing."""

    number: int
    count: int
    head: int
    data: Future[bytes]


class PdfFile:
    """Objects by number in, bytes out. Numbers are reserved first, in ascending order, and each is written once."""

    def __init__(self, target: BinaryIO, pool: Executor) -> None:
        self._target, self._pool = target, pool
        self._digest = hashlib.sha256()
        self._position = 0
        self._buffer = bytearray()
        self._size = 1
        self._rows = bytearray(ROW)
        self._packing: deque[_Packing] = deque()
        self._loose: list[tuple[int, bytes]] = []
        self._write(HEADER)

    def reserve(self, count: int = 1) -> int:
        """The first of *count* numbers, one behind the other, that are the caller's from now on."""
        first = self._size
        self._size += count
        self._rows += bytes(ROW * count)
        return first

    def write_all(self, data: bytes | bytearray, first: int, starts: Sequence[int]) -> None:
        """Write *data*: whole objects (``12 0 obj … endobj``), numbered from *first*, beginning at *starts*."""
        position = self._position
        rows = [b"\x01%b\0\0" % (position + start).to_bytes(5, "big") for start in starts]
        self._rows[ROW * first : ROW * (first + len(rows))] = b"".join(rows)
        self._write(data)

    def stream(self, number: int, data: bytes, entries: bytes = b"", *, compress: bool = True) -> None:
        """Write *data* as a stream whose dictionary has *entries* besides its length and filter."""
        if compress:
            data, entries = zlib.compress(data, LEVEL), b"%b/Filter/FlateDecode" % entries
        head = b"%d 0 obj\n<<%b/Length %d>>\nstream\n" % (number, entries, len(data))
        self.write_all(b"%b%b\nendstream\nendobj\n" % (head, data), number, [0])

    def add(self, number: int, data: bytes) -> None:
        """Put an object that is no stream into the next object stream."""
        self._loose.append((number, data))
        if len(self._loose) == GROUP:
            self._pack_loose()

    def add_group(self, first: int, count: int, data: bytes | bytearray, head: int) -> None:
        """Put *count* objects, numbered from *first*, into an object stream of their own, whose content *data* is."""
        stream = self.reserve()
        row = b"\x02%b%%b" % stream.to_bytes(5, "big").replace(b"%", b"%%")
        rows = [row % index for index in INDEXES[:count]]
        self._rows[ROW * first : ROW * (first + count)] = b"".join(rows)
        self._pack(stream, count, data, head)

    def close(self, *, root: int, info: int) -> tuple[int, str]:
        """Write what is left and the cross-reference stream. Returns the size and the digest of the file."""
        self._pack_loose()
        self._settle(0)
        number = self.reserve()
        self._rows[ROW * number :] = b"\x01%b\0\0" % self._position.to_bytes(5, "big")
        self._flush()
        identifier = self._digest.hexdigest()[:32].upper().encode()
        start = self._position
        self.stream(
            number,
            bytes(self._rows),
            b"/Type/XRef/W[1 5 2]/Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]"
            % (self._size, root, info, identifier, identifier),
        )
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)
        self._flush()
        return self._position, self._digest.hexdigest()

    def _pack_loose(self) -> None:
        if not self._loose:
            return
        stream, offset, heads = self.reserve(), 0, []
        for index, (number, data) in enumerate(self._loose):
            heads.append(b"%d %d " % (number, offset))
            offset += len(data) + 1
            self._rows[ROW * number : ROW * (number + 1)] = b"\x02%b%b" % (stream.to_bytes(5, "big"), INDEXES[index])
        head = b"".join(heads)
        body = b"\n".join(data for _number, data in self._loose)
        count, self._loose = len(self._loose), []
        self._pack(stream, count, head + body, len(head))

    def _pack(self, stream: int, count: int, data: bytes | bytearray, head: int) -> None:
        self._packing.append(_Packing(stream, count, head, self._pool.submit(zlib.compress, data, LEVEL)))
        self._settle(LAG)

    def _settle(self, left: int) -> None:
        while len(self._packing) > left:
            each = self._packing.popleft()
            entries = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (each.count, each.head)
            self.stream(each.number, each.data.result(), entries, compress=False)

    def _write(self, data: bytes | bytearray) -> None:
        self._buffer += data
        self._position += len(data)
        if len(self._buffer) > BUFFERED:
            self._flush()

    def _flush(self) -> None:
        self._target.write(self._buffer)
        self._digest.update(self._buffer)
        self._buffer.clear()


def references(numbers: Iterable[int]) -> bytes:
    """An array of references."""
    return b"[%b]" % b" ".join(b"%d 0 R" % number for number in numbers)


def string(text: str) -> bytes:
    """A text string: ASCII as it is, anything else as UTF-16."""
    if text.isascii() and text.isprintable():
        return b"(%b)" % text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode()
    return b"<FEFF%b>" % text.encode("utf-16-be").hex().encode()


def name_string(name: str) -> bytes:
    """The name of a destination: bytes, the same wherever it is written."""
    return b"<%b>" % name.encode().hex().encode()


def decimal(value: float) -> bytes:
    """A number as short as it can be, to a millionth, as WeasyPrint writes them: pages shall look the same."""
    return f"{value:f}".rstrip("0").rstrip(".").encode()
