"""Rows of the library: what is published is everybody's, in whichever season it was made."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from proceedings.models import Material
from proceedings.services import library
from proceedings.services.library.files import add_file
from tests.access.rows import ANYBODY, NOBODY, Row, redirects
from tests.world import World, marked

MATERIAL, WAITING, FILE = "material of the library", "material in review", "file of a material"
SLUG, DRAFT = "material", "waiting-material"
VIDEO = "https://video.example.org/watch?v=1"


def picture() -> ContentFile:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(out, "PNG")
    return ContentFile(out.getvalue(), name="picture.png")


def build(world: World) -> None:
    """In each season a recording in its second version with a file, and a practical material that an expert reads.

    What is published belongs to everybody, so that only what waits, and what a reader wrote, is marked.
    """
    for season in (world.season, world.other_season):
        text, secret = "Открытый текст", marked(world, season)
        ending = "" if season == world.season else "-elsewhere"
        expert = season.experts.get(slug="expert")
        told = {"title_ru": text, "summary_ru": text, "body_ru": text}
        material = library.add(
            season, kind=Material.Kind.RECORDING, by=None, slug=f"{SLUG}{ending}", video=VIDEO,
            transcript_ru=f"[00:01] {text}", **told,
        )  # fmt: skip
        file = add_file(material, by=None, revision=0, file=picture(), title=text, language="ru", alt=text)
        for _number in range(2):
            library.publish_to_library(material, by=None, why_unreviewed="to be seen", note=text)
        library.save(material, by=None, revision=material.revision, title_ru=secret)
        library.mark_useful(material, voter="b1", is_useful=True, note=secret)
        waiting = library.add(season, kind=Material.Kind.PRACTICAL, by=None, slug=f"{DRAFT}{ending}",
                              **{**told, "title_ru": secret, "body_ru": secret})  # fmt: skip
        first = library.ask_review(waiting, experts=[expert], by=None)[0]
        if season == world.season:
            world.things |= {MATERIAL: material, FILE: file, WAITING: first}


def of_material(**more: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"slug": SLUG, **more}


def of_file(world: World) -> dict[str, Any]:
    return {"slug": SLUG, "key": world.things[FILE].key}


ROWS: dict[str, Row] = {
    "library:list": Row(ANYBODY, data=lambda world: {"kind": "recording"}),
    "library:material": Row(ANYBODY, of_material()),
    "library:version": Row(ANYBODY, of_material(number=1)),
    "library:watch": Row(redirects(ANYBODY), of_material()),
    "library:file": Row(ANYBODY, of_file),
    "library:file_preview": Row(ANYBODY, of_file),
    "library:print": Row(NOBODY, of_material(language="en")),  # there is no text in English
    "library:captions": Row(ANYBODY, of_material(language="ru")),
    "library:useful": Row(redirects(ANYBODY), of_material(), "post", lambda world: {"useful": "yes"}),
}
