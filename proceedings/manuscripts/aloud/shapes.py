"""What a part of a formula looks like: short enough to be said without an end of its own, a list, a derivative."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from ..mathml import local_name
from .rows import OWN_NAME, Item, Sign, children_of, items_in, opened

POWERS = {"2": "squared", "3": "cubed"}
ACCENTS = {
    "¯": "bar", "‾": "bar", "ˉ": "bar", "̅": "bar", "̄": "bar", "_": "bar", "−": "bar", "-": "bar",
    "^": "hat", "ˆ": "hat", "̂": "hat", "~": "tilde", "˜": "tilde", "∼": "tilde", "̃": "tilde",
    "→": "vector", "⃗": "vector", "⇀": "vector", "˙": "dot", ".": "dot", "̇": "dot", "¨": "double-dot",
    "̈": "double-dot", "ˇ": "check", "̌": "check", "˘": "breve", "̆": "breve", "°": "ring", "̊": "ring", "⏞": "brace",
}  # fmt: skip
RELATIONS = set("=≠<>≤≥⩽⩾≈≃≅≡≔∼∝→⇒⟹⇔⟺∈⊂⊆")
BETWEEN_ARGUMENTS = {Sign("stop", ","), Sign("stop", ";"), Sign("sign", "|")}
NAMED = OWN_NAME | {"∞", "∅"}
RUN = 3  # letters that are one index without an end of their own: «x с индексом i j»


def follows(cell: list[Item]) -> bool:
    """The cell goes on with what the one before it began: «= b»."""
    return bool(cell) and isinstance(cell[0], Sign) and cell[0].text in RELATIONS


def below_and_above(name: str, parts: list[list[Item]]) -> tuple[list[Item], list[Item]]:
    """What stands below and above the first of *parts*."""
    if name in {"msub", "munder"}:
        return (parts[1], []) if len(parts) == 2 else ([], [])
    if name in {"msup", "mover"}:
        return ([], parts[1]) if len(parts) == 2 else ([], [])
    return (parts[1], parts[2]) if len(parts) == 3 else ([], [])


def is_thin(fraction: Element) -> bool:
    return (fraction.get("linethickness") or "").strip().rstrip("pxemt%") in {"0", "0.0"}


def is_atom(item: Item) -> bool:
    if not isinstance(item, Sign):
        return False
    return (
        item.kind in {"letter", "number", "word"}
        or (item.kind == "text" and " " not in item.text)
        or item.text in NAMED
    )


def is_plain(items: list[Item]) -> bool:
    """One letter, number or word, perhaps with a minus: its end is heard without being told."""
    if len(items) == 2 and isinstance(items[0], Sign) and items[0].text in {"-", "−"}:
        items = items[1:]
    return len(items) == 1 and is_atom(items[0])


def is_run(items: list[Item]) -> bool:
    return len(items) <= RUN and all(is_atom(item) for item in items)


def is_list(items: list[Item]) -> bool:
    """Letters and numbers between commas: the arguments of a function."""
    return len(items) % 2 == 1 and all(
        is_atom(item) if place % 2 == 0 else isinstance(item, Sign) and item in BETWEEN_ARGUMENTS
        for place, item in enumerate(items)
    )


def is_simple(items: list[Item]) -> bool:
    """Short enough for a fraction or a root to need no end of its own: k, 2 k, k with an index."""
    if is_plain(items):
        return True
    if len(items) == 2 and isinstance(items[0], Sign) and items[0].kind == "number":
        return is_plain(items[1:]) and not (isinstance(items[1], Sign) and items[1].kind == "number")
    if len(items) != 1 or not isinstance(items[0], Element):
        return False
    name = local_name(items[0])
    parts = [items_in(opened(part), decimal_comma=False) for part in children_of(items[0])]
    if len(parts) != 2 or not is_plain(parts[0]):
        return False
    if name == "msub":
        return is_plain(parts[1]) or is_run(parts[1])
    if len(parts[1]) != 1 or not isinstance(parts[1][0], Sign):
        return False
    return parts[1][0].text in (POWERS if name == "msup" else ACCENTS if name == "mover" else ())


def is_differential(items: list[Item]) -> bool:
    """d y, ∂ f, d² y: the upper or lower half of a derivative."""
    if not items:
        return False
    first = items[0]
    if isinstance(first, Element) and local_name(first) == "msup":
        inside = opened(children_of(first)[0]) if len(children_of(first)) else []
        first = inside[0] if len(inside) == 1 else first
    return isinstance(first, Sign) and first.text in {"d", "∂"}
