"""What may come in as a manuscript: a real .docx (ECMA-376) and nothing that pretends to be one.

The judgement is by content; the name of the file counts for nothing. Every refusal has its own sentence.
Nothing is unpacked to disk, and at most the beginning of each XML part is read.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import IO, Any
from xml.parsers import expat

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from conference.archives import DirectoryTooLarge, open_archive
from conference.uploads import BROKEN_ARCHIVE
from workshops.models.submissions import WORD

MAX_MEMBERS = 2000
MAX_UNPACKED_BYTES = 150 * 1024 * 1024
MAX_RATIO = 100
RATIO_COUNTS_FROM = 8 * 1024 * 1024
MAX_PROLOGUE_BYTES = 256 * 1024

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
MAIN_PART = b"wordprocessingml.document.main+xml"
MACRO_PART = b"macroEnabled"


def check_docx(file: Any) -> None:
    """Raise ValidationError, in a sentence for the author, unless *file* is an acceptable .docx.

    *file* is a Django File or any binary file that can be sought; it is left at its beginning.
    """
    stream: IO[bytes] = getattr(file, "file", None) or file
    try:
        _check(stream)
    finally:
        stream.seek(0)


def words_of_docx(file: Any) -> int:
    """How many words the main text of a .docx holds; *file* was accepted by ``check_docx`` and is rewound.

    At most the limit of unpacked bytes is read; notes, heads and feet are not counted.
    """
    stream: IO[bytes] = getattr(file, "file", None) or file
    texts: list[str] = []
    parser = expat.ParserCreate()
    inside = [False]

    def start(name: str, _attributes: object) -> None:
        inside[0] = name == "w:t"
        if name in {"w:p", "w:tab", "w:br"}:
            texts.append(" ")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: inside.__setitem__(0, False)
    parser.CharacterDataHandler = lambda text: texts.append(text) if inside[0] else None
    try:
        with open_archive(stream) as archive, archive.open("word/document.xml") as part:
            while chunk := part.read(1 << 16):
                parser.Parse(chunk, False)
    except (*BROKEN_ARCHIVE, KeyError, expat.ExpatError):
        return 0
    finally:
        stream.seek(0)
    return len(WORD.findall("".join(texts)))


def _refuse(code: str, sentence: str) -> None:
    raise ValidationError(sentence, code=code)


def _check(stream: IO[bytes]) -> None:
    size = stream.seek(0, 2)
    stream.seek(0)
    if size == 0:
        _refuse(
            "empty", _("The file is empty. Open it in your editor, check that the text is there and save it again.")
        )
    if size > settings.MANUSCRIPT_MAX_BYTES:
        _refuse(
            "too_large",
            _("The file takes %(size)s; we can accept up to %(limit)s. Make the pictures smaller and save it again.")
            % {"size": filesizeformat(size), "limit": filesizeformat(settings.MANUSCRIPT_MAX_BYTES)},
        )
    _check_magic(stream)
    try:
        with open_archive(stream, most_members=MAX_MEMBERS) as archive:
            _check_members(archive.infolist(), size)
            _check_parts(archive)
    except DirectoryTooLarge:
        _refuse_bomb()
    except BROKEN_ARCHIVE:
        _refuse("damaged", _("The file is damaged and cannot be opened. Save it again as .docx and send the new copy."))


def _check_magic(stream: IO[bytes]) -> None:
    head = stream.read(8)
    if head.startswith(OLE):
        stream.seek(0)
        if ENCRYPTED_STREAM in stream.read():
            _refuse(
                "encrypted",
                _("The file is locked with a password. Remove the password in your editor and save it again."),
            )
        _refuse("old_doc", _("This is a file of old Word (.doc). Open it, choose “Save as” and the type .docx."))
    if head.startswith(PROGRAMS):
        _refuse("program", _("This is a program, not a document, whatever its name says. Send the paper as .docx."))
    if head.startswith(b"%PDF"):
        _refuse("pdf", _("This is a PDF. For the volume we need the text itself: send the paper as .docx."))
    if head.startswith(b"{\\rtf"):
        _refuse("rtf", _("This is an RTF file. Open it, choose “Save as” and the type .docx."))
    if not head.startswith(b"PK\x03\x04"):
        _refuse(
            "not_docx", _("This is not a Word document. Send the paper as .docx, or type the text in the field above.")
        )
    stream.seek(0)


def _check_members(members: list[zipfile.ZipInfo], size: int) -> None:
    if any(member.flag_bits & 0x1 for member in members):
        _refuse(
            "encrypted", _("The file is locked with a password. Remove the password in your editor and save it again.")
        )
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > RATIO_COUNTS_FROM and unpacked > MAX_RATIO * size):
        _refuse_bomb()
    names = [PurePosixPath(member.filename.replace("\\", "/")) for member in members]
    is_odd = any(member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for member in members)
    if is_odd or any(name.is_absolute() or ".." in name.parts for name in names):
        _refuse("damaged", _("The file is damaged and cannot be opened. Save it again as .docx and send the new copy."))
    if any(name.name.lower() == "vbaproject.bin" for name in names):
        _refuse_macros()


def _refuse_bomb() -> None:
    _refuse("bomb", _("Unpacked, the file would be far larger than any paper. Save the text into a new .docx."))


def _refuse_macros() -> None:
    _refuse(
        "macros",
        _("The file holds macros, which we do not accept. Choose “Save as” and the type .docx without macros."),
    )


def _check_parts(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if "[Content_Types].xml" not in names or not any(name.startswith("word/") for name in names):
        _refuse(
            "not_docx", _("This is not a Word document. Send the paper as .docx, or type the text in the field above.")
        )
    with archive.open("[Content_Types].xml") as part:
        types = part.read(MAX_PROLOGUE_BYTES)
    if MACRO_PART in types:
        _refuse_macros()
    if MAIN_PART not in types:
        _refuse(
            "not_docx", _("This is not a Word document. Send the paper as .docx, or type the text in the field above.")
        )
    for name in sorted(names):
        if name.lower().endswith((".xml", ".rels")):
            with archive.open(name) as part:
                _check_prologue(part.read)


def _check_prologue(read: Callable[[int], bytes]) -> None:
    """Read an XML part up to its root element and refuse a document type declaration (entities, XXE)."""

    def doctype(*_args: object) -> None:
        _refuse(
            "doctype",
            _("The file holds XML instructions that no word processor writes. Save the text into a new .docx."),
        )

    elements: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = lambda name, _attributes: elements.append(name)
    left = MAX_PROLOGUE_BYTES
    try:
        while not elements and left > 0 and (chunk := read(4096)):
            left -= len(chunk)
            parser.Parse(chunk, False)
    except expat.ExpatError:
        elements.clear()
    if elements:
        return
    _refuse("damaged", _("The file is damaged and cannot be opened. Save it again as .docx and send the new copy."))
