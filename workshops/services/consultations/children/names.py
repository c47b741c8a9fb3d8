"""Given names in all their cases, as data: which form is whose, and what «ученик» is in the same case."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CASES = ("nominative", "genitive", "dative", "accusative", "instrumental", "prepositional")
BOY, GIRL = "boy", "girl"
PUPIL = {
    BOY: dict(zip(CASES, ("ученик", "ученика", "ученику", "ученика", "учеником", "ученике"), strict=True)),
    GIRL: dict(zip(CASES, ("ученица", "ученицы", "ученице", "ученицу", "ученицей", "ученице"), strict=True)),
}
IRREGULAR = {
    "Лев": ("Лев", "Льва", "Льву", "Льва", "Львом", "Льве"),
    "Павел": ("Павел", "Павла", "Павлу", "Павла", "Павлом", "Павле"),
    "Пётр": ("Пётр", "Петра", "Петру", "Петра", "Петром", "Петре"),
    "Илья": ("Илья", "Ильи", "Илье", "Илью", "Ильёй", "Илье"),
    "Любовь": ("Любовь", "Любови", "Любови", "Любовь", "Любовью", "Любови"),
    "Игорёк": ("Игорёк", "Игорька", "Игорьку", "Игорька", "Игорьком", "Игорьке"),
    "Витёк": ("Витёк", "Витька", "Витьку", "Витька", "Витьком", "Витьке"),
}
HUSHING = "жшчщ"


@dataclass(frozen=True)
class Form:
    """One form of a given name: whose (boy or girl), and in which cases it may stand."""

    gender: str
    cases: frozenset[str]
    is_word: bool
    """A common word looks the same."""


def plain(word: str) -> str:
    """*word* as forms are kept: small letters, «е» for «ё»."""
    return word.lower().replace("ё", "е")


def declined(name: str) -> tuple[str, ...]:
    """The six cases of a Russian given name, in the order of CASES; the same six times for one that is not declined."""
    if name in IRREGULAR:
        return IRREGULAR[name]
    stem, end = name[:-1], name[-1]
    if name.endswith("ия"):
        return (name, f"{stem}и", f"{stem}и", f"{stem}ю", f"{stem}ей", f"{stem}и")
    if end == "я":
        return (name, f"{stem}и", f"{stem}е", f"{stem}ю", f"{stem}ей", f"{stem}е")
    if end == "а":
        genitive = "и" if stem[-1] in f"гкх{HUSHING}" else "ы"
        instrumental = "ей" if stem[-1] in f"{HUSHING}ц" else "ой"
        return (name, stem + genitive, f"{stem}е", f"{stem}у", stem + instrumental, f"{stem}е")
    if end == "й":
        last = f"{stem}и" if stem.endswith("и") else f"{stem}е"
        return (name, f"{stem}я", f"{stem}ю", f"{stem}я", f"{stem}ем", last)
    if end == "ь":
        return (name, f"{stem}я", f"{stem}ю", f"{stem}я", f"{stem}ем", f"{stem}е")
    if end in "еёиоуыэю":
        return (name,) * 6
    instrumental = "ем" if end in HUSHING else "ом"
    return (name, f"{name}а", f"{name}у", f"{name}а", name + instrumental, f"{name}е")


@cache
def told() -> dict[str, dict[str, str]]:
    with (Path(__file__).parent / "given_names.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def russian() -> dict[str, Form]:
    """Every form of every Russian name, as ``plain`` writes it."""
    rows = told()["ru"]
    words = {plain(form) for name in rows["also_words"].split() for form in declined(name)}
    cases: dict[str, dict[str, set[str]]] = {}
    for name, gender in _names(rows):
        for case, form in zip(CASES, declined(name), strict=True):
            cases.setdefault(plain(form), {}).setdefault(gender, set()).add(case)
    found = {}
    for form, by_gender in cases.items():
        gender = BOY if BOY in by_gender else GIRL
        if by_gender.keys() >= {BOY, GIRL} and "nominative" in by_gender[GIRL] - by_gender[BOY]:
            gender = GIRL  # «Александра» is a girl unless something says otherwise
        found[form] = Form(gender, frozenset(by_gender[gender]), form in words)
    return found


def _names(rows: dict[str, str]) -> Iterator[tuple[str, str]]:
    for key, gender in (
        ("boys", BOY),
        ("boys_at_home", BOY),
        ("girls", GIRL),
        ("girls_at_home", GIRL),
        ("either", BOY),
    ):
        for name in rows[key].split():
            yield name, gender


@cache
def english() -> dict[str, bool]:
    """Every English name in small letters, and whether a common word looks the same."""
    rows = told()["en"]
    words = {name.lower() for name in rows["also_words"].split()}
    return {name.lower(): name.lower() in words for key in ("names", "also_words") for name in rows[key].split()}
