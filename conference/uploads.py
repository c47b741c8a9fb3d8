"""What people send us: a file is what its content says, never what its name says.

Nothing is unpacked: of an archive only the list of its members is read, and the few bytes that tell its kind.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.archives import MOST_MEMBERS, DirectoryTooLarge, open_archive

OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "docx": f"{OOXML}.wordprocessingml.document",
    "pptx": f"{OOXML}.presentationml.presentation",
    "xlsx": f"{OOXML}.spreadsheetml.sheet",
    "odt": f"{ODF}.text",
    "odp": f"{ODF}.presentation",
}
"""The kinds that we know, by the ending which a file of that kind gets."""

PICTURES = ("jpg", "png", "webp")
SCANS = ("pdf", "jpg", "png")

MOST_UNPACKED = 500 * 1024 * 1024
MAIN_PARTS = {
    "docx": re.compile(r"word/document\d*\.xml"),
    "pptx": re.compile(r"ppt/presentation\d*\.xml"),
    "xlsx": re.compile(r"xl/workbook\d*\.xml"),
}
ODF_MACROS = re.compile(r"Scripts/.*[^/]|Basic/(?!(.*/)?script-l[bc]\.xml$).*[^/]")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED_STREAM = "EncryptedPackage".encode("utf-16-le")
BROKEN_ARCHIVE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError,
    ValueError,
)  # fmt: skip

REFUSALS: dict[str, str | Promise] = {
    "empty": gettext_lazy("The file is empty. Choose another one"),
    "locked": gettext_lazy("The file is locked with a password. Remove the password and save it again."),
    "old": gettext_lazy(
        "This is a file of an old kind (.doc, .ppt or .xls). Open it, choose “Save as” and a kind of today."
    ),
    "macros": gettext_lazy("The file holds macros, which we do not accept. Save it without macros."),
    "bomb": gettext_lazy("Unpacked, the file would be far too large. Save its content alone in a new file."),
    "damaged": gettext_lazy("The file is damaged and cannot be opened. Save it anew and try again."),
}
"""Why a file of no kind is none, for people, by the code of the ValidationError."""


@dataclass(frozen=True)
class Found:
    """A kind of CONTENT_TYPES; or none, with a key of REFUSALS when the content tells why."""

    kind: str | None = None
    why_not: str = ""


def kind_of(file: Any) -> str | None:
    """What *file* is by its content: a key of CONTENT_TYPES, or None for anything else, macros and locks included.

    *file* is a Django File or any binary file that can be sought; it is left at its beginning.
    """
    return _found(file).kind


def check_upload(file: Any, kinds: Collection[str], *, most_bytes: int) -> str:
    """The kind of *file*, one of *kinds*, at most *most_bytes* long; it is left at its beginning.

    Raises ValidationError, in a sentence for whoever sent it; the code is ``size``, ``kind`` or a key of REFUSALS.
    """
    size = _stream(file).seek(0, 2)
    if size > most_bytes:
        file.seek(0)
        sizes = {"size": filesizeformat(size), "limit": filesizeformat(most_bytes)}
        raise ValidationError(_too_large(kinds), code="size", params=sizes)
    found = _found(file)
    if found.kind in kinds:
        return str(found.kind)
    if found.why_not:
        raise ValidationError(str(REFUSALS[found.why_not]), code=found.why_not)
    raise ValidationError(
        _("We cannot take a file of this kind here. Choose one of these: %(kinds)s."),
        code="kind", params={"kinds": in_words(kinds)},
    )  # fmt: skip


def check_pdf_is_whole(file: Any) -> None:
    """Raise ValidationError, code ``damaged``, unless the PDF *file* has an end; it is left at its beginning."""
    stream = _stream(file)
    stream.seek(max(0, stream.seek(0, 2) - 2048))
    tail = stream.read()
    stream.seek(0)
    if b"%%EOF" not in tail:
        raise ValidationError(_("The PDF is not complete. Save it anew and try again"), code="damaged")


def in_words(kinds: Collection[str]) -> str:
    """*kinds* as people call them: “PDF, JPG, DOCX”."""
    return ", ".join(kind.upper() for kind in kinds)


def accept(kinds: Collection[str]) -> str:
    """The ``accept`` attribute of a field that takes *kinds*: a help in choosing, never a check."""
    return ",".join(f".{kind},.jpeg" if kind == "jpg" else f".{kind}" for kind in kinds)


def _too_large(kinds: Collection[str]) -> str:
    if set(kinds) <= {*SCANS, *PICTURES}:
        return _("The file takes %(size)s; we can accept up to %(limit)s. Scan it in grey, or photograph it anew.")
    return _("The file takes %(size)s; we can accept up to %(limit)s. Make the pictures smaller and save it again.")


def _stream(file: Any) -> IO[bytes]:
    stream: IO[bytes] = getattr(file, "file", None) or file
    return stream


def _found(file: Any) -> Found:
    stream = _stream(file)
    try:
        stream.seek(0)
        return _by_head(stream, stream.read(1024))
    finally:
        stream.seek(0)


def _by_head(stream: IO[bytes], head: bytes) -> Found:
    if not head:
        return Found(why_not="empty")
    if head.lstrip().startswith(b"%PDF-"):
        return Found("pdf")
    if head.startswith(b"\xff\xd8\xff"):
        return Found("jpg")
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Found("png")
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Found("webp")
    if head.startswith(OLE):
        return Found(why_not="locked" if LOCKED_STREAM in head + stream.read() else "old")
    return _office(stream) if head.startswith(b"PK\x03\x04") else Found()


def _office(stream: IO[bytes]) -> Found:
    """Which document of an office program an archive is."""
    try:
        with open_archive(stream, most_members=MOST_MEMBERS) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > MOST_UNPACKED:
                return Found(why_not="bomb")
            if any(member.flag_bits & 0x1 for member in members):
                return Found(why_not="locked")
            names = {member.filename for member in members}
            return _opendocument(archive, names) if "mimetype" in names else _ooxml(names)
    except DirectoryTooLarge:
        return Found(why_not="bomb")
    except BROKEN_ARCHIVE:
        return Found(why_not="damaged")


def _ooxml(names: set[str]) -> Found:
    """By ECMA-376 the kind is told by the main part; templates and slide shows with macros carry ``vbaProject``."""
    if "[Content_Types].xml" not in names:
        return Found()
    kind = next((kind for kind, part in MAIN_PARTS.items() if any(map(part.fullmatch, names))), None)
    if kind and any("vbaproject" in name.lower() for name in names):
        return Found(why_not="macros")
    return Found(kind)


def _opendocument(archive: zipfile.ZipFile, names: set[str]) -> Found:
    """By ISO/IEC 26300 the member ``mimetype`` tells the kind."""
    with archive.open("mimetype") as member:
        told = member.read(200).decode("ascii", "replace").strip()
    kind = next((kind for kind, known in CONTENT_TYPES.items() if known == told and told.startswith(ODF)), None)
    if kind and "encrypted-package" in names:
        return Found(why_not="locked")
    if kind and any(map(ODF_MACROS.fullmatch, names)):
        return Found(why_not="macros")
    return Found(kind if "content.xml" in names else None)
