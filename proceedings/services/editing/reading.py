"""Reading the fields of the page of a text: which blocks they change, and into what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import Element

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from proceedings.manuscripts.formulas import say_in_place
from proceedings.manuscripts.tree import pieces_of, text_of
from proceedings.models import Manuscript

from .blocks import TYPED, Block, blocks_of, caption_of, notes_of, pictures_in, tree_of, written
from .inline import Pictures
from .rebuilding import (
    Edits,
    PictureTyped,
    Typed,
    figure_html,
    formulas_html,
    notes_html,
    source_html,
    source_text,
    typed_html,
)


def edits_of(manuscript: Manuscript, typed: Typed) -> Edits:
    """What *typed* changes in *manuscript*, and nothing else.

    Raises ValidationError whose ``message_dict`` names the fields (``b7``, ``c3``, ``notes``, ``s3``, ``snew``).
    """
    return _Reading(manuscript, typed).edits()


class _Reading:
    def __init__(self, manuscript: Manuscript, typed: Typed) -> None:
        self.manuscript, self.typed = manuscript, typed
        self.pictures: Pictures = pictures_in(manuscript)
        self.wrong: dict[str, list[str]] = {}
        self.found = Edits(act=typed.act)

    def edits(self) -> Edits:
        for block in blocks_of(self.manuscript):
            if block.is_typed:
                self._words(block)
            elif block.kind == "figure":
                self._figure(block)
            elif block.kind == "formula":
                self._formula(block)
            elif block.kind == "notes":
                self._notes(block)
        self._sources()
        if self.wrong:
            raise ValidationError(self.wrong)
        return self.found

    @contextmanager
    def _field(self, name: str, passage: str = "") -> Iterator[None]:
        """What cannot be taken inside is kept under the name of the field, and the other fields are read on.

        The first words of *passage* tell in a summary of errors where it is.
        """
        try:
            yield
        except ValidationError as error:
            self.wrong[name] = [_where(passage) + message for message in error.messages]

    def _words(self, block: Block) -> None:
        kind, text = self.typed.texts.get(block.index, (block.kind, block.source))
        kind = kind if kind in TYPED else block.kind
        spoken = self._spoken(block)
        if kind == block.kind and tidy(text) == block.source:
            if spoken:
                self.found.blocks[block.index] = formulas_html(block, spoken)
            return
        pictures = {**self.pictures, **{("formula", number): self._spoken_by(number, spoken) for number in spoken}}
        with self._field(f"b{block.index}", text_of(block.element)):
            html = typed_html(kind, text, pictures, before=block.element)
            self.found.blocks[block.index] = self._in_their_language(html)

    def _in_their_language(self, html: str) -> str:
        """*html* with its formulas speaking the language that their passage has now."""
        known = {str(formula["number"]): formula.get("words", {}) for formula in self.manuscript.formulas}
        if "data-formula" not in html or not any(known.values()):
            return html
        body = tree_of(html)
        say_in_place(body, self.manuscript.article.language, known)
        return written(pieces_of(body))

    def _spoken(self, block: Block) -> dict[str, str]:
        """New words for the formulas of the block, by number."""
        found = {}
        for image in block.element.iter("img"):
            number = image.get("data-formula") or ""
            if number in self.typed.formulas and _one_line(self.typed.formulas[number]) != (image.get("alt") or ""):
                found[number] = self.typed.formulas[number]
        return found

    def _spoken_by(self, number: str, spoken: dict[str, str]) -> Element:
        known = self.pictures["formula", number]
        return Element(known.tag, {**known.attrib, "alt": _one_line(spoken[number])})

    def _formula(self, block: Block) -> None:
        if spoken := self._spoken(block):
            self.found.blocks[block.index] = formulas_html(block, spoken)

    def _figure(self, block: Block) -> None:
        was = caption_of(block.element, "figcaption")
        caption = self.typed.captions.get(block.index, was)
        told = self.typed.pictures.get(block.index, {})
        if tidy(caption) == was and not _differs(block, told):
            return
        with self._field(f"c{block.index}", text_of(block.element)):
            self.found.blocks[block.index] = figure_html(block, tidy(caption), told, self.pictures)

    def _notes(self, block: Block) -> None:
        known = dict(notes_of(block.element))
        told = {number: tidy(words) for number, words in self.typed.notes.items() if number in known}
        if any(words != known[number] for number, words in told.items()):
            with self._field("notes"):
                self.found.blocks[block.index] = notes_html(block, told, self.pictures)

    def _sources(self) -> None:
        for place, html in enumerate(self.manuscript.sources):
            words = _one_line(self.typed.sources.get(place, source_text(html)))
            if words != source_text(html):
                with self._field(f"s{place}", text_of(tree_of(html))):
                    self.found.sources[place] = source_html(words, self.pictures)
        for words in self.typed.more_sources:
            with self._field("snew", words):
                self.found.more_sources.append(source_html(words, self.pictures))


def _where(passage: str) -> str:
    """«“The first words…”: »; nothing for a passage without words."""
    words = passage.split()
    first = " ".join(words[:5])[:60]
    if not first:
        return ""
    return _("“%(words)s”:") % {"words": f"{first}…" if first != " ".join(words) else first} + " "


def _differs(block: Block, told: dict[int, PictureTyped]) -> bool:
    for place, image in enumerate(block.element.iter("img")):
        if place not in told:
            continue
        was = (image.get("alt") or "", is_decorative(image))
        now = told[place]
        if ("" if now.is_decorative else _one_line(now.alternative), now.is_decorative) != was:
            return True
    return False


def is_decorative(image: Element) -> bool:
    return "decorative" in (image.get("class") or "").split()


def tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())
