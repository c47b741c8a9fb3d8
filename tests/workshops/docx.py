"""Word files for the tests, good and bad, made here byte by byte."""

from __future__ import annotations

import io
import zipfile

TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
BODY = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p/></w:body></w:document>'
)
XXE = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>'
OLE_HEADER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def zipped(members: dict[str, str | bytes]) -> bytes:
    """The same members give the same bytes at any hour: no member carries the time of its writing."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return memory.getvalue()


def docx(**extra: str | bytes) -> bytes:
    """A small but real .docx; ``extra`` adds or replaces parts (``__`` stands for ``/`` and ``_`` for ``.``)."""
    parts: dict[str, str | bytes] = {"[Content_Types].xml": TYPES.format(main=MAIN), "word/document.xml": BODY}
    return zipped({**parts, **{name.replace("__", "/").replace("_", "."): value for name, value in extra.items()}})


def with_parts(members: dict[str, str | bytes]) -> bytes:
    return zipped({"[Content_Types].xml": TYPES.format(main=MAIN), "word/document.xml": BODY, **members})


def encrypted_flag() -> bytes:
    """A .docx whose ZIP members are marked as encrypted."""
    data = bytearray(docx())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(signature, place + 4)
    return bytes(data)


HOSTILE: dict[str, bytes] = {
    "empty": b"",
    "encrypted": OLE_HEADER + "EncryptedPackage".encode("utf-16-le") + bytes(100),
    "old_doc": OLE_HEADER + "WordDocument".encode("utf-16-le"),
    "program": b"MZ\x90\x00" + bytes(200),
    "pdf": b"%PDF-1.7 and so on",
    "rtf": rb"{\rtf1\ansi Hello}",
    "not_docx": b"just a text with another name",
    "bomb": with_parts({"word/media/zeros.bin": bytes(40 * 1024 * 1024)}),
    "macros": zipped({"[Content_Types].xml": TYPES.format(main=MACROS), "word/document.xml": BODY}),
    "doctype": with_parts({"word/document.xml": XXE}),
    "damaged": docx()[:-30],
}
HOSTILE_VARIANTS: list[tuple[str, bytes]] = [
    ("encrypted", encrypted_flag()),
    ("program", b"\x7fELF" + bytes(100)),
    ("not_docx", zipped({"a.txt": "an ordinary archive"})),
    ("not_docx", zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"})),
    ("not_docx", zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": BODY})),
    ("bomb", with_parts({f"word/media/{number}.bin": b"" for number in range(2001)})),
    ("macros", with_parts({"word/vbaProject.bin": b"macro"})),
    ("damaged", with_parts({"../../etc/cron.d/evil.xml": "<x/>"})),
    ("damaged", with_parts({"word/styles.xml": "no element at all"})),
    ("doctype", with_parts({"customXml/item1.xml": XXE.encode("utf-16")})),
    ("doctype", with_parts({"word/_rels/document.xml.rels": '<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>'})),
]
