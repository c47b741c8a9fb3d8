"""A copy of a file without the marks of whoever wrote it. The work is done in a child with limits."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from conference.rendering import Limits, RenderFailed, run_in_child

from .masking import Mask, Named

LIMITS = Limits(cpu_seconds=20, memory_mib=1536, wall_seconds=40)
VERSION = 1
"""Counts up when copies made before must be made anew."""


class NotStripped(Exception):
    """The file could not be made anonymous, so nobody may get it. ``reason`` is ``"kind"``, ``"names"`` (a PDF prints
    them) or ``"broken"``."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail = reason, detail


def stripped(data: bytes, kind: str, people: tuple[Named, ...]) -> bytes:
    """*data*, a .docx, .pptx or PDF, without properties, authors of comments and changes, thumbnails and dates.

    In .docx and .pptx names, addresses and organisations of *people* are hidden in the text as well; a PDF that prints
    a family name is refused, because its text cannot be changed. The same input gives the same bytes. Raises
    NotStripped.
    """
    worker = WORKERS.get(kind)
    if worker is None:
        raise NotStripped("kind", kind)
    try:
        verdict, result = run_in_child(worker, data, people, limits=LIMITS)
    except RenderFailed as failure:
        raise NotStripped("broken", str(failure)) from failure
    if verdict != "done":
        raise NotStripped(verdict)
    return bytes(result)


def fingerprint(data: bytes, people: tuple[Named, ...]) -> str:
    """What the copy depends on: the bytes, the people, the version of this module."""
    told = f"{VERSION}:{people!r}".encode()
    return hashlib.sha256(hashlib.sha256(data).digest() + told).hexdigest()


def _office(emit: Callable[[Any], None], data: bytes, people: tuple[Named, ...]) -> tuple[str, bytes]:
    from .office import strip_package

    return "done", strip_package(data, Mask(people))


def _pdf(emit: Callable[[Any], None], data: bytes, people: tuple[Named, ...]) -> tuple[str, bytes]:
    from .pdf import strip_pdf, text_of

    copy = strip_pdf(data, Mask(people))
    printed = text_of(copy)
    if printed is None or Mask(people).families_in(printed):
        return "names", b""
    return "done", copy


def _picture(emit: Callable[[Any], None], data: bytes, people: tuple[Named, ...]) -> tuple[str, bytes]:
    from .pictures import strip_jpeg, strip_png

    copy = strip_jpeg(data) or strip_png(data)
    return ("done", copy) if copy else ("broken", b"")


WORKERS: dict[str, Callable[..., tuple[str, bytes]]] = {
    "docx": _office,
    "pptx": _office,
    "xlsx": _office,
    "pdf": _pdf,
    "jpg": _picture,
    "png": _picture,
}
