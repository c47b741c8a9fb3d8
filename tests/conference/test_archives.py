from __future__ import annotations

import ast
import io
import struct
import time
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from conference import archives, tables
from conference.archives import DirectoryTooLarge, open_archive
from conference.uploads import check_upload
from proceedings.manuscripts import ManuscriptRefused
from proceedings.manuscripts.archives import check_odt
from workshops.manuscripts import check_docx

ROOT = Path(__file__).parent.parent.parent
ENTRY, END = struct.Struct("<4s4B4HL2L5H2L"), struct.Struct("<4s4H2LH")
FIRST = b"PK\x03\x04" + b"\0" * 26


def entry(name: bytes, extra: bytes = b"") -> bytes:
    return ENTRY.pack(b"PK\x01\x02", 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, len(name), len(extra), 0, 0, 0, 0, 0) + (
        name + extra
    )


def archive(*rows: bytes, told: int = 1, comment: bytes = b"") -> bytes:
    """A file whose directory holds *rows* and whose end record tells of *told* members."""
    directory = b"".join(rows)
    end = END.pack(b"PK\x05\x06", 0, 0, told, told, len(directory), len(FIRST), len(comment))
    return FIRST + directory + end + comment


def archive64(*rows: bytes, size: int | None = None, size32: int = 0xFFFFFFFF) -> bytes:
    """The same with the end record of ZIP64; *size* is what it says of the directory."""
    directory = b"".join(rows)
    size = len(directory) if size is None else size
    end = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, len(rows), len(rows), size, len(FIRST))
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(FIRST) + len(directory), 1)
    last = END.pack(b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, size32, 0xFFFFFFFF, 0)
    return FIRST + directory + end + locator + last


def numbered(count: int) -> list[bytes]:
    return [entry(b"%05x" % number) for number in range(count)]


def padded(count: int) -> list[bytes]:
    """Entries whose extra fields are many and empty."""
    return [entry(b"%05x" % number, b"\x99\x99\0\0" * 10_000) for number in range(count)]


HOSTILE = {
    "many": archive(*numbered(20_000), told=20_000),
    "a lie": archive(*numbered(10_000), told=3),
    "enormous": archive(*numbered(190_000), told=190_000 & 0xFFFF),
    "behind a comment": archive(*numbered(190_000), comment=b"c" * 60_000),
    "zip64": archive64(*numbered(190_000)),
    "zip64, few bytes": archive64(*numbered(10_000)),
    "names": archive(*[entry(b"n" * 60_000)] * 40),
    "padding": archive(*padded(25)),
}
BROKEN = {
    "empty": b"",
    "short": b"PK\x05\x06",
    "no end": FIRST + b"".join(numbered(3)),
    "longer than the file": FIRST + END.pack(b"PK\x05\x06", 0, 0, 1, 1, 5000, 0, 0),
    "two ends": archive64(*numbered(3), size32=46),
    "end within the end": FIRST + END.pack(b"PK\x05\x06", 0, 0, 1, 1, 0x06054B50, 0, 1),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_directory_that_would_take_seconds_is_refused_in_no_time(data):
    started = time.process_time()

    with pytest.raises(DirectoryTooLarge):
        open_archive(io.BytesIO(data))

    assert time.process_time() - started < 0.1


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_what_has_no_directory_is_broken(data):
    with pytest.raises(zipfile.BadZipFile) as refusal:
        open_archive(io.BytesIO(data))

    assert refusal.type is zipfile.BadZipFile


@pytest.mark.parametrize(
    "data",
    [archive(*numbered(3)), archive(*numbered(3), comment=b"PK\x05"), archive64(*numbered(3)), archive64(
        *numbered(3), size32=153), b"before " + archive(*numbered(3))],
    ids=["plain", "comment", "zip64", "both sizes", "behind a program"],
)  # fmt: skip
def test_an_archive_of_few_members_is_opened(data, tmp_path):
    path = tmp_path / "archive.zip"
    path.write_bytes(data)

    with open_archive(io.BytesIO(data), most_members=3) as opened, open_archive(path, most_members=3) as again:
        names = opened.namelist(), again.namelist()

    assert names == (["00000", "00001", "00002"],) * 2


def test_one_member_too_many():
    with pytest.raises(DirectoryTooLarge):
        open_archive(io.BytesIO(archive(*numbered(4))), most_members=3)


def test_the_most_that_is_let_in_is_parsed_in_a_moment():
    """The positive control of the limits: the worst directory within them."""
    extra = b"\x99\x99\0\0" * (archives.MOST_EXTRA_BYTES // 4)
    rows = [entry(b"%05x" % number, extra) for number in range(archives.MOST_DIRECTORY_BYTES // (51 + len(extra)))]
    started = time.process_time()

    with open_archive(io.BytesIO(archive(*rows))) as padded, open_archive(io.BytesIO(archive(*numbered(5000)))) as full:
        count = len(padded.namelist()), len(full.namelist())

    assert count == (499, 5000)
    assert time.process_time() - started < 0.7


def test_every_room_that_takes_archives_stands_behind_the_door():
    data = HOSTILE["enormous"]

    with pytest.raises(ValidationError) as upload:
        check_upload(io.BytesIO(data), ("docx", "odt"), most_bytes=10**8)
    with pytest.raises(ValidationError) as word:
        check_docx(io.BytesIO(data))
    with pytest.raises(ManuscriptRefused) as odt:
        check_odt(io.BytesIO(data))
    with pytest.raises(ValidationError) as table:
        tables.read_file(HOSTILE["a lie"], [])

    assert (upload.value.code, word.value.code, odt.value.code) == ("bomb", "bomb", "bomb")
    assert len(table.value.messages) == 1


def test_nobody_opens_an_archive_but_through_the_door():
    """``ZipFile`` is called elsewhere with a mode of writing only."""
    calls = [
        (str(path.relative_to(ROOT)), node)
        for app in ("conference", "workshops", "registration", "proceedings")
        for path in (ROOT / app).rglob("*.py")
        if "ZipFile" in (text := path.read_text(encoding="utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "ZipFile"
    ]

    reading = [path for path, call in calls if len(call.args) < 2 or ast.unparse(call.args[1]) != "'w'"]

    assert reading == ["conference/archives.py"]
