"""Whether an .odt may be opened at all; what ``workshops.manuscripts.check_docx`` is for a .docx."""

from __future__ import annotations

import re
import zipfile
from pathlib import PurePosixPath
from typing import IO

from conference.archives import DirectoryTooLarge, open_archive
from conference.uploads import BROKEN_ARCHIVE

from .report import ManuscriptRefused

MAX_MEMBERS = 2000
MAX_UNPACKED_BYTES = 150 * 1024 * 1024
MAX_RATIO = 100
RATIO_COUNTS_FROM = 8 * 1024 * 1024
MACROS = re.compile(r"Scripts/.*[^/]|Basic/(?!(?:.*/)?script-l[bc]\.xml$).*[^/]")
PROLOGUE_BYTES = 64 * 1024


def check_odt(stream: IO[bytes]) -> None:
    """Raise ManuscriptRefused unless *stream* is an .odt that unpacks to what a paper may weigh; it is rewound."""
    size = stream.seek(0, 2)
    stream.seek(0)
    try:
        with open_archive(stream, most_members=MAX_MEMBERS) as archive:
            _check_members(archive.infolist(), size)
            for part in ("META-INF/manifest.xml", "content.xml", "styles.xml"):
                _check_part(archive, part)
    except DirectoryTooLarge as error:
        raise ManuscriptRefused("bomb", str(error)) from error
    except (*BROKEN_ARCHIVE, KeyError) as error:
        raise ManuscriptRefused("damaged", str(error)) from error
    finally:
        stream.seek(0)


def _check_members(members: list[zipfile.ZipInfo], size: int) -> None:
    if any(member.flag_bits & 0x1 for member in members):
        raise ManuscriptRefused("locked")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED_BYTES:
        raise ManuscriptRefused("bomb", f"{len(members)} members, {unpacked} bytes")
    if unpacked > RATIO_COUNTS_FROM and unpacked > MAX_RATIO * size:
        raise ManuscriptRefused("bomb", f"{unpacked} bytes of {size}")
    names = [PurePosixPath(member.filename.replace("\\", "/")) for member in members]
    if any(name.is_absolute() or ".." in name.parts for name in names):
        raise ManuscriptRefused("damaged", "names")
    if any(MACROS.fullmatch(member.filename) for member in members):
        raise ManuscriptRefused("macros")


def _check_part(archive: zipfile.ZipFile, part: str) -> None:
    if part not in archive.namelist():
        return
    with archive.open(part) as stream:
        head = stream.read(PROLOGUE_BYTES)
    if b"encryption-data" in head:
        raise ManuscriptRefused("locked")
    if b"<!DOCTYPE" in head and b"<!ENTITY" in head:
        raise ManuscriptRefused("damaged", "entities")
