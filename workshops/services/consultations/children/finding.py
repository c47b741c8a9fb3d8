"""Finding what may name a child in a Russian or an English text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from .names import BOY, GIRL, Form, english, plain, russian

NAME, PERSON, BIRTH, CLASS, PHONE = "name", "person", "birth", "class", "phone"
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
SENTENCE_ENDS = re.compile(r"(?:^|[.!?…:;\n])[\s«“\"„(–—-]*$")
PATRONYMIC = re.compile(r"[А-ЯЁ][а-яё]+(?:(?:[ое]вич|ьич|[иы]ич)(?:а|у|ем|е)?|(?:[ое]вн|ичн|иничн)(?:а|ы|е|у|ой))$")
FAMILY = re.compile(
    r"[А-ЯЁ][а-яё]+(?:[оеё]в(?:а|у|ым|е|ой)?|[иы]н(?:а|у|ым|е|ой)?|(?:ск|цк)(?:ий|ая|ого|ой|ому|ую|им|ом)|енко|[ую]к|дзе|ян|швили)$"
)
OF_A_WOMAN = re.compile(r"(?:[оеё]ва|[иы]на|ая|[оеё]вой|[иы]ной|[оеё]ву|[иы]ну|ую)$")
MONTH_TOO = {"may"}
BEFORE_A_PLACE = re.compile(
    r"(?:\b(?:им|г|гор|ул|пр|пер|пл|ст|св|пос|дер|оз)\.|\b(?:имени|город\w*|улиц\w*|площад\w*|станци\w*|посёл\w*|посел\w*"
    r"|деревн\w*|сел[оае]|област\w*|проспект\w*|премии?|of|city|street|named after))\s+(?:[А-ЯЁA-Z]\.\s?){0,2}$",
    re.IGNORECASE,
)
CALLED = re.compile(
    r"(?:зовут|имени|имя|мальчик\w*|девочк\w*|учени[кц]\w*|реб[её]н\w*|сын\w*|доч\w*|внук\w*|внучк\w*"
    r"|called|named|boy|girl|pupil|student|child|son|daughter)[\s:–—,-]+$",
    re.IGNORECASE,
)
INITIALS = re.compile(
    r"(?<![\w.])(?:(?P<before>[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.\s?)?)(?P<one>[А-ЯЁ][а-яё]{2,})"
    r"|(?P<two>[А-ЯЁ][а-яё]{2,})\s[А-ЯЁ]\.(?:\s?[А-ЯЁ]\.)?|[A-Z]\.\s?[A-Z][a-z]{2,}(?![\w.]))"
)
MONTHS = (
    "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
    "|January|February|March|April|May|June|July|August|September|October|November|December"
)
DATE = re.compile(
    rf"(?<![\d.])(?:\d{{1,2}}[./-]\d{{1,2}}[./-](?P<y1>\d{{4}})|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}\s(?:{MONTHS})\s(?P<y2>\d{{4}})"
    rf"|(?:{MONTHS})\s\d{{1,2}},\s(?P<y3>\d{{4}}))(?:\s?(?:г\.\s?р\.|года? рождения|г\. рожд\w*|года|г\.))?(?!\d)"
)
YEAR_OF_BIRTH = re.compile(
    r"(?<!\d)(?:19|20)\d\d\s?(?:г\.?\s?р\b\.?|год(?:а|у)?\s(?:рождения|рожд\.)|г\.\s?рожд\w*\.?)|\bborn\s(?:in|on)\s(?:\w+\s)?(?:19|20)\d\d\b"
)
OF_BIRTH = re.compile(r"(?:рожд|родил|д\.\s?р\.|born|birth|d\.?o\.?b)", re.IGNORECASE)
CLASSES = re.compile(
    r"(?<![\d№])(?P<number>1[01]|[1-9])(?:[-–]?(?P<a>[А-ИКЛМ])(?![\w])|\s?[«“\"](?P<b>[А-Иа-и])[»”\"]"
    r"|[\s-]?(?P<c>[А-Иа-и])(?=\s(?:класс|кл\.)))",
)  # fmt: skip
ENGLISH_CLASSES = re.compile(
    r"\b(?P<said>(?i:class|form|year|grade)\s(?:1[0-3]|[1-9])\s?[A-F])\b"
    r"|\b(?i:of|pupils?|students?|boys?|girls?|child|children)\b(?:\s[a-z]+){0,4},?\s(?P<bare>(?:1[0-3]|[1-9])[A-F])\b"
)
"""“Class 2B” by itself; a bare “3B” only after “of” or not far behind a word for a child: “2B or not” is none."""
PHONES = re.compile(
    r"(?<![\w+.-])(?:(?:\+7|8)[\s-]?(?:\(?\d{3}\)?[\s-]?\d{3}|\(\d{4}\)[\s-]?\d{2}|\(\d{5}\)[\s-]?\d)[\s-]?\d{2}[\s-]?\d{2}"
    r"|\+[1-9]\d{0,2}(?:[\s().-]{0,2}\d){7,12}|\(\d{3}\)\s?\d{3}-\d{2}-?\d{2}|0\d{3,4}[\s-]\d{3}[\s-]?\d{3}"
    r"|0\d{2}[\s-]\d{4}[\s-]\d{4})(?!\d)"
)
"""As Russia writes telephones, and with the sign of another country; British and American ones at home."""
CHILD_IS = (2, 20)
"""A date so many years back may be that of a pupil's birth."""


@dataclass(frozen=True)
class Found:
    """A passage that may name a child: where it stands, what it is, and what may stand there instead."""

    start: int
    end: int
    text: str
    kind: str
    gender: str = BOY
    cases: frozenset[str] = frozenset({"nominative"})


def found_in(text: str, *, today: date | None = None) -> list[Found]:
    """The passages of *text* that may name a child, in order; none overlaps another."""
    names = [*_names(text), *_initials(text)]
    dates = list(_dates(text, (today or timezone.localdate()).year))
    phones = [Found(m.start(), m.end(), m[0], PHONE) for m in PHONES.finditer(text)]
    classes = list(_english_classes(text))
    if names or dates or phones:
        classes += [Found(m.start(), m.end(), m[0], CLASS) for m in CLASSES.finditer(text)]
    found: list[Found] = []
    for each in sorted([*names, *dates, *phones, *classes], key=lambda one: (one.start, -one.end)):
        if not found or each.start >= found[-1].end:
            found.append(each)
    return found


def _english_classes(text: str) -> Iterator[Found]:
    for match in ENGLISH_CLASSES.finditer(text):
        part = match.lastgroup or "said"
        yield Found(match.start(part), match.end(part), match[part], CLASS)


# -- names -----------------------------------------------------------------------------------------------------------


def _names(text: str) -> Iterator[Found]:
    words = list(WORD.finditer(text))
    number = 0
    while number < len(words):
        found, last = _name_at(text, words, number)
        if found is not None:
            yield found
        number = last + 1


def _name_at(text: str, words: list[re.Match[str]], number: int) -> tuple[Found | None, int]:
    """The name that begins at word *number*, and the number of its last word."""
    word = words[number]
    before = text[max(0, word.start() - 60) : word.start()]
    if BEFORE_A_PLACE.search(before):
        return None, number
    first, last, given = number, number, _form_of(word[0])
    if given is None and FAMILY.match(word[0]) and number + 1 < len(words) and _adjacent(text, word, words[number + 1]):
        given = _form_of(words[number + 1][0])  # «Петров Ваня»
        last = number + 1 if given and words[last + 1][0][0].isupper() else number
        given = given if last > number else None
    if given is None:
        return _family_alone(word, before, number)
    is_capital = words[last][0][0].isupper()
    if not is_capital and (given.is_word or not CALLED.search(before)):
        return None, number
    middle = False
    while is_capital and last + 1 < len(words) and last - first < 3 and _adjacent(text, words[last], words[last + 1]):
        following = words[last + 1][0]
        if PATRONYMIC.match(following):
            middle = True
        elif not following[0].isupper():
            break
        last += 1
    end = _with_initial(text, words[last].end())
    alone = first == last and end == words[last].end()
    is_word = bool(SENTENCE_ENDS.search(before)) or word[0].lower() in MONTH_TOO
    if given.is_word and alone and is_word and not CALLED.search(before):
        return None, number
    is_grown_up = middle and last - first == 1
    passage = text[words[first].start() : end]
    return Found(words[first].start(), end, passage, PERSON if is_grown_up else NAME, given.gender, given.cases), last


def _form_of(word: str) -> Form | None:
    """Which given name *word* is a form of; the first half of a double name counts."""
    for part in (word, word.partition("-")[0]):
        if known := russian().get(plain(part)):
            return replace(known, is_word=False) if "ё" in part.lower() else known
        bare = part.removesuffix("’s").removesuffix("'s").lower()
        if bare in english():
            cases = frozenset({"nominative"}) if bare == part.lower() else frozenset({"possessive"})
            return Form(BOY, cases, english()[bare])
    return None


def _family_alone(word: re.Match[str], before: str, number: int) -> tuple[Found | None, int]:
    """«Ученик Петров»: a family name tells of a child when the word before it says so."""
    if FAMILY.match(word[0]) and re.search(r"(?:мальчик|девочк|учени[кц]|сын|доч)\w*\s$", before, re.IGNORECASE):
        gender = GIRL if OF_A_WOMAN.search(word[0]) else BOY
        return Found(word.start(), word.end(), word[0], NAME, gender), number
    return None, number


def _adjacent(text: str, one: re.Match[str], two: re.Match[str]) -> bool:
    return text[one.end() : two.start()] in (" ", "\u00a0")


def _with_initial(text: str, end: int) -> int:
    """Where a name ends that is followed by an initial: «Ваня П.», “Tom B.”."""
    initial = re.match(r"[ \u00a0][А-ЯЁA-Z]\.(?:\s?[А-ЯЁ]\.)?", text[end : end + 8])
    return end + initial.end() if initial else end


def _initials(text: str) -> Iterator[Found]:
    for match in INITIALS.finditer(text):
        before = text[max(0, match.start() - 60) : match.start()]
        family = match["one"] or match["two"] or ""
        if BEFORE_A_PLACE.search(before) or (match["two"] and _is_common(family)):
            continue
        given = _form_of(match["two"]) if match["two"] else None
        gender, cases = (given.gender, given.cases) if given else _of_family(family, before)
        yield Found(match.start(), match.end(), match[0], NAME, gender, cases)


def _of_family(family: str, before: str) -> tuple[str, frozenset[str]]:
    """Whose family name it is, and in which cases it may stand: «Орлова», «у Орлова», «с Орловой»."""
    if family.endswith("а") and re.search(r"\b(?:у|от|для|без|из|до|после|около|кроме)\s$", before, re.IGNORECASE):
        return BOY, frozenset({"genitive"})
    gender = GIRL if OF_A_WOMAN.search(family) else BOY
    if family.endswith("ой"):
        return gender, frozenset({"genitive", "dative", "instrumental", "prepositional"})
    ends = {"у": {"accusative"} if gender == GIRL else {"dative"}, "ым": {"instrumental"}, "е": {"prepositional"}}
    return gender, next((frozenset(told) for end, told in ends.items() if family.endswith(end)),
                        frozenset({"nominative"}))  # fmt: skip


def _is_common(word: str) -> bool:
    """A word before «А.» that is neither a given nor a family name: «Класс А.»."""
    return not (FAMILY.match(word) or _form_of(word))


# -- dates of birth --------------------------------------------------------------------------------------------------


def _dates(text: str, year: int) -> Iterator[Found]:
    for match in DATE.finditer(text):
        told = match["y1"] or match["y2"] or match["y3"] or match[0][:4]
        around = text[max(0, match.start() - 30) : match.end() + 20]
        is_young = CHILD_IS[0] <= year - int(told) <= CHILD_IS[1]
        if is_young or OF_BIRTH.search(around):
            yield Found(match.start(), match.end(), match[0], BIRTH)
    for match in YEAR_OF_BIRTH.finditer(text):
        yield Found(match.start(), match.end(), match[0], BIRTH)
