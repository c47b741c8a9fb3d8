"""The one door by which somebody's archive is opened: its directory is measured before anything parses it.

``zipfile`` reads the whole central directory at once and makes an object of every entry, whatever the counters say:
a few megabytes of empty entries take seconds of the process that opens them. By APPNOTE.TXT 4.3.12 to 4.3.16.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from struct import Struct
from typing import IO, Any

MOST_MEMBERS = 5000
MOST_DIRECTORY_BYTES = 1024 * 1024
MOST_EXTRA_BYTES = 2048
"""Of the extra fields of one entry: ``zipfile`` copies what is left of them after each, which grows by the square."""

ENTRY = Struct("<28x3H12x")
"""Of an entry of the directory the lengths of its name, its extra fields and its comment."""
END = Struct("<4s8xLLH")
"""Of the end record its signature, the size and the place of the directory, and the length of the comment."""
LOCATOR = Struct("<4s16x")
END64 = Struct("<4s36xQQ")
SIGNATURE, SIGNATURE64, LOCATED = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
LONGEST_COMMENT = 0xFFFF
IN_THE_OTHER_RECORD = 0xFFFFFFFF


class DirectoryTooLarge(zipfile.BadZipFile):
    """The archive has more members than anything we take, or its directory is padded."""


def open_archive(source: IO[bytes] | Path, *, most_members: int = MOST_MEMBERS) -> zipfile.ZipFile:
    """*source*, a path or a binary file that can be sought, opened for reading.

    Raises DirectoryTooLarge, and BadZipFile when the archive is broken.
    """
    if isinstance(source, Path):
        with source.open("rb") as stream:
            _measure(stream, most_members)
    else:
        _measure(source, most_members)
        source.seek(0)
    return zipfile.ZipFile(source)


def _measure(stream: IO[bytes], most_members: int) -> None:
    """Raise DirectoryTooLarge unless the directory is one that can be parsed in a moment.

    The counter of entries is not looked at: it is the bytes that ``zipfile`` goes through.
    """
    end, size = _directory(stream)
    if size > MOST_DIRECTORY_BYTES:
        raise DirectoryTooLarge(f"a directory of {size} bytes")
    if size > end:
        raise zipfile.BadZipFile("a directory longer than the file")
    stream.seek(end - size)
    rows = stream.read(size)
    place = members = 0
    while place + ENTRY.size <= len(rows):
        name, extra, comment = ENTRY.unpack_from(rows, place)
        members += 1
        if members > most_members or extra > MOST_EXTRA_BYTES:
            raise DirectoryTooLarge(f"{members} members, {extra} bytes of extra fields")
        place += ENTRY.size + name + extra + comment


def _directory(stream: IO[bytes]) -> tuple[int, int]:
    """Where the directory ends and how many bytes it has, as ``zipfile`` would take it. Raises BadZipFile."""
    length = stream.seek(0, 2)
    begin = max(0, length - END.size - LONGEST_COMMENT)
    stream.seek(begin)
    tail = stream.read()
    found = len(tail) - END.size
    if found < 0 or tail[found : found + 4] != SIGNATURE or tail[-2:] != b"\0\0":
        found = tail.rfind(SIGNATURE)
    if not 0 <= found <= len(tail) - END.size:
        raise zipfile.BadZipFile("no end of the directory")
    _signature, size, _place, _comment = END.unpack_from(tail, found)
    end = begin + found
    locator = end - LOCATOR.size
    if locator < END64.size or _read(stream, locator, LOCATOR)[0] != LOCATED:
        return end, size
    signature, large, _place = _read(stream, locator - END64.size, END64)
    if signature != SIGNATURE64 or size not in {large, IN_THE_OTHER_RECORD}:
        raise zipfile.BadZipFile("two ends of the directory that contradict each other")
    return locator - END64.size, large


def _read(stream: IO[bytes], place: int, record: Struct) -> tuple[Any, ...]:
    stream.seek(place)
    return record.unpack(stream.read(record.size))
