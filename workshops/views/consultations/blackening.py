"""Words that are chosen one by one to be blacked out: how they are shown, and the passages they make."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from workshops.services.consultations import BLACK, Opened
from workshops.templatetags.consultations import language_of

PIECES = re.compile(r"\S+")
FIELDS = ("case", "outcome")


def words_of(texts: Opened, ticked: Collection[str] = ()) -> list[dict[str, Any]]:
    """The words of each text with the value that chooses them, chosen or not; lines begin where they began."""
    parts = []
    for name in FIELDS:
        if text := getattr(texts, name):
            parts.append({"name": name, "language": language_of(text), "lines": list(_lines(name, text, ticked))})
    return parts


def _lines(name: str, text: str, ticked: Collection[str]) -> Iterator[list[dict[str, Any]]]:
    number = 0
    for line in text.splitlines():
        words = []
        for piece in PIECES.findall(line):
            value = f"{name}-{number}"
            words.append({"value": value, "text": piece, "is_black": BLACK in piece, "is_ticked": value in ticked})
            number += 1
        if words:
            yield words


def chosen_passages(values: list[str], texts: Opened) -> list[str]:
    """The passages that the ticked *values* make: words that stand side by side are one."""
    ticked = set(values)
    passages = []
    for name in FIELDS:
        run: list[str] = []
        for number, piece in enumerate(PIECES.findall(getattr(texts, name))):
            if f"{name}-{number}" in ticked and BLACK not in piece:
                run.append(piece)
            elif run:
                passages.append(_bare(" ".join(run)))
                run = []
        if run:
            passages.append(_bare(" ".join(run)))
    return [each for each in passages if each]


def _bare(passage: str) -> str:
    """*passage* without the marks at its ends, so that the same words are found before another mark as well."""
    return passage.strip('.,;:!?()«»“”"„…–—-')
