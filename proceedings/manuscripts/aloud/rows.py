"""What stands in a row of MathML: signs one by one, numbers and words whole, brackets closed around their content."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ..mathml import local_name

TOKENS = {"mi", "mn", "mo", "mtext", "ms"}
ROWS = {"math", "mrow", "mstyle", "mpadded", "merror", "menclose", "mtd"}
FIRST_ONLY = {"semantics", "maction"}
SILENT = {"", "annotation", "annotation-xml", "mphantom", "none", "mprescripts", "maligngroup", "malignmark"}
SCRIPTS = {"msub", "msup", "msubsup"}
INVISIBLE = {"\u2061", "\u2062", "\u200b", "\u2060", "\ufeff"}
MEANS = {
    "\u2063": ",", "\u2064": "+", "ˈ": "′", "'": "′", "`": "′", "′′": "″", "′′′": "‴", "''": "″", "∣": "|", "‖": "∥",
    "〈": "⟨", "〉": "⟩", "‹": "⟨", "›": "⟩", "...": "…", "º": "°", "˚": "°", ":=": "≔", "<=": "≤", ">=": "≥",
    "!=": "≠",    "‐": "-", "–": "−", "—": "−", "▵": "△", "∆": "Δ", "•": "⋅", "⟶": "→", "⟵": "←", "⟂": "⊥", "⌀": "∅",
}  # fmt: skip
OPENING = set("([{⟨⌊⌈")
CLOSING = set(")]}⟩⌋⌉")
BARS = set("|∥")
STOPS = set(",;.?")
STYLES = {
    "BOLD": "bold", "DOUBLE-STRUCK": "double-struck", "SCRIPT": "script", "FRAKTUR": "fraktur",
    "BLACK-LETTER": "fraktur",
}  # fmt: skip
OWN_NAME = set("ℕℤℚℝℂℏℵ℃")
WIDE = 1.0  # em; a space at least as wide stands between two formulas
NUMBER = re.compile(r"[.,]?\d+(?:[ .,]\d+)*")
SPACE = re.compile(r"\s*([\d.]+)em")


@dataclass(frozen=True)
class Sign:
    """One thing that is said at once. ``kind``: letter, number, word, text, sign, stop."""

    kind: str
    text: str
    style: str = ""
    is_upright: bool = False


@dataclass
class Group:
    """What stands between two brackets that belong together; ``scripts`` is the element that raises the closing one."""

    opening: str
    closing: str
    items: list[Item] = field(default_factory=list)
    scripts: Element | None = None


Item = Sign | Group | Element


def items_of(node: Element, *, decimal_comma: bool) -> list[Item]:
    """What is to be said of the content of *node*, in order."""
    return items_in(_flat(node), decimal_comma=decimal_comma)


def items_in(nodes: Iterable[Sign | Element], *, decimal_comma: bool) -> list[Item]:
    return _grouped(_joined(list(nodes), decimal_comma))


def opened(node: Element) -> list[Sign | Element]:
    """*node* itself as one of a row: its signs when it is a token, its content when it only groups."""
    name = local_name(node)
    if name in SILENT:
        return []
    if name == "mspace":
        wide = SPACE.match(node.get("width") or "")
        return [Sign("stop", "")] if wide and _number(wide[1]) >= WIDE else []
    if name in TOKENS:
        return _token(node, name)
    if name in ROWS:
        return list(_flat(node))
    if name in FIRST_ONLY:
        first = next((child for child in node if local_name(child) not in SILENT), None)
        return opened(first) if first is not None else _loose(node.text)
    if name == "mfenced":
        return list(_fenced(node))
    return [node]


def children_of(node: Element) -> list[Element]:
    """The elements of *node* that count as its parts: an empty one (``none``, an empty row) keeps its place."""
    return [child for child in node if isinstance(child.tag, str)]


def _flat(node: Element) -> Iterator[Sign | Element]:
    yield from _loose(node.text)
    for child in node:
        yield from opened(child)
        yield from _loose(child.tail)


def _loose(text: str | None) -> list[Sign | Element]:
    words = " ".join((text or "").split())
    return [Sign("text", words)] if words else []


def _fenced(node: Element) -> Iterator[Sign | Element]:
    opening, closing = node.get("open", "("), node.get("close", ")")
    separators = "".join(node.get("separators", ",").split())
    if opening.strip():
        yield _sign(opening.strip())
    for place, child in enumerate(children_of(node)):
        if place and separators:
            yield _sign(separators[min(place, len(separators)) - 1])
        yield from opened(child)
    if closing.strip():
        yield _sign(closing.strip())


def _token(node: Element, name: str) -> list[Sign | Element]:
    text = " ".join("".join(node.itertext()).split())
    if not text or text in INVISIBLE:
        return []
    if name in {"mtext", "ms"} and any(character.isalnum() for character in text):
        return [Sign("text", text)]
    return [_told(text, node.get("mathvariant") or "")]


def _told(text: str, variant: str) -> Sign:
    """A number, a letter, a word or a sign: word processors call «%» and «−» identifiers, so the text tells."""
    text = MEANS.get(text, text)
    if text in OWN_NAME:
        return Sign("sign", text)
    plain = "".join(map(_plain, text))
    if NUMBER.fullmatch(plain):
        return Sign("number", plain)
    if not plain[0].isalnum():
        return _sign(text)
    if len(plain) > 1 or not plain.isalpha():
        return Sign("word", plain)
    style = next((style for style in STYLES.values() if style in variant), "")
    if not style and plain != text:
        style = next((style for word, style in STYLES.items() if word in unicodedata.name(text, "")), "")
    return Sign("letter", plain, style, is_upright=variant == "normal")


def _plain(character: str) -> str:
    """The letter or digit that a mathematical one stands for; raised digits and fractions stay what they are."""
    return character if unicodedata.category(character) == "No" else unicodedata.normalize("NFKC", character)


def _sign(text: str) -> Sign:
    text = MEANS.get(text, text)
    return Sign("stop" if text in STOPS else "sign", text)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _joined(flat: list[Sign | Element], decimal_comma: bool) -> list[Sign | Element]:
    """Digits about a decimal comma as one number; letters of a Russian word, or upright ones, as one word."""
    found: list[Sign | Element] = []
    for item in flat:
        before = found[-1] if found else None
        if (
            decimal_comma
            and len(found) > 1
            and isinstance(item, Sign)
            and item.kind == "number"
            and before == Sign("stop", ",")
            and isinstance(whole := found[-2], Sign)
            and whole.kind == "number"
            and "," not in whole.text
        ):
            found[-2:] = [Sign("number", f"{whole.text},{item.text}")]
        elif isinstance(item, Sign) and isinstance(before, Sign) and _one_word(before, item):
            found[-1] = Sign("word", before.text + item.text, is_upright=before.is_upright)
        else:
            found.append(item)
    return found


def _one_word(before: Sign, item: Sign) -> bool:
    if item.kind != "letter" or before.kind not in {"letter", "word"}:
        return False
    if _is_cyrillic(item.text) and all(map(_is_cyrillic, before.text)):
        return True
    return before.is_upright and item.is_upright and (before.text + item.text).isascii()


def _is_cyrillic(character: str) -> bool:
    return "\u0400" <= character <= "\u052f"


def _grouped(flat: list[Sign | Element]) -> list[Item]:
    """Brackets with what is between them; a bracket without its other half stays a sign."""
    stack = [Group("", "")]
    for place, item in enumerate(flat):
        text, scripts = _bracket(item)
        here = stack[-1]
        if text in BARS:
            if here.opening == text and _ends_operand(here.items):
                _close(stack, text, scripts)
            elif scripts is None and (not _ends_operand(here.items) or _left(flat, place, text) % 2 == 0):
                stack.append(Group(text, ""))
            else:
                here.items.append(item)
        elif text in OPENING and scripts is None:
            stack.append(Group(text, ""))
        elif text in CLOSING:
            while len(stack) > 1 and stack[-1].opening in BARS:
                _undo(stack)
            if len(stack) > 1:
                _close(stack, text, scripts)
            else:
                stack[-1].items.append(item)
        else:
            here.items.append(item)
    while len(stack) > 1:
        _undo(stack)
    return stack[0].items


def _bracket(item: Sign | Element) -> tuple[str, Element | None]:
    """The bracket that *item* is; with an index or a power on it, the element that carries them."""
    if isinstance(item, Sign):
        return (item.text, None) if item.kind == "sign" else ("", None)
    if local_name(item) in SCRIPTS:
        parts = children_of(item)
        base = opened(parts[0]) if parts else []
        if len(base) == 1 and isinstance(base[0], Sign) and base[0].text in CLOSING | BARS:
            return base[0].text, item
    return "", None


def _left(flat: list[Sign | Element], place: int, bar: str) -> int:
    return sum(_bracket(item)[0] == bar for item in flat[place:])


def _close(stack: list[Group], closing: str, scripts: Element | None) -> None:
    group = stack.pop()
    group.closing, group.scripts = closing, scripts
    stack[-1].items.append(group)


def _undo(stack: list[Group]) -> None:
    """The last bracket is not closed: a sign like others, but a brace before a table holds its lines together."""
    group = stack.pop()
    items, first = stack[-1].items, group.items[0] if group.items else None
    if group.opening == "{" and isinstance(first, Element) and local_name(first) == "mtable":
        items += [Group("{", "", [first]), *group.items[1:]]
    else:
        items += [Sign("sign", group.opening), *group.items]


def _ends_operand(items: list[Item]) -> bool:
    """Whether something stands there that a bar can follow: a letter or a bracket, not a plus."""
    if not items:
        return False
    last = items[-1]
    return not isinstance(last, Sign) or last.kind not in {"sign", "stop"} or last.text in "!′″‴%∞°…"
