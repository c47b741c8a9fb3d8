"""References inside the text: «[1, с. 15]», «[1; 3]», «[Там же. С. 20]» (ГОСТ Р 7.0.5-2008)."""

from __future__ import annotations

import re
from collections.abc import Sequence

PAGE = {"ru": "с.", "en": "p."}
AGAIN = {"ru": "Там же", "en": "Ibid"}
SEVERAL = re.compile(r"\[(\d{1,3}(?:\s?[;]\s?\d{1,3})+)\]")
WITH_PAGES = re.compile(
    r"\[(?P<number>\d{1,3})\s?,\s?(?P<word>[сcСC]|[сcС]тр|pp?|Pp?|S)\.?\s?(?P<first>\d+)(?:\s?[-–—]\s?(?P<last>\d+))?\]"
)
REPEATED = re.compile(
    r"\[(?P<again>[Тт]ам же|[Ii]bid\.?)"
    r"(?:[.,;]?\s*(?P<word>[сcСC]|pp?|Pp?)\.?\s?(?P<first>\d+)(?:\s?[-–—]\s?(?P<last>\d+))?)?\]"
)


def cite(numbers: int | Sequence[int], *, language: str, pages: str = "") -> str:
    """A reference to a source by its number, with *pages* of one; several are parted by semicolons."""
    if not isinstance(numbers, int):
        return f"[{'; '.join(map(str, numbers))}]"
    return f"[{numbers}, {PAGE[language]} {pages}]" if pages else f"[{numbers}]"


def cite_again(*, language: str, pages: str = "") -> str:
    """A reference to the source named just before: «[Там же. С. 20]», "[Ibid. P. 20]"."""
    head = AGAIN[language]
    if not pages:
        return f"[{head}]" if language == "ru" else f"[{head}.]"
    return f"[{head}. {PAGE[language].capitalize()} {pages}]"


def tidy_citations(text: str, language: str) -> str:
    """*text* with its references in brackets spaced and worded as the standard has them.

    Only what cannot be anything else is touched: «[1, 3]» may be an interval and stays.
    """
    text = SEVERAL.sub(_several, text)
    text = WITH_PAGES.sub(_with_pages, text)
    return REPEATED.sub(_repeated, text)


def _several(found: re.Match[str]) -> str:
    return f"[{'; '.join(number.strip() for number in found[1].split(';'))}]"


def _with_pages(found: re.Match[str]) -> str:
    word = found["word"].lower()
    shown = "p." if word == "p" else "pp." if word == "pp" else "S." if word == "s" else "с."
    return f"[{found['number']}, {shown} {_range(found)}]"


def _repeated(found: re.Match[str]) -> str:
    language = "ru" if found["again"].lower().startswith("т") else "en"
    return cite_again(language=language, pages=_range(found) if found["first"] else "")


def _range(found: re.Match[str]) -> str:
    return f"{found['first']}–{found['last']}" if found["last"] else found["first"]
