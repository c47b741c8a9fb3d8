"""A formula in words: a walk over the rows of its MathML."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from xml.etree.ElementTree import Element

from ..mathml import local_name
from .rows import Group, Item, Sign, children_of, items_in, items_of, opened
from .shapes import (
    ACCENTS,
    POWERS,
    below_and_above,
    follows,
    is_differential,
    is_list,
    is_plain,
    is_run,
    is_simple,
    is_thin,
)
from .speech import Spoken, sentence
from .vocabulary import Vocabulary, vocabulary

APPLIED = set("fghFGHPφψΦΨΓ")
LIMITED = {"lim", "max", "min", "sup", "inf", "argmax", "argmin"}
BEFORE_OPERAND = set("-−+±∓¬")
POSTFIX = set("!′″‴")
DEGREES = {"°", "∘"}
RAISED = {"*": "star", "∗": "star", "⋆": "star", "†": "dagger", "⊤": "transposed"}
UNDER = {"_": "under-bar", "¯": "under-bar", "‾": "under-bar", "̲": "under-bar", "⎵": "under-bar", "⏟": "under-brace"}
TABLES = {("(", ")"): "matrix", ("[", "]"): "matrix", ("|", "|"): "determinant", ("{", ""): "cases"}
CLOSES = {"|": "|", "∥": "∥", "⌊": "⌋", "⌈": "⌉"}
THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")


def words_of(math: Element, language: str, *, decimal_comma: bool) -> str:
    """The formula of a ``<math>`` element in words of *language*, «ru» or «en».

    With *decimal_comma* a comma between digits of the document is a decimal sign; which one is said goes by *language*.
    """
    reader = _Reader(vocabulary(language), decimal_comma=decimal_comma)
    return " ".join(reader.row(items_in(opened(math), decimal_comma=decimal_comma)).words.rstrip(" ,;.").split())


class _Reader:
    def __init__(self, words: Vocabulary, *, decimal_comma: bool) -> None:
        self.vocabulary, self.decimal_comma = words, decimal_comma
        self.say = words.say
        self.elements: dict[str, Callable[[Element], Spoken]] = {
            "mfrac": self._fraction, "msqrt": self._root, "mroot": self._nth_root, "mmultiscripts": self._multiscripts,
            "msub": self._scripted, "msup": self._scripted, "msubsup": self._scripted, "munder": self._limited,
            "mover": self._limited, "munderover": self._limited, "mtable": self._lone_table,
        }  # fmt: skip

    # -- rows

    def row(self, items: list[Item]) -> Spoken:
        """Everything in *items*, one after another, as one thing."""
        said: list[Spoken] = []
        for item in items:
            self._add(said, item)
        if len(said) == 1:
            return said[0]
        kind = said[-1].kind if said and all(each.kind == "sign" for each in said) else "operand"
        return Spoken(sentence(said), kind, tail=bool(said) and said[-1].tail)

    def _add(self, said: list[Spoken], item: Item) -> None:
        before = said[-1] if said else None
        if isinstance(item, Group):
            if before is not None and before.applies and item.opening == "(" and is_list(item.items):
                words = self.say("applied", before.words, self.row(item.items).words)
                said[-1] = self._raised(Spoken(words), item.scripts)
                return
            said.append(self._group(item))
        elif isinstance(item, Sign):
            said.append(self._sign(item, before.number if before else ""))
        else:
            said.append(self._element(item))

    def _element(self, node: Element) -> Spoken:
        reader = self.elements.get(local_name(node))
        return reader(node) if reader else self.row(items_of(node, decimal_comma=self.decimal_comma))

    def _parts(self, node: Element) -> list[list[Item]]:
        return [self._items(child) for child in children_of(node)]

    def _items(self, node: Element) -> list[Item]:
        return items_in(opened(node), decimal_comma=self.decimal_comma)

    # -- single signs

    def _sign(self, sign: Sign, number: str) -> Spoken:
        text, words = sign.text, self.vocabulary
        if sign.kind == "number":
            digits = self._digits(text)
            return Spoken(digits, number=digits)
        if sign.kind == "letter":
            return Spoken(self._letter(sign), applies=text in APPLIED)
        if sign.kind in {"stop", "text"}:
            return Spoken(text, sign.kind)
        if text in words.big:
            return Spoken(words.big[text], "prefix", head=True, link=words.phrases["big_of"])
        if text in words.functions:
            return Spoken(words.functions[text], "prefix", link=words.phrases["function_of"], applies=True)
        if text in words.names:
            return Spoken(words.names[text])
        if text in words.after_number:
            return Spoken(words.counted(text, number), "postfix", tail=True)
        if text in POSTFIX:
            return Spoken(words.signs[text], "postfix", tail=True)
        if sign.kind == "word" and text not in words.signs:
            return Spoken(text)
        return Spoken(words.signs.get(text, text), "sign", head=text in BEFORE_OPERAND)

    def _letter(self, sign: Sign) -> str:
        words = self.vocabulary
        low = sign.text.lower()
        name = words.letters.get(low, low) if len(low) == 1 else sign.text
        if sign.text != low and len(low) == 1:
            name = words.styles["capital"].format(name if low in words.letters else sign.text)
        return words.styles[sign.style].format(name) if sign.style else name

    def _digits(self, text: str) -> str:
        """A number with the decimal sign of the language that is spoken; thousands are set apart in English alone."""
        if THOUSANDS.fullmatch(text) and not self.decimal_comma:
            return text.replace(",", "") if self.vocabulary.decimal == "," else text
        if text.count(",") == 1:
            text = text.replace(",", ".")
        return text.replace(".", self.vocabulary.decimal) if text.count(".") == 1 else text

    # -- fractions and roots

    def _fraction(self, node: Element) -> Spoken:
        parts = self._parts(node)
        if len(parts) != 2:
            return self._rest(parts)
        above, below = self.row(parts[0]), self.row(parts[1])
        if is_thin(node):
            return Spoken(self.say("choose", above.words, below.words), tail=True, head=True)
        if known := self.vocabulary.fractions.get(f"{above.number}/{below.number}"):
            return Spoken(known, tail=True)
        if is_differential(parts[0]) and is_differential(parts[1]) and len(parts[1]) > 1:
            return Spoken(self.say("derivative", above.words, below.words), tail=True, head=True)
        phrase = "fraction_plain" if is_simple(parts[0]) and is_simple(parts[1]) else "fraction"
        return Spoken(self.say(phrase, above.words, below.words), tail=True, head=True)

    def _root(self, node: Element) -> Spoken:
        return self._root_of(items_of(node, decimal_comma=self.decimal_comma), "")

    def _nth_root(self, node: Element) -> Spoken:
        parts = self._parts(node)
        return self._root_of(parts[0], self.row(parts[1]).words) if len(parts) == 2 else self._rest(parts)

    def _root_of(self, items: list[Item], degree: str) -> Spoken:
        phrase = {"": "root", "2": "root", "3": "cube_root"}.get(degree, "nth_root")
        phrase += "_plain" if is_simple(items) else ""
        return Spoken(self.say(phrase, self.row(items).words, degree), tail=True)

    # -- indices and powers

    def _scripted(self, node: Element) -> Spoken:
        parts = self._parts(node)
        below, above = below_and_above(local_name(node), parts)
        if not parts or (not below and not above):
            return self._rest(parts)
        if parts[0][-1:] == [Sign("sign", "|")] and below:
            return self._evaluated(parts[0][:-1], below, above)
        return self._with_limits(parts[0], below, above) or self._with_scripts(self.row(parts[0]), below, above)

    def _evaluated(self, inside: list[Item], below: list[Item], above: list[Item]) -> Spoken:
        """A bar to the right, with the values that are put in."""
        decline = self.vocabulary.decline
        parts = [self.row(inside).words, decline(self.row(below).words), decline(self.row(above).words)]
        return Spoken(self.say("evaluated_between" if above else "evaluated_at", *parts).lstrip(" ,"), tail=True)

    def _with_scripts(self, base: Spoken, below: list[Item], above: list[Item]) -> Spoken:
        words, tail = base.words, base.tail
        for phrase in (self._index(below), self._power(above, base.number)):
            if phrase:
                words = f"{words}{', ' if tail and words else ' '}{phrase}".strip()
                tail = True
        return replace(base, words=words, tail=True, number="")

    def _raised(self, base: Spoken, scripts: Element | None) -> Spoken:
        """*base* with the index and power of *scripts*, which stand on its closing bracket."""
        if scripts is None:
            return replace(base, tail=True)
        below, above = below_and_above(local_name(scripts), self._parts(scripts))
        return self._with_scripts(base, below, above)

    def _index(self, items: list[Item]) -> str:
        if not items:
            return ""
        return self.say("index_plain" if is_plain(items) or is_run(items) else "index", self.row(items).words)

    def _power(self, items: list[Item], number: str) -> str:
        if not items:
            return ""
        said, first = self.row(items).words, items[0]
        if all(isinstance(item, Sign) and item.text in POSTFIX for item in items):
            return said
        if isinstance(first, Sign) and first.text in POSTFIX:
            return f"{self._power(items[:1], '')}, {self._power(items[1:], '')}"
        if len(items) == 1 and isinstance(first, Sign):
            if phrase := POWERS.get(first.text) or RAISED.get(first.text):
                return self.say(phrase)
            if first.text in DEGREES:
                return self.vocabulary.counted("°", number)
            if first.kind in {"sign", "text"} and first.text not in self.vocabulary.names:
                return self.say("upper_plain", said)
        if len(items) == 1 and isinstance(first, Group) and first.opening == "(" and is_list(first.items):
            return self.say("upper_fenced", self.row(first.items).words)
        has_end = is_plain(items) or said in self.vocabulary.fractions.values()
        return self.say("power_plain" if has_end else "power", said)

    def _multiscripts(self, node: Element) -> Spoken:
        parts = children_of(node)
        names = [local_name(part) for part in parts]
        cut = names.index("mprescripts") if "mprescripts" in names else len(parts)
        after, before = [self._items(part) for part in parts[1:cut]], [self._items(part) for part in parts[cut + 1 :]]
        made = self.row(self._items(parts[0])) if parts else Spoken("")
        for place in range(0, len(after), 2):
            made = self._with_scripts(made, after[place], after[place + 1] if place + 1 < len(after) else [])
        left = [
            self.say("left_upper" if place % 2 else "left_index", self.row(items).words)
            for place, items in enumerate(before)
            if items
        ]
        return replace(made, words=", ".join(filter(None, [*left, made.words])), tail=True, head=bool(left))

    # -- limits, accents, what stands above and below

    def _limited(self, node: Element) -> Spoken:
        parts = self._parts(node)
        below, above = below_and_above(local_name(node), parts)
        if not parts or (not below and not above):
            return self._rest(parts)
        made = self._with_limits(parts[0], below, above)
        if made is None:
            made = self.row(parts[0])
            made = self._marked(made, parts[0], below, UNDER, "below") if below else made
            made = self._marked(made, parts[0], above, ACCENTS, "above") if above else made
        return made

    def _marked(self, base: Spoken, items: list[Item], mark: list[Item], accents: dict[str, str], where: str) -> Spoken:
        only = mark[0]
        if len(mark) == 1 and isinstance(only, Sign) and only.text in accents and base.kind != "sign":
            templates = self.vocabulary.accents[accents[only.text]]
            return replace(
                base, words=templates[not is_simple(items)].format(base.words), tail=True, head=True, number=""
            )
        phrase = f"{where}_plain" if is_plain(mark) else where
        return replace(base, words=self.say(phrase, base.words, self.row(mark).words), tail=True, number="")

    def _with_limits(self, base: list[Item], below: list[Item], above: list[Item]) -> Spoken | None:
        """A sum, an integral, a limit, a logarithm with what stands at it; None for anything else."""
        if len(base) != 1 or not isinstance(base[0], Sign):
            return None
        sign, words = base[0].text, self.vocabulary
        name = words.big.get(sign) or words.functions.get(sign) or ""
        if sign == "log" and below and not above:
            return Spoken(self.say("log_base", name, self.row(below).words), "prefix", link=words.phrases["big_of"])
        if not (sign in words.big or (sign in LIMITED and below and not above)):
            return None
        return Spoken(self._range(name, below, above), "prefix", head=True, link=words.phrases["big_of"])

    def _range(self, name: str, below: list[Item], above: list[Item]) -> str:
        decline = self.vocabulary.decline
        upper = decline(self.row(above).words)
        for sign, phrase in (("→", "limit"), ("=", "big_range"), ("∈", "big_in")):
            cut = next((at for at, item in enumerate(below) if isinstance(item, Sign) and item.text == sign), 0)
            if not 0 < cut < len(below) - 1 or (phrase == "big_range") != bool(above):
                continue
            left, right = self.row(below[:cut]).words, self.row(below[cut + 1 :]).words
            return self.say(phrase, name, left, right if phrase == "big_in" else decline(right), upper)
        lower = self._condition(below)
        if below and above:
            return self.say("big_from_to", name, decline(lower), upper)
        return self.say("big_over", name, lower) if below else self.say("big_up_to", name, upper)

    def _condition(self, items: list[Item]) -> str:
        """What stands under a sum; several lines of it as a row."""
        only = items[0] if len(items) == 1 else None
        if isinstance(only, Element) and local_name(only) == "mtable":
            return ", ".join(self._line(self._cells(row)) for row in children_of(only))
        return self.row(items).words

    # -- brackets and tables

    def _group(self, group: Group) -> Spoken:
        only = group.items[0] if len(group.items) == 1 else None
        if (
            isinstance(only, Element)
            and local_name(only) == "mtable"
            and (kind := TABLES.get((group.opening, group.closing)))
        ):
            return self._raised(self._table(only, kind), group.scripts)
        if isinstance(only, Element) and local_name(only) == "mfrac" and is_thin(only) and group.opening == "(":
            return self._raised(replace(self._fraction(only), tail=False), group.scripts)
        inside = self.row(group.items)
        if group.items and CLOSES.get(group.opening) == group.closing:
            templates = self.vocabulary.fences[group.opening]
            said = Spoken(templates[not is_simple(group.items)].format(inside.words), head=True, tail=True)
            return self._raised(said, group.scripts)
        signs = self.vocabulary.signs
        content = f"{inside.words}{',' if inside.tail else ''}"
        said = Spoken(self.say("fence", signs[group.opening], content, signs[group.closing]))
        return self._raised(said, group.scripts)

    def _lone_table(self, node: Element) -> Spoken:
        return self._table(node, "")

    def _table(self, node: Element, kind: str) -> Spoken:
        """A table line by line; without brackets it is equations under one another, or a table of anything."""
        rows = [self._cells(row) for row in children_of(node)]
        columns = max((len(row) for row in rows), default=0)
        lines = [self._line(row) for row in rows]
        if kind == "matrix" and columns == 1:
            return Spoken(self.say("column", len(rows), columns, ", ".join(lines)), head=True)
        told = "; ".join(self.say("row", number, line) for number, line in enumerate(lines, start=1))
        if not kind and (columns < 2 or any(follows(cell) for row in rows for cell in row[1:])):
            return Spoken(told if len(lines) > 1 else "".join(lines), tail=True)
        return Spoken(self.say(kind or "table", len(rows), columns, told), head=True)

    def _line(self, row: list[list[Item]]) -> str:
        line = ""
        for cell in filter(None, row):
            goes_on = not line or line.endswith((",", ";")) or follows(cell)
            line += f"{' ' if goes_on else ', '}{self.row(cell).words}"
        return line.strip(" ,;.")

    def _cells(self, row: Element) -> list[list[Item]]:
        if local_name(row) not in {"mtr", "mlabeledtr"}:
            return [self._items(row)]
        cells = self._parts(row)
        return [*cells[1:], cells[0]] if cells and local_name(row) == "mlabeledtr" else cells

    def _rest(self, parts: list[list[Item]]) -> Spoken:
        """An element that has not the parts it should have: what there is, in order."""
        return self.row([item for part in parts for item in part])
