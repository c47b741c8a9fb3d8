"""ZIP archives whose bytes depend on their content alone."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

Content = bytes | Path | Callable[[], bytes]
PACKED = (".pdf", ".png", ".jpg", ".epub", ".zip")
CHUNK = 1 << 20


def add_file(archive: zipfile.ZipFile, name: str, content: Content, at: datetime, *, stored: bool = False) -> None:
    """Write *content* under *name*, dated *at*; a file on disk is copied piece by piece."""
    entry = zipfile.ZipInfo(name, date_time=at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_STORED if stored or name.endswith(PACKED) else zipfile.ZIP_DEFLATED
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    if isinstance(content, Path):
        with content.open("rb") as source, archive.open(entry, "w") as target:
            _copy(source, target)
        return
    archive.writestr(entry, content if isinstance(content, bytes) else content())


def _copy(source: BinaryIO, target: object) -> None:
    while piece := source.read(CHUNK):
        target.write(piece)  # type: ignore[attr-defined]
