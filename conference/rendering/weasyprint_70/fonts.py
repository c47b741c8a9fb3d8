"""Which glyphs of which fonts a document uses."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..parts import FontUse

FIXED_PITCH = 1


def uses(fonts: Iterable[Any], store: Path) -> tuple[list[FontUse], list[str]]:
    """What is used of *fonts*, whose files are put into *store*; and what a joined book could not show of them."""
    by_key: dict[str, list[Any]] = {}
    for font in fonts:
        by_key.setdefault(font.hash, []).append(font)
    found, remarks = [], []
    for key in sorted(by_key):
        same = by_key[key]
        if any(font.bitmap or font.png or font.svg or font.colr or "fvar" in font.tables for font in same):
            remarks.append(f"font {same[0].family} has pictures or axes")
        found.append(_use(key, same, _kept(same[0].file_content, store)))
    return found, remarks


def _use(key: str, same: list[Any], file: str) -> FontUse:
    font = same[0]
    texts = {glyph: text for each in same for glyph, text in each.to_unicode.items()}
    widths = {glyph: width for each in same for glyph, width in each.widths.items()}
    missing = "".join(sorted({chr(code) for each in same for code in each.missing}))
    fixed = FIXED_PITCH if len(widths) > 1 and len(set(widths.values())) == 1 else 0
    return FontUse(
        key=key,
        base_font=font.name.decode("latin-1"),
        file=file,
        index=font.index,
        flags=font.flags + fixed,
        ascent=font.ascent,
        descent=font.descent,
        texts=dict(sorted(texts.items())),
        widths=dict(sorted(widths.items())),
        missing=missing,
    )


def _kept(data: bytes, store: Path) -> str:
    """The digest under which a font's file lies in *store*. Whoever comes first puts it there, whole or not at all."""
    name = hashlib.sha256(data).hexdigest()
    path = store / name
    if not path.exists():
        store.mkdir(parents=True, exist_ok=True)
        part = store / f"{name}.{os.getpid()}.part"
        part.write_bytes(data)
        part.rename(path)
    return name
