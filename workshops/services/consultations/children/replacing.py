"""A text with passages replaced: «ученик» in the same case, “the pupil”; a date by a word, a class by its number."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .finding import BIRTH, CLASS, PERSON, SENTENCE_ENDS, Found
from .names import CASES, PUPIL

AFTER = {
    "prepositional": re.compile(r"\b(?:о|об|обо|в|во|на|при)\s(?:\w+\sи\s)?$", re.IGNORECASE),
    "instrumental": re.compile(r"\b(?:с|со|за|над|под|перед|между)\s(?:\w+\sи\s)?$", re.IGNORECASE),
    "genitive": re.compile(r"\b(?:у|от|для|без|из|до|после|около|кроме)\s(?:\w+\sи\s)?$", re.IGNORECASE),
    "dative": re.compile(r"\b(?:к|ко|по|благодаря)\s(?:\w+\sи\s)?$", re.IGNORECASE),
}
"""Which case the word before asks for."""
ABOUT = re.compile(r"\b([Оо])(?:бо)?([ \u00a0])$")
ALREADY = re.compile(
    r"(?:учени[кц]\w*|мальчик\w*|девочк\w*|реб[её]н(?:ок|ка|ку|ком|ке)|сын\w*|доч\w*|boy|girl|pupil|student|child|son|daughter)\s$",
    re.IGNORECASE,
)
CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
DIGITS = re.compile(r"\d+")


def replacement(text: str, found: Found) -> str:
    """What stands for *found* in *text*; empty when the word before says it already."""
    before = text[max(0, found.start - 30) : found.start]
    is_russian = bool(CYRILLIC.search(found.text))
    if found.kind == CLASS:
        number = DIGITS.search(found.text)
        return found.text[: number.end()] if number else ""
    if found.kind == BIRTH:
        return "[дата]" if CYRILLIC.search(text) else "[date]"
    if found.kind == PERSON:
        return "N. N."
    if ALREADY.search(before):
        return ""
    if is_russian:
        word = PUPIL[found.gender][_case(found, before)]
    else:
        word = "the pupil’s" if "possessive" in found.cases else "the pupil"
    return word[0].upper() + word[1:] if SENTENCE_ENDS.search(before) else word


def _case(found: Found, before: str) -> str:
    asked = (case for case, words in AFTER.items() if case in found.cases and words.search(before))
    return next(asked, None) or next(case for case in CASES if case in found.cases)


def replaced(text: str, found: Iterable[Found]) -> str:
    """*text* with each of *found*, as ``found_in`` gave them for this text, replaced."""
    for each in sorted(found, key=lambda one: one.start, reverse=True):
        word = replacement(text, each)
        start = each.start if word else len(text[: each.start].rstrip(" \u00a0"))
        head = text[:start]
        if word.startswith("учени"):
            head = ABOUT.sub(r"\1б\2", head)
        text = head + word + text[each.end :]
    return text
