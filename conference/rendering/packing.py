"""A file of named blobs behind a JSON header, with a digest at its end. No pickle: it is written by a child that
renders what strangers sent, and read by a process that may do more."""

from __future__ import annotations

import hashlib
import json
import sys
from array import array
from collections.abc import Mapping
from typing import Any

MAGIC = b"%vmeste-fragment-1\n"
LENGTH = 4
DIGEST = hashlib.sha256().digest_size


class DamagedFragment(Exception):
    """The bytes are no fragment, or not all of it, or not as it was written."""


def pack(header: Mapping[str, Any], blobs: Mapping[str, bytes]) -> bytes:
    """*header* (JSON) and *blobs* as one file; the same arguments give the same bytes."""
    places, position = {}, 0
    for name, blob in blobs.items():
        places[name] = [position, len(blob)]
        position += len(blob)
    described = json.dumps({**header, "blobs": places}, ensure_ascii=False, separators=(",", ":")).encode()
    data = b"".join((MAGIC, len(described).to_bytes(LENGTH, "big"), described, *blobs.values()))
    return data + hashlib.sha256(data).digest()


def unpack(data: bytes | memoryview) -> tuple[dict[str, Any], dict[str, memoryview]]:
    """The header and the blobs of a file written by ``pack``; blobs are views of *data*. Raises DamagedFragment."""
    view = memoryview(data)
    start = len(MAGIC) + LENGTH
    if len(view) < start + DIGEST or view[: len(MAGIC)] != MAGIC:
        raise DamagedFragment("not a fragment of this format")
    if hashlib.sha256(view[:-DIGEST]).digest() != view[-DIGEST:]:
        raise DamagedFragment("the digest does not match")
    behind = start + int.from_bytes(view[len(MAGIC) : start], "big")
    header = json.loads(bytes(view[start:behind]))
    blobs = {name: view[behind + at : behind + at + length] for name, (at, length) in header["blobs"].items()}
    return header, blobs


def integers(blob: bytes | memoryview) -> array[int]:
    """Unsigned 32-bit integers, stored with the low byte first whatever the machine."""
    values = array("I", bytes(blob))
    if sys.byteorder == "big":
        values.byteswap()
    return values


def integer_bytes(values: array[int]) -> bytes:
    """What ``integers`` reads."""
    if sys.byteorder == "big":
        values = array("I", values)
        values.byteswap()
    return values.tobytes()
