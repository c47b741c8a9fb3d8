"""A text with passages replaced: «ученик» in the same case, “the pupil”; a date by a word, «3 «Б»» by «3 класс»."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .finding import BIRTH, CLASS, PERSON, PHONE, SENTENCE_ENDS, Found
from .names import CASES, PUPIL

AFTER = {
    "prepositional": re.compile(r"\b(?:о|об|обо|в|во|на|при)\s(?:\w+\sи\s)?$", re.IGNORECASE),
    "instrumental": re.compile(r"\b(?:с|со|за|над|под|перед|между)\s(?:\w+\sи\s)?$", re.IGNORECASE),
    "genitive": re.compile(r"\b(?:у|от|для|без|из|до|после|около|кроме)\s(?:\w+\sи\s)?$", re.IGNORECASE),
    "dative": re.compile(r"\b(?:к|ко|по|благодаря)\s(?:\w+\sи\s)?$", re.IGNORECASE),
}
"""Which case the word before asks for."""
GROWN_UP = re.compile(
    r"(?:учител\w*|педагог\w*|директор\w*|завуч\w*|психолог\w*|логопед\w*|дефектолог\w*|тьютор\w*|ассистент\w*|воспитател\w*"
    r"|координатор\w*|мам\w{1,3}|мать|матер\w*|пап\w{1,3}|отец|отц\w*|бабушк\w*|дедушк\w*|родител\w*)\s$",
    re.IGNORECASE,
)
NAMED = re.compile(r"(?:зовут|звать|имени|имя|called|named|name is)[\s:–—,-]+$", re.IGNORECASE)
CLASS_BEFORE = re.compile(r"класс\w*\s$", re.IGNORECASE)
CLASS_AFTER = re.compile(r"\s?(?:класс|кл\.)", re.IGNORECASE)
KLASS = dict(zip(CASES, ("класс", "класса", "классу", "класс", "классом", "классе"), strict=True))
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
        return _class(text, found, before)
    if found.kind == BIRTH:
        return "[дата]" if CYRILLIC.search(text) else "[date]"
    if found.kind == PHONE:
        return "[телефон]" if CYRILLIC.search(text) else "[phone]"
    is_grown_up = GROWN_UP.search(before) and (found.kind == PERSON or "genitive" not in found.cases)
    if is_grown_up or ALREADY.search(before):
        return ""
    if found.kind == PERSON or NAMED.search(before):
        return "[имя]" if is_russian else "[name]"
    if is_russian:
        word = PUPIL[found.gender][_case(found, before)]
    else:
        word = "the pupil’s" if "possessive" in found.cases else "the pupil"
    return word[0].upper() + word[1:] if SENTENCE_ENDS.search(before) else word


def _class(text: str, found: Found, before: str) -> str:
    """«3 «Б»» without its letter: «3 класс» in the case that the words before ask for; “class 3”."""
    number = DIGITS.search(found.text)
    if number is None:
        return ""
    told = found.text[: number.end()]
    if found.text[-1] in "ABCDEF" and number.start() == 0:
        return f"class {told}"
    is_said = CLASS_BEFORE.search(before) or CLASS_AFTER.match(text[found.end :])
    if is_said or number.start() > 0 or not CYRILLIC.search(text):
        return told
    asked = next((case for case, words in AFTER.items() if words.search(before)), None)
    return f"{told} {KLASS[asked or ('nominative' if SENTENCE_ENDS.search(before) else 'genitive')]}"


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
