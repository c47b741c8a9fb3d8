"""Regions of Russia by code, with their names in both languages.

The codes are those of ISO 3166-2; ``regions.toml`` beside this file says which six have none there.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

COUNTRY = "RU"


@cache
def _names() -> dict[str, dict[str, str]]:
    """The code of each region -> its names by language."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["regions"]


@cache
def _sorted(language: str) -> tuple[tuple[str, str], ...]:
    pairs = [(code, names[language]) for code, names in _names().items()]
    return tuple(sorted(pairs, key=lambda pair: pair[1].casefold().replace("ё", "е")))


def _language(language: str | None) -> str:
    return "ru" if (language or get_language() or "ru").startswith("ru") else "en"


def region_choices(language: str | None = None) -> tuple[tuple[str, str], ...]:
    """Code and name of every region in *language* (the active one by default), in its alphabet."""
    return _sorted(_language(language))


def region_name(code: str, language: str | None = None) -> str:
    """The name of the region *code* in *language* (the active one by default); the code itself when it is unknown."""
    names = _names().get(code)
    return names[_language(language)] if names else code


def is_region(code: str) -> bool:
    """Whether *code* is one of ours."""
    return code in _names()
