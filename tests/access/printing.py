"""Imprint, order, sections and printer's files of a volume: who may open what."""

from __future__ import annotations

from django.core.files.base import ContentFile

from proceedings.models import Article, Build, PrinterFile, Volume, VolumeSection
from tests.access.rows import Row, here, only
from tests.world import World, marked

EDITORS = ("organiser", "editor")
SECTION, PRINTED, ARTICLE = "section of the volume", "file for the printer", "article to be moved"


def build(world: World) -> None:
    """In both conferences a text, an article and a file for the printer of the planned volume."""
    for conference in (world.conference, world.other):
        text = marked(world, conference)
        volume = Volume.objects.of(conference).get(slug="planned")
        section = VolumeSection.objects.create(volume=volume, title_ru=text, text_ru=text)
        part = volume.parts.get_or_create(number=8, defaults={"title_ru": text})[0]
        article = Article.objects.create(volume=volume, part=part, number=800, language="ru", title_ru=text)
        made = Build.objects.filter(volume=volume).first() or Build.objects.create(
            volume=volume, file="a.pdf", fingerprint="0" * 64, articles=1, pages=8, size=1, seconds=1
        )
        row = PrinterFile(build=made, pages=8, spine_mm=1)
        row.block.save("block.pdf", ContentFile(b"%PDF-1.7"))
        row.cover.save("cover.pdf", ContentFile(b"%PDF-1.7"))
        row.save()
        if conference == world.conference:
            world.things |= {SECTION: section, PRINTED: row, ARTICLE: article}


def of(name: str, **more: object):
    return lambda world: {
        "conference_slug": world.conference.slug, "volume": "planned", "pk": world.things[name].pk, **more,
    }  # fmt: skip


VOLUME = here(volume="planned")
PAGE, POST = only(*EDITORS), only(*EDITORS, status=302)
ROWS: dict[str, Row] = {
    "proceedings:imprint": Row(PAGE, VOLUME),
    "proceedings:imprint_part": Row(PAGE, here(volume="planned", part="verso")),
    "proceedings:order": Row(PAGE, VOLUME),
    "proceedings:order_rule": Row(POST, VOLUME, "post"),
    "proceedings:order_move": Row(POST, of(ARTICLE), "post"),
    "proceedings:part": Row(PAGE, here(volume="planned", number=8)),
    "proceedings:sections": Row(PAGE, VOLUME),
    "proceedings:section_add": Row(PAGE, VOLUME),
    "proceedings:section": Row(PAGE, of(SECTION)),
    "proceedings:section_remove": Row(POST, of(SECTION), "post"),
    "proceedings:section_move": Row(POST, of(SECTION), "post"),
    "proceedings:printing": Row(PAGE, VOLUME),
    "proceedings:printing_status": Row(PAGE, VOLUME),
    "proceedings:printing_make": Row(POST, VOLUME, "post"),
    "proceedings:printing_file": Row(PAGE, of(PRINTED, which="block")),
}
