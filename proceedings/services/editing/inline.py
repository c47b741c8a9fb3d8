"""The small markup in which words inside a block are edited, and its way there and back.

``*emphasis*``, ``**strong**``, ``^sup^``, ``~sub~``, ```` `code` ````, ``[text](https://…)``, ``[^3]`` for the mark of
note 3, ``{en: a passage in English}``, ``{formula 2}`` and ``{figure 1}`` for what cannot be typed. A line end is a
line end; ``{br}`` is one where lines mean something else. A backslash takes the meaning of the sign after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from proceedings.manuscripts.markup import may_be_linked
from proceedings.manuscripts.tree import Piece, build, pieces_of, text_of

SIGNS = {"em": "*", "strong": "**", "sup": "^", "sub": "~", "code": "`"}
INLINE = {*SIGNS, "br", "img", "a", "span"}
MEANS = {sign: tag for tag, sign in SIGNS.items()}
SPECIAL = "\\*^~`{}[]"
SPOKEN = re.compile(r"[\\*^~`{}]")
ENDS_WITH_SIGN = re.compile(r"(?<!\\)(?:\\\\)*[*^~`]\Z")
BRACKET = re.compile(r"\[(?=\^\d{1,4}\]|[^\[\]\n]*\]\()")
NOTE = re.compile(r"\[\^(\d{1,4})\]")
TOKEN = re.compile(r"\{(formula|figure) (\d{1,4})\}")
LANGUAGE = re.compile(r"\{([a-z]{2,3}): ?")
LINK_ENDS = re.compile(r"\]\(([^\s()]{1,2000})\)")
DEEPEST = 12
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}")

Pictures = Mapping[tuple[str, str], Element]
"""What stands for ``{formula 2}``: the picture by its kind and number."""


def to_markup(pieces: Iterable[Piece], *, line_end: str = "\n", inside: frozenset[str] = frozenset()) -> str:
    """*pieces* of HTML in the small markup."""
    out = ""
    for piece in pieces:
        found = _text(piece, is_linked="a" in inside) if isinstance(piece, str) else _element(piece, line_end, inside)
        if found and ENDS_WITH_SIGN.search(out) and found[0] == out[-1]:
            out += "{}"  # two signs that belong to different passages
        out += found
    return out


def _text(text: str, *, is_linked: bool) -> str:
    flat = re.sub(r"[ \t]*\n\s*", " ", text)
    if is_linked:
        return re.sub(r"[\\*^~`{}\[\]]", lambda found: f"\\{found[0]}", flat)
    return BRACKET.sub(r"\\[", SPOKEN.sub(lambda found: f"\\{found[0]}", flat))


def _element(node: Element, line_end: str, inside: frozenset[str]) -> str:
    tag = str(node.tag)
    if tag == "br":
        return line_end
    if tag == "img":
        kind = "formula" if node.get("data-formula") else "figure"
        return f"{{{kind} {node.get(f'data-{kind}') or 0}}}"
    if tag == "a" and node.get("class") == "note":
        return f"[^{(node.get('href') or '').removeprefix('#fn')}]"
    if tag == "code":
        words = re.sub(r"([\\`])", r"\\\1", "".join(node.itertext()))
        return f"`{words}`" if words else ""
    body = to_markup(pieces_of(node), line_end=line_end, inside=inside | {tag})
    if tag in SIGNS and tag not in inside:
        body = _around(body, SIGNS[tag], SIGNS[tag])
    elif tag == "a" and node.get("href") and "a" not in inside:
        address = (node.get("href") or "").replace("(", "%28").replace(")", "%29").replace(" ", "%20")
        body = _around(body, "[", f"]({address})")
    language = node.get("lang") or ""
    return _around(body, f"{{{language}: ", "}") if LANGUAGE_CODE.fullmatch(language) else body


def _around(body: str, opening: str, closing: str) -> str:
    """*body* between two signs; the blanks at its edges stay outside."""
    words = body.strip(" \n")
    if not words:
        return body
    start = body.index(words)
    ends = words[-1] == closing[0] and ENDS_WITH_SIGN.search(words)
    apart = ("{}" if words[0] == opening[-1] else "", "{}" if ends else "")
    return f"{body[:start]}{opening}{apart[0]}{words}{apart[1]}{closing}{body[start + len(words) :]}"


def from_markup(text: str, pictures: Pictures) -> list[Piece]:
    """What is typed as pieces of HTML. Raises ValidationError for a picture that the article has not."""
    return _Reader(pictures).read(text.replace("\r\n", "\n").strip())


class _Reader:
    def __init__(self, pictures: Pictures) -> None:
        self.pictures, self.depth = pictures, 0

    def read(self, text: str) -> list[Piece]:
        if self.depth >= DEEPEST:
            return [text]
        self.depth += 1
        try:
            return self._pieces(text)
        finally:
            self.depth -= 1

    def _pieces(self, text: str) -> list[Piece]:
        pieces: list[Piece] = []
        plain = ""
        place = 0
        while place < len(text):
            found, after = self._at(text, place)
            if isinstance(found, str):
                plain += found
            else:
                if plain:
                    pieces.append(plain)
                    plain = ""
                pieces.extend(found)
            place = after
        return [*pieces, plain] if plain else pieces

    def _at(self, text: str, place: int) -> tuple[str | list[Piece], int]:
        """What begins at *place*, and where it ends."""
        sign = text[place]
        if sign == "\\" and text[place + 1 : place + 2] in SPECIAL and place + 1 < len(text):
            return text[place + 1], place + 2
        if sign == "\n":
            return [build("br")], place + 1
        if sign in "*^~`":
            return self._passage(text, place)
        if sign == "[":
            return self._bracket(text, place)
        if sign == "{":
            return self._brace(text, place)
        return sign, place + 1

    def _passage(self, text: str, place: int) -> tuple[str | list[Piece], int]:
        sign = "**" if text.startswith("**", place) else text[place]
        start = place + len(sign)
        end = closing(text, sign, start)
        if end < 0:
            return sign, start
        inner = text[start:end]
        if sign == "`":
            return [build("code", [re.sub(r"\\([\\`])", r"\1", inner)])], end + 1
        return [build(MEANS[sign], self.read(inner))], end + len(sign)

    def _bracket(self, text: str, place: int) -> tuple[str | list[Piece], int]:
        if note := NOTE.match(text, place):
            return [note_mark(note[1])], note.end()
        end = closing(text, "]", place + 1)
        link = LINK_ENDS.match(text, end) if end > 0 else None
        if link is None or not may_be_linked(link[1]):
            return "[", place + 1
        return [build("a", self.read(text[place + 1 : end]), href=link[1])], link.end()

    def _brace(self, text: str, place: int) -> tuple[str | list[Piece], int]:
        if text.startswith("{}", place):
            return "", place + 2
        if text.startswith("{br}", place):
            return [build("br")], place + 4
        if token := TOKEN.match(text, place):
            return [self._picture(token[1], token[2])], token.end()
        language = LANGUAGE.match(text, place)
        end = closing(text, "}", language.end()) if language else -1
        if language is None or end < 0:
            return "{", place + 1
        return [build("span", self.read(text[language.end() : end]), lang=language[1])], end + 1

    def _picture(self, kind: str, number: str) -> Element:
        known = self.pictures.get((kind, number))
        if known is None:
            raise ValidationError(_("The article has no %(token)s.") % {"token": f"{{{kind} {number}}}"})
        return Element(known.tag, dict(known.attrib))


def closing(text: str, sign: str, start: int) -> int:
    """Where the passage that began before *start* ends with *sign*, or -1; nested brackets are passed over."""
    opener = {"}": "{", "]": "["}.get(sign, "")
    depth, place = 0, start
    while place < len(text):
        here = text[place]
        if here == "\\" or text.startswith("{}", place):
            place += 2
        elif opener and here == opener:
            depth, place = depth + 1, place + 1
        elif text.startswith(sign, place):
            if depth:
                depth, place = depth - 1, place + 1
            elif sign == "**" and text.startswith("***", place):
                return place + 1 if place + 1 > start else -1
            elif sign == "*" and text.startswith("**", place):
                strong = closing(text, "**", place + 2)
                place = strong + 2 if strong > 0 else place + 2
            elif opener or (place > start and not text[place - 1].isspace() and not text[start].isspace()):
                return place
            else:
                place += len(sign)
        else:
            place += 1
    return -1


def note_mark(number: str) -> Element:
    return build("a", [number], href=f"#fn{number}", id=f"fnref{number}", class_="note")


def language_of_whole(pieces: list[Piece]) -> tuple[str, list[Piece]]:
    """A block that is one passage in another language carries the language itself: ``(language, what is inside)``."""
    whole = [piece for piece in pieces if not isinstance(piece, str) or piece.strip()]
    if len(whole) == 1 and isinstance(whole[0], Element) and whole[0].tag == "span" and whole[0].get("lang"):
        return whole[0].get("lang") or "", pieces_of(whole[0])
    return "", pieces


def is_inline(node: Element) -> bool:
    """Whether *node* holds nothing that the small markup cannot say."""
    return all(child.tag in INLINE for child in node.iter() if child is not node)


__all__ = ["INLINE", "Pictures", "from_markup", "is_inline", "language_of_whole", "note_mark", "text_of", "to_markup"]
