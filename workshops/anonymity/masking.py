"""Hiding people in plain text: names in every case and order, addresses, identifiers, organisations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

HIDDEN = {"ru": "[имя скрыто]", "en": "[name hidden]"}
CYRILLIC = re.compile(r"[А-Яа-яЁё]")
ENDINGS = (
    "ыми|ими|ого|его|ому|ему|ами|ями|ой|ою|ей|ею|ом|ем|ым|им|ых|их|ая|яя|ую|юю|ий|ый|ов|ев"
    "|ам|ям|ах|ях|а|я|у|ю|е|ы|и|ь|й|о"
)
ADJECTIVAL = re.compile(r"(ый|ий|ой|ая|яя)$")
LAST_VOWEL = re.compile(r"[аяйьоеёыи]$")
INITIALS = r"(?:[А-ЯЁA-Z]\.\s?){1,3}"
GAP = r"[\s,]{0,3}"
EMAIL = r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+"
ORCID = r"\d{4}-\d{4}-\d{4}-\d{3}[\dXx]"
BETWEEN_WORDS = r"[\s\-–—«»“”\"'’,.]+"
IN_BRACKETS = re.compile(r"\([^()]*\)")
WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")


@dataclass(frozen=True)
class Named:
    """One person as a text may call them: pairs of family and given names, and the names of their organisations."""

    names: tuple[tuple[str, str], ...] = ()
    organisations: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Whatever else stands for them word for word: a log-in name, a by-name."""


@dataclass(frozen=True)
class Mask:
    """What is to be hidden in the texts of one paper. Every e-mail address and ORCID iD is, whoever's it is."""

    people: tuple[Named, ...]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join([*self._alternatives(), EMAIL, ORCID]))

    @cached_property
    def _families(self) -> re.Pattern[str] | None:
        families = [_family(family) for person in self.people for family, _given in person.names if family]
        return re.compile("|".join(rf"(?<!\w){each}(?!\w)" for each in families)) if families else None

    def _alternatives(self) -> Iterator[str]:
        for person in self.people:
            for phrase in person.organisations:
                yield from _organisation(phrase)
            for family, given in person.names:
                yield from _person(family, given)
            yield from (rf"(?i:(?<!\w){re.escape(other)}(?!\w))" for other in person.others if len(other) > 2)

    def hide(self, text: str) -> str:
        """*text* with everything that tells of the people replaced by words that say so."""
        return self._pattern.sub(lambda match: hidden_like(match[0]), text) if text else text

    def matches(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where the text tells of somebody: from, to, and what stands there instead."""
        for match in self._pattern.finditer(text):
            if match[0]:
                yield match.start(), match.end(), hidden_like(match[0])

    def families_in(self, text: str) -> list[str]:
        """Family names that occur in *text*, as they occur, each once: what an author ought to have left out."""
        if not text or self._families is None:
            return []
        return sorted({match[0] for match in self._families.finditer(text)})


def hidden_like(text: str) -> str:
    return HIDDEN["ru" if CYRILLIC.search(text) else "en"]


def _person(family: str, given: str) -> Iterator[str]:
    """A family name alone and with what usually stands around it; a given name with the patronymic, without family."""
    words = [word for word in given.split() if len(word.strip(".")) > 1]
    around = "|".join([*(_inflected(word) for word in words), INITIALS])
    if family:
        before, after = rf"(?:(?:{around}){GAP}){{0,3}}", rf"(?:{GAP}(?:{around})){{0,3}}"
        yield rf"(?<!\w){before}{_family(family)}(?!\w){after}"
    if len(words) > 1:
        yield rf"(?<!\w){_inflected(words[0])}\s+{_inflected(words[1])}(?!\w)"


def _family(family: str) -> str:
    return _inflected(family.strip())


def _inflected(word: str) -> str:
    """A pattern for the word in any Russian case, or with an English ’s; written as a name or in capitals."""
    forms = []
    for written in dict.fromkeys((word, word.upper())):
        if CYRILLIC.search(word):
            endings = ENDINGS.upper() if written.isupper() else ENDINGS
            forms.append(rf"{_letters(_stem(written))}(?:{endings})?")
        else:
            forms.append(rf"{_letters(written)}(?:['’][sS])?")
    return rf"(?:{'|'.join(forms)})"


def _stem(word: str) -> str:
    low = word.lower()
    if len(word) > 4 and ADJECTIVAL.search(low):
        return word[:-2]
    return word[:-1] if len(word) > 3 and LAST_VOWEL.search(low) else word


def _letters(text: str) -> str:
    """*text* as a pattern in which ё and е are one letter, and hyphens and apostrophes of any kind."""
    found = re.escape(text)
    for pattern, anyone in ((r"[её]", "[её]"), (r"[ЕЁ]", "[ЕЁ]"), (r"\\-|[‐–]", "[-‐–]"), (r"['’]", "['’]")):
        found = re.sub(pattern, anyone, found)
    return re.sub(r"(\\?\s)+", r"\\s+", found)


def _organisation(phrase: str) -> Iterator[str]:
    """The name of an organisation with its words in any case; what stands in brackets may be left out."""
    words = WORD.findall(IN_BRACKETS.sub(" ", phrase))
    if not words or sum(map(len, words)) < 3:
        return
    if len(words) == 1:
        yield rf"(?<!\w){re.escape(words[0])}(?!\w)"
        return
    parts = [rf"{re.escape(word[: max(4, len(word) - 3)])}\w*" if len(word) > 4 else re.escape(word) for word in words]
    yield rf"(?i:(?<!\w){BETWEEN_WORDS.join(parts)}(?!\w))"


def everybody(people: Iterable[Named]) -> Mask:
    return Mask(tuple(people))
