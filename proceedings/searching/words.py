"""Words as they are searched: in one spelling, and all forms of one as the same key.

The key of a Russian word is its dictionary form (pymorphy3 over the OpenCorpora dictionary: «детей» and «ребёнок» are
one word, «карточек» and «карточки» too, which no stemmer sees); of a Russian word that is not in the dictionary, and of
an English one, what the Snowball stemmer leaves of it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

LONGEST = 60
LIKELY = 0.1  # readings of a form that are rarer than this in the dictionary's corpus are left out
WORD = re.compile(r"\w+")
LEFT_OUT = str.maketrans("", "", "\u00ad\u0300\u0301\u200b\u200c\u200d\u2060\ufeff")
CYRILLIC = re.compile("[а-яё]")
LATIN = re.compile("[a-z]")

SMALL_WORDS = """
    а без более бы был была были было быть в вам вас весь во вот все всего всех вы где да даже для до его ее если есть
    еще же за здесь и из или им их к как какая какие какой ко когда кто ли либо между меня мне может мы на над надо
    наш не него нее ней нет ни них но ну о об обо однако он она они оно от ото очень по под при про с само свой себя
    со так также такой там те тем то того тоже той только том тот ты у уже хотя чего чей чем что чтобы чье чья эта эти
    это этого этой этом этот я
    a about after all also am an and any are as at be been before but by can could did do does for from had has have he
    her here him his how i if in into is it its just me more most my no not of off on only or other our out over own
    she should so some such than that the their them then there these they this those to too under until up very was
    we were what when where which while who whom why will with would you your
"""
STOP_WORDS = frozenset(SMALL_WORDS.split())
# English words whose forms the stemmer does not bring together; British and American spellings as one.
IRREGULAR = {
    "children": "child", "men": "man", "women": "woman", "teeth": "tooth", "feet": "foot", "taught": "teach",
    "written": "write", "wrote": "write", "spoke": "speak", "spoken": "speak", "chosen": "choos", "chose": "choos",
    "behavior": "behaviour", "behaviors": "behaviour", "behaviours": "behaviour", "behavioral": "behaviour",
    "program": "programm", "programs": "programm", "center": "centr", "centers": "centr", "color": "colour",
    "organization": "organis", "organizations": "organis", "organize": "organis", "organizing": "organis",
}  # fmt: skip


def normal(text: str) -> str:
    """*text* as it is kept and shown: composed letters, without stress marks, soft hyphens and signs of no width."""
    return unicodedata.normalize("NFC", text).translate(LEFT_OUT)


class _Folding(dict[int, int]):
    """For each character the one that search takes it for: always one for one, so that places stay the same."""

    def __missing__(self, code: int) -> int:
        letter = chr(code).lower()
        if len(letter) != 1:
            letter = chr(code)
        if letter == "ё":
            letter = "е"
        elif "\u00c0" <= letter <= "\u024f" or "\u1e00" <= letter <= "\u1eff":
            letter = unicodedata.normalize("NFKD", letter)[0].lower()
        self[code] = ord(letter)
        return self[code]


_folding = _Folding()


def fold(text: str) -> str:
    """*text* in lower case, «ё» as «е», Latin letters without their marks; as long as it was."""
    return text.translate(_folding)


def words(text: str) -> list[str]:
    """The words of *text*, folded, in order; those of one letter are none."""
    return [word[:LONGEST] for word in WORD.findall(fold(text)) if len(word) > 1 or word.isdigit()]


def is_stop(word: str) -> bool:
    return word in STOP_WORDS


@lru_cache(maxsize=100_000)
def keys(word: str) -> tuple[str, ...]:
    """What all forms of *word* (folded) share, the likeliest first: several where a form belongs to several words."""
    if CYRILLIC.search(word) and not LATIN.search(word):
        parsed = [each for each in _dictionary().parse(word) if each.is_known and each.score >= LIKELY]
        known = dict.fromkeys(fold(each.normal_form)[:LONGEST] for each in parsed)
        return tuple(known) or (root(word),)
    return (root(word),)


@lru_cache(maxsize=100_000)
def is_russian(word: str) -> bool:
    """Whether the dictionary has *word* (folded): then it is no slip of another one."""
    return bool(CYRILLIC.search(word)) and any(each.is_known for each in _dictionary().parse(word))


@lru_cache(maxsize=100_000)
def root(word: str) -> str:
    """What the stemmer of its script leaves of *word* (folded)."""
    if CYRILLIC.search(word):
        return str(_stemmer("russian").stemWord(word))
    if LATIN.search(word):
        return IRREGULAR.get(word) or str(_stemmer("english").stemWord(word))
    return word


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(language)


@cache
def _dictionary() -> Any:
    """Some 25 MB, so only processes that search or index load it, once."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")
