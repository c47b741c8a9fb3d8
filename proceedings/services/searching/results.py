"""A page of what was found, with the words marked. One query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from conference.text import typography
from proceedings.models import Material
from proceedings.searching import Needles, Passage, Piece, best_passage, excerpt, marked
from proceedings.services.library import timing

Pieces = tuple[list[Piece], str]
"""A text in pieces, and its language."""


@dataclass(frozen=True)
class Place:
    """Where in a material something was found: in a chapter, in the text, in what was said."""

    field: str
    pieces: list[Piece]
    language: str
    seconds: int | None = None
    is_second: bool = False
    """Said in the transcript that stands second on the page."""

    @property
    def text(self) -> Pieces:
        return self.pieces, self.language

    @property
    def time(self) -> str:
        return "" if self.seconds is None else timing.place(self.seconds)


@dataclass(frozen=True)
class Result:
    material: Material
    title: Pieces
    summary: Pieces
    place: Place | None = None

    @property
    def told_language(self) -> str:
        """The language of a recording or a text where it is not that of the page: “ru” or “en”."""
        here = (get_language() or "ru")[:2]
        spoken = self.material.language if self.material.kind == Material.Kind.RECORDING else self.title[1]
        return "" if spoken in (here, Material.Spoken.BOTH) else spoken

    @property
    def anchor(self) -> str:
        """Where on the page of the material the place is."""
        place = self.place
        if place is None or place.seconds is None:
            return ""
        if place.field == "chapters":
            return "#chapters-h"
        return f"#t{place.seconds}-{place.language}" if place.is_second else f"#t{place.seconds}"

    @property
    def duration(self) -> str:
        return timing.in_words(self.material.seconds) if self.material.seconds else ""

    @property
    def duration_iso(self) -> str:
        return timing.iso_duration(self.material.seconds) if self.material.seconds else ""


def results(keys: Sequence[int], needles: Needles) -> list[Result]:
    """The materials of *keys* in that order, as the active language reads them."""
    rows = Material.objects.select_related("indexed").defer(
        *(f"{name}_{code}" for name in ("body", "transcript") for code in ("ru", "en")),
        "draft",
        "body",
        "transcript",
        "indexed__plain",
        "indexed__card",
    )
    found = rows.in_bulk(list(keys))
    return [_result(found[pk], needles) for pk in keys if pk in found]


def _result(material: Material, needles: Needles) -> Result:
    here = (get_language() or "ru")[:2]
    title, of_title = _best(material, "title", here)
    summary, of_summary = _best(material, "summary", here)
    known = {*needles.told(title), *needles.told(summary)} if needles else set()
    place = _place(material, needles, here, known) if needles else None
    return Result(
        material,
        (marked(typography(title, of_title), needles), of_title),
        (marked(typography(summary, of_summary), needles), of_summary),
        place,
    )


def _place(material: Material, needles: Needles, here: str, known: set[int]) -> Place | None:
    """The passage that tells what title and summary, as they are shown, do not; the other language's among them."""
    indexed = getattr(material, "indexed", None)
    passages = (
        [Passage(each["language"], each["field"], each["text"], each.get("seconds")) for each in indexed.passages]
        if indexed
        else []
    )
    other = "en" if here == "ru" else "ru"
    for name in ("title", "summary"):
        if text := getattr(material, f"{name}_{other}", ""):
            passages.append(Passage(other, name, text))
    best = best_passage(passages, needles, language=here, known=known)
    if best is None:
        return None
    pieces = excerpt(typography(best.text, best.language), needles)
    said_in = {each.language for each in passages if each.field == "transcript"}
    return Place(best.field, pieces, best.language, best.seconds, best.language != here and len(said_in) > 1)


def _best(material: Material, name: str, here: str) -> tuple[str, str]:
    other = "en" if here == "ru" else "ru"
    for language in (here, other):
        if text := getattr(material, f"{name}_{language}", ""):
            return text, language
    return "", here
