"""Two slips of hands that write in two scripts: a letter of the other script, and the other layout of the keyboard."""

from __future__ import annotations

from .words import CYRILLIC, LATIN

LATIN_TWINS = dict(zip("abcehkmoptxyi", "авсенкмортхуі", strict=True))
CYRILLIC_TWINS = {cyrillic: latin for latin, cyrillic in LATIN_TWINS.items()}

ENGLISH_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
RUSSIAN_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбю"
TO_RUSSIAN = str.maketrans(dict(zip(ENGLISH_KEYS + '~{}:"<>', RUSSIAN_KEYS + "ёхъжэбю", strict=True)))
TO_ENGLISH = str.maketrans(dict(zip(RUSSIAN_KEYS, ENGLISH_KEYS, strict=True)))


def in_one_script(word: str) -> str:
    """A folded *word* that mixes Cyrillic and Latin letters, in the one script that it looks like; empty otherwise."""
    if not (CYRILLIC.search(word) and LATIN.search(word)):
        return ""
    russian = "".join(LATIN_TWINS.get(letter, letter) for letter in word)
    if not LATIN.search(russian):
        return russian
    english = "".join(CYRILLIC_TWINS.get(letter, letter) for letter in word)
    return "" if CYRILLIC.search(english) else english


def other_layout(typed: str) -> str:
    """What the same keys give in the other layout: «ntfnh» as «театр», «ыутыщкн» as “sensory”; empty for both."""
    lower = typed.lower()
    if LATIN.search(lower) and not CYRILLIC.search(lower):
        return lower.translate(TO_RUSSIAN)
    if CYRILLIC.search(lower) and not LATIN.search(lower):
        return lower.translate(TO_ENGLISH)
    return ""
