"""What was typed into the fields of a block, as the HTML that takes its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from proceedings.manuscripts.tree import Piece, build, fill, pieces_of

from .blocks import Block, notes_of, split, tree_of, written
from .inline import Pictures, from_markup, language_of_whole, to_markup

ITEM = re.compile(r"^( *)(?:([-*•–])|(\d{1,4})[.)])\s+(.*)$")
TAGS = {"paragraph": "p", "heading": "h2", "subheading": "h3"}
MOST_IN_BLOCK = 40_000


@dataclass(frozen=True)
class PictureTyped:
    """What is said of one picture: its alternative, or that it says nothing."""

    alternative: str = ""
    is_decorative: bool = False


def typed_html(kind: str, text: str, pictures: Pictures, *, before: Element | None = None) -> str:
    """A block of *kind* with the words *text*; several blocks where an empty line parts them; nothing for no words.

    What the block *before* had besides its words stays when the kind does. Raises ValidationError.
    """
    text = text.replace("\r\n", "\n").strip("\n")
    if not text.strip():
        return ""
    if len(text) > MOST_IN_BLOCK:
        raise ValidationError(_("The passage is too long for one block. Part it with empty lines."))
    if kind == "code":
        return written([build("pre", [build("code", [text])])])
    if kind == "list":
        return written(_lists(text, pictures))
    parts = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    if kind == "quote":
        paragraphs: list[Piece] = [_with_language("p", from_markup(part, pictures)) for part in parts]
        return written([build("blockquote", paragraphs)])
    tag = TAGS[kind]
    found: list[Piece] = []
    for part in parts:
        words = part if kind == "paragraph" else " ".join(part.split())
        made = _with_language(tag, from_markup(words, pictures))
        if before is not None and before.tag == tag and not found and before.get("id"):
            made.set("id", before.get("id") or "")
        found.append(made)
    return written(found)


def _with_language(tag: str, pieces: list[Piece]) -> Element:
    language, inner = language_of_whole(pieces)
    return build(tag, inner, **({"lang": language} if language else {}))


def _lists(text: str, pictures: Pictures) -> list[Piece]:
    """Lines «- …» and «1. …» as lists within lists; a line without a mark is an item of its own."""
    top: list[Piece] = []
    open_lists: list[tuple[int, Element]] = []
    for line in text.split("\n"):
        if not line.strip():
            continue
        found = ITEM.match(line)
        indent = len(found[1]) // 2 if found else 0
        number, words = (found[3], found[4]) if found else (None, line.strip())
        tag = "ol" if number else "ul"
        indent = min(indent, len(open_lists))
        del open_lists[indent + 1 :]
        if len(open_lists) == indent + 1 and open_lists[indent][1].tag != tag:
            del open_lists[indent:]
        if len(open_lists) == indent:
            start = {"start": number} if number and number != "1" else {}
            made = build(tag, **start)
            if indent:
                open_lists[-1][1][-1].append(made)
            else:
                top.append(made)
            open_lists.append((indent, made))
        open_lists[-1][1].append(_with_language("li", from_markup(words, pictures)))
    return top


def figure_html(block: Block, caption: str, told: Mapping[int, PictureTyped], pictures: Pictures) -> str:
    """A figure or a formula on a line of its own with new alternatives (by place) and a new caption."""
    node = next(iter(tree_of(block.html)))
    for place, image in enumerate(node.iter("img")):
        if place in told:
            _describe(image, told[place])
    if node.tag == "figure":
        old = node.find("figcaption")
        words = from_markup(caption, pictures)
        if old is not None and not words:
            node.remove(old)
        elif words:
            if old is None:
                old = build("figcaption")
                node.append(old)
            language, inner = language_of_whole(words)
            old.attrib.pop("lang", None)
            if language:
                old.set("lang", language)
            fill(old, inner)
    return written([node])


def _describe(image: Element, told: PictureTyped) -> None:
    image.set("alt", "" if told.is_decorative else " ".join(told.alternative.split()))
    classes = [name for name in (image.get("class") or "").split() if name != "decorative"]
    if told.is_decorative:
        classes.append("decorative")
    if classes:
        image.set("class", " ".join(classes))
    else:
        image.attrib.pop("class", None)


def formulas_html(block: Block, told: Mapping[str, str]) -> str:
    """The block with new alternatives for the formulas in it, by number."""
    node = next(iter(tree_of(block.html)))
    for image in node.iter("img"):
        if (number := image.get("data-formula") or "") in told:
            image.set("alt", " ".join(told[number].split()))
    return written([node])


def notes_html(block: Block, told: Mapping[str, str], pictures: Pictures) -> str:
    """The section of notes with new words for some of them; the other notes stay as the bytes they are.

    A note whose words were all taken away goes.
    """
    opening, items, closing = _around_notes(block.html)
    known = dict(notes_of(block.element))
    made = []
    for item in items:
        number = re.search(r'id="fn(\d+)"', item)
        words = told.get(number[1]) if number else None
        if number is None or words is None or words == known.get(number[1]):
            made.append(item)
        elif words:
            made.append(note_item(number[1], words, pictures))
    return f"{opening}{''.join(made)}{closing}" if made else ""


def _around_notes(html: str) -> tuple[str, list[str], str]:
    start = html.index(">", html.index("<ol")) + 1
    end = html.rindex("</ol>")
    return html[:start], split(html[start:end]), html[end:]


def note_item(number: str, text: str, pictures: Pictures) -> str:
    parts = [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]
    inner: list[Piece] = from_markup(parts[0], pictures)
    if len(parts) > 1:
        inner = [_with_language("p", from_markup(part, pictures)) for part in parts]
    made = _with_language("li", inner)
    made.set("id", f"fn{number}")
    return written([made])


def with_note(html: str, number: str, text: str) -> str:
    """*html* of a section of notes (or none yet) with one more note at its end."""
    item = note_item(number, text, {})
    if not html:
        return f'<section class="footnotes"><ol>{item}</ol></section>'
    opening, items, closing = _around_notes(html)
    return f"{opening}{''.join(items)}{item}{closing}"


def source_html(text: str, pictures: Pictures) -> str:
    """One reference of the list, typed on one line."""
    pieces = from_markup(" ".join(text.split()), pictures)
    return written(pieces)


def source_text(html: str) -> str:
    """One reference as it is typed."""
    return to_markup(pieces_of(tree_of(html)), line_end=" ").strip()


@dataclass
class Edits:
    """Changes to one revision: blocks by their place in it, references by theirs, an act upon one of them.

    A block becomes other HTML (none: it goes); ``after`` comes behind a block, -1 being the beginning.
    """

    blocks: dict[int, str] = field(default_factory=dict)
    after: dict[int, str] = field(default_factory=dict)
    sources: dict[int, str] = field(default_factory=dict)
    more_sources: list[str] = field(default_factory=list)
    act: tuple[str, str, int] | None = None
    """What is done (``up``, ``down``, ``join``, ``delete``), with what (``block``, ``source``), and which."""

    def __bool__(self) -> bool:
        return bool(self.blocks or self.after or self.sources or self.more_sources or self.act)


@dataclass
class Typed:
    """What the fields of the page of a text hold; what is missing was not touched."""

    texts: dict[int, tuple[str, str]] = field(default_factory=dict)
    captions: dict[int, str] = field(default_factory=dict)
    pictures: dict[int, dict[int, PictureTyped]] = field(default_factory=dict)
    formulas: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    sources: dict[int, str] = field(default_factory=dict)
    more_sources: list[str] = field(default_factory=list)
    act: tuple[str, str, int] | None = None
