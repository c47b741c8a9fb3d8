"""PDF objects written so that their numbers may change afterwards: seven digits each, at places that are noted."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pydyf

from ..parts import DIGITS, Body, Group, Template

GROUP = 256

# Strings are passed over, so that «5 0 R» inside a title is left alone; identifiers and keys of the parent tree are
# numbers of objects too, see ``structure``.
TOKEN = re.compile(
    rb"/ID \((?P<name>\d{7})\)|/StructParent (?P<key>\d{7})|/Headers \[(?P<names>[^\]]*)\]"
    rb"|\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f]*>|(?<![\d.])(?P<reference>\d+) 0 R",
    re.S,
)
NUMBER = re.compile(rb"\d+")


def numbers_in(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Each number of an object in *data*: where it begins, where it ends, what it is."""
    for found in TOKEN.finditer(data):
        if found.lastgroup is None:
            continue
        start, end = found.span(found.lastgroup)
        for number in NUMBER.finditer(data, start, end):
            yield number.start(), number.end(), int(number[0])


class Relocatable:
    """Bytes being written. *numbers* says which number of the fragment an object of WeasyPrint's has."""

    def __init__(self, numbers: Mapping[int, int]) -> None:
        self._numbers = numbers
        self.data = bytearray()
        self._at = array("I")
        self._named = array("I")

    def raw(self, data: bytes) -> None:
        """Append bytes in which nothing is a number of an object."""
        self.data += data

    def number(self, number: int) -> None:
        """Append a number of the fragment."""
        self._at.append(len(self.data))
        self._named.append(number)
        self.data += b"%0*d" % (DIGITS, number)

    def put(self, data: bytes) -> None:
        """Append what WeasyPrint would write, each number replaced."""
        position = 0
        for start, end, number in numbers_in(data):
            self.raw(data[position:start])
            self.number(self._numbers[number])
            position = end
        self.raw(data[position:])

    def append(self, other: Relocatable) -> None:
        shift = len(self.data)
        self._at.extend(at + shift for at in other._at)
        self._named.extend(other._named)
        self.data += other.data

    def body(self) -> Body:
        return Body(bytes(self.data), self._at, self._named)


def relocatable(data: bytes, numbers: Mapping[int, int]) -> Template:
    """One object without anything around it."""
    written = Relocatable(numbers)
    written.put(data)
    return Template.of(written.body())


def put_stream(written: Relocatable, number: int, head: bytes, content: bytes) -> None:
    """Append a whole stream object of the fragment's *number*: dictionary and content, compressed as it is."""
    written.number(number)
    written.raw(b" 0 obj\n")
    written.put(head)
    written.raw(b"\nstream\n%b\nendstream\nendobj\n" % content)


def grouped(objects: Sequence[tuple[int, bytes]], numbers: Mapping[int, int]) -> tuple[list[Group], Template]:
    """The contents of object streams: for each of *objects* its number in the fragment, ascending, and its bytes."""
    whole, groups = Relocatable(numbers), []
    for start in range(0, len(objects), GROUP):
        chunk = objects[start : start + GROUP]
        bodies, offsets = Relocatable(numbers), []
        for _number, data in chunk:
            offsets.append(len(bodies.data))
            bodies.put(data)
            bodies.raw(b"\n")
        begin = len(whole.data)
        for (number, _data), offset in zip(chunk, offsets, strict=True):
            whole.number(number)
            whole.raw(b" %d " % offset)
        head = len(whole.data) - begin
        whole.append(bodies)
        groups.append(Group(chunk[0][0], len(chunk), begin, len(whole.data), head))
    return groups, Template.of(whole.body())


def head_of(thing: Any) -> bytes:
    """The dictionary of a stream, before its length and filter are known; any other object whole."""
    data: bytes = pydyf.Dictionary(thing.extra).data if isinstance(thing, pydyf.Stream) else thing.data
    return data


def parted(stream: pydyf.Stream) -> tuple[bytes, bytes]:
    """The dictionary and the content of *stream*, compressed as WeasyPrint would."""
    head, _mark, content = stream.data.partition(b"\nstream\n")
    return head, content.removesuffix(b"\nendstream")
