"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|\w+(?:[-’'ʼ]\w+)*|[^\w\s]")
MOST_WORDS = 4000


def difference(old: str, new: str) -> list[tuple[str, str]]:
    """The pieces of both texts in reading order: ``("same" | "removed" | "added", text)``.

    A word that was replaced is first removed, then added; spaces go with the words they stand between.
    """
    if old == new:
        return [("same", new)] if new else []
    before, after = WORDS.findall(old), WORDS.findall(new)
    if len(before) + len(after) > MOST_WORDS:  # a text that long was written anew
        return [(kind, text) for kind, text in (("removed", old), ("added", new)) if text]
    pieces: list[tuple[str, str]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", "".join(before[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(("removed", "".join(before[i1:i2])))
        if j2 > j1:
            pieces.append(("added", "".join(after[j1:j2])))
    return _without_lonely_spaces(pieces)


def _without_lonely_spaces(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbouring changes that only a space keeps apart read as one change."""
    joined: list[tuple[str, str]] = []
    removed = added = ""
    for at, (kind, text) in enumerate(pieces):
        between = kind == "same" and not text.strip() and (removed or added) and at + 1 < len(pieces)
        if between:
            removed, added = removed + text, added + text
        elif kind == "removed":
            removed += text
        elif kind == "added":
            added += text
        else:
            joined += _change(removed, added)
            removed = added = ""
            joined.append((kind, text))
    return joined + _change(removed, added)


def _change(removed: str, added: str) -> list[tuple[str, str]]:
    """One change; the spaces with which both sides end or begin belong to neither."""
    if not removed.strip() and not added.strip():
        return [("same", added or removed)] if removed or added else []
    tail = removed[len(removed.rstrip()) :] if removed.rstrip() != removed and added.endswith(" ") else ""
    if tail and added.endswith(tail):
        removed, added = removed[: -len(tail)], added[: -len(tail)]
    else:
        tail = ""
    return [
        *([("removed", removed)] if removed else []),
        *([("added", added)] if added else []),
        *([("same", tail)] if tail else []),
    ]
