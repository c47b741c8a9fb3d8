"""Words for the things in a row, and how they follow one another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Spoken:
    """Words for one thing in a row.

    ``kind``: operand, sign, stop, text, postfix (said after an operand), prefix (said before one, joined by ``link``).
    What follows at once is set off by a comma after ``tail`` (a phrase ends there) and before ``head``.
    """

    words: str
    kind: str = "operand"
    tail: bool = False
    head: bool = False
    number: str = ""
    link: str = ""
    applies: bool = False


def sentence(said: list[Spoken]) -> str:
    """Words one after another; a comma where two things stand side by side and the first would swallow the other."""
    words = ""
    before: Spoken | None = None
    for place, each in enumerate(said):
        if each.kind == "stop":
            after = said[place + 1] if place + 1 < len(said) else None
            if _is_heard(each, before, after):
                words, before = f"{words}{each.words or ','}", each
        elif each.words:
            words += each.words if before is None else _between(before, each) + each.words
            before = each
    return words


def _is_heard(stop: Spoken, before: Spoken | None, after: Spoken | None) -> bool:
    """A stop after something; one without a sign of its own (a wide space) only between two formulas."""
    if before is None or before.kind == "stop":
        return False
    is_between = before.kind in {"operand", "postfix"} and after is not None and after.kind in {"operand", "prefix"}
    return bool(stop.words) or is_between


def _between(before: Spoken, after: Spoken) -> str:
    if before.kind == "prefix":
        is_linked = after.kind in {"operand", "prefix", "text"} or (after.kind == "sign" and after.head)
        return f"{before.link if is_linked else ''} "
    if before.tail and (after.kind == "postfix" or before.kind == "sign"):
        return ", "
    side_by_side = before.kind in {"operand", "postfix"} and after.kind in {"operand", "prefix"}
    if side_by_side and (before.tail or (after.head and not before.number) or (before.number and after.number)):
        return ", "
    return " "
