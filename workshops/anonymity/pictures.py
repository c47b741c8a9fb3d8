"""Pictures without what cameras and programs write into them: who, where, when, with what."""

from __future__ import annotations

import struct

KEPT_IN_JPEG = {0xE0, 0xE2, 0xEE}
"""JFIF, the colour profile and Adobe's colour transform: without them the picture looks otherwise."""
DROPPED_FROM_PNG = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
PNG = b"\x89PNG\r\n\x1a\n"


def strip_jpeg(data: bytes) -> bytes:
    """Without comments and application segments; what is no JPEG comes back empty."""
    if not data.startswith(b"\xff\xd8"):
        return b""
    kept, place = [data[:2]], 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xDA:  # the picture itself begins
            return b"".join([*kept, data[place:]])
        end = place + 2 + struct.unpack(">H", data[place + 2 : place + 4])[0]
        is_note = marker == 0xFE or (0xE0 <= marker <= 0xEF and marker not in KEPT_IN_JPEG)
        if not is_note:
            kept.append(data[place:end])
        place = end
    return b"".join(kept)


def strip_png(data: bytes) -> bytes:
    """Without texts and dates; what is no PNG comes back empty."""
    if not data.startswith(PNG):
        return b""
    kept, place = [PNG], len(PNG)
    while place + 12 <= len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        end = place + 12 + length
        if kind not in DROPPED_FROM_PNG:
            kept.append(data[place:end])
        place = end
        if kind == b"IEND":
            break
    return b"".join(kept)
