"""What a file is, by what stands in it: a document of Word or LibreOffice, a page of HTML, a text."""

from __future__ import annotations

import re
from typing import IO

from conference.uploads import kind_of as office_kind

KINDS = ("docx", "odt", "html", "text")
ENDINGS = {"docx": "docx", "odt": "odt", "html": "html", "text": "md"}
MAX_TEXT_BYTES = 4_000_000
HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main)\b",
    re.I | re.S,
)
OTHER_MARKUP = re.compile(r"\s*(?:<(?:\?xml|!doctype|svg)\b|\\documentclass\b)", re.I)
BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def kind_of(stream: IO[bytes]) -> str:
    """One of KINDS, or nothing. *stream* is left at its beginning; at most its first megabytes are read."""
    found = office_kind(stream)
    if found in {"docx", "odt"}:
        return str(found)
    stream.seek(0)
    data = stream.read(MAX_TEXT_BYTES + 1)
    stream.seek(0)
    text = text_of_file(data) if found is None else None
    if text is None or not text.strip():
        return ""
    if HTML.match(text):
        return "html"
    return "" if OTHER_MARKUP.match(text) else "text"


def text_of_file(data: bytes) -> str | None:
    """The letters of a text file, or None when it holds something else; UTF-8, UTF-16 or the old Windows-1251."""
    if len(data) > MAX_TEXT_BYTES:
        return None
    encodings = [BOMS[mark] for mark in BOMS if data.startswith(mark)] or ["utf-8", "cp1251"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if re.search(r"[\x00-\x08\x0e-\x1f]", text) else text
    return None
