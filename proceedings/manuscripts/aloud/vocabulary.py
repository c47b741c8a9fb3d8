"""The words of one language, as its TOML has them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("ru", "en")


class Vocabulary:
    """What signs are called in *language*, and how parts of a formula are put together."""

    def __init__(self, language: str) -> None:
        told: dict[str, Any] = tomllib.loads(
            Path(__file__).with_name(f"{language}.toml").read_text(encoding="utf-8")
        )  # fmt: skip
        self.language = language
        self.decimal: str = told["decimal"]
        self.letters: dict[str, str] = told["letters"]
        self.styles: dict[str, str] = told["styles"]
        self.names: dict[str, str] = told["names"]
        self.signs: dict[str, str] = told["signs"]
        self.after_number: dict[str, list[str]] = told["after_number"]
        self.functions: dict[str, str] = told["functions"]
        self.big: dict[str, str] = told["big"]
        self.declined: dict[str, str] = told["declined"]
        self.accents: dict[str, list[str]] = told["accents"]
        self.fractions: dict[str, str] = told["fractions"]
        self.fences: dict[str, list[str]] = told["fences"]
        self.phrases: dict[str, str] = told["say"]

    def say(self, phrase: str, *parts: object) -> str:
        return self.phrases[phrase].format(*parts)

    def decline(self, words: str) -> str:
        """*words* as they stand after «от», «до» and «к»."""
        for plain, declined in self.declined.items():
            words = words.replace(plain, declined)
        return words

    def counted(self, sign: str, number: str) -> str:
        """The name of a sign after a number: «5 процентов», «1,5 процента»; without a number its plural."""
        one, few, many = self.after_number[sign]
        if not number:
            return many
        if not number.isdigit():
            return few
        if self.language == "en":
            return one if number == "1" else many
        if number[-1] == "1" and number[-2:] != "11":
            return one
        return few if number[-1] in "234" and number[-2:-1] != "1" else many


@cache
def vocabulary(language: str) -> Vocabulary:
    return Vocabulary(language)
