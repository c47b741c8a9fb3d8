"""Names of people as the standards print them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import iuliia

# «сын» and «дочь» after a father's name: part of the full name, never an initial.
FILIATION = {
    "оглы", "оглу", "оглуу", "углы", "угли", "улы", "уулу", "кызы", "кизи", "гызы", "кысы",
    "oglu", "oğlu", "ogly", "ogli", "oğli", "o‘g‘li", "ugli", "uly", "ūly", "uulu",
    "qızı", "qizi", "kızı", "kizi", "kyzy", "kyzi", "gyzy", "gizi", "qyzy",
}  # fmt: skip


@dataclass(frozen=True)
class Name:
    """A person's name as it is printed: family name and the rest."""

    family: str
    given: str = ""


def initials(given: str) -> str:
    """«Ирина Львовна» → «И. Л.», «Жан-Пьер» → «Ж.-П.», «Гюнель Тофик кызы» → «Г. Т.», "Anton I." → "A. I."."""
    words = [[part.lstrip("«\"'(") for part in word.split("-")] for word in given.replace(".", ". ").split()]
    kept = [words[0]] if words else []
    kept += [[part for part in word if part.casefold().rstrip(".") not in FILIATION] for word in words[1:]]
    shown = ["-".join(f"{part[0].upper()}." for part in word if part.strip(".")) for word in kept]
    return " ".join(part for part in shown if part).replace(". -", ".-")


def inverted(name: Name, *, comma: bool = False) -> str:
    """Family name first: «Иванов И. И.», and with the comma of a record's heading «Иванов, И. И.»."""
    first = initials(name.given)
    return f"{name.family}{',' if comma and first else ''} {first}".strip()


def direct(name: Name) -> str:
    """Initials first: «И. И. Иванов»."""
    return f"{initials(name.given)} {name.family}".strip()


def latin(name: Name) -> Name:
    """A Cyrillic *name* in Latin letters after ICAO Doc 9303, as long as nobody has told its own spelling."""
    return Name(_latin(name.family), _latin(name.given))


def _latin(words: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda found: _latin_word(found[0]), words)


def _latin_word(word: str) -> str:
    latin: str = iuliia.ICAO_DOC_9303.translate(word.lower())
    return latin.capitalize() if word[0].isupper() else latin
